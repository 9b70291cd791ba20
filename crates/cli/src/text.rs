//! Reports for people and for test harnesses.

use crate::changes;
use crate::input::Input;
use crate::output::{BAD, DOUBTFUL, FAINT, GOOD, STRONG, Text};
use anstyle::Style;
use kms_policy::report::{Arns, Confidence, Decision, Report, Verdict};
use kms_policy::rules::Rule;

/// A verdict as a sign and a word.
pub fn verdict(decision: &Decision) -> String {
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

fn style(decision: &Decision) -> Style {
    match decision.verdict {
        _ if decision.confidence == Confidence::Uncertain => DOUBTFUL,
        Verdict::Allow => GOOD,
        _ => BAD,
    }
}

/// Adds a report, a paragraph a decision.
pub fn add(out: &mut Text, input: &Input, report: &Report, explain: bool) {
    out.add_in(STRONG, input.scenario.title.as_deref().unwrap_or(&input.file));
    out.add("\n");
    for decision in &report.decisions {
        let key = decision.key.as_deref().map(|key| format!(" on {key}")).unwrap_or_default();
        out.add("\n");
        out.add_in(style(decision), verdict(decision));
        out.line(format!("  {} {}{key}", decision.principal, decision.action));
        out.line(format!("  {}", decision.sentence));
        if let Some(message) = &decision.message {
            out.line(format!("  AWS: {message}"));
        }
        if decision.held == Some(false) {
            out.add_in(BAD, "  NOT AS EXPECTED");
            out.line(format!(": {}", expected(decision)));
        }
        if explain {
            add_reasons(out, decision, "  ");
            changes::add(out, &input.scenario, decision);
        }
    }
    for finding in &report.findings {
        let place = input.place_in_document(
            &finding.document,
            finding.span.start,
            finding.line,
            finding.column,
        );
        out.line(format!("\n{place}: {}; {}", finding.message, finding.help));
    }
    out.add("\n");
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
fn add_reasons(out: &mut Text, decision: &Decision, indent: &str) {
    let inner = format!("{indent}  ");
    for part in &decision.parts {
        let key = part.key.as_deref().map(|key| format!(" on {key}")).unwrap_or_default();
        out.add(indent);
        out.add_in(style(part), verdict(part));
        out.line(format!("  {}{key}", part.action));
        out.line(format!("{inner}{}", part.sentence));
        add_layers(out, part, &inner);
    }
    // Those of the part that answered stand there.
    if decision.parts.is_empty() || answers_itself(decision) {
        add_layers(out, decision, indent);
    }
    out.line(format!("{indent}rules: {}", decision.confidence.words()));
    for doubt in decision.doubts() {
        out.line(format!("{inner}not certain: {doubt}"));
    }
    for rule in decision.rules.iter().filter_map(|id| Rule::named(id)) {
        let (confidence, source) = (rule.confidence().words(), rule.source());
        out.line(format!("{inner}{} ({confidence}): {} {source}", rule.id(), rule.text()));
    }
}

/// Does an operation end after its parts, or without them?
fn answers_itself(decision: &Decision) -> bool {
    decision.verdict != Verdict::Allow
        && decision.parts.iter().all(|part| part.verdict == Verdict::Allow)
}

fn add_layers(out: &mut Text, decision: &Decision, indent: &str) {
    for layer in &decision.layers {
        let level = layer.level.as_deref().map(|level| format!(" on {level}")).unwrap_or_default();
        let account = layer.account.as_deref();
        let account = account.map(|account| format!(" of account {account}")).unwrap_or_default();
        let (name, result) = (layer.layer.words(), layer.result);
        out.line(format!("{indent}{} {name}{level}{account}: {}", result.sign(), result.words()));
        for statement in &layer.statements {
            let name = match statement.sid.as_deref().filter(|sid| !sid.is_empty()) {
                Some(sid) => format!("“{sid}”"),
                None => format!("statement {}", statement.index + 1),
            };
            let matched = statement.matched;
            let (sign, words, effect) = (matched.sign(), matched.words(), statement.effect);
            out.line(format!("{indent}  {sign} {}, {name} ({effect}): {words}", statement.name));
            for reason in statement.words(Arns::Whole) {
                out.line(format!("{indent}      {reason}"));
            }
        }
        for grant in &layer.grants {
            let matched = grant.matched;
            let (sign, words) = (matched.sign(), matched.words());
            out.line(format!(
                "{indent}  {sign} {} {}: {words}",
                grant.name(),
                grant.terms(Arns::Whole)
            ));
            if let Some(reason) = grant.words() {
                out.line(format!("{indent}      {reason}"));
            }
        }
    }
}

/// Adds the decisions of a matrix as a table, row by row.
pub fn add_matrix(out: &mut Text, input: &Input, report: &Report) {
    out.add_in(STRONG, input.scenario.title.as_deref().unwrap_or(&input.file));
    out.add("\n\n");
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
    out.add(format!("{:first$}", ""));
    for action in &actions {
        out.add_in(FAINT, format!("  {action:0$}", width(action)));
    }
    for row in report.decisions.chunks(actions.len().max(1)) {
        let principal = row.first().map_or("", |decision| &decision.principal);
        out.add(format!("\n{principal:first$}"));
        for (decision, action) in row.iter().zip(&actions) {
            out.add("  ");
            out.add_in(style(decision), format!("{:1$}", verdict(decision), width(action)));
        }
    }
    out.add("\n");
}
