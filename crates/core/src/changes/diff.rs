//! A change as people read it: the lines that go and the lines that come.

use super::field::current;
use crate::report::{Change, Edit};
use crate::scenario::{self, Scenario};

/// The lines of one document, or one field, that a change touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentDiff {
    /// The document or field, as a JSON Pointer.
    pub document: String,
    /// Its lines, each run of changed ones with a line before and after it.
    pub lines: Vec<DiffLine>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffLine {
    /// What becomes of it.
    pub sign: Sign,
    /// The line, without its end.
    pub text: String,
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It stays, and shows where the others stand.
    Stays,
    /// It goes.
    Goes,
    /// It comes.
    Comes,
}

/// What a change does to the documents and fields of a scenario, in the order of its edits. Nothing
/// where it cannot be carried out.
pub fn diff(scenario: &Scenario, change: &Change) -> Vec<DocumentDiff> {
    let Ok(mut after) = scenario::apply(scenario, &change.edits) else { return Vec::new() };
    let mut before = scenario.clone();
    let mut diffs: Vec<DocumentDiff> = Vec::new();
    for edit in &change.edits {
        let lines = match edit {
            Edit::Text { document, .. } if diffs.iter().all(|one| one.document != *document) => {
                let (old, new) = (text(&mut before, document), text(&mut after, document));
                without_indentation(lines(&old, &new))
            }
            Edit::Text { .. } => continue,
            Edit::Set { set, value } => of_field(scenario, set, value.text()),
        };
        let (Edit::Text { document, .. } | Edit::Set { set: document, .. }) = edit;
        diffs.push(DocumentDiff { document: document.clone(), lines });
    }
    diffs
}

/// The text of a document; of a key policy that is left out that of the default.
pub(super) fn text(scenario: &mut Scenario, pointer: &str) -> String {
    let mut found = None;
    scenario.for_each_document(|at, document| {
        if at == pointer {
            found = document.text().map(|text| text.to_string());
        }
    });
    let keys = 0..scenario.keys.len();
    let default = keys.into_iter().find(|key| scenario::key_policy_pointer(*key) == pointer);
    found
        .or_else(|| default.map(|key| scenario.key_policy_text(key).to_string()))
        .unwrap_or_default()
}

/// A field with its old and its new value. A policy is shown as its text.
fn of_field(scenario: &Scenario, pointer: &str, value: &str) -> Vec<DiffLine> {
    let old = current(scenario, pointer).map(|old| line(Sign::Goes, &old));
    if value == "null" {
        return old.into_iter().collect();
    }
    let node = crate::json::parse(value).0;
    let document = node.get("document").unwrap_or(&node);
    let text = match &document.value {
        crate::json::Value::String(text) if text.contains('\n') => text.as_str(),
        _ => value,
    };
    let name = pointer.rsplit('/').next().filter(|name| *name != "-" && text == value);
    let named = |text: &str| match name {
        Some(name) => format!("\"{name}\": {text}"),
        None => text.to_owned(),
    };
    let old = old.map(|old| line(Sign::Goes, &named(&old.text)));
    let new = text.trim_end().lines().map(|text| line(Sign::Comes, &named(text)));
    old.into_iter().chain(new).collect()
}

/// Without the white space that all lines begin with: where they stand is shown in a narrow column.
fn without_indentation(mut lines: Vec<DiffLine>) -> Vec<DiffLine> {
    let indentation = |line: &DiffLine| line.text.len() - line.text.trim_start().len();
    let told = lines.iter().filter(|line| line.text != ELLIPSIS);
    let common = told.map(indentation).min().unwrap_or(0);
    for line in &mut lines {
        if let Some(text) = line.text.get(common..) {
            line.text = text.to_owned();
        }
    }
    lines
}

fn line(sign: Sign, text: &str) -> DiffLine {
    DiffLine { sign, text: text.to_owned() }
}

/// The changed lines of two texts: those of the longest common sequence stay.
pub(super) fn lines(old: &str, new: &str) -> Vec<DiffLine> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let head = old.iter().zip(&new).take_while(same).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(same).take(most).count();
    let middle = |all: &[&str]| -> Vec<String> {
        let changed = all.get(head..all.len() - tail).unwrap_or_default();
        changed.iter().map(|text| (*text).to_owned()).collect()
    };
    let before = head.checked_sub(1).and_then(|index| old.get(index));
    let after = old.get(old.len() - tail);
    let context = |text: Option<&&str>| text.map(|text| line(Sign::Stays, text));
    let mut all: Vec<DiffLine> = context(before).into_iter().collect();
    all.extend(changed(&middle(&old), &middle(&new)));
    all.extend(context(after));
    all
}

/// A longer stretch of unchanged lines between two changes is shortened to this many on each side.
const CONTEXT: usize = 1;
/// Beyond this many lines each, the changed stretch is shown whole: the table would be too large.
const MOST: usize = 400;

/// Stands for lines that are left out.
const ELLIPSIS: &str = "…";

fn changed(old: &[String], new: &[String]) -> Vec<DiffLine> {
    if old.len() > MOST || new.len() > MOST {
        let goes = old.iter().map(|text| line(Sign::Goes, text));
        return goes.chain(new.iter().map(|text| line(Sign::Comes, text))).collect();
    }
    // The length of the longest common sequence of what is left from each place on.
    let width = new.len() + 1;
    let mut table = vec![0_usize; (old.len() + 1) * width];
    let at = |table: &[usize], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let best = if a == b {
                at(&table, i + 1, j + 1) + 1
            } else {
                at(&table, i + 1, j).max(at(&table, i, j + 1))
            };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut all = Vec::new();
    loop {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => {
                all.push(line(Sign::Stays, a));
                (i, j) = (i + 1, j + 1);
            }
            (Some(a), b) if b.is_none() || at(&table, i + 1, j) >= at(&table, i, j + 1) => {
                all.push(line(Sign::Goes, a));
                i += 1;
            }
            (_, Some(b)) => {
                all.push(line(Sign::Comes, b));
                j += 1;
            }
            _ => break,
        }
    }
    shortened(all)
}

/// Without what lies further than [`CONTEXT`] lines from a change.
fn shortened(all: Vec<DiffLine>) -> Vec<DiffLine> {
    let near: Vec<bool> = (0..all.len())
        .map(|index| {
            let around = all.iter().take(index + CONTEXT + 1).skip(index.saturating_sub(CONTEXT));
            around.into_iter().any(|line| line.sign != Sign::Stays)
        })
        .collect();
    let mut short: Vec<DiffLine> = Vec::new();
    for (one, near) in all.into_iter().zip(near) {
        if near {
            short.push(one);
        } else if short.last().is_none_or(|last| last.text != ELLIPSIS) {
            short.push(line(Sign::Stays, ELLIPSIS));
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let sign = |line: &DiffLine| match line.sign {
            Sign::Stays => ' ',
            Sign::Goes => '-',
            Sign::Comes => '+',
        };
        lines(old, new).iter().map(|line| format!("{}{}\n", sign(line), line.text)).collect()
    }

    #[test]
    fn a_changed_line_has_its_neighbours() {
        assert_eq!(shown("a\nb\nc\nd", "a\nb\nx\nd"), " b\n-c\n+x\n d\n");
        assert_eq!(shown("a", "a\nb"), " a\n+b\n");
        assert_eq!(shown("a\nb", "b"), "-a\n b\n");
        assert_eq!(shown("", "x"), "+x\n");
    }

    #[test]
    fn what_all_lines_begin_with_goes() {
        let lines = without_indentation(lines("    a\n      b\n    c", "    a\n      x\n    c"));
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["a", "  b", "  x", "c"]);
    }

    #[test]
    fn lines_between_two_changes_are_shortened() {
        let (old, new) = ("1\na\nb\nc\nd\ne\n2", "3\na\nb\nc\nd\ne\n4");
        assert_eq!(shown(old, new), "-1\n+3\n a\n …\n e\n-2\n+4\n");
    }
}
