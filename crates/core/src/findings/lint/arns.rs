//! ARNs in Resource elements, and the account numbers of ARNs in conditions.

use super::Document;
use crate::arn::{Arn, is_account, wrong_account};
use crate::condition::{ConditionTest, KeyName};
use crate::edit::{repair, replace_string};
use crate::english::findings::arns as english;
use crate::english::findings::repairs as titles;
use crate::findings::{Found, Row};
use crate::policy::{PolicyKind, Severity};
use crate::region;
use crate::report::Repair;
use crate::text::Span;

pub(super) const ROWS: &[&Row] = &[
    &MISSING_FIELD,
    &SERVICE_CASE,
    &MISSING_REGION,
    &INVALID_REGION,
    &INVALID_ACCOUNT,
    &INVALID_RESOURCE,
    &UNSUPPORTED_RESOURCE,
];

static MISSING_FIELD: Row =
    Row { code: "missing-arn-field", severity: Severity::Error, say: english::missing_arn_field };
static SERVICE_CASE: Row = Row {
    code: "invalid-arn-service-case",
    severity: Severity::Error,
    say: english::invalid_arn_service_case,
};
static MISSING_REGION: Row =
    Row { code: "missing-arn-region", severity: Severity::Error, say: english::missing_arn_region };
static INVALID_REGION: Row =
    Row { code: "invalid-arn-region", severity: Severity::Error, say: english::invalid_arn_region };
static INVALID_ACCOUNT: Row = Row {
    code: "invalid-arn-account",
    severity: Severity::Error,
    say: english::invalid_arn_account,
};
static INVALID_RESOURCE: Row = Row {
    code: "invalid-arn-resource",
    severity: Severity::Error,
    say: english::invalid_arn_resource,
};
static UNSUPPORTED_RESOURCE: Row = Row {
    code: "unsupported-resource-arn-in-policy",
    severity: Severity::Error,
    say: english::unsupported_resource_arn,
};

/// Services whose every ARN has a Region and an account.
const PLACED: [&str; 4] = ["kms", "secretsmanager", "sns", "sqs"];
/// The resources of KMS.
const KMS_RESOURCES: [&str; 2] = ["key/", "alias/"];

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    for statement in &document.policy.statements {
        // In a key policy every ARN is wrong, and reading it says so.
        let resource = statement.resource.iter().filter(|_| document.kind != PolicyKind::KeyPolicy);
        for entry in resource.flat_map(|element| &element.entries) {
            Entry { text: &entry.value.text, span: entry.span }.look(document.kind, found);
        }
        for test in &statement.condition {
            accounts(test, found);
        }
    }
}

/// An entry of Resource.
#[derive(Clone, Copy)]
struct Entry<'d> {
    text: &'d str,
    span: Span,
}

impl Entry<'_> {
    /// Reading finds what is no ARN at all, has no service, or a partition that does not exist.
    fn look(self, kind: PolicyKind, found: &mut Vec<Found>) {
        let service = self.text.strip_prefix("arn:").and_then(|rest| rest.split(':').nth(1));
        let Some(service) = service.filter(|service| is_plain(service)) else { return };
        let Some(arn) = Arn::parse(self.text) else {
            // In a shorter one a star stands for further parts at the end or before a colon (M-12).
            let crosses = self.text.ends_with('*') || self.text.contains("*:");
            if !crosses && !self.text.contains("${") {
                found.push(self.found(&MISSING_FIELD, self.text));
            }
            return;
        };
        // A variable in front of the last part, which reading finds.
        if arn.region.contains('$') || arn.account.contains('$') {
            return;
        }
        if service.bytes().any(|byte| byte.is_ascii_uppercase()) {
            let lower = service.to_ascii_lowercase();
            let repairs = vec![self.write(&Arn { service: &lower, ..arn })];
            found.push(Found { repairs, ..self.found(&SERVICE_CASE, service) });
            return;
        }
        if kind == PolicyKind::Bucket && service != "s3" {
            found.push(self.found(&UNSUPPORTED_RESOURCE, self.text));
            return;
        }
        self.region(&arn, found);
        self.account(&arn, found);
        if service == "kms" {
            self.kms_resource(&arn, found);
        }
    }

    fn region(self, arn: &Arn<'_>, found: &mut Vec<Found>) {
        if arn.region.is_empty() && PLACED.contains(&arn.service) {
            let every = repair(titles::EVERY_REGION, vec![self.edit(&Arn { region: "*", ..*arn })]);
            found.push(Found { repairs: vec![every], ..self.found(&MISSING_REGION, self.text) });
        } else if !arn.region.is_empty() && is_plain(arn.region) && !region::is_known(arn.region) {
            let lower = arn.region.to_ascii_lowercase();
            let repairs = Some(self.write(&Arn { region: &lower, ..*arn }));
            let repairs = repairs.filter(|_| region::is_known(&lower)).into_iter().collect();
            found.push(Found { repairs, ..self.found(&INVALID_REGION, arn.region) });
        }
    }

    fn account(self, arn: &Arn<'_>, found: &mut Vec<Found>) {
        let placed = PLACED.contains(&arn.service);
        let wrong = placed && is_plain(arn.account) && !is_account(arn.account)
            || wrong_account(self.text).is_some();
        if wrong {
            found.push(self.invalid_account(arn));
        }
    }

    fn invalid_account(self, arn: &Arn<'_>) -> Found {
        let digits = arn.account.replace('-', "");
        let repairs = Some(self.write(&Arn { account: &digits, ..*arn }));
        let repairs = repairs.filter(|_| is_account(&digits)).into_iter().collect();
        Found { repairs, ..self.found(&INVALID_ACCOUNT, arn.account) }
    }

    fn kms_resource(self, arn: &Arn<'_>, found: &mut Vec<Found>) {
        let resource = arn.resource;
        // Up to the first wildcard it must be the beginning of a resource, or more.
        let sure = resource.split(['*', '?', '$']).next().unwrap_or_default();
        let open = sure.len() < resource.len();
        let fits = |kind: &&str| {
            resource.len() > kind.len() && sure.starts_with(*kind) || open && kind.starts_with(sure)
        };
        if KMS_RESOURCES.iter().any(fits) {
            return;
        }
        let right = meant_resource(resource);
        let repairs = right.map(|right| self.write(&Arn { resource: &right, ..*arn }));
        let repairs = repairs.into_iter().collect();
        found.push(Found { repairs, ..self.found(&INVALID_RESOURCE, resource) });
    }

    fn found(self, row: &'static Row, quoted: &str) -> Found {
        Found::new(row, self.span, &[quoted])
    }

    fn edit(self, arn: &Arn<'_>) -> crate::report::Edit {
        replace_string(self.span, &arn.to_string())
    }

    fn write(self, arn: &Arn<'_>) -> Repair {
        repair(titles::write(arn), vec![self.edit(arn)])
    }
}

/// The key or alias that was meant by a resource that KMS does not have.
fn meant_resource(resource: &str) -> Option<String> {
    for kind in KMS_RESOURCES {
        let name = kind.trim_end_matches('/');
        if let Some((start, rest)) = resource.split_once([':', '/'])
            && start.eq_ignore_ascii_case(name)
            && !rest.is_empty()
        {
            return Some(format!("{kind}{rest}"));
        }
    }
    is_key_id(resource).then(|| format!("key/{resource}"))
}

/// A key ID: a UUID, or `mrk-` and 32 hexadecimal digits.
fn is_key_id(text: &str) -> bool {
    let hexadecimal =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    text.strip_prefix("mrk-").is_some_and(|rest| rest.len() == 32 && hexadecimal(rest))
        || text.len() == 36 && text.split('-').count() == 5 && hexadecimal(text)
}

/// Has it neither wildcards nor variables?
fn is_plain(text: &str) -> bool {
    !text.contains(['*', '?', '$'])
}

/// Digits, with or without dashes.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Account numbers in conditions, alone or in ARNs, that have a digit too many or too few: they never
/// match.
fn accounts(test: &ConditionTest, found: &mut Vec<Found>) {
    let of_texts = test.operator.is_some_and(|operator| operator.takes_variables());
    let numbers = matches!(
        test.key.name,
        KeyName::CallerAccount
            | KeyName::PrincipalAccount
            | KeyName::ResourceAccount
            | KeyName::SourceAccount
            | KeyName::VpceAccount
    );
    let values = test.values.iter().filter(|_| of_texts);
    for value in values {
        let text = value.value.text.as_str();
        let digits = text.replace('-', "");
        if numbers && is_number(text) && !is_account(text) {
            let write =
                || repair(titles::write(&digits), vec![replace_string(value.span, &digits)]);
            let repairs = is_account(&digits).then(write).into_iter().collect();
            found.push(Found { repairs, ..Found::new(&INVALID_ACCOUNT, value.span, &[text]) });
        }
        if let Some(arn) = Arn::parse(&value.value.text)
            && wrong_account(&value.value.text).is_some()
        {
            found.push(Entry { text: &value.value.text, span: value.span }.invalid_account(&arn));
        }
    }
}
