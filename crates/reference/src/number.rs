//! Numbers, as exact decimals of any length (O-13, R-17).

use std::cmp::Ordering;

/// A decimal number: its sign and its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    negative: bool,
    /// Before the point, without zeros in front.
    whole: String,
    /// After the point, without zeros behind.
    fraction: String,
}

impl Number {
    /// `-?digits(.digits)?`.
    pub fn read(text: &str) -> Option<Self> {
        let (minus, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        if !are_digits(whole) || !fraction.is_none_or(are_digits) {
            return None;
        }
        let whole = whole.trim_start_matches('0').to_owned();
        let fraction = fraction.unwrap_or_default().trim_end_matches('0').to_owned();
        let zero = whole.is_empty() && fraction.is_empty();
        Some(Self { negative: minus && !zero, whole, fraction })
    }

    /// Less, equal or greater.
    pub fn compare(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.size(other),
            (true, true) => other.size(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }

    /// The same without regard to sign. The longer number is the larger one; of two equally long
    /// ones the digits decide, from the left.
    fn size(&self, other: &Self) -> Ordering {
        let length = self.whole.len().cmp(&other.whole.len());
        length
            .then_with(|| self.whole.cmp(&other.whole))
            .then_with(|| self.fraction.cmp(&other.fraction))
    }
}

/// One digit or more, and nothing else.
pub fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(a: &str, b: &str) -> Ordering {
        Number::read(a).unwrap().compare(&Number::read(b).unwrap())
    }

    #[test]
    fn by_value_not_by_text() {
        assert_eq!(compare("7", "07.0"), Ordering::Equal);
        assert_eq!(compare("-0", "0"), Ordering::Equal);
        assert_eq!(compare("7", "30"), Ordering::Less);
        assert_eq!(compare("-7", "-30"), Ordering::Greater);
        assert_eq!(compare("-1", "0.5"), Ordering::Less);
        assert_eq!(compare("0.25", "0.3"), Ordering::Less);
        assert_eq!(
            compare("123456789012345678901234567890.1", "123456789012345678901234567890"),
            Ordering::Greater
        );
    }

    #[test]
    fn nothing_else_is_a_number() {
        for text in ["", "-", "+1", ".5", "5.", "1e3", " 1", "1,5", "0x1", "--1", "1.2.3"] {
            assert_eq!(Number::read(text), None, "{text}");
        }
    }
}
