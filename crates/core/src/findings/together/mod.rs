//! What the documents of a scenario say together, and that was hardly meant so.

mod abroad;
mod delegation;
mod grantee;
mod principals;
mod reach;
mod resources;
mod scenario;
mod session;
mod unbacked;
mod unused;

use super::{Found, Row};
use crate::arn::Arn;
use crate::decide::Model;
use crate::scenario::Manager;

type Look = fn(&Model<'_>, &mut Vec<(String, Found)>);

/// Who looks, and what it can find.
const LINTS: [(Look, &[&Row]); 9] = [
    (abroad::look, abroad::ROWS),
    (delegation::look, delegation::ROWS),
    (grantee::look, grantee::ROWS),
    (principals::look, principals::ROWS),
    (resources::look, resources::ROWS),
    (scenario::look, scenario::ROWS),
    (session::look, session::ROWS),
    (unbacked::look, unbacked::ROWS),
    (unused::look, unused::ROWS),
];

/// Everything that is found, each with the JSON Pointer of its document.
pub(super) fn look(model: &Model<'_>) -> Vec<(String, Found)> {
    let mut found = Vec::new();
    for (look, _) in LINTS {
        look(model, &mut found);
    }
    found
}

/// The keys whose policies customers write, each with its index and its account.
fn keys<'m>(model: &'m Model<'_>) -> impl Iterator<Item = (usize, Arn<'m>)> {
    let keys = model.scenario.keys.iter().enumerate();
    keys.filter(|(_, key)| key.manager == Manager::Customer)
        .filter_map(|(index, key)| Some((index, Arn::parse(&key.arn)?)))
}

pub(super) fn rows() -> impl Iterator<Item = &'static &'static Row> {
    LINTS.iter().flat_map(|(_, rows)| rows.iter())
}
