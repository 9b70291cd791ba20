//! `kms:ViaService` beside a service principal: a request never has both (E-89, C-29).

use super::super::Document;
use crate::condition::KeyName;
use crate::english::findings::operations as english;
use crate::findings::statement::{demands_key, principals};
use crate::findings::{Found, Row};
use crate::policy::{Effect, PrincipalEntry, Severity};

pub(super) static VIA_SERVICE: Row = Row {
    code: "via-service-with-service-principal",
    severity: Severity::Warning,
    say: english::via_service,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    for statement in &document.policy.statements {
        let service = principals(statement).find_map(|(entry, _)| match entry {
            PrincipalEntry::Service(name) => Some(name),
            _ => None,
        });
        let test = statement
            .condition
            .iter()
            .find(|test| test.key.name == KeyName::ViaService && demands_key(test));
        if let (Some(service), Some(test), Effect::Allow) = (service, test, statement.effect) {
            found.push(Found::new(&VIA_SERVICE, test.span, &[&test.key.text, service]));
        }
    }
}
