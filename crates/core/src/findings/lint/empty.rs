//! Elements that are empty.

use super::Document;
use super::stated::Stated;
use crate::condition::Operator;
use crate::edit::{remove_member, repair};
use crate::english::findings::empty as english;
use crate::english::findings::repairs as titles;
use crate::findings::statement::members;
use crate::findings::{Found, Row};
use crate::json::{Member, Node, Value};
use crate::policy::{PolicyKind, Severity};
use crate::report::{Edit, Repair};

pub(super) const ROWS: &[&Row] = &[
    &EMPTY_ACTION,
    &EMPTY_RESOURCE,
    &EMPTY_PRINCIPAL,
    &EMPTY_CONDITION,
    &NO_CONDITION,
    &NO_PRINCIPAL,
    &EMPTY_SID,
];

const fn row(code: &'static str, say: fn(&[&str]) -> (String, String)) -> Row {
    Row { code, severity: Severity::Suggestion, say }
}

static EMPTY_ACTION: Row = row("empty-array-action", english::empty_element);
static EMPTY_RESOURCE: Row = row("empty-array-resource", english::empty_element);
static EMPTY_PRINCIPAL: Row = row("empty-array-principal", english::empty_principal);
static EMPTY_CONDITION: Row = row("empty-array-condition", english::empty_values);
static NO_CONDITION: Row = row("empty-object-condition", english::no_condition);
static NO_PRINCIPAL: Row = row("empty-object-principal", english::no_principal);
static EMPTY_SID: Row = row("empty-sid-value", english::empty_sid);

pub(super) fn look(document: &Document<'_>, found: &mut Vec<Found>) {
    for statement in &document.statements {
        for member in members(statement.node) {
            match member.key.as_str() {
                "Action" | "NotAction" => list(document, statement, member, &EMPTY_ACTION, found),
                "Resource" | "NotResource" => {
                    list(document, statement, member, &EMPTY_RESOURCE, found);
                }
                "Principal" | "NotPrincipal" => principal(document, statement, member, found),
                "Condition" => condition(statement, &member.value, found),
                "Sid" if member.value.value == Value::String(String::new()) => {
                    let edit = remove_member(statement.node, "Sid");
                    let new = Found::new(&EMPTY_SID, member.value.span, &[]);
                    found.push(Found { repairs: mended(titles::REMOVE_SID, edit), ..new });
                }
                _ => {}
            }
        }
        for test in statement.tests.iter().filter(|test| test.read.values.is_empty()) {
            let words = [test.member.key.as_str()];
            found.push(Found::new(&EMPTY_CONDITION, test.member.value.span, &words));
        }
    }
}

/// An Action or Resource that lists nothing.
fn list(
    document: &Document<'_>,
    statement: &Stated<'_>,
    member: &Member,
    row: &'static Row,
    found: &mut Vec<Found>,
) {
    // Of these reading the document says that there is none (J-24, K-36).
    let key_policy = document.kind == PolicyKind::KeyPolicy;
    let told = key_policy || document.kind.is_of_iam() && member.key.ends_with("Action");
    if told || !member.value.is_empty_list() {
        return;
    }
    // NotAction and NotResource without entries are everything.
    let nothing = !member.key.starts_with("Not");
    let edit = statement.removal(document).filter(|_| nothing);
    let words = [member.key.as_str(), if nothing { "nothing" } else { "everything" }];
    let new = Found::new(row, member.value.span, &words);
    found.push(Found { repairs: mended(titles::REMOVE_STATEMENT, edit), ..new });
}

fn principal(
    document: &Document<'_>,
    statement: &Stated<'_>,
    member: &Member,
    found: &mut Vec<Found>,
) {
    // Elsewhere no Principal may stand, or only `"*"`, and reading the document says so.
    let allowed = document.kind.has_principal() && document.kind != PolicyKind::ResourceControl;
    let Value::Object(types) = &member.value.value else { return };
    if !allowed {
        return;
    }
    let nothing = !member.key.starts_with("Not");
    let removal = || statement.removal(document).filter(|_| nothing);
    if types.is_empty() {
        let repairs = mended(titles::REMOVE_STATEMENT, removal());
        let new = Found::new(&NO_PRINCIPAL, member.value.span, &[&member.key]);
        found.push(Found { repairs, ..new });
    }
    let all_empty = types.iter().all(|kind| kind.value.is_empty_list());
    for kind in types.iter().filter(|kind| kind.value.is_empty_list()) {
        let repairs = if all_empty {
            mended(titles::REMOVE_STATEMENT, removal())
        } else {
            mended(&titles::remove(&kind.key), remove_member(&member.value, &kind.key))
        };
        let new = Found::new(&EMPTY_PRINCIPAL, kind.value.span, &[&kind.key]);
        found.push(Found { repairs, ..new });
    }
}

/// A Condition that says nothing, or an operator in it that does.
fn condition(statement: &Stated<'_>, condition: &Node, found: &mut Vec<Found>) {
    let Value::Object(operators) = &condition.value else { return };
    if operators.is_empty() {
        let repairs = mended(titles::REMOVE_CONDITION, statement.without_condition());
        found.push(Found { repairs, ..Found::new(&NO_CONDITION, condition.span, &["Condition"]) });
    }
    for operator in operators.iter().filter(|one| Operator::read(&one.key).is_some()) {
        if operator.value.value == Value::Object(Vec::new()) {
            let repairs = if operators.len() == 1 {
                mended(titles::REMOVE_CONDITION, statement.without_condition())
            } else {
                mended(&titles::remove(&operator.key), remove_member(condition, &operator.key))
            };
            let new = Found::new(&NO_CONDITION, operator.value.span, &[&operator.key]);
            found.push(Found { repairs, ..new });
        }
    }
}

fn mended(title: &str, edit: Option<Edit>) -> Vec<Repair> {
    edit.map(|edit| repair(title, vec![edit]).certain()).into_iter().collect()
}
