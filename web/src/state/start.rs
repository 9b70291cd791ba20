//! The scenario that the page opens with.

use kms_policy::json::format;
use kms_policy::scenario::{Document, Scenario};
use std::rc::Rc;

const SHARE_A_KEY: &str = include_str!("../../../cases/demonstration/share-a-key.json");

/// The demonstration: share a key with another account.
#[expect(clippy::expect_used, reason = "a test reads the same text")]
pub fn opening() -> Rc<Scenario> {
    let mut scenario = Scenario::from_json(SHARE_A_KEY).expect("the demonstration can be read");
    // The checks are for the conformance tests, and each change copies what the scenario holds.
    scenario.requests.clear();
    scenario.case = None;
    // The documents are written inside the case file, indented as part of it.
    scenario.for_each_document(|_, document| {
        if let Some(text) = document.text().and_then(|text| format(text)) {
            *document = Document::from(text);
        }
    });
    Rc::new(scenario)
}
