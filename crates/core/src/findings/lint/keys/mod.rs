//! Condition keys: whether the actions of a statement carry them, and what service principals need.

mod carried;
mod pairs;
mod service;

use super::Document;
use crate::findings::{Found, Row};

pub(super) const ROWS: &[&Row] = &[
    &carried::IRRELEVANT,
    &carried::UNSUPPORTED_ACTION,
    &pairs::MISSING_PAIR,
    &service::UNRESTRICTED,
    &service::UNSUPPORTED,
    &service::RECOMMENDED,
];

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    for statement in &document.statements {
        carried::look(document, statement, found);
        pairs::look(document, statement, found);
        service::look(document, statement, found);
    }
}
