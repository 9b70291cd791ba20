//! Findings as a compiler prints them.

use super::look::{Looked, Told};
use kms_policy::policy::Severity;
use kms_policy::text::{Encoding, Position, Span, position};
use std::fmt::Write;

/// How many characters of a line are shown.
const WIDTH: usize = 96;
/// How many of them stand before the underlined part where the line is cut.
const BEFORE: usize = 24;

/// All findings of a file, and how many there are.
pub fn of_file(looked: &Looked) -> String {
    let mut out = String::new();
    for told in &looked.findings {
        out.push_str(&one(&looked.file, told));
        out.push('\n');
    }
    out + &format!("{}: {}\n", looked.file, count(&looked.findings))
}

fn one(file: &str, told: &Told) -> String {
    let Told { finding, place, text, shown } = told;
    let (file, line, column) = match place {
        Some(place) => (place.file.as_str(), place.line, place.column),
        None => (file, finding.line, finding.column),
    };
    let help = if finding.help.is_empty() { "" } else { "; " };
    let mut out = format!(
        "{file}:{line}:{column}: {} {}: {}{help}{}\n",
        severity(finding.severity),
        finding.code,
        finding.message,
        finding.help
    );
    let mut add = |what: &str, text: &str| writeln!(out, "  {what}{text}");
    let _ = match &finding.document {
        pointer if pointer.is_empty() => Ok(()),
        pointer => add("in ", pointer),
    };
    if let Some(message) = &finding.aws_message {
        let _ = add("AWS: ", message);
    }
    out.push_str(&excerpt(text, *shown));
    for repair in &finding.repairs {
        let _ = writeln!(out, "  repair: {}", repair.title);
    }
    out
}

/// The first line of a part of a text, with the part underlined.
fn excerpt(text: &str, span: Span) -> String {
    let Position { line, column } = position(text, span.start, Encoding::Chars);
    let start = column - 1;
    let whole = text.lines().nth(line - 1).unwrap_or_default();
    // What would take another width than one.
    let flat = |one: char| if one.is_control() { ' ' } else { one };
    let line_chars: Vec<char> = whole.chars().map(flat).collect();
    let first = span.of(text).lines().next().unwrap_or_default().trim_end();
    let mut length = first.chars().count().max(1);
    let from = match line_chars.len() > WIDTH {
        true => start.saturating_sub(BEFORE),
        false => 0,
    };
    let to = line_chars.len().min(from + WIDTH);
    length = length.min(to.saturating_sub(start).max(1));
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let (left, right) = (cut(from > 0), cut(to < line_chars.len()));
    let part: String = line_chars.get(from..to).unwrap_or_default().iter().collect();
    let shown = format!("{left}{part}{right}");
    let number = line.to_string();
    format!(
        "  {number} | {}\n  {:width$} | {:indent$}{}\n",
        shown.trim_end(),
        "",
        "",
        "^".repeat(length),
        width = number.len(),
        indent = start - from + left.chars().count(),
    )
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::SecurityWarning => "security-warning",
        Severity::Warning => "warning",
        Severity::Suggestion => "suggestion",
    }
}

/// Such as `1 error, 2 warnings`.
fn count(findings: &[Told]) -> String {
    let all = [Severity::Error, Severity::SecurityWarning, Severity::Warning, Severity::Suggestion];
    let words: Vec<String> = all
        .into_iter()
        .filter_map(|wanted| {
            let number = findings.iter().filter(|told| told.finding.severity == wanted).count();
            let name = severity(wanted).replace('-', " ");
            match number {
                0 => None,
                1 => Some(format!("1 {name}")),
                _ => Some(format!("{number} {name}s")),
            }
        })
        .collect();
    if words.is_empty() { "nothing found".to_owned() } else { words.join(", ") }
}
