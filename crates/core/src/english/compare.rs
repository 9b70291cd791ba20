//! What differs between two matrices, in clauses that a semicolon can join.

use super::service::list;
use super::who;
use crate::caller::{Caller, CallerKind};
use crate::compare::{Clause, Turn};
use crate::explain::Who;
use crate::scenario::Scenario;

/// Names that are written out where there are more than one beyond it.
const NAMED: usize = 5;
/// So are clauses.
const CLAUSES: usize = 8;

/// What a principal is called: with its account, where another has its name.
pub fn name(scenario: &Scenario, id: &str) -> String {
    let caller = |index| Caller::of(scenario, index);
    let Some(this) = scenario.principal(id).and_then(caller) else {
        return id.to_owned();
    };
    let short = this.short_name();
    let name = if this.kind == CallerKind::Root { &this.account } else { short };
    let words = who(Who { kind: this.kind, name, account: &this.account });
    let namesake = this.kind != CallerKind::Root
        && (0..scenario.principals.len()).filter_map(caller).any(|other| {
            (other.index, &*other.account) != (this.index, &this.account)
                && other.account != this.account
                && (other.kind, other.short_name()) == (this.kind, short)
        });
    if namesake { format!("{words} of account {}", this.account) } else { words }
}

/// What became of cells.
pub fn clauses(clauses: &[Clause]) -> Vec<String> {
    let written = if clauses.len() > CLAUSES + 1 { CLAUSES } else { clauses.len() };
    let mut words: Vec<String> = clauses.iter().take(written).map(clause).collect();
    let cells: usize =
        clauses.iter().skip(written).map(|one| one.who.len() * one.actions.len()).sum();
    if cells > 0 {
        words.push(format!("{cells} further cells differ"));
    }
    words
}

fn clause(clause: &Clause) -> String {
    let (who, actions) = (short(&clause.who), short(&clause.actions));
    let be = if clause.who.len() > 1 { "are" } else { "is" };
    let words = match clause.turn {
        Turn::May => format!("{who} may now {actions}"),
        Turn::MayNot => format!("{who} may no longer {actions}"),
        Turn::DeniedExplicitly => format!("{who} {be} now denied {actions} explicitly"),
        Turn::NotAllowed => {
            format!("{who} {be} no longer denied {actions} explicitly, and still not allowed it")
        }
        Turn::Fails(error) => {
            let fail = if clause.actions.len() > 1 { "fail" } else { "fails" };
            format!("{actions} now {fail} with {error} for {who}")
        }
        Turn::Denied => format!("{who} {be} now denied {actions}, which failed before"),
        Turn::Unsure => return format!("whether {who} may {actions} is uncertain now"),
        Turn::Sure => return format!("whether {who} may {actions} is certain now"),
    };
    if clause.uncertain { format!("{words} (uncertain)") } else { words }
}

/// Rows or columns that there are now, and those that there are no longer.
pub fn came_and_went(came: &[String], went: &[String]) -> Vec<String> {
    let mut words = Vec::new();
    for (names, what) in [(came, "new"), (went, "gone")] {
        if !names.is_empty() {
            let be = if names.len() > 1 { "are" } else { "is" };
            words.push(format!("{} {be} {what}", short(names)));
        }
    }
    words
}

fn short(names: &[String]) -> String {
    match names.split_at_checked(NAMED) {
        Some((named, [_, _, ..])) => {
            format!("{} and {} more", named.join(", "), names.len() - NAMED)
        }
        _ => list(names),
    }
}
