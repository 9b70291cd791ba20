//! Buckets and their objects.

use super::{Row, required, row};
use crate::build::draw::Draw;
use crate::build::kind::Kind;
use crate::build::offers::Offer;
use crate::build::{Part, Section};
use crate::english::build as english;

pub(super) const FIELDS: &[Row] = &[
    required("/buckets/*/name", Kind::Name, Offer::Nothing),
    row("/buckets/*/account", Kind::Text, Offer::Accounts),
    row("/buckets/*/region", Kind::Text, Offer::Regions),
    row("/buckets/*/encryption/type", Kind::Choice, Offer::Encryptions),
    row("/buckets/*/encryption/key", Kind::Text, Offer::Keys),
    row("/buckets/*/encryption/bucketKey", Kind::Yes, Offer::Nothing),
    required("/buckets/*/objects/*/name", Kind::Name, Offer::Nothing),
    row("/buckets/*/objects/*/key", Kind::Text, Offer::Keys),
    row("/buckets/*/objects/*/bucketKey", Kind::Yes, Offer::Nothing),
];

pub(super) fn part(draw: &Draw<'_>) -> Part {
    let buckets = draw.scenario.buckets.iter().enumerate();
    let items = buckets.map(|(index, one)| (format!("/buckets/{index}"), one.name.clone()));
    let buttons = vec![draw.add("/buckets", "", english::ADD_BUCKET)];
    Part { title: english::BUCKETS, items: items.collect(), buttons }
}

pub(super) fn sections(draw: &Draw<'_>, index: usize) -> Option<(String, Vec<Section>)> {
    let bucket = draw.scenario.buckets.get(index)?;
    let at = format!("/buckets/{index}");
    let encrypted = bucket.encryption.as_ref().is_some_and(|one| one.kind != "AES256");
    let mut own = vec!["name", "account", "region", "encryption/type"];
    if encrypted {
        own.extend(["encryption/key", "encryption/bucketKey"]);
    }
    let document = format!("{at}/policy");
    let objects = format!("{at}/objects");
    let mut sections = vec![
        Section {
            fields: draw.some_fields(FIELDS, &at, &own),
            buttons: draw.entry_buttons(&at),
            at,
            ..Section::default()
        },
        draw.only_document(english::BUCKET_POLICY, &document, "", bucket.policy.is_some(), true),
        Section {
            title: english::OBJECTS.to_owned(),
            buttons: vec![draw.add(&objects, "", english::ADD_OBJECT)],
            at: objects.clone(),
            ..Section::default()
        },
    ];
    for (nth, object) in bucket.objects.iter().enumerate() {
        let at = format!("{objects}/{nth}");
        sections.push(Section {
            title: object.name.clone(),
            inner: true,
            fields: draw.fields(FIELDS, &at),
            buttons: vec![draw.remove(&at, english::REMOVE)],
            at,
            ..Section::default()
        });
    }
    Some((bucket.name.clone(), sections))
}
