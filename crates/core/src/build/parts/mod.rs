//! The parts of a scenario, a file each: which fields there are, and how they stand in sections.

mod account;
mod bucket;
mod endpoint;
mod general;
mod grant;
mod key;
mod matrix;
mod new_key;
mod principal;
mod request;

pub(super) use matrix::effective;

use super::draw::Draw;
use super::kind::Kind;
use super::offers::Offer;
use super::place::{indices, pattern};
use super::{Part, Section};

/// A field, by the pattern of its place.
#[derive(Debug)]
pub(super) struct Row {
    pub path: &'static str,
    pub kind: Kind,
    pub offer: Offer,
    /// Must it be there?
    pub required: bool,
}

const fn row(path: &'static str, kind: Kind, offer: Offer) -> Row {
    Row { path, kind, offer, required: false }
}

const fn required(path: &'static str, kind: Kind, offer: Offer) -> Row {
    Row { path, kind, offer, required: true }
}

const ALL: [&[Row]; 10] = [
    general::FIELDS,
    account::FIELDS,
    key::FIELDS,
    grant::FIELDS,
    principal::FIELDS,
    endpoint::FIELDS,
    bucket::FIELDS,
    request::FIELDS,
    matrix::FIELDS,
    new_key::FIELDS,
];

/// The field at a place.
pub(super) fn row_of(at: &str) -> Option<&'static Row> {
    let pattern = pattern(at);
    ALL.into_iter().flatten().find(|row| row.path == pattern)
}

/// All kinds of things, each with what there is of it.
pub(super) fn all(draw: &Draw<'_>) -> Vec<Part> {
    vec![
        general::part(),
        account::part(draw),
        key::part(draw),
        principal::part(draw),
        bucket::part(draw),
        endpoint::part(draw),
        request::part(draw),
    ]
}

/// What stands at a place: its title and its sections; nothing where nothing stands.
pub(super) fn at(draw: &Draw<'_>, at: &str) -> Option<(String, Vec<Section>)> {
    let place = indices(at);
    let index = place.first().copied().unwrap_or(0);
    match pattern(at).as_str() {
        "" => Some(general::sections(draw)),
        "/matrix" => Some(matrix::sections(draw)),
        "/accounts/*" => account::sections(draw, index),
        "/keys/*" => key::sections(draw, index),
        "/keys/*/grants" => grant::sections(draw, index),
        "/principals" => Some(principal::choose(draw)),
        "/principals/*" => principal::sections(draw, index),
        "/vpcEndpoints/*" => endpoint::sections(draw, index),
        "/buckets/*" => bucket::sections(draw, index),
        "/requests/*" => request::sections(draw, index),
        super::create_key::PLACE => Some(new_key::sections(draw)),
        _ => None,
    }
}
