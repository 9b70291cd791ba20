//! The matrix: its rows, its columns, and what every request of it carries.

use super::{Row, row};
use crate::build::Section;
use crate::build::draw::Draw;
use crate::build::kind::Kind;
use crate::build::offers::Offer;
use crate::english::build as english;
use crate::scenario::{DEFAULT_ACTIONS, Scenario};

pub(super) const FIELDS: &[Row] = &[
    row("/matrix/principals", Kind::Order, Offer::Principals),
    row("/matrix/actions", Kind::Order, Offer::Actions),
    row("/matrix/key", Kind::Text, Offer::KeyNames),
    row("/matrix/request/region", Kind::Text, Offer::Regions),
    row("/matrix/request/via", Kind::Text, Offer::Via),
    row("/matrix/request/vpcEndpoint", Kind::Choice, Offer::Endpoints),
    row("/matrix/request/resource", Kind::Text, Offer::Nothing),
    row("/matrix/request/source", Kind::Text, Offer::Nothing),
    row("/matrix/request/destinationKey", Kind::Text, Offer::KeyNames),
    row("/matrix/request/encryptionContext", Kind::Pairs, Offer::Nothing),
    row("/matrix/request/parameters", Kind::Parameters, Offer::Parameters),
    row("/matrix/request/context", Kind::Context, Offer::ConditionKeys),
];

/// The rows or columns that a matrix has which does not say.
pub(in crate::build) fn effective(scenario: &Scenario, at: &str) -> Option<String> {
    let all: Vec<&str> = match at {
        "/matrix/principals" => scenario.principals.iter().map(|one| one.id()).collect(),
        "/matrix/actions" => DEFAULT_ACTIONS.to_vec(),
        _ => return None,
    };
    Some(all.join("\n"))
}

pub(super) fn sections(draw: &Draw<'_>) -> (String, Vec<Section>) {
    let all = |at: &str, label: &str| draw.set(at, crate::build::kind::ALL, label);
    let rows = Section {
        title: english::ROWS.to_owned(),
        fields: draw.some_fields(FIELDS, "/matrix", &["principals"]),
        buttons: vec![all("/matrix/principals", english::ALL_ROWS)],
        at: "/matrix/principals".to_owned(),
        ..Section::default()
    };
    let columns = Section {
        title: english::COLUMNS.to_owned(),
        fields: draw.some_fields(FIELDS, "/matrix", &["actions"]),
        buttons: vec![all("/matrix/actions", english::USUAL_COLUMNS)],
        at: "/matrix/actions".to_owned(),
        ..Section::default()
    };
    let mut fields = draw.some_fields(FIELDS, "/matrix", &["key"]);
    fields.extend(draw.fields(FIELDS, "/matrix/request"));
    let request = Section {
        title: english::REQUEST.to_owned(),
        note: english::REQUEST_NOTE.to_owned(),
        fields,
        at: "/matrix/request".to_owned(),
        ..Section::default()
    };
    (english::MATRIX.to_owned(), vec![rows, columns, request])
}
