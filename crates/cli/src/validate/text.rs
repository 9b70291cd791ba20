//! Findings as a compiler prints them.

use super::look::{Looked, Told};
use crate::output::{BAD, DOUBTFUL, FAINT, STRONG, Text};
use anstyle::Style;
use kms_policy::policy::Severity;
use kms_policy::text::{Encoding, Position, Span, position};

/// How many characters of a line are shown.
const WIDTH: usize = 96;
/// How many of them stand before the underlined part where the line is cut.
const BEFORE: usize = 24;

/// Adds all findings of a file, and how many there are.
pub fn add(out: &mut Text, looked: &Looked) {
    for told in &looked.findings {
        add_one(out, &looked.file, told);
        out.add("\n");
    }
    out.line(format!("{}: {}", looked.file, count(&looked.findings)));
}

fn add_one(out: &mut Text, file: &str, told: &Told) {
    let Told { finding, place, text, shown } = told;
    let (file, line, column) = match place {
        Some(place) => (place.file.as_str(), place.line, place.column),
        None => (file, finding.line, finding.column),
    };
    let help = if finding.help.is_empty() { "" } else { "; " };
    out.add_in(STRONG, format!("{file}:{line}:{column}: "));
    out.add_in(style(finding.severity), severity(finding.severity));
    out.line(format!(" {}: {}{help}{}", finding.code, finding.message, finding.help));
    if !finding.document.is_empty() {
        out.line(format!("  in {}", finding.document));
    }
    if let Some(message) = &finding.aws_message {
        out.line(format!("  AWS: {message}"));
    }
    add_excerpt(out, text, *shown, style(finding.severity));
    for repair in &finding.repairs {
        out.line(format!("  repair: {}", repair.title));
    }
}

/// Adds the first line of a part of a text, with the part underlined.
fn add_excerpt(out: &mut Text, text: &str, span: Span, style: Style) {
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
    out.add_in(FAINT, format!("  {number} | "));
    out.line(shown.trim_end());
    out.add_in(FAINT, format!("  {:1$} | ", "", number.len()));
    out.add(" ".repeat(start - from + left.chars().count()));
    out.add_in(style, "^".repeat(length));
    out.add("\n");
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => BAD,
        Severity::SecurityWarning | Severity::Warning => DOUBTFUL,
        Severity::Suggestion => FAINT,
    }
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
