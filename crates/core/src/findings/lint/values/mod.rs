//! Values of conditions.

mod address;
mod vpc;

use super::Document;
use super::stated::Tested;
use crate::condition::{Comparison, Instant, Value};
use crate::edit::{repair, replace_string};
use crate::english::findings::repairs as titles;
use crate::english::findings::values as english;
use crate::findings::{Found, Row};
use crate::policy::Severity;

pub(super) const ROWS: &[&Row] = &[
    &MULTIPLE_BOOLEAN,
    &DATE_VALUE,
    &address::PRIVATE,
    &address::PRIVATE_NOT,
    &address::RANGE,
    &vpc::VPC,
    &vpc::VPCE,
];

static MULTIPLE_BOOLEAN: Row = Row {
    code: "invalid-condition-multiple-boolean",
    severity: Severity::Error,
    say: english::multiple_boolean,
};
static DATE_VALUE: Row =
    Row { code: "invalid-date-value", severity: Severity::Warning, say: english::date_value };

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    for statement in &document.statements {
        for test in &statement.tests {
            match test.operator.comparison {
                Comparison::Bool => multiple_boolean(test, found),
                Comparison::Date(_) => date_values(test, found),
                Comparison::Address => address::look(test, found),
                _ => vpc::look(document, test, found),
            }
        }
    }
}

fn multiple_boolean(test: &Tested<'_>, found: &mut Vec<Found>) {
    if test.read.values.len() < 2 || !test.is_readable() {
        return;
    }
    let list = test.member.value.span;
    let has = |wished: bool| {
        let same = |value: &Value| matches!(value, Value::Bool { wanted, .. } if *wanted == wished);
        test.read.values.iter().any(|listed| same(&listed.value.value))
    };
    let repairs = [true, false].into_iter().filter(|wished| has(*wished)).map(|wished| {
        let text = wished.to_string();
        repair(titles::write_only(&text), vec![replace_string(list, &text)])
    });
    let repairs = repairs.collect();
    let words = [test.member.key.as_str()];
    found.push(Found { repairs, ..Found::new(&MULTIPLE_BOOLEAN, list, &words) });
}

/// Seconds since 1970, which people read wrongly; Numeric operators are the ones that take them.
fn date_values(test: &Tested<'_>, found: &mut Vec<Found>) {
    for listed in &test.read.values {
        let text = listed.value.text.as_str();
        let digits = text.strip_prefix('-').unwrap_or(text).bytes().all(|b| b.is_ascii_digit());
        let Value::Date(_) = listed.value.value else { continue };
        // Four digits are a year.
        if digits && text.len() != 4 {
            let date = Instant::parse(text).and_then(Instant::w3c);
            let mend = |date: String| {
                repair(titles::write(&date), vec![replace_string(listed.span, &date)]).certain()
            };
            let repairs = date.map(mend).into_iter().collect();
            found.push(Found { repairs, ..Found::new(&DATE_VALUE, listed.span, &[text]) });
        }
    }
}
