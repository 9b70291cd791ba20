//! What a file is.

use anyhow::{Result, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use kms_policy::json;
use kms_policy::policy::PolicyKind;

/// What a file is.
#[derive(Clone, Copy)]
pub enum Kind {
    Policy(PolicyKind),
    Scenario,
}

/// What `--kind` can be.
fn kinds() -> Vec<&'static str> {
    [&PolicyKind::names()[..], &["scenario"]].concat()
}

/// Reads `--kind`.
pub fn parser() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(kinds())
        .map(|name| PolicyKind::named(&name).map_or(Kind::Scenario, Kind::Policy))
}

/// The kind of a file of which nobody said it. A scenario has a `version`; a policy does not say
/// what it will be attached to, and each kind has its own grammar.
pub fn told(file: &str, text: &str) -> Result<Kind> {
    let (root, _) = json::parse(text);
    if root.get("version").is_some() {
        return Ok(Kind::Scenario);
    }
    bail!(
        "{file}: a policy does not say what it is attached to; write --kind {}",
        kinds().join("|")
    )
}
