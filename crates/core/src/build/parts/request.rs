//! Saved checks.

use super::{Row, required, row};
use crate::build::draw::{CELL, Draw};
use crate::build::kind::Kind;
use crate::build::offers::Offer;
use crate::build::{Part, Section, names};
use crate::decide::Model;
use crate::english::build as english;
use crate::report::{Confidence, LayerName, Verdict};
use crate::scenario::Request;

pub(super) const FIELDS: &[Row] = &[
    row("/requests/*/title", Kind::Text, Offer::Nothing),
    required("/requests/*/principal", Kind::Choice, Offer::Principals),
    required("/requests/*/action", Kind::Choice, Offer::Actions),
    row("/requests/*/key", Kind::Text, Offer::KeyNames),
    row("/requests/*/resource", Kind::Text, Offer::Nothing),
    row("/requests/*/source", Kind::Text, Offer::Nothing),
    row("/requests/*/ciphertextKey", Kind::Text, Offer::KeyNames),
    row("/requests/*/destinationKey", Kind::Text, Offer::KeyNames),
    row("/requests/*/region", Kind::Text, Offer::Regions),
    row("/requests/*/via", Kind::Text, Offer::Via),
    row("/requests/*/vpcEndpoint", Kind::Choice, Offer::Endpoints),
    row("/requests/*/encryptionContext", Kind::Pairs, Offer::Nothing),
    row("/requests/*/grantTokens", Kind::Set, Offer::Grants),
    row("/requests/*/parameters", Kind::Parameters, Offer::Parameters),
    row("/requests/*/context", Kind::Context, Offer::ConditionKeys),
    row("/requests/*/expect/verdict", Kind::Choice, Offer::Words(Verdict::NAMES)),
    row("/requests/*/expect/error", Kind::Text, Offer::Nothing),
    row("/requests/*/expect/layer", Kind::Choice, Offer::Words(LayerName::NAMES)),
    row("/requests/*/expect/document", Kind::Choice, Offer::Documents),
    row("/requests/*/expect/statement", Kind::Number, Offer::Nothing),
    row("/requests/*/expect/rules", Kind::Lines, Offer::Nothing),
    row("/requests/*/expect/message", Kind::Long, Offer::Nothing),
    row("/requests/*/expect/missing", Kind::Lines, Offer::ConditionKeys),
    row("/requests/*/expect/confidence", Kind::Choice, Offer::Words(Confidence::NAMES)),
];

pub(super) fn part(draw: &Draw<'_>) -> Part {
    let checks = draw.scenario.requests.iter().enumerate();
    let model =
        if draw.scenario.requests.is_empty() { None } else { Model::new(draw.scenario).ok() };
    let held = |index: usize, check: &Request| model.as_ref()?.judge(check, index).held;
    let items = checks.map(|(index, check)| {
        let name = english::check(held(index, check), &title(draw, check));
        (format!("/requests/{index}"), name)
    });
    let buttons = vec![
        draw.add("/requests", CELL, english::ADD_CELL),
        draw.add("/requests", "", english::ADD_CHECK),
    ];
    Part { title: english::CHECKS, items: items.collect(), buttons }
}

/// A check's own title, or who does what.
fn title(draw: &Draw<'_>, check: &Request) -> String {
    check.title.clone().unwrap_or_else(|| {
        let who = draw.scenario.principal(&check.principal);
        let who = who.map(|index| names::principal(draw.scenario, index));
        format!("{}: {}", who.as_deref().unwrap_or(&check.principal), check.action)
    })
}

pub(super) fn sections(draw: &Draw<'_>, index: usize) -> Option<(String, Vec<Section>)> {
    let check = draw.scenario.requests.get(index)?;
    let at = format!("/requests/{index}");
    let own: Vec<&str> = FIELDS
        .iter()
        .filter_map(|row| row.path.strip_prefix("/requests/*/"))
        .filter(|name| !name.starts_with("expect/"))
        .collect();
    let model = Model::new(draw.scenario).ok();
    let decided = model.as_ref().map(|model| model.judge(check, index));
    let expect = format!("{at}/expect");
    Some((
        title(draw, check),
        vec![
            Section {
                fields: draw.some_fields(FIELDS, &at, &own),
                buttons: draw.entry_buttons(&at),
                at,
                ..Section::default()
            },
            Section {
                title: english::EXPECTED.to_owned(),
                note: decided.map_or_else(String::new, |one| english::decided(&one)),
                fields: draw.fields(FIELDS, &expect),
                at: expect,
                ..Section::default()
            },
        ],
    ))
}
