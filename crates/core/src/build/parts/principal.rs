//! Who calls, with all its policies.

use super::{Row, row};
use crate::arn::Arn;
use crate::build::draw::Draw;
use crate::build::kind::Kind;
use crate::build::offers::Offer;
use crate::build::{Part, Section, names};
use crate::caller::{CallerKind, kind_of_arn};
use crate::english::build as english;
use crate::scenario::Attached;

pub(super) const FIELDS: &[Row] = &[
    row("/principals/*/arn#name", Kind::Name, Offer::Nothing),
    row("/principals/*/arn#account", Kind::Name, Offer::Accounts),
    row("/principals/*/arn", Kind::Name, Offer::Nothing),
    row("/principals/*/service", Kind::Name, Offer::Services),
    row("/principals/*/sourceArn", Kind::Text, Offer::Nothing),
    row("/principals/*/sourceAccount", Kind::Text, Offer::Accounts),
    row("/principals/*/issuer", Kind::Choice, Offer::Issuers),
    row("/principals/*/mfa", Kind::YesNo, Offer::Words(&["true", "false"])),
    row("/principals/*/tags", Kind::Pairs, Offer::Nothing),
    row("/principals/*/id", Kind::Name, Offer::Nothing),
    row("/principals/*/uniqueId", Kind::Text, Offer::Nothing),
    row("/principals/*/recreated", Kind::Yes, Offer::Nothing),
    row("/principals/*/policies/*/name", Kind::Text, Offer::Nothing),
    row("/principals/*/policies/*/attached", Kind::Choice, Offer::Words(Attached::NAMES)),
    row("/principals/*/policies/*/group", Kind::Text, Offer::Nothing),
    row("/principals/*/boundary/name", Kind::Text, Offer::Nothing),
    row("/principals/*/session/name", Kind::Text, Offer::Nothing),
    row("/principals/*/session/tags", Kind::Pairs, Offer::Nothing),
    row("/principals/*/session/sourceIdentity", Kind::Text, Offer::Nothing),
    row("/principals/*/session/policies/*/name", Kind::Text, Offer::Nothing),
];

pub(super) fn part(draw: &Draw<'_>) -> Part {
    let items = (0..draw.scenario.principals.len())
        .map(|index| (format!("/principals/{index}"), names::principal(draw.scenario, index)));
    let add = draw.go("/principals", english::NEW_PRINCIPAL_BUTTON);
    Part { title: english::PRINCIPALS, items: items.collect(), buttons: vec![add] }
}

/// All kinds of principals that can be added.
pub(super) fn choose(draw: &Draw<'_>) -> (String, Vec<Section>) {
    let mut accounts = names::accounts(draw.scenario);
    if accounts.is_empty() {
        accounts.push("111122223333".to_owned());
    }
    let mut sections = Vec::new();
    for id in &accounts {
        let kinds = ["user", "role", "federated", "root"].into_iter();
        let kinds = kinds.filter(|kind| *kind != "root" || !has_root(draw, id));
        let add =
            |kind: &str| draw.add("/principals", &format!("{kind} {id}"), english::kind(kind));
        sections.push(Section {
            title: english::in_account(&names::account(draw.scenario, id)),
            buttons: kinds.map(add).collect(),
            ..Section::default()
        });
    }
    let roles = draw.scenario.principals.iter().enumerate().filter(|(_, one)| {
        let kind = one.arn.as_deref().and_then(kind_of_arn);
        kind == Some(CallerKind::RoleSession) && one.issuer.is_none()
    });
    let session = |(index, one): (usize, &crate::scenario::Principal)| {
        let label = english::session_of(&names::principal(draw.scenario, index));
        draw.add("/principals", &format!("session {}", one.id()), &label)
    };
    let mut others: Vec<_> = roles.map(session).collect();
    others.push(draw.add("/principals", "service", english::kind("service")));
    sections.push(Section {
        title: english::OTHERS.to_owned(),
        buttons: others,
        ..Section::default()
    });
    (english::NEW_PRINCIPAL.to_owned(), sections)
}

fn has_root(draw: &Draw<'_>, account: &str) -> bool {
    draw.scenario.principals.iter().any(|one| {
        let arn = one.arn.as_deref().filter(|arn| kind_of_arn(arn) == Some(CallerKind::Root));
        arn.and_then(Arn::parse).is_some_and(|arn| arn.account == account)
    })
}

pub(super) fn sections(draw: &Draw<'_>, index: usize) -> Option<(String, Vec<Section>)> {
    let one = draw.scenario.principals.get(index)?;
    let at = format!("/principals/{index}");
    let kind = match &one.service {
        Some(_) => CallerKind::Service,
        None => one.arn.as_deref().and_then(kind_of_arn).unwrap_or(CallerKind::User),
    };
    let own: &[&str] = match kind {
        CallerKind::Service => &["service", "sourceArn", "sourceAccount", "id"],
        CallerKind::Root => &["arn#account", "arn", "mfa", "id"],
        _ => &[
            "arn#name",
            "arn#account",
            "arn",
            "issuer",
            "mfa",
            "tags",
            "id",
            "uniqueId",
            "recreated",
        ],
    };
    let mut sections = vec![Section {
        note: english::kind_note(kind).to_owned(),
        fields: draw.some_fields(FIELDS, &at, own),
        buttons: draw.entry_buttons(&at),
        at: at.clone(),
        ..Section::default()
    }];
    let has_session = matches!(kind, CallerKind::RoleSession | CallerKind::FederatedUser);
    if has_session {
        session(draw, index, &mut sections);
    }
    let has_policies = matches!(kind, CallerKind::RoleSession | CallerKind::User);
    if has_policies && one.issuer.is_none() {
        let place = format!("{at}/policies");
        sections.push(Section {
            title: english::IDENTITY_POLICIES.to_owned(),
            buttons: vec![draw.add(&place, "", english::ADD_POLICY)],
            at: place.clone(),
            ..Section::default()
        });
        for (policy, named) in one.policies.iter().enumerate() {
            let at = format!("{place}/{policy}");
            let mut section = draw.document(FIELDS, &at, &named.name, &format!("{at}/document"));
            section.buttons.splice(1..1, draw.moves(&at));
            sections.push(section);
        }
        let place = format!("{at}/boundary");
        let document = format!("{place}/document");
        match &one.boundary {
            None => sections.push(draw.only_document(
                english::BOUNDARY,
                &place,
                english::BOUNDARY_NOTE,
                false,
                true,
            )),
            Some(_) => {
                let mut section = draw.document(FIELDS, &place, english::BOUNDARY, &document);
                section.inner = false;
                sections.push(section);
            }
        }
    }
    Some((names::principal(draw.scenario, index), sections))
}

fn session(draw: &Draw<'_>, index: usize, sections: &mut Vec<Section>) {
    let place = format!("/principals/{index}/session");
    let session = draw.scenario.principals.get(index).and_then(|one| one.session.as_ref());
    let title = english::SESSION.to_owned();
    let Some(session) = session else {
        let buttons = vec![draw.add(&place, "", english::ADD_SESSION)];
        sections.push(Section { title, buttons, at: place, ..Section::default() });
        return;
    };
    sections.push(Section {
        title,
        fields: draw.some_fields(FIELDS, &place, &["name", "tags", "sourceIdentity"]),
        buttons: vec![
            draw.add(&format!("{place}/policies"), "", english::ADD_SESSION_POLICY),
            draw.remove(&place, english::REMOVE),
        ],
        at: place.clone(),
        ..Section::default()
    });
    let there = session.policy.is_some();
    let mut own =
        draw.only_document(english::SESSION_POLICY, &format!("{place}/policy"), "", there, true);
    own.inner = true;
    sections.push(own);
    for (policy, named) in session.policies.iter().enumerate() {
        let at = format!("{place}/policies/{policy}");
        sections.push(draw.document(FIELDS, &at, &named.name, &format!("{at}/document")));
    }
}
