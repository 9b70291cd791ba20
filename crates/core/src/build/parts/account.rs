//! Accounts, and where they stand in an organization.

use super::{Row, required, row};
use crate::build::draw::Draw;
use crate::build::kind::Kind;
use crate::build::offers::Offer;
use crate::build::{Part, Section, names};
use crate::english::build as english;

pub(super) const FIELDS: &[Row] = &[
    row("/accounts/*/name", Kind::Text, Offer::Nothing),
    required("/accounts/*/id", Kind::Name, Offer::Nothing),
    row("/accounts/*/optInRegions", Kind::Lines, Offer::OptInRegions),
    required("/accounts/*/organization/id", Kind::Text, Offer::Nothing),
    row("/accounts/*/organization/path", Kind::Lines, Offer::Nothing),
    row("/accounts/*/organization/management", Kind::Yes, Offer::Nothing),
    row("/accounts/*/scps/*/*/name", Kind::Text, Offer::Nothing),
    row("/accounts/*/rcps/*/*/name", Kind::Text, Offer::Nothing),
];

pub(super) fn part(draw: &Draw<'_>) -> Part {
    let accounts = draw.scenario.accounts.iter().enumerate();
    let items = accounts.map(|(index, account)| {
        (format!("/accounts/{index}"), names::account(draw.scenario, &account.id))
    });
    Part {
        title: english::ACCOUNTS,
        items: items.collect(),
        buttons: vec![draw.add("/accounts", "", english::ADD_ACCOUNT)],
    }
}

pub(super) fn sections(draw: &Draw<'_>, index: usize) -> Option<(String, Vec<Section>)> {
    let account = draw.scenario.accounts.get(index)?;
    let at = format!("/accounts/{index}");
    let own = Section {
        fields: draw.some_fields(FIELDS, &at, &["name", "id", "optInRegions"]),
        buttons: draw.entry_buttons(&at),
        at: at.clone(),
        ..Section::default()
    };
    let place = format!("{at}/organization");
    let mut sections = vec![own];
    let has_policies = account.scps.is_some() || account.rcps.is_some();
    let organization = Section {
        title: english::ORGANIZATION.to_owned(),
        at: place.clone(),
        ..Section::default()
    };
    if account.organization.is_some() {
        sections.push(Section {
            fields: draw.fields(FIELDS, &place),
            buttons: vec![draw.remove(&place, english::LEAVE)],
            ..organization
        });
    } else {
        // Policies count without it too.
        let note = if has_policies { "" } else { english::NO_ORGANIZATION };
        sections.push(Section {
            buttons: vec![draw.add(&place, "", english::JOIN)],
            note: note.to_owned(),
            ..organization
        });
        if !has_policies {
            return Some((names::account(draw.scenario, &account.id), sections));
        }
    }
    for (kind, levels, title, note) in [
        ("scps", &account.scps, english::SCPS, english::SCPS_NOTE),
        ("rcps", &account.rcps, english::RCPS, english::RCPS_NOTE),
    ] {
        let list = format!("{at}/{kind}");
        let button = match levels {
            None if account.organization.is_none() => continue,
            None => draw.add(&list, "", &english::use_them(title)),
            Some(_) => draw.remove(&list, &english::without_them(title)),
        };
        sections.push(Section {
            at: list.clone(),
            title: title.to_owned(),
            note: note.to_owned(),
            buttons: vec![button],
            ..Section::default()
        });
        for (level, policies) in levels.iter().flatten().enumerate() {
            let place = format!("{list}/{level}");
            let above = account.level_name(level);
            sections.push(Section {
                title: english::level(above),
                buttons: vec![draw.add(&place, "", english::ADD_POLICY)],
                at: place.clone(),
                inner: true,
                ..Section::default()
            });
            for (policy, named) in policies.iter().enumerate() {
                let at = format!("{place}/{policy}");
                sections.push(draw.document(FIELDS, &at, &named.name, &format!("{at}/document")));
            }
        }
    }
    Some((names::account(draw.scenario, &account.id), sections))
}
