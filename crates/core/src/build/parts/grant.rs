//! Grants on a key.

use super::{Row, row};
use crate::build::draw::Draw;
use crate::build::kind::Kind;
use crate::build::offers::Offer;
use crate::build::{Section, names};
use crate::english::build as english;

pub(super) const FIELDS: &[Row] = &[
    row("/keys/*/grants/*/id", Kind::Name, Offer::Nothing),
    row("/keys/*/grants/*/grantee", Kind::Text, Offer::Grantees),
    row("/keys/*/grants/*/granteeService", Kind::Text, Offer::Services),
    row("/keys/*/grants/*/operations", Kind::Set, Offer::Operations),
    row("/keys/*/grants/*/constraints/encryptionContextSubset", Kind::Pairs, Offer::Nothing),
    row("/keys/*/grants/*/constraints/encryptionContextEquals", Kind::Pairs, Offer::Nothing),
    row("/keys/*/grants/*/constraints/sourceArn", Kind::Text, Offer::Nothing),
    row("/keys/*/grants/*/issuingAccount", Kind::Text, Offer::Accounts),
    row("/keys/*/grants/*/retiring", Kind::Text, Offer::Grantees),
    row("/keys/*/grants/*/retiringService", Kind::Text, Offer::Services),
    row("/keys/*/grants/*/propagated", Kind::YesNo, Offer::Words(&["true", "false"])),
];

pub(super) fn sections(draw: &Draw<'_>, key: usize) -> Option<(String, Vec<Section>)> {
    let of = draw.scenario.keys.get(key)?;
    let list = format!("/keys/{key}/grants");
    let mut sections = vec![Section {
        note: english::GRANTS_NOTE.to_owned(),
        buttons: vec![draw.add(&list, "", english::ADD_GRANT)],
        at: list.clone(),
        ..Section::default()
    }];
    for (index, grant) in of.grants.iter().enumerate() {
        let at = format!("{list}/{index}");
        sections.push(Section {
            title: english::grant(&grant.id, index),
            fields: draw.fields(FIELDS, &at),
            buttons: vec![draw.remove(&at, english::REMOVE)],
            at,
            ..Section::default()
        });
    }
    Some((english::grants_of(&names::key(draw.scenario, key), of.grants.len()), sections))
}
