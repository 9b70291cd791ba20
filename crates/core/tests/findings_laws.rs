//! Laws of findings, held against documents that were spoiled at random: whatever the text, the
//! places are in it and in order, and a repair mends what it is offered for and breaks nothing else.

mod access;

use access::{answers, named, widened};
use kms_policy::assist::{complete, hover};
use kms_policy::decide::Model;
use kms_policy::findings::{self, mended, of_text};
use kms_policy::json::{self, Node, Value};
use kms_policy::policy::{PolicyKind, Severity, read};
use kms_policy::rehearsal::rehearse;
use kms_policy::report::{Edit, Finding, Repair, Verdict};
use kms_policy::scenario::{Scenario, apply};
use kms_policy::text::{Encoding, Span};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// So many spoiled documents are looked at.
const DOCUMENTS: usize = 6_000;

/// Pieces of text that are put in, in strings and between them.
const PIECES: [&str; 24] = [
    "\"", "'", "{", "}", "[", "]", ",", ":", "\\", "\n", "\t", "é", "😀", "“", "”", "\u{a0}",
    "\u{200b}", "\u{2013}", "${", "}", "*", "?", "// x\n", "0",
];

/// Values that are put in the place of others.
const VALUES: [&str; 30] = [
    "\"\"",
    "[]",
    "{}",
    "1",
    "012345678901",
    "null",
    "true",
    "\"*\"",
    "[\"*\", \"*\"]",
    "\"x\"",
    "\"kms:ReEncrypt\"",
    "[\"kms:Descrypt\", \"kms:Decrypt\", \"s3:GetObject\"]",
    "\"k*:Decrypt\"",
    "\"kms:${aws:username}\"",
    "\"${aws:username\"",
    "\"${ aws:username }\"",
    "\"kms:*\"",
    "\"arn:aws:kms:us-west-2:111122223333:alias/a\"",
    "\"arn:aws:KMS:us-west-2:1111-2222-3333:key:a\"",
    "\"arn:aws:iam:111122223333:role/a\"",
    "{\"aws\": \"111122223333\"}",
    "{\"Service\": \"SNS.amazonaws.com\"}",
    "[\"111122223333\"]",
    "\"2008-10-17\"",
    "\"allow\"",
    "[\"true\", \"false\"]",
    "[1, 2]",
    "{\"StringEquals\": {\"aws:SourceIp\": \"10.0.0.1/8\", \"kms:ViaService\": \"s3.*\"}}",
    "{\"ForAllValues:StringEquals\": {\"kms:EncryptionContext:a\": \"b\"}, \"Null\": {}}",
    "\"2026-01-01 10:00\"",
];

/// Names that members get.
const NAMES: [&str; 14] = [
    "effect",
    "Principals",
    "NotPrincipal",
    "Actions",
    "NotAction",
    "Resource",
    "NotResource",
    "condition",
    "Sid",
    "Version",
    "StringLike",
    "ForAllValues:StringEquals",
    "aws:PrincipalOrgID",
    "AWS",
];

/// Numbers that look random, the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or_default() % sides.max(1)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())]
    }
}

fn files(root: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(root).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

/// The documents of the cases and of the findings' examples, each once.
fn documents() -> Vec<(PolicyKind, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = Vec::new();
    files(&root.join("cases"), &mut paths);
    files(&root.join("findings"), &mut paths);
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a file");
        if let Ok(scenario) = Scenario::from_json(&text)
            && let Ok(model) = Model::new(&scenario)
        {
            let each = model.documents().into_iter();
            all.extend(each.map(|(_, one)| (one.source.kind, one.source.text.to_string())));
            continue;
        }
        let file: Json = serde_json::from_str(&text).expect("JSON");
        let examples =
            ["fires", "silent"].into_iter().filter_map(|list| file.get(list)?.as_array());
        for example in examples.flatten() {
            let kind = example.get("kind").and_then(Json::as_str).and_then(PolicyKind::named);
            if let (Some(kind), Some(policy)) = (kind, example.get("policy")) {
                let text = policy.as_str().map_or_else(|| format!("{policy:#}"), str::to_owned);
                all.push((kind, text));
            }
        }
    }
    all.sort_by(|a, b| (&a.1, format!("{:?}", a.0)).cmp(&(&b.1, format!("{:?}", b.0))));
    all.dedup();
    // Larger ones say nothing new and take long.
    all.retain(|(_, text)| text.len() < 4_000);
    all
}

/// The places of all values, and of all names.
fn places(node: &Node, values: &mut Vec<Span>, names: &mut Vec<Span>) {
    values.push(node.span);
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| places(item, values, names)),
        Value::Object(members) => {
            for member in members {
                names.push(member.key_span);
                places(&member.value, values, names);
            }
        }
        _ => {}
    }
}

/// The place between two characters at this byte, or before it.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rfind(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A place between two characters.
fn place(dice: &mut Dice, text: &str) -> usize {
    floor(text, dice.roll(text.len() + 1))
}

fn spoil(dice: &mut Dice, text: &mut String) {
    let (root, _) = json::parse(text);
    let (mut values, mut names) = (Vec::new(), Vec::new());
    places(&root, &mut values, &mut names);
    let (value, name) = (dice.of(&values), names.get(dice.roll(names.len())).copied());
    match dice.roll(10) {
        0 => text.insert_str(place(dice, text), dice.of(&PIECES)),
        1 => {
            let start = place(dice, text);
            let end = floor(text, start + dice.roll(6));
            text.replace_range(start..end.max(start), "");
        }
        2 if dice.roll(4) == 0 => text.truncate(place(dice, text)),
        2 | 3 => text.replace_range(value.start..value.end, dice.of(&VALUES)),
        4 => {
            let other = dice.of(&values).of(text).to_owned();
            text.replace_range(value.start..value.end, &other);
        }
        5 | 6 => {
            // A slip inside a value: its first place is behind the quote.
            let inside = Span::new(value.start + 1, value.end.saturating_sub(1));
            let length = inside.of(text).len();
            let at = floor(text, value.start + 1 + dice.roll(length));
            let next = text[at..].chars().next();
            match (dice.roll(4), next) {
                (0, Some(next)) => text.insert(at, next),
                (1, Some(next)) => text.replace_range(at..at + next.len_utf8(), ""),
                (2, Some(next)) => {
                    let other = if next.is_lowercase() {
                        next.to_ascii_uppercase()
                    } else {
                        next.to_ascii_lowercase()
                    };
                    text.replace_range(at..at + next.len_utf8(), &other.to_string());
                }
                _ => text.insert_str(at, dice.of(&PIECES)),
            }
        }
        7 => {
            if let Some(name) = name {
                text.replace_range(name.start..name.end, &format!("{:?}", dice.of(&NAMES)));
            }
        }
        8 => {
            if let Some(name) = name {
                let at = floor(text, name.start + 1 + dice.roll(name.end - name.start - 1));
                let next = text[at..].chars().next().filter(char::is_ascii_alphabetic);
                if let Some(next) = next {
                    let other = if next.is_lowercase() {
                        next.to_ascii_uppercase()
                    } else {
                        next.to_ascii_lowercase()
                    };
                    text.replace_range(at..at + 1, &other.to_string());
                }
            }
        }
        _ => {
            // A member goes, or stands twice, in its place.
            if let Some(name) = name {
                let end =
                    values.iter().filter(|one| one.start >= name.end).min_by_key(|one| one.start);
                let end = end.map_or(name.end, |one| one.end);
                let member = Span::new(name.start, end).of(text).to_owned();
                let twice =
                    if dice.roll(2) == 0 { String::new() } else { format!("{member}, {member}") };
                text.replace_range(name.start..end, &twice);
            }
        }
    }
}

/// The text after a repair, whose edits are carried out in their order; none moves another.
fn repaired(text: &str, repair: &Repair) -> Result<String, String> {
    let mut after = text.to_owned();
    let mut before = text.len();
    for edit in &repair.edits {
        let Edit::Text { span, text: new, .. } = edit else { return Err("no text edit".into()) };
        if text.get(span.start..span.end).is_none() || span.end > before {
            return Err(format!("{span:?} does not fit behind {before}"));
        }
        before = span.start;
        after.replace_range(span.start..span.end, new);
    }
    if after == text { Err("it changes nothing".into()) } else { Ok(after) }
}

/// The scenarios of the cases and of the findings' examples.
fn scenarios() -> Vec<(PathBuf, Scenario)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = Vec::new();
    files(&root.join("cases"), &mut paths);
    files(&root.join("findings"), &mut paths);
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a file");
        if let Ok(scenario) = Scenario::from_json(&text) {
            all.push((path, scenario));
            continue;
        }
        let file: Json = serde_json::from_str(&text).expect("JSON");
        let examples =
            ["fires", "silent"].into_iter().filter_map(|list| file.get(list)?.as_array());
        for scenario in examples.flatten().filter_map(|example| example.get("scenario")) {
            let text = scenario.to_string();
            all.push((path.clone(), Scenario::from_json(&text).expect("a scenario")));
        }
    }
    all
}

fn counts<'f>(findings: impl Iterator<Item = &'f Finding>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    findings.for_each(|finding| *counts.entry(finding.code.to_string()).or_insert(0) += 1);
    counts
}

/// Findings behind whose repair more of the document can be read, with what is wrong there.
const UNCOVER: [&str; 24] = [
    // Only then the key is demanded.
    "for-all-values-with-single-valued-key",
    "action-without-prefix",
    "resource-not-arn",
    "wildcard-in-service",
    "wildcard-without-like-operator",
    "invalid-arn-service-case",
    "invalid-condition-key-format",
    "invalid-service-in-action",
    "wildcard-in-service-name",
    "unknown-condition-key",
    "unknown-action",
    "invalid-character",
    "invalid-partition",
    "unknown-element",
    "invalid-principal-type",
    "invalid-principal-format",
    "invalid-principal",
    "unknown-operator",
    "null-with-if-exists",
    "wrong-type",
    "invalid-version",
    "variable-unsupported-in-version",
    "missing-version",
    "old-version",
];

fn wrong(kind: PolicyKind, text: &str, found: &[Finding]) -> Result<(), String> {
    for finding in found {
        let Span { start, end } = finding.span;
        if text.get(start..end).is_none() || (start == end && !text.trim().is_empty()) {
            return Err(format!("{}: span {:?}", finding.code, finding.span));
        }
        if finding.message.is_empty() || finding.help.is_empty() {
            return Err(format!("{} says nothing", finding.code));
        }
    }
    if !found.is_sorted_by_key(|finding| finding.span) {
        return Err("not in order".into());
    }
    let is_readable = |text: &str| read(text.into(), kind).policy.is_some();
    let readable = is_readable(text);
    let all = counts(found.iter());
    let errors = |found: &[Finding]| counts(found.iter().filter(is_error));
    let errors_before = errors(found);
    for finding in found {
        for repair in &finding.repairs {
            let of = |what: String| format!("{} ({}): {what}", finding.code, repair.title);
            let after = repaired(text, repair).map_err(of)?;
            let left = of_text(&after, kind, Encoding::Utf16);
            let of = |what: String| of(format!("{what}\n--- after\n{after}"));
            if readable && !is_readable(&after) {
                return Err(of("it cannot be read any more".into()));
            }
            if !readable || all.contains_key("more-problems") {
                continue;
            }
            let now = counts(left.iter());
            if now.get(&*finding.code) >= all.get(&*finding.code) {
                return Err(of("it is found as before".into()));
            }
            if UNCOVER.contains(&&*finding.code) {
                continue;
            }
            for (code, count) in errors(&left) {
                if count > errors_before.get(&code).copied().unwrap_or(0) {
                    return Err(of(format!("new: {code}")));
                }
            }
        }
    }
    Ok(())
}

#[test]
fn repairs_mend_and_break_nothing() {
    let documents = documents();
    assert!(documents.len() > 500);
    let mut dice = Dice(0x005e_ed0f_f14d_1265);
    let mut broken = Vec::new();
    let scenario = Scenario::default();
    for round in 0..DOCUMENTS {
        let index = dice.roll(documents.len());
        let (kind, mut text) = documents[index].clone();
        for _ in 0..dice.roll(4) {
            spoil(&mut dice, &mut text);
        }
        let found = of_text(&text, kind, Encoding::Utf16);
        if let Err(what) = wrong(kind, &text, &found) {
            broken.push(format!("{round} {kind:?}: {what}\n--- before\n{text}"));
        }
        for _ in 0..4 {
            let at = dice.roll(text.len() + 2);
            let _ = (complete(&scenario, kind, &text, at), hover(&text, kind, at));
        }
    }
    let some: Vec<&str> = broken.iter().take(SHOWN).map(String::as_str).collect();
    assert!(broken.is_empty(), "{} of {DOCUMENTS}:\n{}", broken.len(), some.join("\n\n"));
}

/// What is mended unseen allows nothing that was denied.
#[test]
fn what_is_certain_opens_nothing() {
    let documents = documents();
    let mut dice = Dice(0x00c0_ffee_0b5e_55ed);
    let (mut broken, mut changed) = (Vec::new(), 0);
    for round in 0..DOCUMENTS {
        // Every document as it is, then spoiled ones.
        let (kind, mut text) = match documents.get(round) {
            Some(document) => document.clone(),
            None => documents[dice.roll(documents.len())].clone(),
        };
        for _ in 0..if round < documents.len() { 0 } else { 1 + dice.roll(3) } {
            spoil(&mut dice, &mut text);
        }
        let after = mended(&text, kind);
        if after == text {
            continue;
        }
        changed += 1;
        let named = named(&[&text, &after]);
        let opened = widened(&answers(kind, &text, &named), &answers(kind, &after, &named));
        if let Some(first) = opened.first() {
            broken
                .push(format!("{round} {kind:?}: {first}\n--- before\n{text}\n--- after\n{after}"));
        }
    }
    let some: Vec<&str> = broken.iter().take(SHOWN).map(String::as_str).collect();
    assert!(changed > 1_000, "{changed}");
    assert!(broken.is_empty(), "{} of {changed}:\n{}", broken.len(), some.join("\n\n"));
}

/// Findings whose repairs allow what was denied, and why they are offered all the same. None of them is
/// carried out unseen.
const WIDENING: &[(&str, &str)] = &[
    ("invalid-arn-account", "with dashes no account is met: the digits are what it says"),
    ("invalid-arn-resource", "an ARN without key/ meets no key: the ID is that of one"),
    ("invalid-service-in-action", "no service has the prefix: the action is one of the near one"),
    ("invalid-service-principal-format", "services are compared letter by letter"),
    ("invalid-vendor", "a prefix with a blank is none: without it the action is one"),
    ("missing-arn-region", "without a Region no key is met; the button says that it takes any"),
    ("not-principal-without-account", "who is exempt is denied without the account (M-26)"),
    ("resource-not-arn", "with blanks no key is met: without them it is an ARN"),
    ("session-as-principal", "a suggestion: every session of the role, as the button says"),
    ("two-colons", "no action has two colons: without one it is one"),
    ("unknown-action", "KMS has no such action: the near one is there"),
];

/// Which repairs allow what was denied is known, and each has its reason.
#[test]
fn which_repairs_open_something_is_known() {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (kind, text) in documents() {
        for finding in of_text(&text, kind, Encoding::Chars) {
            for repair in &finding.repairs {
                let Ok(after) = repaired(&text, repair) else { continue };
                let named = named(&[&text, &after]);
                let opened = widened(&answers(kind, &text, &named), &answers(kind, &after, &named));
                if let Some(first) = opened.first() {
                    let told = format!("{first}: {}\n{text}\n{after}", repair.title);
                    found.entry(finding.code.to_string()).or_insert(told);
                }
            }
        }
    }
    let listed = |code: &str| WIDENING.iter().any(|(one, _)| *one == code);
    let unlisted: Vec<String> = found
        .iter()
        .filter(|(code, _)| !listed(code))
        .map(|(code, told)| format!("{code}: {told}"))
        .collect();
    let stale: Vec<&str> =
        WIDENING.iter().map(|(code, _)| *code).filter(|code| !found.contains_key(*code)).collect();
    assert!(unlisted.is_empty(), "{}", unlisted.join("\n\n"));
    assert!(WIDENING.iter().all(|(_, why)| !why.is_empty()));
    assert!(stale.is_empty(), "{stale:?}");
}

/// What the documents of a scenario say together is mended by the same law.
#[test]
fn repairs_of_scenarios_mend_and_break_nothing() {
    let mut broken = Vec::new();
    let mut tried = 0;
    for (path, scenario) in scenarios() {
        let Ok(model) = Model::new(&scenario) else { continue };
        let found = model.findings(Encoding::Chars);
        let (all, errors) = (counts(found.iter()), counts(found.iter().filter(is_error)));
        for finding in &found {
            for repair in &finding.repairs {
                tried += 1;
                let of = format!("{}: {} ({})", path.display(), finding.code, repair.title);
                let after = match apply(&scenario, &repair.edits) {
                    Ok(after) => after,
                    Err(error) => {
                        broken.push(format!("{of}: {error}"));
                        continue;
                    }
                };
                let Ok(model) = Model::new(&after) else {
                    broken.push(format!("{of}: the scenario is none any more"));
                    continue;
                };
                let left = model.findings(Encoding::Chars);
                if counts(left.iter()).get(&*finding.code) >= all.get(&*finding.code) {
                    broken.push(format!("{of}: it is found as before"));
                }
                for (code, count) in counts(left.iter().filter(is_error)) {
                    if count > errors.get(&code).copied().unwrap_or(0)
                        && !UNCOVER.contains(&&*finding.code)
                        && finding.code != "json-syntax"
                    {
                        broken.push(format!("{of}: new: {code}"));
                    }
                }
            }
        }
    }
    assert!(tried > 100, "{tried}");
    assert!(broken.is_empty(), "{} of {tried}:\n{}", broken.len(), broken.join("\n"));
}

fn is_error(finding: &&Finding) -> bool {
    finding.severity == Severity::Error
}

/// So many failures are printed.
const SHOWN: usize = 12;

/// The rehearsal of saving and the findings name the same exception.
#[test]
fn the_rehearsal_refuses_what_findings_say_is_refused() {
    let mut texts: Vec<String> = documents()
        .into_iter()
        .filter(|(kind, _)| *kind == PolicyKind::KeyPolicy)
        .map(|(_, text)| text)
        .collect();
    let default = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "S", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}]}"#;
    texts.push(default.replace("\"S\"", "\"Ops \u{2013} Berlin\""));
    texts.extend(
        [40_000, 140_000]
            .map(|length| default.replace("\"S\"", &format!("\"{}\"", "s".repeat(length)))),
    );
    // Oversized, and wrong in more places than are kept: that it is oversized comes first.
    let many = vec![r#"{"Effect": "Permit"}"#; 3_000].join(", ");
    texts.push(format!(r#"{{"Version": "2012-10-17", "Statement": [{many}]}}"#));
    let root = "arn:aws:iam::111122223333:root";
    let mut codes = BTreeSet::new();
    let mut exceptions = BTreeSet::new();
    for text in texts {
        let read = read(text.as_str().into(), PolicyKind::KeyPolicy);
        let refused = || read.problems.iter().filter(|problem| problem.kind.is_refused());
        if refused().next().is_none() {
            continue;
        }
        codes.extend(refused().map(|problem| problem.kind.code()));
        let scenario = serde_json::json!({
            "version": 1,
            "accounts": [{"id": "111122223333"}],
            "keys": [{"arn": "arn:aws:kms:us-west-2:111122223333:key/k", "policy": text, "saved": default}],
            "principals": [{"arn": root}],
        });
        let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
        let decision = rehearse(&scenario, 0, root, true).expect("it can be decided").decision;
        assert_eq!(decision.verdict, Verdict::Error, "{text}");
        let Some(answer) = findings::answer(&read) else { continue };
        let exception = answer.split(": ").next().unwrap_or_default();
        assert_eq!(decision.error.as_deref(), Some(exception), "{text}");
        exceptions.insert(exception.to_owned());
    }
    assert!(codes.len() > 25, "{codes:?}");
    assert_eq!(exceptions.len(), 3, "{exceptions:?}");
}

/// As long as this nothing takes that looks at each statement a few times; what reads the whole text
/// for each of 5,000 takes minutes.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn long_documents_take_no_longer_than_their_length() {
    let statement = |index: usize| {
        format!(
            r#"{{"Sid": "S{index}", "Effect": "Allow", "Principal": {{"AWS": "arn:aws:iam::444455556666:user/u{index}"}}, "Action": ["kms:CreateAlias", "kms:DeleteAlias", "kms:Decrypt"], "Resource": "*"}}"#
        )
    };
    let statements: Vec<String> = (0..5_000).map(statement).collect();
    let long = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(", "));
    let of_foreign_keys = long.replace(
        "\"Resource\": \"*\"",
        r#""Resource": "arn:aws:kms:us-west-2:777788889999:key/k""#,
    );
    let actions: Vec<String> = (0..4_000).map(|_| r#""kms:Sign""#.to_owned()).collect();
    let keys: Vec<String> =
        (0..4_000).map(|index| format!(r#""kms:EncryptionContext:k{index}": "v""#)).collect();
    let wide = format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Deny", "Principal": "*", "Action": [{}, "kms:Decrypt"], "Resource": "*", "Condition": {{"StringEquals": {{{}}}}}}}}}"#,
        actions.join(", "),
        keys.join(", ")
    );
    let scenario = serde_json::json!({
        "version": 1,
        "keys": [
            {"arn": "arn:aws:kms:us-west-2:111122223333:key/k", "policy": long},
            {"arn": "arn:aws:kms:us-west-2:111122223333:key/w", "policy": wide},
        ],
        "principals": [{
            "arn": "arn:aws:iam::111122223333:user/u",
            "policies": [{"name": "p", "document": of_foreign_keys}],
        }],
    });
    let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
    let begun = Instant::now();
    let model = Model::new(&scenario).expect("a model");
    let found = model.findings(Encoding::Utf16);
    let took = begun.elapsed();
    assert!(took < PATIENCE, "{took:?}");
    // The first errors and the first of the others, and how many more there are.
    for document in ["/keys/0/policy", "/keys/1/policy", "/principals/0/policies/0/document"] {
        let of_it = found.iter().filter(|finding| finding.document == document);
        let codes = counts(of_it);
        let all: usize = codes.values().sum();
        assert!((100..=401).contains(&all), "{document}: {codes:?}");
        assert_eq!(codes.get("more-problems"), Some(&1), "{document}: {codes:?}");
    }
}
