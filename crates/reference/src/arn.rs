//! ARNs: six parts between colons, of which the last may hold further colons.

use crate::glob::{Piece, Same, glob};

/// How many parts an ARN has.
const PARTS: usize = 6;

/// Are there six parts?
pub fn is_whole(pattern: &[Piece]) -> bool {
    pattern.iter().filter(|piece| **piece == Piece::Char(':')).count() + 1 >= PARTS
}

/// O-18, M-12: part by part, so that no wildcard reaches into the next part. Both must have six.
pub fn like(pattern: &[Piece], text: &str, same: Same) -> bool {
    parts_like(pattern, text, same, PARTS)
}

fn parts_like(pattern: &[Piece], text: &str, same: Same, parts: usize) -> bool {
    if parts == 1 {
        return glob(pattern, text, same); // The last part keeps further colons.
    }
    let Some(colon) = pattern.iter().position(|piece| *piece == Piece::Char(':')) else {
        return false;
    };
    let Some((part, rest)) = text.split_once(':') else { return false };
    glob(&pattern[..colon], part, same) && parts_like(&pattern[colon + 1..], rest, same, parts - 1)
}

/// The six parts of a text.
pub fn parts(text: &str) -> Option<[&str; PARTS]> {
    let parts: Vec<&str> = text.splitn(PARTS, ':').collect();
    parts.try_into().ok().filter(|parts: &[&str; PARTS]| parts[0] == "arn")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glob::{exactly, pattern};

    fn is_like(wanted: &str, given: &str) -> bool {
        like(&pattern(wanted), given, exactly)
    }

    #[test]
    fn a_wildcard_stays_in_its_part() {
        let role = "arn:aws:iam::111122223333:role/path/Name";
        assert!(is_like("arn:aws:iam::*:role/*", role));
        assert!(is_like("arn:aws:iam::1111????3333:role/*", role));
        assert!(!is_like("arn:aws:*:role/path/Name", role));
        assert!(!is_like("arn:*:*:role/*", role));
        assert!(is_like("arn:aws:sns:*:*:*", "arn:aws:sns:eu-west-1:111122223333:topic:sub"));
        assert!(!is_like("*", role));
    }
}
