//! Why a statement or a grant does not match, with the element and the values: one clause a reason.
//! The sentence, the page and the command line say it alike.

use super::{and, capital, grant_lacks, grant_named};
use crate::condition::{Comparison, Operator, Order, SetOperator};
use crate::matching::Fit;
use crate::report::{Arns, GrantTrace, Match, Reason, ReasonCode, StatementTrace};
use std::collections::BTreeMap;

/// What fails in a statement, a text a reason: of a near miss behind `would match, but`.
pub fn statement_words(trace: &StatementTrace, arns: Arns) -> Vec<String> {
    let in_key_policy = trace.document.starts_with("/keys/");
    let clauses = trace.reasons.iter().map(|reason| match no_effect(reason, in_key_policy, arns) {
        Some(clause) => clause,
        None => clause(reason, arns),
    });
    let lead = match trace.matched {
        Match::NearMiss if trace.effect == "Deny" => "would deny, but ",
        Match::NearMiss => "would match, but ",
        // A Deny that cannot be evaluated.
        Match::Decisive | Match::Matched => "counts, although ",
        Match::Irrelevant => "",
    };
    clauses.map(|clause| format!("{lead}{clause}")).collect()
}

/// What of a statement is not certain, where nothing else keeps it from mattering.
pub fn doubt(trace: &StatementTrace) -> Option<String> {
    let [reason] = trace.reasons.as_slice() else { return None };
    let name = match trace.sid.as_deref().filter(|sid| !sid.is_empty()) {
        Some(sid) => format!("“{sid}”"),
        None => format!("Statement {}", trace.index + 1),
    };
    let words = statement_words(trace, Arns::Short);
    (reason.fit != Fit::No).then(|| format!("{name} {}", words.concat()))
}

/// A key policy statement that KMS stores and never heeds (K-36).
fn no_effect(reason: &Reason, in_key_policy: bool, arns: Arns) -> Option<String> {
    if reason.fit != Fit::Doubtful || !in_key_policy {
        return None;
    }
    let element = reason.element;
    match reason.code {
        ReasonCode::Action | ReasonCode::Resource if reason.expected.is_empty() => {
            Some(format!("it has no `{element}`, and so no effect"))
        }
        ReasonCode::Resource => Some(format!(
            "`{element}` is {}, and in a key policy only a `Resource` of `*` has an effect",
            Values::of(reason, arns).list(&reason.expected)
        )),
        _ => None,
    }
}

/// What one reason says: what the request has, then what the statement wants.
pub fn clause(reason: &Reason, arns: Arns) -> String {
    let Reason { element, expected, .. } = reason;
    let values = Values::of(reason, arns);
    let (wanted, found) = (values.list(expected), values.list(&reason.actual));
    let clause = match reason.code {
        ReasonCode::Unsupported => return unsupported(reason),
        ReasonCode::PrincipalRecreated => {
            format!("`{element}` names {found} as it was before it was deleted and made again")
        }
        ReasonCode::Principal if *element == "NotPrincipal" => {
            format!("the caller is {found}, `NotPrincipal` leaves it out: {wanted}")
        }
        ReasonCode::Principal => format!("the caller is {found}, `{element}` names {wanted}"),
        ReasonCode::Action | ReasonCode::Resource => {
            let noun = if reason.code == ReasonCode::Action { "action" } else { "resource" };
            let verb = if element.starts_with("Not") { "leaves out" } else { "names" };
            format!("the {noun} is {found}, `{element}` {verb} {wanted}")
        }
        ReasonCode::ConditionMissing => {
            let wants =
                wants(reason, values).map_or_else(String::new, |wants| format!(", {wants}"));
            let key = key(reason);
            if reason.fit == Fit::Unsupported {
                return format!("the scenario does not say what {key} is{wants}");
            }
            format!("the request has no {key}{wants}")
        }
        ReasonCode::ConditionValue | ReasonCode::ConditionSet => condition(reason, &found, values),
    };
    match reason.fit {
        Fit::Doubtful => format!("{clause}; that is taken so, and not certain"),
        _ => clause,
    }
}

fn key(reason: &Reason) -> String {
    quoted(reason.key.as_deref().unwrap_or_default())
}

/// An element that cannot be evaluated.
fn unsupported(reason: &Reason) -> String {
    match &reason.operator {
        Some(operator) if Operator::read(operator).is_none() => {
            format!("{} is no condition operator", quoted(operator))
        }
        Some(_) => format!("its condition on {} cannot be evaluated here", key(reason)),
        None if reason.element == "Statement" => {
            "it has an element that policies do not have".to_owned()
        }
        None => format!("its `{}` cannot be evaluated here", reason.element),
    }
}

/// A condition on a key that the request has.
fn condition(reason: &Reason, found: &str, values: Values) -> String {
    let key = key(reason);
    let operator = reason.operator.as_deref().and_then(Operator::read);
    let Some((operator, wants)) = operator.zip(wants(reason, values)) else {
        return unsupported(reason);
    };
    if operator.comparison == Comparison::Null {
        return format!("the request has {key}, {wants}");
    }
    if reason.code == ReasonCode::ConditionSet && operator.set.is_none() {
        return format!(
            "{key} has several values, and without `ForAnyValue` or `ForAllValues` nothing matches"
        );
    }
    if reason.actual.is_empty() && reason.code == ReasonCode::ConditionValue {
        return format!("the request has {key} twice, spelled in different case");
    }
    format!("{key} is {found}, {wants}")
}

/// `the condition wants …`
fn wants(reason: &Reason, values: Values) -> Option<String> {
    let expected = &reason.expected;
    let operator = Operator::read(reason.operator.as_deref()?)?;
    if operator.comparison == Comparison::Null {
        let absent = expected.iter().any(|value| value.eq_ignore_ascii_case("true"));
        return Some(format!("the condition wants it{}", if absent { " absent" } else { "" }));
    }
    let compared = match operator.comparison {
        Comparison::Number(order) => match order {
            Order::Same => "",
            Order::Less => "less than ",
            Order::AtMost => "at most ",
            Order::More => "more than ",
            Order::AtLeast => "at least ",
        },
        Comparison::Date(order) => match order {
            Order::Same => "",
            Order::Less => "a time before ",
            Order::AtMost => "a time up to ",
            Order::More => "a time after ",
            Order::AtLeast => "a time from ",
        },
        Comparison::Address => "an address in ",
        _ => "",
    };
    let not = if operator.negated { "anything but " } else { "" };
    let of = match operator.set {
        Some(SetOperator::All) => "every value to be ",
        Some(SetOperator::Any) => "a value to be ",
        None => "",
    };
    let one_of = if expected.len() > 1 { "one of " } else { "" };
    let case = match operator.comparison {
        Comparison::EqualsIgnoringCase => " in any case",
        _ => "",
    };
    let wanted = values.list(expected);
    Some(format!("the condition wants {of}{not}{compared}{one_of}{wanted}{case}"))
}

/// What a grant is for: its grantee, operations and constraints.
pub fn grant_terms(trace: &GrantTrace, arns: Arns) -> String {
    let grant = &trace.grant;
    let grantee = grant.grantee.as_ref().or(grant.grantee_service.as_ref());
    let operations: Vec<String> =
        grant.operations.iter().map(|operation| quoted(operation)).collect();
    let mut terms = format!(
        "to {} for {}",
        grantee.map_or_else(|| "nobody".to_owned(), |arn| Values::alone(arns, arn).text(arn)),
        join(&operations, arns)
    );
    let Some(constraints) = &grant.constraints else {
        return terms;
    };
    let pairs = |pairs: &BTreeMap<String, String>| {
        let pairs = pairs.iter().map(|(name, value)| quoted(&format!("{name}={value}")));
        join(&pairs.collect::<Vec<_>>(), arns)
    };
    if let Some(wanted) = &constraints.encryption_context_equals {
        terms += &format!(", if the encryption context is {}", pairs(wanted));
    } else if let Some(wanted) = &constraints.encryption_context_subset {
        terms += &format!(", if the encryption context has {}", pairs(wanted));
    }
    if let Some(source) = &constraints.source_arn {
        terms += &format!(", if the source is {}", Values::alone(arns, source).text(source));
    }
    terms
}

/// What a grant is called.
pub fn grant_name(trace: &GrantTrace) -> String {
    capital(&grant_named(&trace.grant.id))
}

/// Why a grant does not allow.
pub fn grant_words(trace: &GrantTrace) -> Option<String> {
    let lead = if trace.matched == Match::NearMiss { "would allow, but it " } else { "" };
    Some(format!("{lead}{}", grant_lacks(trace.lacks?)))
}

/// Values in a title, shortened where they are ARNs: where several differ stays, and which account a
/// root user is of.
pub fn shortened<const N: usize>(values: [&str; N]) -> [String; N] {
    let root = values.iter().any(|value| value.ends_with(":root"));
    let cut = common(values.iter().copied());
    let values_of = Values { arns: Arns::Short, cut: if root { cut.min(4) } else { cut } };
    values.map(|value| values_of.text(value))
}

/// How values are written.
#[derive(Clone, Copy)]
struct Values {
    arns: Arns,
    /// Of every ARN so many parts are left out.
    cut: usize,
}

impl Values {
    /// Values that are held against each other: what their ARNs have in common may be left out, and
    /// where they differ stays.
    fn of(reason: &Reason, arns: Arns) -> Self {
        Self { arns, cut: common(reason.expected.iter().chain(&reason.actual).map(String::as_str)) }
    }

    fn alone(arns: Arns, value: &str) -> Self {
        Self { arns, cut: common(std::iter::once(value)) }
    }

    fn text(self, value: &str) -> String {
        let rest = value.splitn(self.cut + 1, ':').last().filter(|_| value.starts_with("arn:"));
        match rest {
            Some(rest) if self.arns == Arns::Short && self.cut > 1 => quoted(&format!("…:{rest}")),
            _ => quoted(value),
        }
    }

    fn list(self, values: &[String]) -> String {
        let texts: Vec<String> = values.iter().map(|value| self.text(value)).collect();
        if texts.is_empty() { "nothing".to_owned() } else { join(&texts, self.arns) }
    }
}

/// How many parts the ARNs among some values begin with in common, of the five before the resource.
fn common<'v>(values: impl Iterator<Item = &'v str>) -> usize {
    let mut arns = values.filter(|value| value.starts_with("arn:"));
    let Some(first) = arns.next().filter(|arn| is_whole(arn)) else {
        return 0;
    };
    arns.fold(5, |cut, other| {
        let parts = first.split(':').zip(other.split(':'));
        let same = parts.take_while(|(a, b)| a == b).count();
        if is_whole(other) { cut.min(same) } else { 0 }
    })
}

fn is_whole(arn: &str) -> bool {
    arn.splitn(6, ':').count() == 6
}

/// In backticks, which the text itself must not have.
fn quoted(value: &str) -> String {
    if value.is_empty() {
        "an empty text".to_owned()
    } else {
        format!("`{}`", value.replace('`', "'"))
    }
}

/// Whole lists where ARNs are whole.
fn join(texts: &[String], arns: Arns) -> String {
    match (texts, arns) {
        ([all @ .., last], Arns::Whole) if !all.is_empty() => {
            format!("{} and {last}", all.join(", "))
        }
        _ => and(texts),
    }
}
