//! Reports as the Test Anything Protocol, version 14: a test point a decision.

use crate::input::Input;
use crate::output::turns_around;
use crate::text::verdict;
use kms_policy::report::Report;
use std::fmt::Write;

/// What became of a file: its report, or what it is called.
pub enum Judged<'a> {
    Report(&'a Input, &'a Report),
    /// Why it cannot be used was told.
    Unusable(&'a str),
}

/// The whole output. `checks`: are the decisions those of the saved checks, which have titles?
pub fn of(files: &[Judged<'_>], checks: bool) -> String {
    let mut points = String::new();
    let mut number = 0;
    let mut point = |text: String, failure: Option<&str>| {
        number += 1;
        let result = if failure.is_none() { "ok" } else { "not ok" };
        // A `String` takes everything.
        let _ = writeln!(points, "{result} {number} - {}", escaped(&text));
        if let Some(message) = failure {
            let _ = writeln!(points, "  ---\n  message: {}\n  ...", quoted(message));
        }
    };
    for file in files {
        let (input, report) = match file {
            Judged::Report(input, report) => (input, report),
            Judged::Unusable(file) => {
                point((*file).to_owned(), Some("it cannot be used; standard error says why"));
                continue;
            }
        };
        for decision in &report.decisions {
            let request = input.scenario.requests.get(decision.request).filter(|_| checks);
            let title = request.and_then(|one| one.title.as_deref());
            let title = title.map(|title| format!(" ({title})")).unwrap_or_default();
            let (file, verdict) = (&input.file, verdict(decision));
            let text =
                format!("{file}: {} {}: {verdict}{title}", decision.principal, decision.action);
            let failed = decision.held == Some(false);
            point(text, failed.then_some(&*decision.sentence));
        }
    }
    format!("TAP version 14\n1..{number}\n{points}")
}

/// A description: `#` would begin a directive, and nothing in it is to turn what is read around.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('#', "\\#");
    text.replace(|one: char| one.is_control() || turns_around(one), " ")
}

/// A string of YAML, which takes those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_description_is_one_line_that_is_read_as_it_stands() {
        assert_eq!(escaped("a # b\\c\nd"), "a \\# b\\\\c d");
        assert_eq!(escaped("a\u{202e}b\u{2066}c"), "a b c");
    }
}
