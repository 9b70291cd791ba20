//! Keys: their settings and policies.

use super::{Row, required, row};
use crate::build::create_key::PLACE;
use crate::build::draw::Draw;
use crate::build::kind::Kind;
use crate::build::offers::Offer;
use crate::build::{Part, Section, names};
use crate::english::build as english;
use crate::scenario::{Manager, MultiRegion};

pub(super) const FIELDS: &[Row] = &[
    row("/keys/*/state", Kind::Choice, Offer::States),
    row("/keys/*/aliases", Kind::Lines, Offer::Nothing),
    row("/keys/*/spec", Kind::Choice, Offer::Specs),
    row("/keys/*/usage", Kind::Choice, Offer::Usages),
    row("/keys/*/origin", Kind::Choice, Offer::Origins),
    row("/keys/*/multiRegion", Kind::Choice, Offer::Words(MultiRegion::NAMES)),
    row("/keys/*/manager", Kind::Choice, Offer::Words(Manager::NAMES)),
    row("/keys/*/tags", Kind::Pairs, Offer::Nothing),
    row("/keys/*/arn#account", Kind::Name, Offer::Accounts),
    row("/keys/*/arn#region", Kind::Name, Offer::Regions),
    row("/keys/*/arn#id", Kind::Name, Offer::Nothing),
    required("/keys/*/arn", Kind::Name, Offer::Nothing),
];

pub(super) fn part(draw: &Draw<'_>) -> Part {
    let mut items = Vec::new();
    for (index, key) in draw.scenario.keys.iter().enumerate() {
        let name = names::key(draw.scenario, index);
        items.push((format!("/keys/{index}/grants"), english::grants_of(&name, key.grants.len())));
        items.insert(items.len() - 1, (format!("/keys/{index}"), name));
    }
    let new = draw.go(PLACE, english::NEW_KEY_BUTTON);
    Part { title: english::KEYS, items, buttons: vec![new] }
}

pub(super) fn sections(draw: &Draw<'_>, index: usize) -> Option<(String, Vec<Section>)> {
    let key = draw.scenario.keys.get(index)?;
    let at = format!("/keys/{index}");
    let mut sections = vec![Section {
        fields: draw.fields(FIELDS, &at),
        buttons: draw.entry_buttons(&at),
        at: at.clone(),
        ..Section::default()
    }];
    let policy = draw.only_document(english::KEY_POLICY, &format!("{at}/policy"), "", true, false);
    sections.push(policy);
    for (name, there, title, note) in [
        ("saved", key.saved.is_some(), english::SAVED, english::SAVED_NOTE),
        ("ramPolicy", key.ram_policy.is_some(), english::RAM, english::RAM_NOTE),
    ] {
        sections.push(draw.only_document(title, &format!("{at}/{name}"), note, there, true));
    }
    Some((names::key(draw.scenario, index), sections))
}
