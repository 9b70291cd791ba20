//! Policy variables (section 7.5).

use crate::context::is_multi_valued;
use crate::glob::Piece;
use crate::question::{Held, Question};

/// A text of a policy in which variables may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Template {
    /// Without variables.
    Fixed(Vec<Piece>),
    /// With variables.
    Variable(Vec<Part>),
}

/// A part of a text with variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text.
    Piece(Piece),
    /// A variable.
    Key {
        /// The context key.
        name: String,
        /// What stands for it where the key is absent (O-53).
        default: Option<String>,
    },
}

/// What a text without variables becomes; `None` where a variable has no value.
pub type Filled = Option<Vec<Piece>>;

impl Template {
    /// Reads a text; `piece` says what its characters are. O-50: variables only where `variables`
    /// is true. None if one is malformed.
    pub fn read(text: &str, variables: bool, piece: fn(char) -> Piece) -> Option<Self> {
        if !variables || !text.contains("${") {
            return Some(Self::Fixed(text.chars().map(piece).collect()));
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            parts.extend(before.chars().map(piece).map(Part::Piece));
            let (part, behind) = read_variable(after)?;
            parts.push(part);
            rest = behind;
        }
        parts.extend(rest.chars().map(piece).map(Part::Piece));
        Some(Self::Variable(parts))
    }
}

/// Reads what follows `${`, up to and with `}`.
fn read_variable(text: &str) -> Option<(Part, &str)> {
    // O-54: escapes.
    for c in ['*', '?', '$'] {
        if let Some(rest) = text.strip_prefix(c).and_then(|text| text.strip_prefix('}')) {
            return Some((Part::Piece(Piece::Char(c)), rest));
        }
    }
    let end = text.find([',', '}'])?;
    let name = text[..end].to_owned();
    // O-56: no spaces.
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || "${'\"".contains(c)) {
        return None;
    }
    if let Some(rest) = text[end..].strip_prefix('}') {
        return Some((Part::Key { name, default: None }, rest));
    }
    // O-53: `, 'text'}`, with single quotes. O-56: a space only in front of it.
    let quoted = text[end + 1..].trim_start_matches(' ').strip_prefix('\'')?;
    let (default, rest) = quoted.split_once('\'')?;
    Some((Part::Key { name, default: Some(default.to_owned()) }, rest.strip_prefix('}')?))
}

/// Puts values in place of the variables, for each reading of what the request holds. None if one
/// of them cannot be evaluated.
pub fn fill(parts: &[Part], question: &Question<'_>) -> Option<Vec<Filled>> {
    let mut filled: Vec<Filled> = vec![Some(Vec::new())];
    for part in parts {
        let readings = match part {
            Part::Piece(piece) => vec![Some(vec![*piece])],
            Part::Key { name, default } => values(name, default.as_deref(), question)?,
        };
        filled =
            filled.iter().flat_map(|front| readings.iter().map(|part| join(front, part))).collect();
    }
    Some(filled)
}

/// Does one of the variables stand for what is only a guess?
pub fn is_guessed(parts: &[Part], question: &Question<'_>) -> bool {
    parts.iter().any(|part| match part {
        Part::Key { name, .. } => matches!((question.context)(name), Held::Guess { .. }),
        Part::Piece(_) => false,
    })
}

/// The readings of one variable.
fn values(name: &str, default: Option<&str>, question: &Question<'_>) -> Option<Vec<Filled>> {
    // O-52: multi-valued keys may not be used.
    if is_multi_valued(name) {
        return None;
    }
    let readings = match (question.context)(name) {
        Held::Known { readings, multi: false } => readings,
        Held::Guess { values, multi: false } => vec![values],
        _ => return None,
    };
    let value = |reading: &Option<Vec<String>>| {
        let held = reading.as_ref().and_then(|values| values.first());
        // O-54: `*` and `?` in a value are literal. O-53: the default is used where it is absent.
        held.map(String::as_str).or(default).map(|text| text.chars().map(Piece::Char).collect())
    };
    Some(readings.iter().map(value).collect())
}

/// O-55: a text of which one part is missing is missing.
fn join(front: &Filled, part: &Filled) -> Filled {
    let (front, part) = (front.as_ref()?, part.as_ref()?);
    Some(front.iter().chain(part).copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glob::{exactly, glob};
    use crate::question::Caller;

    fn held(key: &str) -> Held {
        let one = |value: Option<&str>| vec![value.map(|value| vec![value.to_owned()])];
        match key {
            "aws:username" => Held::Known { readings: one(Some("a*b")), multi: false },
            "aws:PrincipalTag/team" => Held::Known { readings: one(None), multi: false },
            "aws:TagKeys" => Held::Known { readings: one(Some("x")), multi: true },
            _ => Held::NoSuchKey,
        }
    }

    /// Does the text match? None: cannot be evaluated; `Some(None)`: a value is missing.
    fn like(text: &str, given: &str) -> Option<Option<bool>> {
        let Template::Variable(parts) = Template::read(text, true, Piece::wild)? else {
            panic!("no variable")
        };
        let question = Question {
            caller: &Caller::default(),
            action: "",
            resource: "",
            hidden: false,
            context: &held,
        };
        let filled = fill(&parts, &question)?;
        Some(filled[0].as_ref().map(|pattern| glob(pattern, given, exactly)))
    }

    #[test]
    fn values_defaults_and_escapes() {
        assert_eq!(like("*/${aws:username}", "x/a*b"), Some(Some(true)));
        assert_eq!(like("*/${aws:username}", "x/axb"), Some(Some(false)));
        assert_eq!(like("${aws:PrincipalTag/team}", ""), Some(None));
        assert_eq!(like("${aws:PrincipalTag/team, 'red'}", "red"), Some(Some(true)));
        assert_eq!(like("${aws:PrincipalTag/team,''}x", "x"), Some(Some(true)));
        assert_eq!(like("${*}${?}${$}", "*?$"), Some(Some(true)));
        assert_eq!(like("${*}", "x"), Some(Some(false)));
    }

    #[test]
    fn what_cannot_be_evaluated() {
        for text in [
            "${",
            "${}",
            "${aws:username",
            "${ aws:username}",
            "${aws:username }",
            "${aws:username, red}",
            "${aws:username, 'red}",
            "${aws:username, 'red' }",
            "${${aws:username}}",
            "${aws:TagKeys}",
            "${nothing}",
        ] {
            assert_eq!(like(text, ""), None, "{text}");
        }
    }

    #[test]
    fn literal_in_the_old_version() {
        let Some(Template::Fixed(pattern)) = Template::read("${aws:username}", false, Piece::wild)
        else {
            panic!("a variable")
        };
        assert!(glob(&pattern, "${aws:username}", exactly));
    }
}
