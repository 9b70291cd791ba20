//! Wildcards by the pieces of text between the stars, each found behind the one before it.

use super::{Case, Colons, Step};

/// Does the text match, in time that grows with `pattern + text`? `None` where the pattern has other
/// wildcards than stars that stand for anything.
pub(super) fn matches(pattern: impl Iterator<Item = Step>, text: &str, case: Case) -> Option<bool> {
    let mut pieces = vec![String::new()];
    for step in pattern {
        match step {
            Step::Char(character) => pieces.last_mut()?.push(character),
            Step::Any(Colons::Too) => pieces.push(String::new()),
            Step::One(_) | Step::Any(Colons::Not) => return None,
        }
    }
    Some(match case {
        Case::Matters => in_order(&pieces, text),
        Case::Ignored => {
            pieces.iter_mut().for_each(|piece| piece.make_ascii_lowercase());
            in_order(&pieces, &text.to_ascii_lowercase())
        }
    })
}

fn in_order(pieces: &[String], text: &str) -> bool {
    let [first, between @ .., last] = pieces else {
        return pieces.iter().all(|only| only == text);
    };
    let ends = text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()));
    let Some(mut rest) = ends else { return false };
    between.iter().all(|piece| {
        let found = rest.split_once(piece.as_str());
        rest = found.map_or(rest, |(_, behind)| behind);
        found.is_some()
    })
}
