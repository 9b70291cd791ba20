//! What would change a decision, for people: what it does, the lines, and the other cells.

use crate::output::{BAD, GOOD, Text};
use kms_policy::changes::{Sign, diff};
use kms_policy::report::{Change, Decision, Verdict};
use kms_policy::scenario::Scenario;

/// Adds the changes of a decision.
pub fn add(out: &mut Text, scenario: &Scenario, decision: &Decision) {
    if let Some(why) = &decision.unchanged {
        out.line(format!("  To {} it: {why}", goal(decision.verdict)));
    }
    for change in &decision.changes {
        let widens = if change.widens { " (allows more than this)" } else { "" };
        out.line(format!("  To {} it: {}{widens}", goal(decision.verdict), change.title));
        for document in diff(scenario, change) {
            out.line(format!("    {}", document.document));
            for line in &document.lines {
                let sign = match line.sign {
                    Sign::Stays => ' ',
                    Sign::Goes => '-',
                    Sign::Comes => '+',
                };
                let text = format!("    {sign} {}", line.text);
                match line.sign {
                    Sign::Stays => out.add(text),
                    Sign::Goes => out.add_in(BAD, text),
                    Sign::Comes => out.add_in(GOOD, text),
                }
                out.add("\n");
            }
        }
        add_cells(out, change, decision);
    }
}

fn goal(verdict: Verdict) -> &'static str {
    if verdict == Verdict::Allow { "deny" } else { "allow" }
}

fn add_cells(out: &mut Text, change: &Change, decision: &Decision) {
    let asked = (&decision.principal, &decision.action);
    for cell in change.cells.iter().filter(|cell| (&cell.principal, &cell.action) != asked) {
        let to = match cell.to {
            Verdict::Allow => "allowed",
            Verdict::ImplicitDeny | Verdict::ExplicitDeny => "denied",
            Verdict::Error => "an error",
        };
        out.line(format!("    also {to}: {} {}", cell.principal, cell.action));
    }
}
