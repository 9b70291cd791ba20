//! The scenario as a whole.

use super::{Row, row};
use crate::build::draw::Draw;
use crate::build::kind::Kind;
use crate::build::offers::Offer;
use crate::build::{Part, Section};
use crate::english::build as english;

pub(super) const FIELDS: &[Row] = &[
    row("/title", Kind::Text, Offer::Nothing),
    row("/description", Kind::Long, Offer::Nothing),
    row("/time", Kind::Text, Offer::Nothing),
    row("/closed", Kind::Yes, Offer::Nothing),
];

pub(super) fn part() -> Part {
    let item = |at: &str, name: &str| (at.to_owned(), name.to_owned());
    let items = vec![item("", english::GENERAL), item("/matrix", english::MATRIX)];
    Part { title: english::SCENARIO, items, buttons: Vec::new() }
}

pub(super) fn sections(draw: &Draw<'_>) -> (String, Vec<Section>) {
    let fields = draw.fields(FIELDS, "");
    (english::GENERAL.to_owned(), vec![Section { fields, ..Section::default() }])
}
