//! Text that policies compare with: wildcards, `${…}` variables, defaults and escapes (O-50 to
//! O-56).

use super::ConditionKey;
use crate::glob::Token;

/// A value of a policy, ready to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As it was written.
    pub text: String,
    /// Its pieces; `None` where there are no variables, and the text stands for itself.
    pieces: Option<Vec<Piece>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// Text in which `*` and `?` are wildcards, where the operator has any.
    Text(String),
    /// An escape: one literal character.
    Literal(char),
    /// A variable with its default.
    Variable(ConditionKey, Option<String>),
}

/// What is wrong with a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VariableError {
    /// `${` without `}`.
    Unclosed,
    /// `${}`.
    Empty,
    /// A blank in the name.
    Blank,
    /// A default without its single quotes.
    Unquoted,
    /// A key with several values (O-52).
    Multivalued,
}

/// What a variable stands for in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Substitute {
    /// This text, literally.
    Text(String),
    /// Nothing: the key is absent.
    Absent,
    /// Nobody knows.
    Unknown,
}

/// A pattern with its variables filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// What to compare with.
    Tokens(Vec<Token>),
    /// A variable is absent and has no default: it matches nothing (O-55).
    Absent,
    /// A variable's value is not known.
    Unknown,
}

impl Pattern {
    /// Reads a value; `variables`: are `${…}` variables there (O-50)?
    ///
    /// # Errors
    ///
    /// Where a variable is broken.
    pub fn read(text: &str, variables: bool) -> Result<Self, VariableError> {
        let pieces = if variables && text.contains("${") { Some(pieces(text)?) } else { None };
        Ok(Self { text: text.to_owned(), pieces })
    }

    /// The text itself, where it has no variables.
    pub fn plain(&self) -> Option<&str> {
        self.pieces.is_none().then_some(self.text.as_str())
    }

    /// The keys that its variables name.
    pub fn variables(&self) -> impl Iterator<Item = &ConditionKey> + Clone {
        self.pieces.iter().flatten().filter_map(|piece| match piece {
            Piece::Variable(key, _) => Some(key),
            _ => None,
        })
    }

    /// Has it a variable with a default?
    pub fn has_default(&self) -> bool {
        let mut pieces = self.pieces.iter().flatten();
        pieces.any(|piece| matches!(piece, Piece::Variable(_, Some(_))))
    }

    /// Has it an escape such as `${*}`?
    pub fn has_escape(&self) -> bool {
        self.pieces.iter().flatten().any(|piece| matches!(piece, Piece::Literal(_)))
    }

    /// Fills the variables in. What a variable stands for is literal: its `*` is no wildcard.
    pub fn resolve(&self, value: &dyn Fn(&ConditionKey) -> Substitute) -> Resolved {
        let Some(pieces) = &self.pieces else {
            return Resolved::Tokens(self.text.chars().map(Token::from).collect());
        };
        let mut tokens = Vec::with_capacity(self.text.len());
        for piece in pieces {
            match piece {
                Piece::Text(text) => tokens.extend(text.chars().map(Token::from)),
                Piece::Literal(literal) => tokens.push(Token::Char(*literal)),
                Piece::Variable(key, default) => match (value(key), default) {
                    (Substitute::Text(text), _) => tokens.extend(text.chars().map(Token::Char)),
                    (Substitute::Absent, Some(text)) => {
                        tokens.extend(text.chars().map(Token::Char));
                    }
                    (Substitute::Absent, None) => return Resolved::Absent,
                    (Substitute::Unknown, _) => return Resolved::Unknown,
                },
            }
        }
        Resolved::Tokens(tokens)
    }
}

/// The text that tokens spell where wildcards are literal characters (O-10).
pub fn literal(tokens: &[Token]) -> String {
    let character = |token: &Token| match token {
        Token::Char(character) => *character,
        Token::One => '?',
        Token::Any => '*',
    };
    tokens.iter().map(character).collect()
}

fn pieces(text: &str) -> Result<Vec<Piece>, VariableError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        let (inside, after) = split_variable(behind)?;
        pieces.push(variable(inside)?);
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

/// What stands between the braces, and what follows. A `}` in a default's quotes is text.
fn split_variable(behind: &str) -> Result<(&str, &str), VariableError> {
    let mut quoted = false;
    for (place, character) in behind.char_indices() {
        match character {
            '\'' => quoted = !quoted,
            '}' if !quoted => {
                let inside = behind.get(..place).unwrap_or_default();
                return Ok((inside, behind.get(place + 1..).unwrap_or_default()));
            }
            _ => {}
        }
    }
    Err(VariableError::Unclosed)
}

fn variable(inside: &str) -> Result<Piece, VariableError> {
    if let "*" | "?" | "$" = inside {
        return Ok(Piece::Literal(inside.chars().next().unwrap_or('$')));
    }
    let (name, default) = match inside.split_once(',') {
        Some((name, default)) => {
            let default = default.trim();
            let quoted = default.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
            (name, Some(quoted.ok_or(VariableError::Unquoted)?.to_owned()))
        }
        None => (inside, None),
    };
    if name.is_empty() {
        return Err(VariableError::Empty);
    }
    if name.contains(char::is_whitespace) {
        return Err(VariableError::Blank);
    }
    let key = ConditionKey::read(name);
    if key.name.is_multivalued() {
        return Err(VariableError::Multivalued);
    }
    Ok(Piece::Variable(key, default))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str) -> String {
        let pattern = Pattern::read(text, true).expect("a pattern");
        let value = |key: &ConditionKey| match key.text.as_str() {
            "aws:username" => Substitute::Text("a*b".to_owned()),
            _ => Substitute::Absent,
        };
        match pattern.resolve(&value) {
            Resolved::Tokens(tokens) => format!("{tokens:?}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn values_and_escapes_are_literal_and_the_rest_is_not() {
        assert_eq!(resolved("*"), "[Any]");
        assert_eq!(resolved("${*}?"), "[Char('*'), One]");
        assert_eq!(resolved("${aws:username}"), "[Char('a'), Char('*'), Char('b')]");
        assert_eq!(resolved("${aws:x, '}'}"), "[Char('}')]");
        assert_eq!(resolved("${aws:x,''}"), "[]");
        assert_eq!(resolved("${aws:x}"), "Absent");
    }

    #[test]
    fn broken_variables() {
        for (text, error) in [
            ("${aws:username", VariableError::Unclosed),
            ("${}", VariableError::Empty),
            ("${ aws:username}", VariableError::Blank),
            ("${aws:username, x}", VariableError::Unquoted),
            ("${aws:TagKeys}", VariableError::Multivalued),
        ] {
            assert_eq!(Pattern::read(text, true), Err(error), "{text}");
        }
        assert!(Pattern::read("${", false).expect("text").plain().is_some());
    }
}
