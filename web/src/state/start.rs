//! Scenarios that come with the page.

use kms_policy::json::format;
use kms_policy::scenario::{Document, Scenario};
use std::rc::Rc;

/// `cases/demonstration/share-a-key.json` without what the page does not need, as a test says.
const SHARE_A_KEY: &str = include_str!("../../opening.json");

/// The demonstration: share a key with another account.
#[expect(clippy::expect_used, reason = "a test reads the same text")]
pub fn opening() -> Rc<Scenario> {
    laid_out(Scenario::from_json(SHARE_A_KEY).expect("the demonstration can be read"))
}

/// A scenario whose documents are written inside its file, indented as part of it or not at all.
pub fn laid_out(mut scenario: Scenario) -> Rc<Scenario> {
    scenario.for_each_document(|_, document| {
        if let Some(text) = document.text().and_then(|text| format(text)) {
            *document = Document::from(text);
        }
    });
    Rc::new(scenario)
}
