//! IP addresses and ranges of them (O-17).

use crate::number::are_digits;

/// An address, as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    /// 32 bits.
    V4(u128),
    /// 128 bits.
    V6(u128),
}

/// A range in CIDR notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    address: Address,
    /// How many bits are left to the hosts in it.
    host_bits: u32,
}

impl Address {
    /// `203.0.113.7` or `2001:db8::1`.
    pub fn read(text: &str) -> Option<Self> {
        match v4(text) {
            Some(address) => Some(Self::V4(address)),
            None => v6(text).map(Self::V6),
        }
    }
}

impl Range {
    /// `203.0.113.0/24`; without a prefix it is the one address (O-17).
    pub fn read(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (Address::read(address)?, Some(decimal(prefix)?)),
            None => (Address::read(text)?, None),
        };
        let bits: u32 = match address {
            Address::V4(_) => 32,
            Address::V6(_) => 128,
        };
        let host_bits = bits.checked_sub(prefix.unwrap_or(bits))?;
        Some(Self { address, host_bits })
    }

    /// Is the address inside? One of the other family is not.
    pub fn holds(&self, address: Address) -> bool {
        match (self.address, address) {
            (Address::V4(a), Address::V4(b)) | (Address::V6(a), Address::V6(b)) => {
                network(a, self.host_bits) == network(b, self.host_bits)
            }
            _ => false,
        }
    }
}

/// The number of the network in which the address lies: address / 2^hosts.
fn network(address: u128, host_bits: u32) -> u128 {
    match 2u128.checked_pow(host_bits) {
        Some(hosts) => address / hosts,
        None => 0, // 2^128 is more than any address.
    }
}

/// A decimal of up to three digits, without zeros in front.
fn decimal(text: &str) -> Option<u32> {
    let plain = are_digits(text) && text.len() <= 3 && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

/// Four numbers up to 255, between dots.
fn v4(text: &str) -> Option<u128> {
    let bytes: Vec<u32> = text.split('.').map(decimal).collect::<Option<_>>()?;
    let whole = bytes.len() == 4 && bytes.iter().all(|byte| *byte <= 255);
    whole.then(|| bytes.iter().fold(0, |number, byte| number * 256 + u128::from(*byte)))
}

/// Eight groups of hexadecimal digits, between colons; `::` stands for groups of zeros, and the
/// last two groups may be written as an IPv4 address.
fn v6(text: &str) -> Option<u128> {
    let groups = match text.split_once("::") {
        None => groups(text)?,
        Some((head, _)) if head.contains('.') => return None,
        Some((head, tail)) => {
            let (mut head, tail) = (groups_or_none(head)?, groups_or_none(tail)?);
            let zeros = 8usize.checked_sub(head.len() + tail.len()).filter(|zeros| *zeros > 0)?;
            head.extend(vec![0; zeros]);
            head.extend(tail);
            head
        }
    };
    (groups.len() == 8).then(|| groups.iter().fold(0, |number, group| number * 65_536 + group))
}

fn groups_or_none(text: &str) -> Option<Vec<u128>> {
    if text.is_empty() { Some(Vec::new()) } else { groups(text) }
}

fn groups(text: &str) -> Option<Vec<u128>> {
    let (front, last) = text.rsplit_once(':').unwrap_or(("", text));
    let Some(address) = v4(last) else { return text.split(':').map(group).collect() };
    let front = front.split_terminator(':').map(group);
    front.chain([Some(address / 65_536), Some(address % 65_536)]).collect()
}

fn group(text: &str) -> Option<u128> {
    let hexadecimal =
        (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hexadecimal { u128::from_str_radix(text, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(range: &str, address: &str) -> bool {
        Range::read(range).unwrap().holds(Address::read(address).unwrap())
    }

    #[test]
    fn inside_and_outside() {
        assert!(holds("203.0.113.0/24", "203.0.113.7") && !holds("203.0.113.0/24", "203.0.114.7"));
        assert!(holds("203.0.113.7", "203.0.113.7") && !holds("203.0.113.7", "203.0.113.8"));
        assert!(holds("0.0.0.0/0", "255.255.255.255") && holds("::/0", "ffff::1"));
        assert!(holds("2001:db8::/32", "2001:DB8:1::5") && !holds("2001:db8::/32", "2001:db9::5"));
        assert!(!holds("0.0.0.0/0", "::1") && !holds("::/0", "1.2.3.4"));
        assert!(holds("10.1.2.3/8", "10.200.0.1"));
        assert!(holds("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"));
        assert!(holds("::ffff:1.2.3.4", "::ffff:102:304") && holds("::1.2.3.4", "::102:304"));
    }

    #[test]
    fn nothing_else_is_a_range() {
        for text in [
            "",
            "1.2.3",
            "1.2.3.256",
            "1.2.3.4/33",
            "1.2.3.4/",
            "01.2.3.4",
            "1.2.3.4.5",
            "::1/129",
            ":",
            ":::",
            "1::2::3",
            "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7:8::",
            "12345::",
            "g::",
            "1.2.3.4 ",
            "1.2.3.4::",
            ":1.2.3.4",
            "0:0:0:0:1.2.3.4:5.6.7.8",
            "::1%eth0",
            "10.0.0.*",
        ] {
            assert_eq!(Range::read(text), None, "{text}");
        }
    }
}
