//! Reports for people and for test harnesses.

use crate::changes;
use crate::input::Input;
use kms_policy::report::{Arns, Confidence, Decision, Report, Verdict};
use kms_policy::rules::Rule;

fn verdict(decision: &Decision) -> String {
    let mut text = match decision.verdict {
        Verdict::Allow => "✓ allow".to_owned(),
        Verdict::ImplicitDeny => "– implicit deny".to_owned(),
        Verdict::ExplicitDeny => "✕ explicit deny".to_owned(),
        Verdict::Error => format!("! {}", decision.error.as_deref().unwrap_or("error")),
    };
    if decision.confidence == Confidence::Uncertain {
        text.push_str(" ?");
    }
    text
}

/// Prints a report, a paragraph a decision.
pub fn print(input: &Input, report: &Report, explain: bool) {
    println!("{}", input.scenario.title.as_deref().unwrap_or(&input.file));
    for decision in &report.decisions {
        let key = decision.key.as_deref().map(|key| format!(" on {key}")).unwrap_or_default();
        println!("\n{}  {} {}{key}", verdict(decision), decision.principal, decision.action);
        println!("  {}", decision.sentence);
        if let Some(message) = &decision.message {
            println!("  AWS: {message}");
        }
        if decision.held == Some(false) {
            println!("  NOT AS EXPECTED: {}", expected(decision));
        }
        if explain {
            print_reasons(decision, "  ");
            changes::print(&input.scenario, decision);
        }
    }
    for finding in &report.findings {
        let place = input.place_in_document(
            &finding.document,
            finding.span.start,
            finding.line,
            finding.column,
        );
        println!("\n{place}: {}; {}", finding.message, finding.help);
    }
    println!();
}

/// What an expectation that did not hold asked for.
fn expected(decision: &Decision) -> String {
    match decision.expected {
        Some(verdict) if verdict != decision.verdict => format!("expected {verdict:?}"),
        _ => {
            "the verdict is, but not its layer, statement, rules, message or confidence".to_owned()
        }
    }
}

/// Layers and rules; of several parts each by itself.
fn print_reasons(decision: &Decision, indent: &str) {
    let inner = format!("{indent}  ");
    for part in &decision.parts {
        let key = part.key.as_deref().map(|key| format!(" on {key}")).unwrap_or_default();
        println!("{indent}{}  {}{key}", verdict(part), part.action);
        println!("{inner}{}", part.sentence);
        print_layers(part, &inner);
    }
    // Those of the part that answered stand there.
    if decision.parts.is_empty() || answers_itself(decision) {
        print_layers(decision, indent);
    }
    println!("{indent}rules: {}", decision.confidence.words());
    for doubt in decision.doubts() {
        println!("{inner}not certain: {doubt}");
    }
    for rule in decision.rules.iter().filter_map(|id| Rule::named(id)) {
        let (confidence, source) = (rule.confidence().words(), rule.source());
        println!("{inner}{} ({confidence}): {} {source}", rule.id(), rule.text());
    }
}

/// Does an operation end after its parts, or without them?
fn answers_itself(decision: &Decision) -> bool {
    decision.verdict != Verdict::Allow
        && decision.parts.iter().all(|part| part.verdict == Verdict::Allow)
}

fn print_layers(decision: &Decision, indent: &str) {
    for layer in &decision.layers {
        let level = layer.level.as_deref().map(|level| format!(" on {level}")).unwrap_or_default();
        let account = layer.account.as_deref();
        let account = account.map(|account| format!(" of account {account}")).unwrap_or_default();
        let (name, result) = (layer.layer.words(), layer.result);
        println!("{indent}{} {name}{level}{account}: {}", result.sign(), result.words());
        for statement in &layer.statements {
            let name = match statement.sid.as_deref().filter(|sid| !sid.is_empty()) {
                Some(sid) => format!("“{sid}”"),
                None => format!("statement {}", statement.index + 1),
            };
            let matched = statement.matched;
            let (sign, words, effect) = (matched.sign(), matched.words(), statement.effect);
            println!("{indent}  {sign} {}, {name} ({effect}): {words}", statement.name);
            for reason in statement.words(Arns::Whole) {
                println!("{indent}      {reason}");
            }
        }
        for grant in &layer.grants {
            let matched = grant.matched;
            let (sign, words) = (matched.sign(), matched.words());
            println!("{indent}  {sign} {} {}: {words}", grant.name(), grant.terms(Arns::Whole));
            if let Some(reason) = grant.words() {
                println!("{indent}      {reason}");
            }
        }
    }
}

/// Prints reports as TAP version 14: a test point a decision.
///
/// `checks`: are the decisions those of the saved checks, which have titles?
pub fn print_tap(reports: &[(Input, Report)], checks: bool) {
    println!("TAP version 14");
    let count: usize = reports.iter().map(|(_, report)| report.decisions.len()).sum();
    println!("1..{count}");
    let mut number = 0;
    for (input, report) in reports {
        for decision in &report.decisions {
            number += 1;
            let result = if decision.held == Some(false) { "not ok" } else { "ok" };
            let request = input.scenario.requests.get(decision.request).filter(|_| checks);
            let title = request.and_then(|one| one.title.as_deref());
            let title = title.map(|title| format!(" ({title})")).unwrap_or_default();
            let text = format!(
                "{}: {} {}: {}{title}",
                input.file,
                decision.principal,
                decision.action,
                verdict(decision)
            );
            println!("{result} {number} - {}", text.replace('#', "\\#").replace('\n', " "));
            if decision.held == Some(false) {
                println!("  ---\n  message: {:?}\n  ...", decision.sentence);
            }
        }
    }
}

/// Prints the decisions of a matrix as a table, row by row.
pub fn print_matrix(input: &Input, report: &Report) {
    println!("{}\n", input.scenario.title.as_deref().unwrap_or(&input.file));
    let actions: Vec<&str> = {
        let first = report.decisions.first().map(|decision| decision.principal.as_str());
        let row = report.decisions.iter();
        row.take_while(|decision| Some(decision.principal.as_str()) == first)
            .map(|decision| decision.action.trim_start_matches("kms:"))
            .collect()
    };
    let names = report.decisions.iter().map(|decision| decision.principal.chars().count());
    let first = names.max().unwrap_or(0);
    let width = |action: &str| action.chars().count().max(18);
    print!("{:first$}", "");
    actions.iter().for_each(|action| print!("  {action:0$}", width(action)));
    for row in report.decisions.chunks(actions.len().max(1)) {
        print!("\n{:first$}", row.first().map_or("", |decision| &decision.principal));
        for (decision, action) in row.iter().zip(&actions) {
            print!("  {:1$}", verdict(decision), width(action));
        }
    }
    println!();
}
