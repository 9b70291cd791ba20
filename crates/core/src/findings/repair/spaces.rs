//! Characters that look like others, as a text has them that was copied from a web page or from a
//! word processor.

use super::place::Place;
use super::repair;
use crate::edit::replace;
use crate::english::findings::repairs as titles;
use crate::json::is_odd_space;
use crate::policy::may_stand;
use crate::report::Repair;
use crate::text::Span;

/// Every odd space between the values becomes a plain one.
pub(super) fn plain(at: &Place<'_>) -> Option<Repair> {
    let mut runs: Vec<Span> = Vec::new();
    for (place, character) in outside_strings(at.text).filter(|(_, one)| is_odd_space(*one)) {
        let end = place + character.len_utf8();
        match runs.last_mut() {
            Some(run) if run.end == place => run.end = end,
            _ => runs.push(Span::new(place, end)),
        }
    }
    let spaces = |run: &Span| run.of(at.text).chars().filter(|one| one.is_whitespace()).count();
    let edits: Vec<_> = runs.iter().map(|run| replace(*run, " ".repeat(spaces(run)))).collect();
    (!edits.is_empty()).then(|| repair(titles::PLAIN_SPACES, edits))
}

/// The characters outside strings, each with its place. Quotes and what is between them are left
/// out; an unclosed string ends with its line.
pub(super) fn outside_strings(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut inside, mut escaped) = (false, false);
    text.char_indices().filter(move |(_, character)| {
        if !inside {
            inside = *character == '"';
            return !inside;
        }
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' | '\n' => inside = false,
            _ => {}
        }
        false
    })
}

/// Characters that KMS does not take and that stand for a plain one.
pub(super) fn characters(at: &Place<'_>) -> Option<Repair> {
    let odd = at.text.char_indices().filter(|(_, character)| !may_stand(*character));
    let mut edits = Vec::new();
    for (place, character) in odd {
        let span = Span::new(place, place + character.len_utf8());
        edits.push(replace(span, stands_for(character)?));
    }
    (!edits.is_empty()).then(|| repair(titles::PLAIN_CHARACTERS, edits))
}

fn stands_for(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' => "'",
        '\u{2010}'..='\u{2015}' => "-",
        '\u{2026}' => "...",
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => "",
        other if other.is_whitespace() => " ",
        _ => return None,
    })
}
