//! What would change a decision, for people: what it does, the lines, and the other cells.

use kms_policy::changes::{Sign, diff};
use kms_policy::report::{Change, Decision, Verdict};
use kms_policy::scenario::Scenario;

/// Prints the changes of a decision.
pub fn print(scenario: &Scenario, decision: &Decision) {
    if let Some(why) = &decision.unchanged {
        println!("  To {} it: {why}", goal(decision.verdict));
    }
    for change in &decision.changes {
        let widens = if change.widens { " (allows more than this)" } else { "" };
        println!("  To {} it: {}{widens}", goal(decision.verdict), change.title);
        for document in diff(scenario, change) {
            println!("    {}", document.document);
            for line in &document.lines {
                let sign = match line.sign {
                    Sign::Stays => ' ',
                    Sign::Goes => '-',
                    Sign::Comes => '+',
                };
                println!("    {sign} {}", line.text);
            }
        }
        print_cells(change, decision);
    }
}

fn goal(verdict: Verdict) -> &'static str {
    if verdict == Verdict::Allow { "deny" } else { "allow" }
}

fn print_cells(change: &Change, decision: &Decision) {
    let asked = (&decision.principal, &decision.action);
    for cell in change.cells.iter().filter(|cell| (&cell.principal, &cell.action) != asked) {
        let to = match cell.to {
            Verdict::Allow => "allowed",
            Verdict::ImplicitDeny | Verdict::ExplicitDeny => "denied",
            Verdict::Error => "an error",
        };
        println!("    also {to}: {} {}", cell.principal, cell.action);
    }
}
