//! How condition operators relate to one another (specification, section 7).

use super::{decide, equal, explain, law};
use kms_policy::condition::ConditionKey;
use kms_policy::report::Verdict;
use kms_policy_verify::dice::Dice;
use kms_policy_verify::documents::{change, documents};
use kms_policy_verify::generate;
use serde_json::{Value, json};
use std::cell::Cell;

/// Operators with their negations.
const OPERATORS: [(&str, &str); 8] = [
    ("StringEquals", "StringNotEquals"),
    ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    ("StringLike", "StringNotLike"),
    ("NumericEquals", "NumericNotEquals"),
    ("DateEquals", "DateNotEquals"),
    ("IpAddress", "NotIpAddress"),
    ("ArnEquals", "ArnNotEquals"),
    ("ArnLike", "ArnNotLike"),
];

/// The scenario's first request under a key policy whose only Deny has this condition: does the
/// Deny apply? `None` where something else decides, or where it is not sure.
fn applies(scenario: &Value, condition: &Value) -> Option<bool> {
    let mut plain = scenario.clone();
    plain["requests"] = json!([scenario["requests"][0]]);
    let all = json!({ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" });
    let mut deny = all.clone();
    deny["Effect"] = json!("Deny");
    deny["Condition"] = condition.clone();
    for pointer in documents(scenario) {
        change(&mut plain, &pointer, |statements| {
            statements.retain(|one| one["Effect"] == "Allow")
        });
    }
    for key in plain["keys"].as_array_mut()? {
        key["policy"] = json!({ "Version": "2012-10-17", "Statement": [all, deny] });
        key.as_object_mut()?.retain(|name, _| name != "saved" && name != "ramPolicy");
    }
    let answer = decide(&plain)?.into_iter().next()?;
    match answer.verdict {
        _ if answer.uncertain => None,
        Verdict::ExplicitDeny => Some(true),
        Verdict::Allow => Some(false),
        Verdict::ImplicitDeny | Verdict::Error => None,
    }
}

/// A test of one condition key.
struct Test<'a> {
    scenario: &'a Value,
    key: String,
    values: Value,
}

impl<'a> Test<'a> {
    /// One near to the first request, and its operator without prefix and ending.
    fn any(scenario: &'a Value, dice: &mut Dice) -> Option<(Self, String)> {
        let action = scenario["requests"][0]["action"].as_str()?.to_owned();
        let condition = generate::condition(dice, &[action]);
        let (operator, keys) = condition.as_object()?.iter().next()?;
        let (key, values) = keys.as_object()?.iter().next()?;
        let operator = operator.rsplit(':').next()?;
        let operator = operator.strip_suffix("IfExists").unwrap_or(operator).to_owned();
        Some((Self { scenario, key: key.clone(), values: values.clone() }, operator))
    }

    fn holds(&self, operator: &str) -> Option<bool> {
        applies(self.scenario, &json!({ operator: { &self.key: self.values } }))
    }

    fn is_absent(&self) -> Option<bool> {
        applies(self.scenario, &json!({ "Null": { &self.key: "true" } }))
    }

    /// Without a set operator nothing holds for such a key (O-40).
    fn is_multivalued(&self) -> bool {
        ConditionKey::read(&self.key).name.is_multivalued()
    }
}

/// How often a law must have had something to say.
const LEAST: u32 = if cfg!(debug_assertions) { 1 } else { 50 };

/// Holds a law that has nothing to say of most scenarios: of some it must have.
fn law_of_some(holds: impl Fn(&Value, &mut Dice) -> Option<Result<(), String>>) {
    let met = Cell::new(0_u32);
    law(|scenario, dice| {
        // A request of one check, which hears the key policy's Deny.
        let single = explain(scenario).first().is_some_and(|decision| decision.parts.is_empty());
        if !single || applies(scenario, &json!({})) != Some(true) {
            return Ok(());
        }
        let Some(result) = holds(scenario, dice) else { return Ok(()) };
        met.set(met.get() + 1);
        result
    });
    assert!(met.get() >= LEAST, "the law was met {} times", met.get());
}

fn check(law: &str, test: &Test<'_>, holds: bool) -> Result<(), String> {
    if holds { Ok(()) } else { Err(format!("{law} with {} {}", test.key, test.values)) }
}

#[test]
fn a_negated_operator_is_the_complement_where_the_key_is_present_and_true_where_it_is_absent() {
    law_of_some(|scenario, dice| {
        let (test, operator) = Test::any(scenario, dice)?;
        let (positive, negated) = OPERATORS.iter().find(|(positive, negated)| {
            [positive, negated].iter().any(|one| **one == operator) && !test.is_multivalued()
        })?;
        let (is, is_not) = (test.holds(positive)?, test.holds(negated)?);
        let expected = if test.is_absent()? { !is && is_not } else { is != is_not };
        Some(check(&format!("{positive} {is}, {negated} {is_not}"), &test, expected))
    });
}

#[test]
fn if_exists_is_absent_or_the_plain_operator() {
    law_of_some(|scenario, dice| {
        let (test, operator) = Test::any(scenario, dice)?;
        let lenient = test.holds(&format!("{operator}IfExists"))?;
        let (absent, plain) = (test.is_absent()?, test.holds(&operator)?);
        let law = format!("{operator}IfExists {lenient}, absent {absent}, plain {plain}");
        Some(check(&law, &test, lenient == (absent || plain)))
    });
}

#[test]
fn for_all_values_is_not_any_value_of_the_negated_operator() {
    law_of_some(|scenario, dice| {
        let (test, operator) = Test::any(scenario, dice)?;
        let (positive, negated) = OPERATORS
            .iter()
            .find(|(one, other)| [one, other].iter().any(|one| **one == operator))?;
        let (one, other) = if dice.chance(50) { (positive, negated) } else { (negated, positive) };
        let all = test.holds(&format!("ForAllValues:{one}"))?;
        let any = test.holds(&format!("ForAnyValue:{other}"))?;
        Some(check(
            &format!("ForAllValues:{one} {all}, ForAnyValue:{other} {any}"),
            &test,
            all != any,
        ))
    });
}

/// The pattern with a stretch of it replaced by `*`, or one character by `?`.
fn widened(dice: &mut Dice, pattern: &str) -> String {
    let mut characters: Vec<char> = pattern.chars().collect();
    if characters.is_empty() {
        return "*".to_owned();
    }
    let start = dice.below(characters.len());
    if dice.chance(50) && characters[start] != '*' {
        characters[start] = '?';
    } else {
        let end = start + dice.below(characters.len() - start + 1);
        characters.splice(start..end, ['*']);
    }
    characters.into_iter().collect()
}

#[test]
fn a_wider_pattern_matches_whatever_the_pattern_matches() {
    law_of_some(|scenario, dice| {
        let (test, _) = Test::any(scenario, dice)?;
        // Not of a policy variable.
        let pattern = test.values.as_str().filter(|text| !text.contains('$'))?.to_owned();
        let wider = Test { values: json!(widened(dice, &pattern)), ..test };
        let narrow = Test { values: json!(pattern), key: wider.key.clone(), ..wider };
        let law = format!("like {}", wider.values);
        narrow.holds("StringLike")?.then_some(())?;
        Some(check(&law, &narrow, wider.holds("StringLike")?))
    });
}

#[test]
fn a_wider_network_holds_whatever_the_network_holds() {
    law_of_some(|scenario, dice| {
        let (address, length) = match dice.below(2) {
            0 => (format!("203.0.{}.{}", dice.below(4), dice.below(256)), 32),
            _ => (format!("2001:db8:{:x}::{:x}", dice.below(16), dice.below(256)), 128),
        };
        // Not from a service, whose address the request does not show.
        let mut scenario = scenario.clone();
        scenario["requests"][0]["context"]["aws:SourceIp"] = json!(address);
        let network = match length {
            32 => format!("203.0.{}.{}", dice.below(4), dice.below(256)),
            _ => format!("2001:db8:{:x}::{:x}", dice.below(16), dice.below(256)),
        };
        let prefix = dice.below(length) + 1;
        let within = |prefix: usize| Test {
            scenario: &scenario,
            key: "aws:SourceIp".to_owned(),
            values: json!(format!("{network}/{prefix}")),
        };
        let wider = dice.below(prefix);
        within(prefix).holds("IpAddress")?.then_some(())?;
        Some(check(
            &format!("{address} is in /{prefix}, in /{wider}"),
            &within(prefix),
            within(wider).holds("IpAddress")?,
        ))
    });
}

/// Numbers and dates: what lies before something lies before all that is later.
#[test]
fn a_later_limit_admits_whatever_the_limit_admits() {
    const KEYS: [(&str, &str); 3] = [
        ("aws:MultiFactorAuthAge", "Numeric"),
        ("aws:EpochTime", "Date"),
        ("aws:EpochTime", "Numeric"),
    ];
    law_of_some(|scenario, dice| {
        let (key, family) = *dice.one(&KEYS);
        let limit = 1_782_820_800 + dice.below(7) * 100_000_000 - 300_000_000;
        let limit = if key == "aws:MultiFactorAuthAge" { dice.below(4_000) } else { limit };
        let mut scenario = scenario.clone();
        if key == "aws:MultiFactorAuthAge" {
            scenario["requests"][0]["context"][key] = json!(dice.below(4_000).to_string());
        }
        let before = |limit: usize| Test {
            scenario: &scenario,
            key: key.to_owned(),
            values: json!(limit.to_string()),
        };
        let (less, equal) = (format!("{family}LessThan"), format!("{family}LessThanEquals"));
        let later = limit + dice.below(1_000);
        before(limit).holds(&less)?.then_some(())?;
        let law = format!("{less} {later}, {equal}, not {family}GreaterThanEquals");
        let holds = before(later).holds(&less)?
            && before(limit).holds(&equal)?
            && !before(limit).holds(&format!("{family}GreaterThanEquals"))?;
        Some(check(&law, &before(limit), holds))
    });
}

/// An entry of a request that nothing speaks of is as good as none.
#[test]
fn what_no_policy_mentions_never_matters() {
    law_of_some(|scenario, dice| {
        let text = scenario.to_string().to_lowercase();
        let mut other = scenario.clone();
        let field = *dice.one(&["context", "encryptionContext"]);
        let entries = other["requests"][0][field].as_object_mut()?;
        let names: Vec<String> = entries.keys().cloned().collect();
        let name = names.get(dice.below(names.len().max(1)))?;
        // Once as the entry itself. A grant says `sourceArn`, and these speak of every pair.
        let bare = name.rsplit(':').next()?.to_lowercase();
        let of_all = ["encryptioncontextkeys", "encryptioncontextequals"];
        let mentioned = text.matches(&bare).count() > 1;
        if mentioned || of_all.iter().any(|all| text.contains(all)) {
            return None;
        }
        entries.remove(name);
        Some(equal(scenario, &other).map_err(|error| format!("without {name}: {error}")))
    });
}
