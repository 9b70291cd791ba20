//! Scenarios that come with the page.

use crate::texts;
use kms_policy::scenario::Scenario;
use std::rc::Rc;

/// `cases/demonstration/share-a-key.json` without what the page does not need, as a test says.
const SHARE_A_KEY: &str = include_str!("../../opening.json");

/// The demonstration: share a key with another account.
#[expect(clippy::expect_used, reason = "a test reads the same text")]
pub fn opening() -> Rc<Scenario> {
    laid_out(Scenario::from_json(SHARE_A_KEY).expect("the demonstration can be read"))
}

/// A key with the default policy, and a user in its own account and in another one.
const TWO_ACCOUNTS: &str = r#"{"version":1,"accounts":[{"id":"111122223333","name":"Key owner"},{"id":"444455556666","name":"Other account"}],
"keys":[{"arn":"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}],
"principals":[{"arn":"arn:aws:iam::111122223333:user/KeyUser"},{"arn":"arn:aws:iam::444455556666:user/OtherUser"}]}"#;

/// What a new scenario can begin with: two accounts and a key.
#[expect(clippy::expect_used, reason = "a test reads the same text")]
pub fn two_accounts() -> Rc<Scenario> {
    let scenario = Scenario::from_json(TWO_ACCOUNTS).expect("it can be read");
    Rc::new(Scenario { title: empty().title.clone(), ..scenario })
}

/// What a new scenario can begin with: nothing.
pub fn empty() -> Rc<Scenario> {
    Rc::new(Scenario { title: Some(texts::NEW_SCENARIO.to_owned()), ..Scenario::default() })
}

/// A scenario whose documents are written inside its file, indented as part of it or not at all.
pub fn laid_out(mut scenario: Scenario) -> Rc<Scenario> {
    scenario.for_each_document(|_, document| document.lay_out());
    Rc::new(scenario)
}
