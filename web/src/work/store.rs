//! The entries in the browser's storage.

use super::entries::{self, Kept, MOST, next_to_go};
use crate::browser;
use crate::editor::sys;
use crate::state::{self, Origin, State};
use crate::storage::Area::{Browser, Tab};
use kms_policy::decide::MatrixVerdicts;
use kms_policy::scenario::ReadError;
use std::rc::Rc;

/// Before the names of entries.
const ENTRY: &str = "kms-policy-playground.entry.";
/// The tab's own: the name of its entry in a line, and behind it the entry where the browser's
/// storage does not have it.
const TAB: &str = "kms-policy-playground.tab";
/// Before there were entries: the work, and work that could not be read.
const EARLIER: [&str; 2] = ["kms-policy-playground.work", "kms-policy-playground.work.unreadable"];

/// Why something is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The browser has no storage for this page.
    NoStorage,
    /// There is no room left.
    Full,
}

/// A name that no entry has.
pub fn new_id() -> Rc<str> {
    browser::new_id().into()
}

fn key(id: &str) -> String {
    format!("{ENTRY}{id}")
}

/// All entries, the newest first.
pub fn all() -> Vec<Kept> {
    let mut all = Vec::new();
    for key in Browser.keys(ENTRY) {
        if let Some(text) = Browser.read(&key) {
            all.push(Kept::of(key.get(ENTRY.len()..).unwrap_or_default(), &text));
        }
    }
    entries::sort(&mut all);
    all
}

/// The `Share` of an entry, as it was written.
pub fn read(id: &str) -> Option<String> {
    let text = Browser.read(&key(id))?;
    Some(entries::share(&text).to_owned())
}

/// Does this tab have work of its own?
pub fn is_here() -> bool {
    Tab.read(TAB).is_some()
}

/// The work that the tab's present place in the browser's history shows, else what this tab worked at
/// last, else what any did; nothing where there is nothing. What is wrong with an entry that cannot be
/// read comes in its place.
pub fn last() -> Option<Result<State, ReadError>> {
    take_over();
    let place = sys::place().and_then(|id| open(&id));
    let own = || open(Tab.read(TAB).unwrap_or_default().split('\n').next()?);
    place.or_else(own).or_else(|| open(&all().first()?.id))
}

/// An entry of this tab or of the browser; nothing where there is none.
pub fn open(id: &str) -> Option<Result<State, ReadError>> {
    let own = Tab.read(TAB).unwrap_or_default();
    let own = own.split_once('\n').filter(|(own, _)| *own == id).map(|(_, text)| text.to_owned());
    let text = own.or_else(|| Browser.read(&key(id)))?;
    let from = Kept::of(id, &text).from;
    let state = state::read(entries::share(&text));
    if state.is_err() {
        // It stays in the list, as it is.
        let _ = Browser.write(&key(id), &text);
    }
    Some(state.map(|state| state.kept_as(id.into(), from)))
}

/// What was kept before there were entries becomes one, once.
fn take_over() {
    for earlier in EARLIER {
        if let Some(text) = Browser.read(earlier)
            && add(Origin::Earlier, &text)
        {
            Browser.remove(earlier);
        }
    }
}

/// Adds an entry with this `Share`.
fn add(from: Origin, share: &str) -> bool {
    let title = state::read(share).ok().and_then(|state| state.scenario.title.clone());
    let head = entries::head(from, &title.unwrap_or_default(), browser::now_whole());
    Browser.write(&key(&new_id()), &(head + share)).is_ok()
}

/// Writes the work into its entry: of a tab that `holds` it, once it is touched. Otherwise, and
/// where that is refused, into the tab's own storage. Answers whether there is an entry more.
///
/// # Errors
///
/// Where it is not in the browser's storage, though it should be.
pub fn keep(state: &State, decided: Option<&MatrixVerdicts>, holds: bool) -> Result<bool, Refused> {
    let (id, text) = (&*state.entry.id, entries::write(state, decided, browser::now_whole()));
    let key = key(id);
    let there = Browser.read(&key).is_some();
    let wanted = there || state.is_touched();
    if wanted && holds {
        let kept = Browser.write(&key, &text);
        let own = if kept.is_ok() { id.to_owned() } else { format!("{id}\n{text}") };
        let _ = Tab.write(TAB, &own);
        return kept.map(|()| !there);
    }
    let kept = Tab.write(TAB, &format!("{id}\n{text}"));
    if wanted { kept.map(|()| false) } else { Ok(false) }
}

/// Removes an entry.
pub fn remove(id: &str) {
    Browser.remove(&key(id));
}

/// Gives up the oldest of the entries beyond [`MOST`] that no tab holds. One that cannot be read here
/// stays: it is not known what it is worth.
pub fn make_room(mut held: Vec<String>) {
    loop {
        let entries = all();
        if entries.len() <= MOST {
            return;
        }
        let Some(next) = next_to_go(&entries, &held) else { return };
        if read(&next.id).is_none_or(|text| state::is_readable(&text)) {
            remove(&next.id);
        } else {
            held.push(next.id.clone());
        }
    }
}

/// Gives up the oldest entries that no tab holds until the work fits, and answers their titles. Where
/// it does not fit without all of them either, they come back and the answer is `None`. One that
/// cannot be read here stays, as in [`make_room`].
pub fn keep_instead(
    state: &State,
    decided: Option<&MatrixVerdicts>,
    mut held: Vec<String>,
) -> Option<Vec<String>> {
    let text = entries::write(state, decided, browser::now_whole());
    let own = key(&state.entry.id);
    let mut gone: Vec<(Kept, String)> = Vec::new();
    while let Some(next) = next_to_go(&all(), &held).cloned() {
        let whole = Browser.read(&key(&next.id)).unwrap_or_default();
        if !state::is_readable(entries::share(&whole)) {
            held.push(next.id);
            continue;
        }
        remove(&next.id);
        gone.push((next, whole));
        if Browser.write(&own, &text).is_ok() {
            let _ = Tab.write(TAB, &state.entry.id);
            return Some(gone.into_iter().map(|(one, _)| one.title).collect());
        }
    }
    for (one, whole) in gone.iter().rev() {
        // They were there before: there is room for them.
        let _ = Browser.write(&key(&one.id), whole);
    }
    None
}

/// Removes everything that the page has ever kept.
pub fn forget_all() {
    for area in [Browser, Tab] {
        for key in area.keys("kms-policy-playground.") {
            area.remove(&key);
        }
    }
}
