//! What a condition compares: the values of a stranger's policy and of a stranger's request.
//!
//! What is expected is said once more here, as slowly and literally as can be.

use std::cmp::Ordering;
use std::net::IpAddr;
use std::time::{Duration, Instant as Clock};

use kms_policy::condition::{Cidr, Comparison, Decimal, Instant, Operator, Order};
use kms_policy::decide::Model;
use kms_policy::glob;
use kms_policy::policy;
use kms_policy::report::Verdict;
use kms_policy::scenario::Scenario;
use serde_json::json;

/// So many characters a pattern and a text are drawn out to.
const DRAWN_OUT: usize = 20_000;

/// Where time grows with the length, this takes a hundredth of it. What tries every place of the pattern at every
/// place of the text would take longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// The first line is an operator, the second the policy's value, the rest the request's.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let mut lines = text.splitn(3, '\n');
    let (Some(operator), Some(wanted), Some(found)) = (lines.next(), lines.next(), lines.next())
    else {
        return;
    };
    wildcards(wanted, found);
    numbers(wanted, found);
    instants(wanted, found);
    addresses(wanted, found);
    decided(operator, wanted, found);
}

fn wildcards(pattern: &str, text: &str) {
    let matches = glob::matches(pattern, text);
    assert_eq!(matches, fits(pattern, text), "{pattern:?} on {text:?}");
    if glob::matches_short_arn(pattern, text) {
        assert!(matches, "a short ARN matches less: {pattern:?} on {text:?}");
    }
    if matches {
        assert!(glob::matches_ignoring_case(pattern, text), "{pattern:?} on {text:?}");
    }
    let (pattern, text) = (drawn_out(pattern), drawn_out(text));
    let start = Clock::now();
    let _ = (glob::matches(&pattern, &text), policy::matches(&pattern, &text));
    let took = start.elapsed();
    assert!(took < PATIENCE, "{took:?} for {pattern:?} on {text:?}");
}

/// The text, again and again.
fn drawn_out(text: &str) -> String {
    text.repeat(DRAWN_OUT / text.len().max(1))
}

/// Does the pattern fit the text? By a table of every start of the one with every start of the other.
fn fits(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut row: Vec<bool> = (0..=text.len()).map(|length| length == 0).collect();
    for wanted in pattern.chars() {
        let mut next = vec![false; row.len()];
        next[0] = wanted == '*' && row[0];
        for (at, found) in text.iter().enumerate() {
            next[at + 1] = match wanted {
                '*' => row[at + 1] || next[at],
                '?' => row[at],
                other => row[at] && other == *found,
            };
        }
        row = next;
    }
    row[text.len()]
}

/// Numbers are ordered, and in the same way from both sides.
fn numbers(one: &str, other: &str) {
    let (Some(left), Some(right)) = (Decimal::parse(one), Decimal::parse(other)) else { return };
    assert_eq!(left.cmp(&right), by_digits(one, other), "{one:?} and {other:?}");
    assert_eq!(left.cmp(&right), right.cmp(&left).reverse(), "{one:?} and {other:?}");
}

/// Which of two numbers is larger? Both are written with as many digits before and behind the point.
fn by_digits(one: &str, other: &str) -> Ordering {
    let split = |text: &str| {
        let digits = text.trim_start_matches('-');
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        (text.starts_with('-'), whole.to_owned(), fraction.to_owned())
    };
    let (left, right) = (split(one), split(other));
    let (before, behind) = (left.1.len().max(right.1.len()), left.2.len().max(right.2.len()));
    let digits = |(_, whole, fraction): &(bool, String, String)| {
        format!("{whole:0>before$}{fraction:0<behind$}")
    };
    let (a, b) = (digits(&left), digits(&right));
    let is_zero = |digits: &str| digits.bytes().all(|digit| digit == b'0');
    let (minus_a, minus_b) = (left.0 && !is_zero(&a), right.0 && !is_zero(&b));
    match (minus_a, minus_b) {
        (false, false) => a.cmp(&b),
        (true, true) => b.cmp(&a),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

/// What is written of an instant is read as the same second, and days follow each other as their texts do.
fn instants(one: &str, other: &str) {
    let Some(instant) = Instant::parse(one) else { return };
    if let Some(written) = instant.w3c() {
        let again = Instant::parse(&written).map(Instant::epoch_seconds);
        assert_eq!(again, Some(instant.epoch_seconds()), "{one:?} as {written}");
    }
    let are_days =
        [one, other].iter().all(|text| text.len() == 10 && text.matches('-').count() == 2);
    if let Some(next) = Instant::parse(other).filter(|_| are_days) {
        assert_eq!(instant.cmp(&next), one.cmp(other), "{one:?} and {other:?}");
    }
}

fn addresses(block: &str, address: &str) {
    let Some(read) = Cidr::parse(block) else { return };
    let network = read.network();
    assert_eq!(Cidr::parse(&read.to_string()), Some(read), "{block:?}");
    assert_eq!(network.network(), network, "{block:?}");
    let _ = read.is_private();
    if let Ok(address) = address.parse::<IpAddr>() {
        assert_eq!(read.contains(address), has(block, address), "{block:?} with {address}");
        assert_eq!(network.contains(address), read.contains(address), "{block:?} with {address}");
    }
}

/// Is the address in the block? Bit by bit.
fn has(block: &str, address: IpAddr) -> bool {
    let bits = |address: IpAddr| -> Vec<bool> {
        let bytes = match address {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().to_vec(),
        };
        bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)).collect()
    };
    let (own, prefix) = block.split_once('/').unwrap_or((block, "128"));
    let own = bits(own.parse().expect("it was read"));
    let other = bits(address);
    let prefix = prefix.parse::<usize>().expect("it was read").min(own.len());
    own.len() == other.len() && own[..prefix] == other[..prefix]
}

/// A key policy with this condition decides, and where it can be said simply as expected.
fn decided(operator: &str, wanted: &str, found: &str) {
    const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412";
    const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": ALICE}, "Action": "kms:Decrypt", "Resource": "*",
        "Condition": {operator: {"kms:EncryptionContext:fuzz": wanted}},
    }]});
    let text = json!({
        "version": 1, "keys": [{"arn": KEY, "policy": policy.to_string()}], "principals": [{"arn": ALICE}],
        "matrix": {"actions": ["kms:Decrypt"], "request": {"encryptionContext": {"fuzz": found}}},
    });
    let scenario = Scenario::from_json(&text.to_string()).expect("a scenario");
    let model = Model::new(&scenario).expect("it can be decided");
    let cell = model.matrix().cells[0];
    assert_eq!(cell, model.cell(&model.matrix_question(ALICE, "kms:Decrypt").expect("a cell")));
    if cell.uncertain || wanted.contains("${") {
        return;
    }
    let Some(operator) = Operator::read(operator) else { return };
    let Some(holds) = expected(operator.comparison, wanted, found) else { return };
    let verdict = if holds != operator.negated { Verdict::Allow } else { Verdict::ImplicitDeny };
    assert_eq!(cell.verdict, verdict, "{text}");
}

/// Does the comparison hold? `None` where one of both is nothing that it compares.
fn expected(comparison: Comparison, wanted: &str, found: &str) -> Option<bool> {
    match comparison {
        Comparison::Equals => Some(wanted == found),
        Comparison::EqualsIgnoringCase => Some(wanted.to_lowercase() == found.to_lowercase()),
        Comparison::Like => Some(fits(wanted, found)),
        Comparison::Arn => {
            let wanted: Vec<&str> = wanted.splitn(6, ':').collect();
            let found: Vec<&str> = found.splitn(6, ':').collect();
            let all = || wanted.iter().zip(&found).all(|(wanted, found)| fits(wanted, found));
            (wanted.len() == 6).then(|| found.len() == 6 && all())
        }
        Comparison::Number(order) => {
            Decimal::parse(wanted)?;
            Decimal::parse(found)?;
            let ordering = by_digits(found, wanted);
            Some(match order {
                Order::Same => ordering.is_eq(),
                Order::Less => ordering.is_lt(),
                Order::AtMost => ordering.is_le(),
                Order::More => ordering.is_gt(),
                Order::AtLeast => ordering.is_ge(),
            })
        }
        Comparison::Address => {
            Cidr::parse(wanted)?;
            Some(has(wanted, found.parse().ok()?))
        }
        Comparison::Date(_) | Comparison::Bool | Comparison::Binary | Comparison::Null => None,
    }
}
