//! A key that is to be made: what the console asks for.

use super::{Row, row};
use crate::build::Section;
use crate::build::create_key::{self, PLACE};
use crate::build::draw::Draw;
use crate::build::kind::Kind;
use crate::build::offers::Offer;
use crate::english::build as english;
use crate::scenario::Scenario;

pub(super) const FIELDS: &[Row] = &[
    row("/newKey/way", Kind::Choice, Offer::Words(&["console", "api"])),
    row("/newKey/alias", Kind::Text, Offer::Nothing),
    row("/newKey/account", Kind::Text, Offer::Accounts),
    row("/newKey/region", Kind::Text, Offer::Regions),
    row("/newKey/spec", Kind::Choice, Offer::Specs),
    row("/newKey/usage", Kind::Choice, Offer::Usages),
    row("/newKey/origin", Kind::Choice, Offer::Origins),
    row("/newKey/multiRegion", Kind::Yes, Offer::Nothing),
    row("/newKey/tags", Kind::Pairs, Offer::Nothing),
    row("/newKey/administrators", Kind::Set, Offer::Own),
    row("/newKey/deletion", Kind::Yes, Offer::Nothing),
    row("/newKey/users", Kind::Set, Offer::Own),
    row("/newKey/accounts", Kind::Lines, Offer::Others),
];

pub(super) fn sections(draw: &Draw<'_>) -> (String, Vec<Section>) {
    let section = |title: &str, note: &str, names: &[&str]| Section {
        title: title.to_owned(),
        note: note.to_owned(),
        fields: draw.some_fields(FIELDS, PLACE, names),
        ..Section::default()
    };
    let console = create_key::value(draw.scenario, draw.drafts, "/newKey/way") == "console";
    let kind =
        ["way", "alias", "account", "region", "spec", "usage", "origin", "multiRegion", "tags"];
    let mut sections = vec![section("", english::NEW_KEY_NOTE, &kind)];
    if console {
        sections.push(section(
            english::ADMINISTRATORS,
            english::ADMINISTRATORS_NOTE,
            &["administrators", "deletion"],
        ));
        sections.push(section(english::USERS, english::USERS_NOTE, &["users", "accounts"]));
    }
    let policy = create_key::key(draw.scenario, draw.drafts).map_or_else(
        |error| error.message,
        |key| Scenario { keys: vec![key], ..Scenario::default() }.key_policy_text(0).to_string(),
    );
    let mut last = section(english::NEW_POLICY_TITLE, "", &[]);
    last.text = policy;
    last.buttons = vec![draw.button("create", PLACE, "", english::CREATE_KEY)];
    sections.push(last);
    (english::NEW_KEY.to_owned(), sections)
}
