//! Texts with wildcards.

/// One piece of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// This character.
    Char(char),
    /// `?`: exactly one character. Where `colons` is false, any but a colon (M-12).
    One {
        /// May it be a colon?
        colons: bool,
    },
    /// `*`: any run of characters, also the empty one. Where `colons` is false, without a colon.
    Run {
        /// May there be colons in it?
        colons: bool,
    },
}

impl Piece {
    /// `*` and `?` are wildcards, everything else stands for itself (O-12).
    pub fn wild(c: char) -> Self {
        match c {
            '*' => Self::Run { colons: true },
            '?' => Self::One { colons: true },
            _ => Self::Char(c),
        }
    }
}

/// A text as a pattern in which `*` and `?` are wildcards.
pub fn pattern(text: &str) -> Vec<Piece> {
    text.chars().map(Piece::wild).collect()
}

/// Are two characters the same to the comparison?
pub type Same = fn(char, char) -> bool;

/// With regard to case.
pub fn exactly(a: char, b: char) -> bool {
    a == b
}

/// Without regard to case.
pub fn ignoring_case(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

/// Does the pattern match the whole text? By definition: a run is nothing, or one character and
/// the run again; any other piece is one character; nothing matches only the empty text.
pub fn glob(pattern: &[Piece], text: &str, same: Same) -> bool {
    let Some((piece, rest)) = pattern.split_first() else { return text.is_empty() };
    let mut chars = text.chars();
    let first = chars.next();
    let tail = chars.as_str();
    let takes = |colons: bool| first.is_some_and(|c| colons || c != ':');
    match *piece {
        Piece::Run { colons } => {
            glob(rest, text, same) || takes(colons) && glob(pattern, tail, same)
        }
        Piece::One { colons } => takes(colons) && glob(rest, tail, same),
        Piece::Char(c) => first.is_some_and(|first| same(c, first)) && glob(rest, tail, same),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(text: &str, given: &str) -> bool {
        glob(&pattern(text), given, exactly)
    }

    #[test]
    fn any_run_and_exactly_one() {
        assert!(like("*", "") && like("a*c", "ac") && like("a*c", "abbc") && like("*a*", "bab"));
        assert!(like("a?c", "abc") && !like("a?c", "ac") && !like("a?c", "abbc"));
        assert!(like("key/*", "key/a/b") && !like("Key/*", "key/a"));
        assert!(glob(&pattern("K*"), "kms", ignoring_case));
    }
}
