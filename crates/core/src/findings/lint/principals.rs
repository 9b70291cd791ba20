//! Principal elements, and services in conditions.

use super::Document;
use crate::condition::{Comparison, ConditionTest, KeyName};
use crate::edit::{repair, replace_string};
use crate::english::findings::principals as english;
use crate::english::findings::repairs as titles;
use crate::findings::{Found, Row};
use crate::policy::{PrincipalEntry, Severity};
use crate::region;
use crate::text::Span;

pub(super) const ROWS: &[&Row] = &[&SERVICE];

/// Reading finds what is no name of a service in any case.
static SERVICE: Row = Row {
    code: "invalid-service-principal-format",
    severity: Severity::Error,
    say: english::invalid_service_principal_format,
};

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    for statement in &document.policy.statements {
        let entries = statement.principal.iter().flat_map(|element| &element.entries);
        for entry in entries {
            if let PrincipalEntry::Service(name) = &entry.value
                && !is_service(name)
            {
                found.push(written(name, english::SERVICE, entry.span, is_service));
            }
        }
        for test in &statement.condition {
            via_service(test, found);
        }
    }
}

/// `SERVICE.amazonaws.com` in lower case, maybe with a Region, in China with `.cn`.
fn is_service(name: &str) -> bool {
    let service = name.strip_suffix(".cn").unwrap_or(name).strip_suffix(".amazonaws.com");
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    service.is_some_and(|service| !service.is_empty() && service.bytes().all(allowed))
}

/// `SERVICE.REGION.amazonaws.com` in every partition (C-29).
fn is_via_service(value: &str) -> bool {
    let service = value.strip_suffix(".amazonaws.com").and_then(|name| name.rsplit_once('.'));
    service.is_some_and(|(service, code)| {
        !service.is_empty() && region::is_known(code) && is_service(value)
    })
}

fn via_service(test: &ConditionTest, found: &mut Vec<Found>) {
    let ignores_case = match test.operator.map(|operator| operator.comparison) {
        Some(Comparison::Equals | Comparison::Like) => false,
        Some(Comparison::EqualsIgnoringCase) => true,
        _ => return,
    };
    if test.key.name != KeyName::ViaService {
        return;
    }
    for value in &test.values {
        let text = &value.value.text;
        let fits =
            is_via_service(text) || ignores_case && is_via_service(&text.to_ascii_lowercase());
        // Wildcards and variables may stand for anything.
        if !fits && !text.contains(['*', '?', '$']) {
            found.push(written(text, english::VIA_SERVICE, value.span, is_via_service));
        }
    }
}

/// A finding that is mended where only the case is wrong.
fn written(text: &str, form: &str, span: Span, fits: fn(&str) -> bool) -> Found {
    let lower = text.trim().to_ascii_lowercase();
    let write =
        fits(&lower).then(|| repair(titles::write(&lower), vec![replace_string(span, &lower)]));
    Found { repairs: write.into_iter().collect(), ..Found::new(&SERVICE, span, &[text, form]) }
}
