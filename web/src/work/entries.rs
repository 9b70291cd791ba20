//! The list of entries: what is said of each, and which has to go. Pure.

use crate::state::{Origin, State, save_decided};
use kms_policy::decide::MatrixVerdicts;
use kms_policy::json::{Value, parse, quoted};

/// So many entries are kept.
pub const MOST: usize = 10;

/// What is known of an entry without reading its scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Its name.
    pub id: String,
    /// When it was written last, in milliseconds.
    pub at: u64,
    /// How it began.
    pub from: Origin,
    /// The scenario's title; empty where it has none.
    pub title: String,
    /// The length of its text, in bytes.
    pub size: usize,
}

/// An entry as a text: a line about it, then the work as a `Share`; with its verdicts where they are known.
pub fn write(state: &State, decided: Option<&MatrixVerdicts>, at: u64) -> String {
    let title = state.scenario.title.as_deref().unwrap_or_default();
    head(state.entry.from, title, at) + &save_decided(state, decided)
}

/// The line about an entry.
pub fn head(from: Origin, title: &str, at: u64) -> String {
    format!("{{\"at\":{at},\"from\":{},\"title\":{}}}\n", quoted(from.name()), quoted(title))
}

/// The `Share` in the text of an entry.
pub fn share(text: &str) -> &str {
    text.split_once('\n').map_or(text, |(_, share)| share)
}

impl Kept {
    /// What the first line of an entry says. One that cannot be read is an old one without a title.
    pub fn of(id: &str, text: &str) -> Self {
        let line = parse(text.split('\n').next().unwrap_or_default()).0;
        let string = |name| match line.get(name).map(|node| &node.value) {
            Some(Value::String(text)) => text.as_str(),
            _ => "",
        };
        let at = match line.get("at").map(|node| &node.value) {
            Some(Value::Number(digits)) => digits.parse().unwrap_or(0),
            _ => 0,
        };
        let (from, title) = (Origin::named(string("from")), string("title").to_owned());
        Self { id: id.to_owned(), at, from, title, size: share(text).len() }
    }
}

/// Puts the newest first.
pub fn sort(entries: &mut [Kept]) {
    for end in 1..entries.len() {
        let mut at = end;
        while at > 0 && entries[at - 1].at < entries[at].at {
            entries.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// The entry to give up next, of those that are sorted: the oldest that no tab holds.
pub fn next_to_go<'e>(entries: &'e [Kept], held: &[String]) -> Option<&'e Kept> {
    entries.iter().rev().find(|entry| !held.contains(&entry.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{opening, save};

    fn entry(id: &str, at: u64) -> Kept {
        Kept::of(id, &head(Origin::Gallery, "A \"title\"", at))
    }

    #[test]
    fn an_entry_says_what_it_is_and_holds_its_share() {
        let state = State::new(opening()).kept_as("a".into(), Origin::Gallery);
        let text = write(&state, None, 1_764_500_000_123);
        let kept = Kept::of("a", &text);
        assert_eq!((kept.at, kept.from), (1_764_500_000_123, Origin::Gallery));
        assert_eq!(Some(&kept.title), state.scenario.title.as_ref());
        assert_eq!(kept.size, save(&state).len());
        assert_eq!(share(&text), save(&state));
        assert_eq!(entry("b", 1).title, "A \"title\"");
    }

    #[test]
    fn what_is_no_entry_is_an_old_one_without_a_title() {
        for text in ["", "{", "null", "\n{}", "{\"at\":\"1\"}\n"] {
            let kept = Kept::of("a", text);
            assert_eq!((kept.at, kept.from, &*kept.title), (0, Origin::Earlier, ""), "{text}");
        }
    }

    #[test]
    fn the_oldest_that_no_tab_holds_goes_first() {
        let mut all = vec![entry("b", 2), entry("a", 1), entry("d", 4), entry("c", 3)];
        sort(&mut all);
        let ids: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["d", "c", "b", "a"]);
        let next = |held: &[&str]| {
            let held: Vec<String> = held.iter().map(|id| (*id).to_owned()).collect();
            next_to_go(&all, &held).map(|one| one.id.clone())
        };
        assert_eq!(next(&[]).as_deref(), Some("a"));
        assert_eq!(next(&["a", "c"]).as_deref(), Some("b"));
        assert_eq!(next(&["a", "b", "c", "d"]), None);
    }
}
