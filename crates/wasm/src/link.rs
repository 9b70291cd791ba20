//! Links.

use crate::error::{Error, ErrorCode};
use crate::input::Source;
use kms_policy::scenario::VERSION;
use kms_policy::share::{self, Contents, Share};

/// The fragment of a link that carries a `Share`, with the matrix as it is decided today.
pub fn encode(source: Source<'_>) -> Result<String, Error> {
    let unreadable = |error| Error::read(ErrorCode::UnreadableScenario, error, source);
    let root = share::root(source.text).map_err(unreadable)?;
    let parts = Share::read(&root, source.text).map_err(unreadable)?;
    let scenario = source.scenario_at(parts.scenario)?;
    let pinned = parts.pinned.map(|node| source.scenario_at(node)).transpose()?;
    let decided = Contents::decided(scenario).map_err(Error::invalid)?;
    let contents = Contents { pinned, view: parts.view_json(source.text), ..decided };
    Ok(kms_policy_link::encode(&contents.to_json())?)
}

/// The `Share` that a link carries, as JSON. A scenario by itself becomes one.
pub fn decode(link: &str) -> Result<String, Error> {
    let text = kms_policy_link::decode(link)?;
    let source = Source::new(&text, false);
    let unreadable = |error| Error::read(ErrorCode::UnreadableScenario, error, source);
    let root = share::root(&text).map_err(unreadable)?;
    let parts = Share::read(&root, &text).map_err(unreadable)?;
    for node in [Some(parts.scenario), parts.pinned].into_iter().flatten() {
        source.scenario_at(node)?;
    }
    Ok(match root.get("scenario") {
        Some(_) => text,
        None => format!(r#"{{"version":{VERSION},"scenario":{text}}}"#),
    })
}
