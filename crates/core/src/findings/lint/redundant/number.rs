//! Limits of which only the widest counts.

use crate::condition::{Comparison, Decimal, Order, Value};
use crate::edit::{quoted, repair, replace};
use crate::english::findings::redundant as english;
use crate::english::findings::repairs as titles;
use crate::findings::lint::stated::Tested;
use crate::findings::{Found, Row};
use crate::policy::Severity;

pub(super) static REDUNDANT_NUMBER: Row = Row {
    code: "redundant-condition-value-num",
    severity: Severity::Suggestion,
    say: english::redundant_number,
};

pub(super) fn look(test: &Tested<'_>, found: &mut Vec<Found>) {
    let Comparison::Number(order) = test.operator.comparison else { return };
    let numbers = test.read.values.iter().map(|listed| match &listed.value.value {
        Value::Number(number) => Some((number, listed)),
        _ => None,
    });
    let Some(numbers) = numbers.collect::<Option<Vec<_>>>().filter(|all| all.len() > 1) else {
        return;
    };
    let by_size = |a: &&(&Decimal, _), b: &&(&Decimal, _)| a.0.cmp(b.0);
    let widest = match order {
        Order::Less | Order::AtMost => numbers.iter().max_by(by_size),
        Order::More | Order::AtLeast => numbers.iter().min_by(by_size),
        Order::Same => None,
    };
    let Some((_, widest)) = widest else { return };
    let list = test.member.value.span;
    // As it is written, with its quotes or without.
    let written =
        if widest.value.bare { widest.value.text.clone() } else { quoted(&widest.value.text) };
    let mend =
        repair(titles::write_only(&widest.value.text), vec![replace(list, written)]).certain();
    let words = [test.block.key.as_str(), &widest.value.text];
    found.push(Found { repairs: vec![mend], ..Found::new(&REDUNDANT_NUMBER, list, &words) });
}
