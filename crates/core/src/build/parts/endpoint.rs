//! VPC endpoints.

use super::{Row, required, row};
use crate::build::draw::Draw;
use crate::build::kind::Kind;
use crate::build::offers::Offer;
use crate::build::{Part, Section};
use crate::english::build as english;

pub(super) const FIELDS: &[Row] = &[
    required("/vpcEndpoints/*/id", Kind::Name, Offer::Nothing),
    row("/vpcEndpoints/*/vpc", Kind::Text, Offer::Nothing),
    row("/vpcEndpoints/*/account", Kind::Text, Offer::Accounts),
];

pub(super) fn part(draw: &Draw<'_>) -> Part {
    let endpoints = draw.scenario.vpc_endpoints.iter().enumerate();
    let items = endpoints.map(|(index, one)| (format!("/vpcEndpoints/{index}"), one.id.clone()));
    let buttons = vec![draw.add("/vpcEndpoints", "", english::ADD_ENDPOINT)];
    Part { title: english::ENDPOINTS, items: items.collect(), buttons }
}

pub(super) fn sections(draw: &Draw<'_>, index: usize) -> Option<(String, Vec<Section>)> {
    let endpoint = draw.scenario.vpc_endpoints.get(index)?;
    let at = format!("/vpcEndpoints/{index}");
    let there = endpoint.policy.is_some();
    let document = format!("{at}/policy");
    let policy = draw.only_document(
        english::ENDPOINT_POLICY,
        &document,
        english::ENDPOINT_NOTE,
        there,
        true,
    );
    let own = Section {
        fields: draw.fields(FIELDS, &at),
        buttons: draw.entry_buttons(&at),
        at,
        ..Section::default()
    };
    Some((endpoint.id.clone(), vec![own, policy]))
}
