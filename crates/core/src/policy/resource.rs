//! The entries of a Resource element: ARN patterns, with variables in their last part (M-12, O-51).

use crate::condition::{ConditionKey, Pattern, Resolved, Substitute, VariableError};
use crate::glob::{self, Token};

/// One entry of `Resource` or `NotResource`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourcePattern {
    /// As it is written.
    pub text: String,
    /// Its variables; `None` where it has none.
    pub variables: Option<Variables>,
}

/// How an entry with variables is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variables {
    /// The five parts before the last, and the last one.
    InLastPart(String, Pattern),
    /// They are broken, or stand where none may stand.
    Unusable(Option<VariableError>),
}

/// Does an entry cover a resource?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// It does not, but would if case did not matter.
    NotInThisCase,
    /// Nobody knows: it cannot be evaluated.
    Unknown,
}

impl ResourcePattern {
    /// Reads an entry; `variables`: are `${…}` variables there (O-50)?
    pub fn read(text: &str, variables: bool) -> Self {
        let variables = (variables && text.contains("${")).then(|| {
            let head = text.split("${").next().unwrap_or_default();
            let mut colons = head.match_indices(':').map(|(place, _)| place);
            let Some(fifth) = colons.nth(4) else {
                return Variables::Unusable(None);
            };
            let (head, tail) = text.split_at(fifth);
            match Pattern::read(tail.trim_start_matches(':'), true) {
                Ok(pattern) => Variables::InLastPart(head.to_owned(), pattern),
                Err(error) => Variables::Unusable(Some(error)),
            }
        });
        Self { text: text.to_owned(), variables }
    }

    /// The keys that its variables name.
    pub fn keys(&self) -> impl Iterator<Item = &ConditionKey> + Clone {
        let pattern = match &self.variables {
            Some(Variables::InLastPart(_, pattern)) => Some(pattern),
            _ => None,
        };
        pattern.into_iter().flat_map(Pattern::variables)
    }

    /// Does it cover this resource?
    pub fn covers(&self, resource: &str, variable: &dyn Fn(&ConditionKey) -> Substitute) -> Covers {
        match &self.variables {
            None if matches(&self.text, resource) => Covers::Yes,
            None if matches(&self.text.to_lowercase(), &resource.to_lowercase()) => {
                Covers::NotInThisCase
            }
            None => Covers::No,
            Some(Variables::Unusable(_)) => Covers::Unknown,
            Some(Variables::InLastPart(head, pattern)) => {
                let fifth = resource.match_indices(':').map(|(place, _)| place).nth(4);
                let Some((found, tail)) = fifth.map(|place| resource.split_at(place)) else {
                    return Covers::No;
                };
                let fits = |head: &str, found: &str| {
                    head.split(':').zip(found.split(':')).all(|(a, b)| glob::matches(a, b))
                };
                let in_this_case = fits(head, found);
                if !in_this_case && !fits(&head.to_lowercase(), &found.to_lowercase()) {
                    return Covers::No;
                }
                let tail = tail.trim_start_matches(':');
                match pattern.resolve(variable) {
                    Resolved::Absent => Covers::No,
                    Resolved::Unknown => Covers::Unknown,
                    Resolved::Tokens(tokens)
                        if in_this_case && glob::matches_tokens(&tokens, tail) =>
                    {
                        Covers::Yes
                    }
                    Resolved::Tokens(tokens) => {
                        let tokens: Vec<Token> =
                            tokens.into_iter().flat_map(in_lower_case).collect();
                        let in_any_case = glob::matches_tokens(&tokens, &tail.to_lowercase());
                        if in_any_case { Covers::NotInThisCase } else { Covers::No }
                    }
                }
            }
        }
    }
}

fn in_lower_case(token: Token) -> Vec<Token> {
    match token {
        Token::Char(character) => character.to_lowercase().map(Token::Char).collect(),
        wildcard => vec![wildcard],
    }
}

/// Does a Resource pattern without variables cover an ARN (M-12)? With six parts they match one by
/// one and the last takes the rest; a shorter pattern matches the whole text.
pub fn matches(pattern: &str, resource: &str) -> bool {
    let mut parts = pattern.splitn(6, ':');
    let mut wanted = [""; 6];
    for slot in &mut wanted {
        let Some(part) = parts.next() else {
            return glob::matches_short_arn(pattern, resource);
        };
        *slot = part;
    }
    let mut found = resource.splitn(6, ':');
    wanted.iter().all(|part| found.next().is_some_and(|text| glob::matches(part, text)))
}
