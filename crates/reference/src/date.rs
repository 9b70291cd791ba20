//! Dates, as instants (O-14, R-17).

use crate::number::are_digits;

/// An instant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    /// Whole seconds since 1970, rounded down.
    seconds: i128,
    /// The digits of the fraction of a second, without zeros behind.
    fraction: String,
}

impl Instant {
    /// Whole seconds since 1970, or a W3C date: `2026`, `2026-01`, `2026-01-31`,
    /// `2026-01-31T10:00Z`, `2026-01-31T10:00:00Z`, `2026-01-31T10:00:00.5+01:00`.
    pub fn read(text: &str) -> Option<Self> {
        let number = text.strip_prefix('-').unwrap_or(text);
        if let Some(year) = digits(text, 4) {
            let seconds = i128::from(days_before(year)) * 86_400;
            return Some(Self { seconds, fraction: String::new() });
        }
        if are_digits(number) {
            return Some(Self { seconds: text.parse().ok()?, fraction: String::new() });
        }
        match text.split_once('T') {
            Some((date, time)) => {
                let (clock, offset) = split_offset(time)?;
                let (seconds, fraction) = clock_seconds(clock)?;
                let seconds = days(date, false)? * 86_400 + seconds - offset;
                Some(Self { seconds: seconds.into(), fraction })
            }
            None => {
                Some(Self { seconds: (days(text, true)? * 86_400).into(), fraction: String::new() })
            }
        }
    }
}

impl Instant {
    /// Whole seconds since 1970, rounded down.
    pub fn seconds(&self) -> i128 {
        self.seconds
    }
}

/// A number of exactly so many digits.
fn digits(text: &str, length: usize) -> Option<i64> {
    (text.len() == length && are_digits(text)).then(|| text.parse().ok())?
}

/// The days from 1970-01-01 to a civil date. The day may be left out where there is no time.
fn days(date: &str, day_optional: bool) -> Option<i64> {
    let parts: Vec<&str> = date.split('-').collect();
    let (year, month, day) = match parts[..] {
        [year, month, day] => (digits(year, 4)?, digits(month, 2)?, digits(day, 2)?),
        [year, month] if day_optional => (digits(year, 4)?, digits(month, 2)?, 1),
        _ => return None,
    };
    if !(1..=12).contains(&month) || !(1..=days_in_month(year, month)).contains(&day) {
        return None;
    }
    let years = days_before(year);
    let months: i64 = (1..month).map(|month| days_in_month(year, month)).sum();
    Some(years + months + day - 1)
}

/// The days from 1970-01-01 to the first day of a year.
fn days_before(year: i64) -> i64 {
    (1970..year).map(days_in_year).sum::<i64>() - (year..1970).map(days_in_year).sum::<i64>()
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_year(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The time of day and, in seconds, what it is ahead of UTC. W3C asks for an offset.
fn split_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix('Z') {
        return Some((clock, 0));
    }
    let at = time.find(['+', '-'])?;
    let (hours, minutes) = time[at + 1..].split_once(':')?;
    let ahead = hours_and_minutes(hours, minutes)?;
    Some((&time[..at], if time[at..].starts_with('-') { -ahead } else { ahead }))
}

fn hours_and_minutes(hours: &str, minutes: &str) -> Option<i64> {
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    (hours <= 23 && minutes <= 59).then_some(hours * 3600 + minutes * 60)
}

/// Seconds since midnight, and the digits of the fraction.
fn clock_seconds(clock: &str) -> Option<(i64, String)> {
    let parts: Vec<&str> = clock.split(':').collect();
    match parts[..] {
        [hours, minutes] => Some((hours_and_minutes(hours, minutes)?, String::new())),
        [hours, minutes, seconds] => {
            let (seconds, fraction) = match seconds.split_once('.') {
                Some((seconds, fraction)) if are_digits(fraction) => (seconds, fraction),
                Some(_) => return None,
                None => (seconds, ""),
            };
            let seconds = digits(seconds, 2).filter(|seconds| *seconds <= 59)?;
            let fraction = fraction.trim_end_matches('0').to_owned();
            Some((hours_and_minutes(hours, minutes)? + seconds, fraction))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> i128 {
        Instant::read(text).unwrap().seconds
    }

    #[test]
    fn known_instants() {
        assert_eq!(seconds("1970-01-01"), 0);
        assert_eq!(seconds("1969-12-31"), -86_400);
        assert_eq!(seconds("2000-03-01T00:00:00Z"), 951_868_800);
        assert_eq!(seconds("2026-11-23T12:00:00Z"), 1_795_435_200);
        assert_eq!(seconds("2026-11-23T12:00:00Z"), seconds("2026-11-23T13:30+01:30"));
        assert_eq!(seconds("2026-11-23T12:00:00Z"), seconds("1795435200"));
        assert_eq!(seconds("2026-11"), seconds("2026-11-01"));
        assert_eq!(seconds("2026"), seconds("2026-01-01"));
    }

    #[test]
    fn order() {
        let read = |text| Instant::read(text).unwrap();
        assert!(read("2026-01-31") < read("2026-01-31T10:00:00Z"));
        assert!(read("2026-01-31T10:00:00Z") < read("2026-01-31T10:00:00.5Z"));
        assert_eq!(read("2026-01-31T10:00:00.50Z"), read("2026-01-31T11:00:00.5+01:00"));
    }

    #[test]
    fn nothing_else_is_a_date() {
        for text in [
            "",
            "-",
            "today",
            "2026-02-29",
            "2026-13-01",
            "2026-01-00",
            "2026-1-1",
            "2026-01-31T10:00:00",
            "1.5",
            "2026-01-31T24:00:00Z",
            "2026-01-31T10Z",
            "2026-01-31Z",
            "2026-01T10:00Z",
            "2026-01-31T10:00:60Z",
            "2026-01-31T10:00:00.Z",
            "2026-01-31 10:00:00Z",
            "2026-01-31T10:00:00+1:00",
        ] {
            assert_eq!(Instant::read(text), None, "{text}");
        }
    }
}
