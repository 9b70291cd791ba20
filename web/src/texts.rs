//! The English of the page. Sentences about decisions and findings come from the core.

use kms_policy::actions::{Action, Group};
use kms_policy::caller::CallerKind;
use kms_policy::decide::Cell;
use kms_policy::policy::{KEY_POLICY_BYTES, PolicyKind, Severity};
use kms_policy::report::{
    Confidence, Finding, LayerName, LayerResult, Match, StatementTrace, Verdict,
};

pub const NAME: &str = "KMS Policy Playground";
pub const UNTITLED: &str = "Scenario";
pub const SCENARIO_TITLE_HINT: &str = "Show or hide what this scenario is about";
pub const UNDO: &str = "Undo";
pub const REDO: &str = "Redo";
pub const START_AGAIN: &str = "Start again";
pub const DISMISS: &str = "Dismiss";

pub const OWNER_REGION: &str = "Key owner's side";
pub const OWNER: &str = "Key owner";
pub const CALLER_REGION: &str = "Caller's side";
pub const CALLER: &str = "Caller";
pub const KEY: &str = "Key";
pub const KEY_POLICY: &str = "Key policy";
pub const OWNER_TABS: &str = "What is shown of the key";
pub const KEY_ARN: &str = "Key ARN";
pub const PRINCIPAL: &str = "Principal";
pub const SAME_ACCOUNT: &str = "same account as the key";
pub const POLICIES: &str = "Identity policies";
pub const ADD_POLICY: &str = "Add policy";
pub const RENAME: &str = "Rename";
pub const REMOVE: &str = "Remove";
pub const POLICY_NAME: &str = "Policy name";
pub const NAME_ADD: &str = "Add";
pub const NAME_CANCEL: &str = "Cancel";
pub const NO_KEY: &str = "This scenario has no key.";
pub const NO_PRINCIPAL: &str = "This scenario has no principal.";

pub const EDITOR_PLACEHOLDER: &str = "Paste or type a policy";
pub const EDITOR_FAILED: &str =
    "The editor could not be loaded: this is a plain text field. Everything else works.";
pub const INSPECTOR_FAILED: &str =
    "Problems cannot be shown: a file could not be loaded. Decisions do not need it.";
pub const FORMAT: &str = "Format";
pub const FORMAT_HINT: &str = "Lay out the JSON";
pub const FORMAT_BROKEN: &str = "Mend the JSON first";
pub const NAME_TAKEN: &str = "There is a policy of this name already.";
pub const COPY: &str = "Copy";
pub const COPIED: &str = "Copied";
pub const COPY_REFUSED: &str = "Not allowed here";
pub const LEGEND_LABEL: &str = "Marks beside the text";
pub const LEGEND: [(&str, &str); 4] =
    [("●", "decides"), ("◉", "matches"), ("◐", "nearly"), ("·", "does not apply")];

pub const PROBLEMS: &str = "Problems";
pub const NO_PROBLEMS: &str = "No problems";
pub const PROBLEMS_HINT: &str = "Show or hide the list";
pub const AWS_ANSWERS: &str = "AWS answers:";
pub const AWS_REFUSES: &str = "AWS refuses to save this policy.";
pub const ABOUT: &str = "About";
pub const AWS_DOCUMENTATION: &str = "AWS documentation";

pub const MATRIX: &str = "Who may do what";
pub const STALE: &str = "last readable text";
pub const GO_THERE: &str = "Go there";
pub const NOT_DECIDED: &str = "Nothing can be decided:";

pub const WHY: &str = "Why";
pub const AWS_PRINTS: &str = "What AWS prints";
pub const ALSO: &str = "Besides the policies";
pub const RULES: &str = "Rules";

pub const REHEARSAL: &str = "Rehearse saving";
pub const REHEARSAL_HINT: &str = "What KMS answers to PutKeyPolicy with the policy as it stands here. Nothing leaves this browser.";
pub const SAVED_BY: &str = "Saved by";
pub const BYPASS: &str = "without the lockout safety check";
pub const NOT_REHEARSED: &str = "This scenario cannot be decided: mend it first.";
pub const WITHOUT_EFFECT: &str = "KMS never heeds these statements, since Action or Resource is missing or Resource is not \"*\":";
pub const CHANGES: &str = "What changes";
pub const IN_FORCE: &str = "The policy in the editor is taken to be in force already. Hold it, and this list says what your next edits would change once they are saved.";
pub const HOLD: &str = "Hold this policy as the one in force";
pub const NO_CHANGES: &str = "Nothing in the matrix: both policies decide every cell alike.";
pub const PUT_IN_FORCE: &str = "Put the edited policy in force";
pub const BACK_TO_IN_FORCE: &str = "Back to the policy in force";

pub const PANEL_DECISIONS: &str = "Decisions";
pub const PANEL_KEY_POLICY: &str = "Key policy";
pub const PANEL_IDENTITY: &str = "IAM policies";

pub const FOOTER: &str =
    "Independent of AWS: check production there. Policies never leave this browser.";
pub const HOW_SURE: &str = "What is not modelled, and how sure we are";
pub const UNCERTAIN: &str = "uncertain";
pub const ROOT_USER: &str = "Root user";
pub const WHY_UNCERTAIN: &str = "What is uncertain here";

/// What the theme button says.
pub fn theme(now: &str, next: &str) -> String {
    format!("Theme: {now}. Change to {next}")
}

/// How the request comes to KMS.
pub fn call(via: Option<&str>) -> String {
    via.map_or_else(|| "direct call".to_owned(), |via| format!("through {via}"))
}

/// What a verdict is drawn as.
pub fn verdict_sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "✓",
        Verdict::ImplicitDeny => "–",
        Verdict::ExplicitDeny => "✕",
        Verdict::Error => "!",
    }
}

/// A verdict's class and `data-verdict`.
pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "allow",
        Verdict::ImplicitDeny => "implicit-deny",
        Verdict::ExplicitDeny => "explicit-deny",
        Verdict::Error => "error",
    }
}

/// What a cell says beside its sign.
pub fn cell(cell: &Cell) -> &'static str {
    match cell.verdict {
        Verdict::Allow => "allowed",
        Verdict::ImplicitDeny if cell.never_across_accounts => "not across accounts",
        Verdict::ImplicitDeny | Verdict::ExplicitDeny => "denied",
        Verdict::Error => cell.error.unwrap_or("error"),
    }
}

/// What a cell says to people who do not see its colours.
pub fn cell_label(cell: &Cell) -> String {
    let verdict = match cell.verdict {
        Verdict::Allow => "allowed",
        Verdict::ImplicitDeny if cell.never_across_accounts => "denied, not across accounts",
        Verdict::ImplicitDeny => "denied",
        Verdict::ExplicitDeny => "denied explicitly",
        Verdict::Error => cell.error.unwrap_or("error"),
    };
    let uncertain = if cell.uncertain { ", uncertain" } else { "" };
    format!("{verdict}{uncertain}")
}

/// The verdict above the reasons.
pub fn verdict(verdict: Verdict, error: Option<&str>) -> String {
    match verdict {
        Verdict::Allow => "Allowed".to_owned(),
        Verdict::ImplicitDeny => "Denied, implicitly".to_owned(),
        Verdict::ExplicitDeny => "Denied, explicitly".to_owned(),
        Verdict::Error => error.unwrap_or("Error").to_owned(),
    }
}

/// The verdict in the strip.
pub fn verdict_short(verdict: Verdict, error: Option<&str>) -> String {
    match verdict {
        Verdict::Allow => "allowed".to_owned(),
        Verdict::ImplicitDeny => "denied".to_owned(),
        Verdict::ExplicitDeny => "denied explicitly".to_owned(),
        Verdict::Error => error.unwrap_or("error").to_owned(),
    }
}

/// What KMS answers to a new key policy.
pub fn saving(verdict: Verdict, error: Option<&str>) -> String {
    match verdict {
        Verdict::Allow => "Saved".to_owned(),
        Verdict::ImplicitDeny | Verdict::ExplicitDeny => "Not saved: AccessDenied".to_owned(),
        Verdict::Error => format!("Not saved: {}", error.unwrap_or("error")),
    }
}

/// Changes that are not listed.
pub fn more_changes(more: usize) -> String {
    format!("and {} more", thousands(more))
}

/// A heading over actions.
pub fn group(action: &str) -> &'static str {
    match Action::named(action).map(Action::group) {
        Some(Group::Use) => "Use",
        Some(Group::Grants) => "Grants",
        Some(Group::Manage) => "Manage",
        Some(Group::View) => "View",
        None if action.starts_with("kms:") => "Use",
        None => "Services",
    }
}

/// How sure a decision is.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Documented => "Documented by AWS",
        Confidence::Observed => "Seen in AWS's answers",
        Confidence::Inferred => "Inferred from documented rules",
        Confidence::Uncertain => "Uncertain",
    }
}

/// The name of a layer.
pub fn layer(layer: LayerName) -> &'static str {
    match layer {
        LayerName::Rcp => "Resource control policies",
        LayerName::Scp => "Service control policies",
        LayerName::VpcEndpoint => "VPC endpoint policy",
        LayerName::KeyPolicy => "Key policy",
        LayerName::BucketPolicy => "Bucket policy",
        LayerName::Identity => "Identity policies",
        LayerName::Boundary => "Permissions boundary",
        LayerName::Session => "Session policy",
        LayerName::Grant => "Grants",
        LayerName::Operation => "Operation",
        LayerName::KeyState => "Key state",
    }
}

/// What a layer says: sign and words.
pub fn layer_result(layer: LayerName, result: LayerResult) -> (&'static str, &'static str) {
    let several = layer == LayerName::Identity;
    match result {
        LayerResult::Allow if several => ("✓", "allow"),
        LayerResult::Allow => ("✓", "allows"),
        LayerResult::NoImpact if several => ("·", "none attached"),
        LayerResult::NoImpact => ("·", "no impact"),
        // What a role or user lacks may not be needed; what limits it may.
        LayerResult::ImplicitDeny if layer == LayerName::Grant => ("–", "none allows it"),
        LayerResult::ImplicitDeny if several => ("–", "do not allow"),
        LayerResult::ImplicitDeny => ("–", "does not allow"),
        LayerResult::ExplicitDeny if several => ("✕", "deny"),
        LayerResult::ExplicitDeny => ("✕", "denies"),
        LayerResult::Error if layer == LayerName::KeyState => ("!", "does not permit it"),
        LayerResult::Error if layer == LayerName::Operation => ("!", "is refused"),
        LayerResult::Error => ("!", "not decided"),
    }
}

/// The class of a layer's result.
pub fn layer_class(result: LayerResult) -> &'static str {
    match result {
        LayerResult::Allow => "says-allow",
        LayerResult::NoImpact => "says-nothing",
        LayerResult::ImplicitDeny => "says-implicit",
        LayerResult::ExplicitDeny => "says-explicit",
        LayerResult::Error => "says-error",
    }
}

/// The mark of a statement: sign and words.
pub fn matched(matched: Match) -> (&'static str, &'static str) {
    match matched {
        Match::Decisive => ("●", "decides"),
        Match::Matched => ("◉", "matches"),
        Match::NearMiss => ("◐", "nearly matches"),
        Match::Irrelevant => ("·", "does not apply"),
    }
}

/// What a statement is called.
pub fn statement(trace: &StatementTrace) -> String {
    statement_name(trace.sid.as_deref(), trace.index)
}

/// What the statement with this Sid and index is called.
pub fn statement_name(sid: Option<&str>, index: usize) -> String {
    sid.filter(|sid| !sid.is_empty())
        .map_or_else(|| format!("Statement {}", index + 1), str::to_owned)
}

/// What the mark in the gutter says.
pub fn mark(trace: &StatementTrace) -> String {
    let (_, words) = matched(trace.matched);
    let name = statement(trace);
    match trace.reasons.first().filter(|_| trace.matched == Match::NearMiss) {
        Some(reason) => match &reason.key {
            Some(key) => format!("“{name}” {words}: all but its condition on {key}"),
            None => format!("“{name}” {words}: all but its {}", reason.element),
        },
        None => format!("“{name}” {words}"),
    }
}

/// A finding in the editor.
pub fn finding(finding: &Finding) -> String {
    let (_, word) = severity(finding.severity);
    let Finding { message, help, .. } = finding;
    let gap = if help.is_empty() { "" } else { "; " };
    format!("{word}: {message}{gap}{help}")
}

/// How bad a finding is: a shape and a word. A triangle is a warning and nothing else.
pub fn severity(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("■", "Error"),
        Severity::SecurityWarning => ("▲", "Security warning"),
        Severity::Warning => ("▲", "Warning"),
        Severity::Suggestion => ("◇", "Suggestion"),
    }
}

/// The class of a severity.
pub fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "is-error",
        Severity::SecurityWarning | Severity::Warning => "is-warning",
        Severity::Suggestion => "is-suggestion",
    }
}

/// Where a finding is.
pub fn place(finding: &Finding) -> String {
    format!("line {}, column {}", finding.line, finding.column)
}

/// Says that the last readable text decides.
pub fn stale(policy: Option<&str>, json: bool, place: Option<(usize, usize)>) -> String {
    let what =
        policy.map_or_else(|| "The key policy".to_owned(), |name| format!("The policy {name}"));
    let problem = if json { "is not valid JSON" } else { "has no Statement" };
    let place =
        place.map_or_else(String::new, |(line, column)| format!(" (line {line}, column {column})"));
    format!("{what} {problem}{place}. These are the decisions of the last text that was.")
}

/// Under an editor: nothing is wrong.
pub fn would_save(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::KeyPolicy => "KMS would save this policy",
        PolicyKind::ServiceControl | PolicyKind::ResourceControl => {
            "AWS Organizations would save this policy"
        }
        PolicyKind::VpcEndpoint => "Amazon VPC would save this policy",
        PolicyKind::Bucket => "Amazon S3 would save this policy",
        PolicyKind::Identity { .. } | PolicyKind::Boundary | PolicyKind::Session => {
            "IAM would save this policy"
        }
    }
}

/// How many findings there are.
pub fn problems(findings: &[&Finding]) -> String {
    let mut counts = [0; 3];
    for finding in findings {
        counts[match finding.severity {
            Severity::Error => 0,
            Severity::SecurityWarning | Severity::Warning => 1,
            Severity::Suggestion => 2,
        }] += 1;
    }
    counted(counts)
}

fn counted([errors, warnings, suggestions]: [usize; 3]) -> String {
    let count = |number: usize, word: &str| match number {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{number} {word}s")),
    };
    let counts =
        [count(errors, "error"), count(warnings, "warning"), count(suggestions, "suggestion")];
    let words: Vec<String> = counts.into_iter().flatten().collect();
    if words.is_empty() { NO_PROBLEMS.to_owned() } else { words.join(", ") }
}

/// Under an editor: the size.
pub fn size(kind: PolicyKind, text: &str) -> (String, bool) {
    let (used, limit, unit) = match kind {
        PolicyKind::KeyPolicy => (text.len(), KEY_POLICY_BYTES, "bytes"),
        PolicyKind::ServiceControl => (text.chars().count(), 10_240, "characters"),
        PolicyKind::ResourceControl => (text.chars().count(), 5_120, "characters"),
        PolicyKind::VpcEndpoint | PolicyKind::Bucket => {
            (text.chars().count(), 20_480, "characters")
        }
        PolicyKind::Identity { .. } | PolicyKind::Boundary | PolicyKind::Session => (
            text.chars().filter(|one| !one.is_whitespace()).count(),
            if kind.is_managed() { 6_144 } else { 2_048 },
            "characters",
        ),
    };
    let words = format!("{} of {} {unit}", thousands(used), thousands(limit));
    (words, used > limit)
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What a caller is.
pub fn caller_kind(kind: CallerKind) -> &'static str {
    match kind {
        CallerKind::User => "user",
        CallerKind::Root => "root user",
        CallerKind::RoleSession => "role",
        CallerKind::FederatedUser => "federated user",
        CallerKind::Service => "service",
    }
}

/// A caller that can have no policies.
pub fn no_policies_possible(kind: CallerKind, name: &str) -> String {
    match kind {
        CallerKind::Root => "The root user has no identity policies. In its own account it may do \
             whatever the key policy lets the account do."
            .to_owned(),
        _ => format!("{name} is a service: it has no identity policies."),
    }
}

/// A caller without policies.
pub fn no_policies_yet(name: &str, same_account: bool) -> String {
    if same_account {
        format!("{name} has no identity policy: only the key policy can let {name} use the key.")
    } else {
        format!(
            "{name} has no identity policy: nothing in this account lets {name} use the key yet."
        )
    }
}

/// Policies that belong to another principal of the scenario.
pub fn policies_of(name: &str) -> String {
    format!("These are the policies of {name}.")
}

/// The accessible name of a policy's editor.
pub fn policy_of(policy: &str, name: &str) -> String {
    format!("Policy {policy} of {name}")
}

/// The accessible name of a key policy's editor.
pub fn key_policy_of(key: &str) -> String {
    format!("Key policy of {key}")
}

/// One side of a decision across accounts.
pub fn side_says(account: &str, yes: Option<bool>) -> String {
    match yes {
        Some(true) => format!("{account} says yes"),
        Some(false) => format!("{account} says no"),
        None => format!("{account}: not decided"),
    }
}

/// Layers that exist and say nothing.
pub fn no_impact(layers: &[&str]) -> String {
    format!("No impact: {}", layers.join(", ").to_lowercase().replace("vpc", "VPC"))
}

/// A removed policy.
pub fn removed(name: &str) -> String {
    format!("The policy {name} was removed.")
}

pub const STARTED_AGAIN: &str = "The opening scenario is back.";
pub const SAVED_WORK_UNREADABLE: &str = "What was saved here last time cannot be read by this version. \
     It is kept in the browser's storage; the demonstration was opened instead.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_counted_as_aws_counts_them() {
        let text = format!("{{ {}", "x".repeat(2_047));
        assert_eq!(size(PolicyKind::KeyPolicy, &text), ("2,049 of 32,768 bytes".to_owned(), false));
        assert_eq!(
            size(PolicyKind::Identity { managed: false }, &text),
            ("2,048 of 2,048 characters".to_owned(), false)
        );
    }

    #[test]
    fn problems_are_counted() {
        assert_eq!(counted([1, 2, 0]), "1 error, 2 warnings");
        assert_eq!(counted([0, 0, 1]), "1 suggestion");
        assert_eq!(counted([0, 0, 0]), "No problems");
    }
}
