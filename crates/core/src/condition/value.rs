//! Values that operators compare: numbers, instants, addresses (R-17).

use std::cmp::Ordering;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A number of any length: `-?digits(.digits)?`, compared exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    /// Digits before the point, without leading zeros.
    whole: String,
    /// Digits behind the point, without trailing zeros.
    fraction: String,
}

impl Decimal {
    /// Reads a number; `None` where the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let are_digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !are_digits(whole) || !are_digits(fraction) {
            return None;
        }
        let whole = whole.trim_start_matches('0').to_owned();
        let fraction = fraction.trim_end_matches('0').to_owned();
        let zero = whole.is_empty() && fraction.is_empty();
        Some(Self { negative: negative && !zero, whole, fraction })
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let size = self.whole.len().cmp(&other.whole.len());
        let magnitude =
            size.then_with(|| (&self.whole, &self.fraction).cmp(&(&other.whole, &other.fraction)));
        match (self.negative, other.negative) {
            (false, false) => magnitude,
            (true, true) => magnitude.reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A point in time: seconds since 1970 and billionths of a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    seconds: i64,
    nanos: u32,
}

impl Instant {
    /// Reads a date in one of the W3C forms (`2026`, `2026-01`, `2026-01-31`,
    /// `2026-01-31T10:00Z`, with seconds, fractions and offsets) or whole seconds since 1970.
    ///
    /// ```
    /// use kms_policy::condition::Instant;
    /// assert_eq!(Instant::parse("2026-01-31T11:00:00+01:00"), Instant::parse("1769853600"));
    /// assert_eq!(Instant::parse("2026-02-30"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if whole && text.len() != 4 {
            return Some(Self { seconds: text.parse().ok()?, nanos: 0 });
        }
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map_or(Some(1), |part| number(part, 2))?;
        let day = parts.next().map_or(Some(1), |part| number(part, 2))?;
        let complete = date.len() == 10;
        if parts.next().is_some() || !(1..=12).contains(&month) || (time.is_some() && !complete) {
            return None;
        }
        if !(1..=days_in(year, month)).contains(&day) {
            return None;
        }
        let midnight = days_since_1970(year, month, day) * 86_400;
        let Some(time) = time else {
            return Some(Self { seconds: midnight, nanos: 0 });
        };
        let (clock, offset) = split_offset(time)?;
        let mut parts = clock.split(':');
        let hour = number(parts.next()?, 2)?;
        let minute = number(parts.next()?, 2)?;
        let seconds = parts.next().unwrap_or("00");
        let (second, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
        let second = number(second, 2)?;
        if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let decimals = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
        let nanos = format!("{fraction:0<9}").get(..9)?.parse().ok().filter(|_| decimals)?;
        Some(Self { seconds: midnight + hour * 3600 + minute * 60 + second - offset, nanos })
    }

    /// Whole seconds since 1970.
    pub fn epoch_seconds(self) -> i64 {
        self.seconds
    }

    /// As the W3C writes it, to the second: `2026-01-31T10:00:00Z`; `None` outside the years 1970
    /// to 9999.
    pub fn w3c(self) -> Option<String> {
        let (mut days, time) = (self.seconds.div_euclid(86_400), self.seconds.rem_euclid(86_400));
        // Not before this year, and at most one too early.
        let mut year = 1970 + days / 366;
        if !(1970..=9999).contains(&year) || days < 0 {
            return None;
        }
        while days >= days_since_1970(year + 1, 1, 1) {
            year += 1;
        }
        days -= days_since_1970(year, 1, 1);
        let mut month = 1;
        while days >= days_in(year, month) {
            days -= days_in(year, month);
            month += 1;
        }
        let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
        let day = days + 1;
        (year <= 9999)
            .then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
    }
}

/// A clock without its zone, and that zone's offset in seconds.
fn split_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix('Z') {
        return Some((clock, 0));
    }
    let place = time.rfind(['+', '-'])?;
    let (clock, zone) = (time.get(..place)?, time.get(place + 1..)?);
    let (hours, minutes) = zone.split_once(':')?;
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let offset = hours * 3600 + minutes * 60;
    Some((clock, if time.get(place..=place) == Some("-") { -offset } else { offset }))
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let before = |year: i64| {
        let past = year - 1;
        // Rounded down, also before the year 1: the year 0 is a leap year.
        past * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400)
    };
    let months: i64 = (1..month).map(|month| days_in(year, month)).sum();
    before(year) - before(1970) + months + day - 1
}

/// A block of addresses; a single address is a block of one (O-17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    address: IpAddr,
    prefix: u32,
}

impl Cidr {
    /// Reads `203.0.113.0/24`, `2001:db8::/32` or an address alone.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let digits = prefix.is_none_or(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        let prefix =
            prefix.map_or(Some(longest), |prefix| prefix.parse().ok()).filter(|_| digits)?;
        (prefix <= longest).then_some(Self { address, prefix })
    }

    /// The same block with the bits behind its prefix zero.
    pub fn network(self) -> Self {
        let address = match self.address {
            IpAddr::V4(own) => {
                let mask = u32::MAX.checked_shl(32 - self.prefix).unwrap_or(0);
                IpAddr::from(Ipv4Addr::from(u32::from(own) & mask))
            }
            IpAddr::V6(own) => {
                let mask = u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0);
                IpAddr::from(Ipv6Addr::from(u128::from(own) & mask))
            }
        };
        Self { address, prefix: self.prefix }
    }

    /// Has it only addresses that are private, so that no request comes from them over the
    /// internet?
    pub fn is_private(self) -> bool {
        let v4 = |a, b, prefix| Self { address: IpAddr::from([a, b, 0, 0]), prefix };
        let v6 = Self { address: IpAddr::from([0xfc00, 0, 0, 0, 0, 0, 0, 0]), prefix: 7 };
        let private = [v4(10, 0, 8), v4(172, 16, 12), v4(192, 168, 16), v6];
        private.iter().any(|all| all.contains(self.address) && self.prefix >= all.prefix)
    }

    /// Is this address inside? Addresses of the other family never are.
    pub fn contains(self, address: IpAddr) -> bool {
        let shift = |longest: u32| longest - self.prefix;
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differing = u32::from(own) ^ u32::from(other);
                differing.checked_shr(shift(32)).unwrap_or(0) == 0
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differing = u128::from(own) ^ u128::from(other);
                differing.checked_shr(shift(128)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_exactly() {
        let number = |text| Decimal::parse(text).expect("a number");
        assert_eq!(number("7"), number("07.0"));
        assert_eq!(number("-0"), number("0"));
        assert!(number("-2") < number("-1.5"));
        assert!(number("9007199254740993") > number("9007199254740992"));
        assert!(number("0.30") > number("0.2999"));
        for text in ["", "-", "1.", ".5", "1e3", "0x1", "+1", " 1", "1,0"] {
            assert_eq!(Decimal::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn instants() {
        let seconds = |text| Instant::parse(text).map(Instant::epoch_seconds);
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2000-02-29"), Some(951_782_400));
        assert_eq!(seconds("2026-01"), seconds("2026-01-01"));
        assert_eq!(seconds("2026"), seconds("2026-01-01T00:00Z"));
        assert_eq!(seconds("2026-01-31T10:00:00.5Z"), Some(1_769_853_600));
        assert!(Instant::parse("2026-01-31T10:00:00.5Z") > Instant::parse("2026-01-31T10:00:00Z"));
        // From the first day that can be written on, each is a day after the one before.
        assert_eq!(seconds("0000-01-01"), Some(-62_167_219_200));
        assert_eq!(seconds("0000-12-31"), seconds("0001-01-01").map(|next| next - 86_400));
        for text in [
            "",
            "tomorrow",
            "2026-13-01",
            "2026-02-29",
            "2026-01-31T24:00Z",
            "2026-1-1",
            "2026-01-31T10:00",
            "2026-01-31T10:00.5Z",
            "2026-01-31t10:00:00z",
            "2026-01T10:00Z",
            "1.5",
        ] {
            assert_eq!(Instant::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn instants_are_written_as_they_are_read() {
        for text in ["1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2026-12-31T10:00:00Z"] {
            assert_eq!(Instant::parse(text).and_then(Instant::w3c).as_deref(), Some(text));
        }
        for seconds in ["-1", "253402300800", "9223372036854775807"] {
            assert_eq!(Instant::parse(seconds).and_then(Instant::w3c), None, "{seconds}");
        }
    }

    #[test]
    fn blocks_have_a_network_and_some_are_private() {
        let block = |text| Cidr::parse(text).expect("a block");
        for (text, network) in [
            ("203.0.113.77/24", "203.0.113.0/24"),
            ("203.0.113.77", "203.0.113.77/32"),
            ("1.2.3.4/0", "0.0.0.0/0"),
            ("2001:db8::1/32", "2001:db8::/32"),
            ("::1/0", "::/0"),
        ] {
            assert_eq!(block(text).network().to_string(), network);
        }
        for text in ["10.0.0.0/8", "172.31.0.1", "192.168.0.0/16", "fd00::/8"] {
            assert!(block(text).is_private(), "{text}");
        }
        for text in ["10.0.0.0/7", "172.32.0.1", "203.0.113.0/24", "0.0.0.0/0", "2001:db8::1"] {
            assert!(!block(text).is_private(), "{text}");
        }
    }

    #[test]
    fn addresses() {
        let inside = |block: &str, address: &str| {
            Cidr::parse(block).expect("a block").contains(address.parse().expect("an address"))
        };
        assert!(inside("203.0.113.0/24", "203.0.113.77"));
        assert!(!inside("203.0.113.0/24", "203.0.114.0"));
        assert!(inside("203.0.113.77", "203.0.113.77"));
        assert!(inside("0.0.0.0/0", "203.0.113.77"));
        assert!(!inside("0.0.0.0/0", "::1"));
        assert!(inside("2001:db8::/32", "2001:db8:ffff::1"));
        for text in ["", "203.0.113", "203.0.113.0/33", "203.0.113.0/", "203.0.113.0/+8", "x/8"] {
            assert_eq!(Cidr::parse(text), None, "{text:?}");
        }
    }
}
