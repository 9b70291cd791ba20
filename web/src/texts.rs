//! The English of the page. Sentences about decisions and findings come from the core.

use crate::documents::{DocumentId, DocumentSlot, current_key};
use crate::embed::Unknown;
use crate::hooks::Trouble;
use crate::pinned::Was;
use crate::state::Origin;
use crate::who::{KeyName, account_name};
use crate::work::Refused;
use kms_policy::actions::{Action, Group};
use kms_policy::caller::{Caller, CallerKind};
use kms_policy::decide::Cell;
use kms_policy::findings::Size;
use kms_policy::form::Field;
use kms_policy::policy::{PolicyKind, Severity};
use kms_policy::report::{
    Arns, Decision, Finding, LayerName, LayerResult, Match, StatementTrace, Verdict,
};
use kms_policy::s3_console::Operation;
use kms_policy::scenario::{Request, Scenario};

pub const NAME: &str = "KMS Policy Playground";
pub const UNTITLED: &str = "Scenario";
pub const SCENARIO_TITLE_HINT: &str = "Show or hide what this scenario is about";
pub const UNDO: &str = "Undo";
pub const REDO: &str = "Redo";
pub const START_AGAIN: &str = "Start again";
pub const DISMISS: &str = "Dismiss";

pub const READ_ERROR: &str = "Read an error";
pub const ERROR_HINT: &str = "Paste an AccessDenied message, an exception of KMS, a record of \
    CloudTrail, or what STS or IAM Toolbox say of a refusal. It stays in this browser.";
pub const ERROR_UNKNOWN: &str = "No error of AWS that is known here. Paste the whole message, from \
    “User:” or the name of the exception on.";
pub const ERROR_WAITING: &str = "One moment: a file that reads errors is on its way.";
pub const ERROR_FAILED: &str = "Errors cannot be read: a file could not be loaded.";
pub const SELECT_IN_TEXT: &str = "Select it in the text";
pub const SHOW_CELL: &str = "Show this decision";
pub const COMMAND: &str = "the command";
pub const CLOSE: &str = "Close";

pub const SCENARIOS: &str = "Scenarios";
pub const SCENARIOS_WAITING: &str = "One moment: the scenarios are on their way.";
pub const SCENARIOS_FAILED: &str = "The scenarios could not be loaded. Your work is as it was; look \
    whether the network is there, and try again.";
pub const TRY_AGAIN: &str = "Try again";
pub const SEARCH: &str = "Search";
pub const SEARCH_HINT: &str = "Words of the error, a service, an action …";
pub const TAGS: &str = "Show only what is tagged";
pub const OPEN: &str = "Open";
pub const PROVE: &str = "See it in the matrix";
pub const TRUE_OR_FALSE: &str = "True or false?";
pub const TRUE: &str = "True";
pub const FALSE: &str = "False";
pub const RIGHT: &str = "Right, it is false.";
pub const WRONG: &str = "No, it is false.";
pub const MORE: &str = "What it is about";

pub const STEPS: &str = "Steps";
pub const BACK: &str = "Back";
pub const NEXT: &str = "Next";
pub const HINT: &str = "Hint";
pub const SOLUTION: &str = "Solution";
pub const RESET_STEP: &str = "Reset";
pub const STEPS_WAITING: &str = "One moment: a file that carries out edits is on its way.";
pub const STEPS_FAILED: &str =
    "A file that carries out edits could not be loaded: reload the page.";
pub const LEARNED: &str = "Learned:";
pub const CHECK_HOLDS: &str = "holds";
pub const CHECK_OPEN: &str = "does not hold";

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
pub const CALLER_TABS: &str = "Policies of the caller and around it";
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
pub const DECIDING: &str = "deciding…";
pub const DECIDING_LARGE: &str =
    "Deciding… Texts as large as these are decided when typing pauses.";
/// Statements and grants that are not listed.
pub fn more_statements(more: usize) -> String {
    format!("and {more} more, which are marked beside the text")
}
/// Which rows of a matrix are shown.
pub fn rows_shown(first: usize, last: usize, all: usize) -> String {
    format!("Principals {first} to {last} of {all}")
}
pub const ROWS_BEFORE: &str = "Previous";
pub const ROWS_BEHIND: &str = "Next";
/// A name that there may not be room for: it is said once more where the pointer is.
pub fn long(name: &str) -> Option<String> {
    (name.len() > 32).then(|| name.to_owned())
}
pub const LOOKING_OVER: &str = "Looking over the texts…";
pub const GO_THERE: &str = "Go there";
pub const NOT_DECIDED: &str = "Nothing can be decided:";

pub const PIN: &str = "Pin";
pub const PIN_HINT: &str = "Keep this state, and see what every further edit changes";
pub const PIN_BROKEN: &str = "Mend what is broken first: what is pinned can be decided";
pub const UNPIN: &str = "Unpin";
pub const UNPIN_HINT: &str = "Compare with the pinned state no longer";
pub const ONLY_DIFFERENCES: &str = "Only differences";
pub const NO_DIFFERENCES: &str = "No cell differs.";
pub const NO_DIFFERENCES_HERE: &str = "No cell of this principal differs.";
pub const BACK_TO_PIN: &str = "Back to the pinned state";
pub const WAS_ABSENT: &str = "new";

pub const WHY: &str = "Why";
pub const WHY_TABS: &str = "What is shown of the selected cell";
pub const REQUEST: &str = "Request";
pub const REQUEST_BUTTON: &str = "Request…";
pub const REQUEST_BUTTON_HINT: &str = "Change what every request of the matrix carries";
pub const DIRECT_CALL: &str = "direct call";
pub const REQUEST_HINT: &str =
    "What every request of the matrix carries; what an action does not take does not reach it.";
pub const VIA_EXAMPLE: &str = "none: a direct call";
pub const NO_ENDPOINT: &str = "none";
pub const UNSAID: &str = "not said";
pub const NAME_PLACEHOLDER: &str = "name";
pub const VALUE_PLACEHOLDER: &str = "value";
pub const ABSENT: &str = "absent";
pub const ABSENT_VALUE: &str = "no value";
pub const CONDITION_KEYS: &str = "What conditions see";
pub const CONDITION_KEY: &str = "Condition key";
pub const VALUE_AND_SOURCE: &str = "Value, and where it comes from";
pub const MISSING: &str = "Asked for by a condition, and missing:";
pub const SUPPLY: &str = "Supply";
pub const STALE_REQUEST: &str = "last usable request";
pub const AWS_PRINTS: &str = "What AWS prints";
pub const ALSO: &str = "Besides the policies";
pub const BOTH_MUST: &str = "Two accounts: both must say yes";
pub const BUCKET_OWNER: &str = "Bucket owner";
pub const NONE_ATTACHED: &str = ": none attached";
pub const RULES: &str = "Rules";

pub const TO_ALLOW: &str = "What would allow it";
pub const TO_DENY: &str = "What would deny it";
pub const CHANGES_WAITING: &str = "Looking for the smallest changes …";
pub const CHANGES_BROKEN: &str = "Mend first what cannot be read.";
pub const CHANGES_FAILED: &str =
    "Changes cannot be looked for: a file could not be loaded. Decisions do not need it.";
pub const CHANGED_LINES: &str = "Lines";
pub const APPLY: &str = "Apply";
pub const WIDENS: &str = "opens more than asked: actions or callers that this matrix does not show";
pub const ALSO_NOTHING: &str = "No other cell of this matrix changes.";
pub const ALSO_CHANGES: &str = "Also: ";

pub const REHEARSAL: &str = "Rehearse saving";
pub const REHEARSAL_HINT: &str = "What KMS answers to PutKeyPolicy with the policy as it stands here. Nothing leaves this browser.";
pub const SAVED_BY: &str = "Saved by";
pub const BYPASS: &str = "without the lockout safety check";
pub const NOT_REHEARSED: &str = "This scenario cannot be decided: mend it first.";
pub const WITHOUT_EFFECT: &str = "KMS never heeds these statements, since Action or Resource is missing or Resource is not \"*\":";
pub const CHANGES: &str = "What changes";
pub const IN_FORCE: &str = "The policy in the editor is taken to be in force already. Hold it, and this list says what your next edits would change once they are saved.";
pub const HOLD: &str = "Hold this policy as the one in force";
pub const PUT_IN_FORCE: &str = "Put the edited policy in force";
pub const BACK_TO_IN_FORCE: &str = "Back to the policy in force";

pub const PANEL_IDENTITY: &str = "IAM policies";

pub const FOOTER: &str =
    "Independent of AWS: check production there. Policies never leave this browser.";
pub const HOW_SURE: &str = "What is not modelled, and how sure we are";
pub const UNCERTAIN: &str = "uncertain";
pub const ROOT_USER: &str = "Root user";
pub const WHY_UNCERTAIN: &str = "What is uncertain here";

/// Where a rule is from, after how sure it is.
pub fn source(confidence: &str, rule: &str) -> String {
    format!("{confidence}: source of rule {rule}")
}

/// The title of a step.
pub fn step(index: usize, count: usize, title: &str) -> String {
    match count {
        1 => title.to_owned(),
        _ => format!("Step {} of {count}: {title}", index + 1),
    }
}

/// How many checks of a step hold.
pub fn checks_hold(held: usize, count: usize) -> String {
    match (held, count) {
        (_, 0) => String::new(),
        (0, 1) => "The check does not hold yet".to_owned(),
        (_, 1) => "The check holds".to_owned(),
        _ => format!("{held} of {count} checks hold"),
    }
}

/// What a check carries besides principal and action, and the matrix does not say.
pub fn check_details(check: &Request, scenario: &Scenario) -> String {
    let matrix_key = scenario.matrix.as_ref().and_then(|matrix| matrix.key.as_ref());
    let mut words = Vec::new();
    for (word, value) in [
        ("on", check.key.as_ref().filter(|key| Some(*key) != matrix_key)),
        ("through", check.via.as_ref()),
        ("to", check.region.as_ref()),
        ("for", check.resource.as_ref()),
    ] {
        words.extend(value.map(|value| format!("{word} {value}")));
    }
    words.extend(check.encryption_context.iter().map(|(name, value)| format!("{name}={value}")));
    words.join(", ")
}

/// What a check that does not hold finds.
pub fn check_now(now: &str) -> String {
    format!("; now {now}")
}

/// How many steps a scenario of the gallery has.
pub fn steps(count: usize) -> String {
    if count == 1 { "1 step".to_owned() } else { format!("{count} steps") }
}

/// How many scenarios are shown.
pub fn found(count: usize) -> String {
    match count {
        0 => "No scenario has all these words: try fewer.".to_owned(),
        1 => "1 scenario".to_owned(),
        _ => format!("{count} scenarios"),
    }
}

/// The heading over a part of the gallery.
pub fn gallery_group(name: &str) -> &'static str {
    match name {
        "lesson" => "Lesson",
        "myths" => "Myths",
        "default-policies" => "Default key policies",
        _ => "Situations",
    }
}

/// What the theme button says.
pub fn theme(now: &str, next: &str) -> String {
    format!("Theme: {now}. Change to {next}")
}

/// What a request is, in a line: a direct call, or what makes it another. What its principal brings
/// with it is said of the one at this index.
pub fn request(scenario: &Scenario, principal: usize) -> String {
    let matrix = scenario.matrix.as_ref();
    let request = matrix.map(|matrix| &matrix.request);
    let via = request.and_then(|request| request.via.as_deref());
    let mut words =
        vec![via.map_or_else(|| DIRECT_CALL.to_owned(), |via| format!("through {via}"))];
    if let Some(region) = request.and_then(|request| request.region.as_deref()) {
        words.push(format!("to {region}"));
    }
    if let Some(key) = matrix.and_then(|matrix| matrix.key.as_deref())
        && scenario.keys.iter().all(|one| one.arn != key)
    {
        words.push(format!("on {key}"));
    }
    if let Some(request) = request {
        if let Some(endpoint) = &request.vpc_endpoint {
            words.push(format!("by {endpoint}"));
        }
        for (number, one, many) in [
            (
                request.encryption_context.len(),
                "1 pair of encryption context",
                "pairs of encryption context",
            ),
            (request.parameters.len(), "1 parameter", "parameters"),
            (request.context.len(), "1 condition key set by hand", "condition keys set by hand"),
        ] {
            match number {
                0 => {}
                1 => words.push(one.to_owned()),
                _ => words.push(format!("{number} {many}")),
            }
        }
    }
    if scenario.principals.get(principal).and_then(|one| one.mfa) == Some(true) {
        words.push("with MFA".to_owned());
    }
    words.join(", ")
}

/// The name of a field of the request's form.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Key => "Key, as the caller writes it",
        Field::Region => "Region of the endpoint",
        Field::Via => "Through a service",
        Field::Endpoint => "VPC endpoint",
        Field::SourceIp => "Source IP address",
        Field::Time => "Clock",
        Field::EncryptionContext => "Encryption context",
        Field::Parameters => "Parameters",
        Field::Context => "Condition keys set by hand",
        Field::Mfa(_) => "MFA of the caller",
        Field::PrincipalTags(_) => "Tags of the caller",
        Field::KeyTags(_) => "Tags of the key",
    }
}

/// What adds a line to a list.
pub fn add(field: Field) -> &'static str {
    match field {
        Field::EncryptionContext => "Add pair",
        Field::Parameters => "Add parameter",
        Field::Context => "Add condition key",
        _ => "Add tag",
    }
}

/// The names of a line's two texts.
pub fn line(list: Field, index: usize) -> (String, String) {
    let of = |what: &str| format!("{}, {what} {}", field(list), index + 1);
    (of("name"), of("value"))
}

/// What takes a line away.
pub fn remove_line(list: Field, index: usize) -> String {
    format!("{}, remove line {}", field(list), index + 1)
}

/// Whether MFA was used.
pub fn mfa(value: &str) -> &'static str {
    if value == "true" { "used" } else { "not used" }
}

/// Gives a condition key a value.
pub fn supply(key: &str) -> String {
    format!("{SUPPLY} {key}")
}

/// Says that an earlier request decides.
pub fn request_unusable(field: &str, message: &str) -> String {
    format!("{field}: {message}. These are the decisions of the last request that could be used.")
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

/// What a cell says beside its sign.
pub fn cell(cell: &Cell) -> &'static str {
    match cell.verdict {
        Verdict::Allow => "allowed",
        Verdict::ImplicitDeny if cell.never_across_accounts => "not across accounts",
        Verdict::ImplicitDeny | Verdict::ExplicitDeny => "denied",
        Verdict::Error => cell.error.unwrap_or("error"),
    }
}

/// What a cell was, to people who do not see its colours.
pub fn was_label(was: &Was) -> String {
    match was {
        Was::Same => String::new(),
        Was::Absent => format!(", {WAS_ABSENT}"),
        Was::Other(cell) => format!(", was {}", cell_label(cell)),
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

/// What differs since the pin.
pub fn since_the_pin(clauses: &[String]) -> String {
    if clauses.is_empty() {
        return "Since the pin nothing has changed.".to_owned();
    }
    format!("Since the pin: {}.", clauses.join("; "))
}

/// What saving a policy would change.
pub fn once_saved(clauses: &[String]) -> String {
    if clauses.is_empty() {
        return "Nothing in the matrix: both policies decide every cell alike.".to_owned();
    }
    format!("Once it is saved: {}.", clauses.join("; "))
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

/// What a statement is called.
pub fn statement(trace: &StatementTrace) -> String {
    statement_name(trace.sid.as_deref(), trace.index)
}

/// What the statement with this Sid and index is called.
pub fn statement_name(sid: Option<&str>, index: usize) -> String {
    sid.filter(|sid| !sid.is_empty())
        .map_or_else(|| format!("Statement {}", index + 1), str::to_owned)
}

/// What a statement is called among others of its layer: with its policy, where that says more.
pub fn statement_of(trace: &StatementTrace, layer: LayerName) -> String {
    let policy = trace.name.as_str();
    let own = layer == LayerName::KeyPolicy && policy != "AWS_RAM";
    if own || policy.is_empty() || trace.sid.as_deref() == Some(policy) {
        statement(trace)
    } else {
        format!("{policy}, {}", statement(trace))
    }
}

/// The class of a statement by how near it came.
pub fn match_class(matched: Match) -> &'static str {
    match matched {
        Match::Decisive => "decides",
        Match::Matched => "matches",
        Match::NearMiss => "nearly",
        Match::Irrelevant => "irrelevant",
    }
}

/// Folded away: what is about something else.
pub fn apart(count: usize, layer: LayerName) -> String {
    let noun = if layer == LayerName::Grant { "grant" } else { "statement" };
    let (ending, verb) = if count == 1 { ("", "does") } else { ("s", "do") };
    format!("{count} {noun}{ending} {verb} not apply")
}

/// What a document is called that is shown and not edited.
pub fn read_only(trace: &StatementTrace, layer: LayerName) -> String {
    format!("{} {}, read only", layer.words(), trace.name)
}

/// What the mark in the gutter says.
pub fn mark(trace: &StatementTrace) -> String {
    let name = statement(trace);
    let near = trace.matched == Match::NearMiss;
    match trace.words(Arns::Short).first().filter(|_| near) {
        Some(words) => format!("“{name}” {words}"),
        None => format!("“{name}” {}", trace.matched.words()),
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
pub fn stale(document: &str, json: bool, place: Option<(usize, usize)>) -> String {
    let problem = if json { "is not valid JSON" } else { "has no Statement" };
    let place =
        place.map_or_else(String::new, |(line, column)| format!(" (line {line}, column {column})"));
    format!("The {document} {problem}{place}. These are the decisions of the last text that was.")
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
pub fn size(document: DocumentId, scenario: &Scenario, text: &str) -> (String, bool) {
    let Size { used, most, bytes } = kms_policy::findings::size(document, scenario, text);
    let unit = if bytes { "bytes" } else { "characters" };
    let words = format!("{} of {} {unit}", thousands(used), thousands(most));
    (words, used > most)
}

pub fn thousands(number: usize) -> String {
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

/// Policies that belong to another principal of the scenario.
pub fn policies_of(name: &str) -> String {
    format!("These are the policies of {name}.")
}

/// One side of a decision across accounts.
pub fn side_says(account: &str, says: LayerResult) -> String {
    match says {
        LayerResult::Allow => format!("{account} says yes"),
        LayerResult::Error => format!("{account}: not decided"),
        _ => format!("{account} says no"),
    }
}

/// Layers that exist and say nothing.
pub fn no_impact(layers: &[&str]) -> String {
    format!("{}: {}", LayerResult::NoImpact.words(), layers.join(", "))
}

/// A removed document.
pub fn removed(document: &str) -> String {
    format!("The {document} was removed.")
}

pub const RESET: &str = "Reset";
pub const RESET_HINT: &str = "Back to how this began";
pub const RESET_DONE: &str = "This is as it began.";
pub const OPEN_FULL: &str = "Open in full";
pub const OPEN_FULL_HINT: &str =
    "Opens the whole playground in a window of its own, with what is here now";
pub const OPEN_FULL_WAITING: &str = "One moment: a file that makes links is on its way.";
pub const LINK_FAILED: &str = "There is no link: a file that makes links could not be loaded.";
pub const LINK_TOO_LONG: &str = "There is no link: this scenario is too large for one.";
pub const LINK_REFUSED: &str = "The user does not give a link to what is here.";
pub const NO_WINDOW: &str = "No window can be opened from here. Open this link in a new tab:";
pub const LINK: &str = "Link";
pub const LINK_ASKED: &str = "The page around this asks for a link to what is here. \
     Whoever has the link can read all of it, your edits too.";
pub const GIVE_LINK: &str = "Give the link";
pub const KEEP_LINK: &str = "Do not give it";

/// What is said of something in the address that counts for nothing.
pub fn unknown(unknown: &Unknown) -> String {
    match unknown {
        Unknown::Parameter(name) => {
            format!("The address has a parameter that is not known: `{name}`.")
        }
        Unknown::Value(name, _, []) => {
            format!("`{name}` in the address says nothing: write the name of a scenario.")
        }
        Unknown::Value(name, value, known) => {
            format!("`{name}` in the address cannot be `{value}`: write `{}`.", known.join("`, `"))
        }
        Unknown::Again(name) => {
            format!("The address says twice what `{name}` says: the first counts.")
        }
        Unknown::NoEmbed(name) => format!("`{name}` in the address counts only beside `embed`."),
    }
}

/// What is said where no scenario of the gallery, or no lesson, has a name.
pub fn not_named(lesson: bool, name: &str, suggested: &[&str]) -> String {
    let kind = if lesson { "lesson" } else { "scenario" };
    match suggested {
        [one] => format!("There is no {kind} `{name}`: is `{one}` meant?"),
        all => format!("There is no {kind} `{name}`. There are `{}`.", all.join("`, `")),
    }
}

/// What is said where a cell that the address names is not in the scenario.
pub fn not_there(principal: &str, action: &str) -> String {
    format!("The address selects `{principal}` and `{action}`, and the scenario has no such cell.")
}

/// What is said where a scenario of the page around cannot be read.
pub fn set_refused(why: &str) -> String {
    format!(
        "The page around this gave a scenario that cannot be read, and the one here stays. {why}"
    )
}

pub const STARTED_AGAIN: &str = "The opening scenario is back.";
pub const SAVED_WORK_UNREADABLE: &str = "What was saved here last time cannot be read by this version. \
     It is kept, and listed under File; the demonstration was opened instead.";

/// What is said of a link that is of no use.
pub fn link_unreadable(problem: &str) -> String {
    format!("The link cannot be opened: {problem}. Your work is as it was.")
}

/// What is said of what an earlier engine decided otherwise, in clauses.
pub fn decided_otherwise(engine: &str, clauses: &str) -> String {
    let engine = if engine.is_empty() { String::new() } else { format!(" by version {engine}") };
    format!("Some decisions differ from those that were stored with it{engine}: {clauses}.")
}

/// What is said of a scenario that was opened.
pub fn opened(title: &str) -> String {
    format!("Opened: `{title}`. Undo brings back what was here before.")
}

/// What is said of a step that was solved.
pub fn solved(title: &str) -> String {
    format!("Solved: `{title}`.")
}

/// What is said of a step that was begun again.
pub fn begun_again(title: &str) -> String {
    format!("Begun again: `{title}`.")
}

/// What is said of a change that was made.
pub fn changed(title: &str) -> String {
    format!("Done: {title}.")
}

/// A document or field of the scenario that a change touches.
pub fn touched(pointer: &str, scenario: &Scenario) -> String {
    if let Some(id) = DocumentId::parse(pointer) {
        return document(id, scenario);
    }
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    let principal = |index: &str| principal(scenario, index.parse().unwrap_or(usize::MAX));
    match parts.as_slice() {
        ["keys", ..] => "Settings of the key".to_owned(),
        ["principals", index, "policies", _] => format!("New policy of {}", principal(index)),
        ["principals", index, "session", ..] => format!("Session of {}", principal(index)),
        ["principals", index, ..] => principal(index),
        _ => REQUEST.to_owned(),
    }
}

// Documents: their names, and what is said where one could be.

/// The short name of a principal.
pub fn principal(scenario: &Scenario, index: usize) -> String {
    Caller::of(scenario, index).map_or_else(String::new, |caller| caller.short_name().to_owned())
}

/// What a document is called within a sentence.
pub fn named(document: DocumentId, scenario: &Scenario) -> String {
    let kind = match document.slot {
        DocumentSlot::KeyPolicy => "key policy",
        DocumentSlot::Saved => "key policy in force",
        DocumentSlot::Ram => "key policy of AWS RAM",
        DocumentSlot::Identity => "policy",
        DocumentSlot::Boundary => "permissions boundary",
        DocumentSlot::Session | DocumentSlot::ManagedSession => "session policy",
        DocumentSlot::Scp => "service control policy",
        DocumentSlot::Rcp => "resource control policy",
        DocumentSlot::Endpoint => "policy of VPC endpoint",
        DocumentSlot::Bucket => "policy of bucket",
    };
    format!("{kind} {}", document.name(scenario)).trim_end().to_owned()
}

/// What a document is called by itself: also of whom or on what it is.
pub fn document(document: DocumentId, scenario: &Scenario) -> String {
    let [first, level, _] = document.at;
    let name = named(document, scenario);
    let name = name.get(..1).unwrap_or_default().to_uppercase() + name.get(1..).unwrap_or_default();
    match document.slot {
        DocumentSlot::KeyPolicy | DocumentSlot::Saved | DocumentSlot::Ram => {
            format!("{name} of {}", KeyName::of(scenario, first).unwrap_or_default().short)
        }
        DocumentSlot::Identity
        | DocumentSlot::Boundary
        | DocumentSlot::Session
        | DocumentSlot::ManagedSession => format!("{name} of {}", principal(scenario, first)),
        DocumentSlot::Scp | DocumentSlot::Rcp => {
            format!("{name} on {}", level_name(scenario, first, level))
        }
        DocumentSlot::Endpoint | DocumentSlot::Bucket => name,
    }
}

/// A level of an organization; the last is the account.
fn level_name(scenario: &Scenario, account: usize, level: usize) -> String {
    let account = scenario.accounts.get(account);
    let name = account.map_or("", |account| account.level_name(level));
    account_name(scenario, name)
}

/// What the tab of a document, or of all of its kind, says.
pub fn tab(document: DocumentId, scenario: &Scenario) -> &str {
    match document.slot {
        DocumentSlot::KeyPolicy => KEY_POLICY,
        DocumentSlot::Saved => "In force",
        DocumentSlot::Ram => "AWS RAM",
        DocumentSlot::Identity if document.is_there(scenario) => document.name(scenario),
        DocumentSlot::Identity => POLICIES,
        DocumentSlot::Boundary => "Boundary",
        DocumentSlot::Session | DocumentSlot::ManagedSession => "Session",
        DocumentSlot::Scp => "SCPs",
        DocumentSlot::Rcp => "RCPs",
        DocumentSlot::Endpoint => "VPC endpoint",
        DocumentSlot::Bucket => "Bucket policy",
    }
}

/// What all documents behind one tab are called.
pub fn together(document: DocumentId) -> &'static str {
    match document.slot {
        DocumentSlot::KeyPolicy | DocumentSlot::Saved | DocumentSlot::Ram => "Policies of the key",
        DocumentSlot::Identity => POLICIES,
        DocumentSlot::Boundary => "Permissions boundary",
        DocumentSlot::Session | DocumentSlot::ManagedSession => "Session policies",
        DocumentSlot::Scp => "Service control policies by level",
        DocumentSlot::Rcp => "Resource control policies by level",
        DocumentSlot::Endpoint => "Policies of VPC endpoints",
        DocumentSlot::Bucket => "Bucket policies",
    }
}

/// What a document is called among those behind its tab.
pub fn among(document: DocumentId, scenario: &Scenario) -> String {
    let name = document.name(scenario);
    match document.slot {
        DocumentSlot::Scp | DocumentSlot::Rcp => {
            let level = level_name(scenario, document.at[0], document.at[1]);
            let name = if document.is_there(scenario) { name } else { "none" };
            format!("{level}: {name}")
        }
        DocumentSlot::Session => "In line".to_owned(),
        DocumentSlot::Ram => "AWS RAM".to_owned(),
        _ => name.to_owned(),
    }
}

/// What adds a document at a place, and what that is about.
pub fn add_document(place: DocumentId, scenario: &Scenario) -> (&'static str, String) {
    let level = || level_name(scenario, place.at[0], place.at[1]);
    match place.slot {
        DocumentSlot::Boundary => {
            ("Add boundary", "Limit what its identity policies allow".to_owned())
        }
        DocumentSlot::Session => {
            ("Add session policy", "Pass a policy with the session".to_owned())
        }
        DocumentSlot::ManagedSession => {
            ("Add managed", "Pass a managed policy with the session".to_owned())
        }
        DocumentSlot::Scp => ("Add SCP", format!("Attach a service control policy to {}", level())),
        DocumentSlot::Rcp => {
            ("Add RCP", format!("Attach a resource control policy to {}", level()))
        }
        _ => (ADD_POLICY, String::new()),
    }
}

/// What is said where there is no document.
pub fn no_document(place: DocumentId, scenario: &Scenario) -> String {
    let [first, level, _] = place.at;
    let who = principal(scenario, first);
    match place.slot {
        DocumentSlot::Identity => {
            let account = |arn: &str| arn.split(':').nth(4).map(str::to_owned);
            let key = scenario.keys.get(current_key(scenario)).and_then(|key| account(&key.arn));
            let own = Caller::of(scenario, first).map(|caller| caller.account);
            if own == key {
                format!(
                    "{who} has no identity policy: only the key policy or a grant can let \
                     {who} use the key."
                )
            } else {
                format!(
                    "{who} has no identity policy: no policy in this account lets {who} use \
                     the key yet."
                )
            }
        }
        DocumentSlot::Boundary => format!(
            "{who} has no permissions boundary. With one, the identity policies of {who} give \
             only what it allows as well."
        ),
        DocumentSlot::Session => format!(
            "No policy is passed with the session of {who}. With one, the session gets from the policies \
             of its role or user only what it allows as well."
        ),
        DocumentSlot::Scp => format!(
            "No service control policy is attached to {}.",
            level_name(scenario, first, level)
        ),
        DocumentSlot::Rcp => format!(
            "No resource control policy is attached to {} besides RCPFullAWSAccess, which is always there.",
            level_name(scenario, first, level)
        ),
        DocumentSlot::Endpoint => {
            format!(
                "The VPC endpoint {} has no policy: it lets everything pass.",
                place.name(scenario)
            )
        }
        DocumentSlot::Bucket => format!("The bucket {} has no policy.", place.name(scenario)),
        DocumentSlot::KeyPolicy
        | DocumentSlot::Saved
        | DocumentSlot::Ram
        | DocumentSlot::ManagedSession => String::new(),
    }
}

// The forms that build a scenario. Their labels come from the core.
pub const BUILD: &str = "Build";
pub const PARTS: &str = "Parts of the scenario";
pub const SETTINGS: &str = "Settings";
pub const GRANTS: &str = "Grants";
pub const DETAILS: &str = "Details…";
pub const NEW_KEY: &str = "New key…";
pub const NEW_PRINCIPAL: &str = "New principal…";
pub const MATRIX_BUTTON: &str = "Rows, columns…";
pub const WHAT_TO_ADD: &str = "What to add";
pub const PENDING: &str = "Enter takes it over.";
pub const RAISE: &str = "Move up";
pub const LOWER: &str = "Move down";
pub const FORM_WAITING: &str = "One moment: a file that the forms need is on its way.";
pub const FORM_FAILED: &str = "A file that the forms need could not be loaded: reload the page.";

/// What a button does, and with what.
pub fn of(what: &str, with: &str) -> String {
    format!("{what}: {with}")
}

pub const FILE: &str = "File";
pub const SAVE: &str = "Save";
pub const SAVE_FILE: &str = "Save file";
pub const SAVE_HINT: &str =
    "With everything that is written here. The command line tool reads the file too.";
pub const PRINT: &str = "Print";
pub const NEW_SCENARIO: &str = "New scenario";
pub const NEW_TWO_ACCOUNTS: &str = "Two accounts and a key";
pub const NEW_EMPTY: &str = "Empty";
pub const OPEN_OR_IMPORT: &str = "Open or import";
pub const OPEN_FILE: &str = "Open file…";
pub const OPEN_HINT: &str = "A scenario, or what the command line of AWS printed. Files can be dropped anywhere on the page, too.";
pub const DROP: &str = "Drop to open or import";
pub const IMPORT_HINT: &str = "Paste a scenario, a link, a policy, an error, or what `aws` printed: kms \
    get-key-policy, describe-key, list-grants, list-aliases, iam get-role-policy, \
    get-account-authorization-details and others. It stays in this browser.";
pub const PASTED: &str = "the pasted text";
pub const IMPORT_READING: &str = "One moment: this is being read.";
pub const IMPORT_WAITING: &str = "One moment: a file that reads this is on its way.";
pub const IMPORT_FAILED: &str = "This cannot be read: a file could not be loaded. Reload the page.";
pub const IMPORT_UNKNOWN: &str = "Nothing was recognised. Your work is as it was.";
pub const IMPORT_NOTHING: &str = "The scenario has this already, or it cannot be put in.";
pub const IMPORT_QUESTION: &str = "Put this into the scenario?";
pub const IMPORT_WHERE: &str = "Where does it belong?";
pub const IS_ERROR: &str = "This is an error of AWS.";
pub const OPEN_SCENARIO: &str = "Open it";
pub const WILL_BE_SET: &str = "What will be set";
pub const NOT_TAKEN: &str = "To know";
pub const PUT_IN: &str = "Put it in";
pub const CHOOSE: &str = "Choose …";
pub const MORE_OF_IT: &str = "Details";
pub const RECENT: &str = "Recent";
pub const RECENT_NONE: &str = "What you open and change is listed here and comes back later.";
pub const RECENT_HINT: &str = "The last ten that were changed are kept in this browser. When one more \
    comes, the oldest goes: save as a file what is to stay.";
pub const OPEN_HERE: &str = " · open here";
pub const OPEN_ELSEWHERE: &str = " · open in another tab";
pub const GOES_NEXT: &str = " · goes next";
pub const FORGET_BUTTON: &str = "Forget everything…";
pub const FORGET: &str = "Forget everything";
pub const FORGET_HINT: &str = "What is kept stays in this browser until you remove it.";
pub const FORGET_QUESTION: &str = "This removes all scenarios that are listed here, the one on the page \
    and the theme. It cannot be undone. What another tab works at is kept again when it is changed there.";
pub const KEEP: &str = "Keep";
pub const REMOVE_QUESTION: &str = "It is removed from this browser. That cannot be undone.";
pub const REMOVE_FOR_GOOD: &str = "Remove for good";
pub const FORGOTTEN: &str = "Everything is forgotten. This is the opening scenario.";
pub const COPY_OF_OTHER_TAB: &str =
    "Another tab works at this scenario. This is a copy, which is kept by itself.";
pub const EMPTY_SCENARIO: &str = "Nothing can be decided yet. A scenario needs a key and a principal: \
    add them under Build, import them from AWS's command line under File, or open a scenario.";

/// What an entry began as, when it was written, and its size.
pub fn entry(from: Origin, when: &str, bytes: usize) -> String {
    let from = match from {
        Origin::Demonstration => "from the demonstration",
        Origin::Gallery => "from the gallery",
        Origin::File => "from a file",
        Origin::Link => "from a link",
        Origin::New => "begun here",
        Origin::Copy => "a copy from another tab",
        Origin::Earlier => "from an earlier visit",
    };
    format!("{from} · {when} · {} KB", thousands(bytes.div_ceil(1024)))
}

/// An entry that this version cannot read.
pub fn cannot_open(problem: &str) -> String {
    format!("This cannot be opened: {problem}. Save it as a file: it stays as it is.")
}

/// A file that is no text.
pub fn no_text(name: &str) -> String {
    format!("`{name}` is no text in UTF-8, or larger than 10 MB. Your work is as it was.")
}

/// A scenario with something wrong in it.
pub fn no_scenario(name: &str, problem: &str) -> String {
    format!("`{name}` cannot be opened: {problem}. Your work is as it was.")
}

/// A scenario that was pasted.
pub fn is_scenario(title: &str) -> String {
    format!("This is the scenario `{title}`.")
}

/// What an import does not say.
pub fn import_hint(name: &str) -> &'static str {
    match name {
        "key" => "Of which key?",
        "principal" => "Of which user or role?",
        _ => "In which account?",
    }
}

/// What an import did.
pub fn imported(outputs: &[&str]) -> String {
    let outputs: Vec<String> = outputs.iter().map(|output| format!("`{output}`")).collect();
    format!("imported {}", outputs.join(", "))
}

/// Why the work is not kept, or what had to go.
pub fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::NotKept(Refused::NoStorage) => {
            "This browser keeps nothing for this page: a reload \
            loses your work. Everything else works; save it as a file."
                .to_owned()
        }
        Trouble::NotKept(Refused::Full) => "The browser's storage is full: your work is not kept. \
            Save it as a file, and remove scenarios under File."
            .to_owned(),
        Trouble::MadeRoom(gone) => format!(
            "The browser's storage was full. To keep your work, the oldest had to go: {}.",
            gone.iter().map(|title| format!("“{title}”")).collect::<Vec<_>>().join(", ")
        ),
    }
}

/// What is asked about, after principal and action.
pub fn asked_of_key(region: &str, request: &str) -> String {
    format!("key in {region} · {request}")
}

pub const MATRIX_TABS: &str = "What is shown of who may do what";
pub const DECISIONS: &str = "Decisions";
pub const S3_TEST: &str = "S3 test";
pub const S3_NEW_BUCKET: &str = "New bucket…";
pub const S3_NEW: &str = "New bucket";
pub const S3_MAKE: &str = "Create bucket";
pub const S3_ANSWER: &str = "What S3 answers";
pub const S3_PARTS: &str = "What S3 asks for";
pub const S3_MEND: &str = "S3 is not asked yet: mend the field that is marked.";

/// What asks S3.
pub fn s3_button(operation: Operation) -> &'static str {
    if operation == Operation::Download { "Download" } else { "Upload" }
}

/// What S3 refused.
pub fn s3_failed(operation: Operation, message: &str) -> String {
    format!("{} failed. {message}", s3_button(operation))
}

/// What S3 did, and nothing changed here.
pub fn s3_done(operation: Operation, object: &str) -> String {
    match operation {
        Operation::Download => format!("Downloaded: `{object}`, decrypted."),
        _ => format!("Uploaded again: `{object}` lies in the bucket as before."),
    }
}

/// The title of an upload.
pub fn s3_uploaded(object: &str) -> String {
    format!("uploaded `{object}`")
}

/// The title of making a bucket.
pub fn s3_made(bucket: &str) -> String {
    format!("created bucket `{bucket}`")
}

/// Adds the AWS managed key of an account.
pub fn s3_add_managed(account: &str) -> String {
    format!("Add aws/s3 of account {account}")
}

/// A matrix in words: how many cells have each verdict, in the order of [`Verdict::ALL`].
pub fn preview(principals: usize, actions: usize, counts: [usize; 4]) -> String {
    let number = |count: usize, what: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {what}{plural}")
    };
    let [allowed, implicitly, explicitly, errors] = counts;
    let words = [
        format!("{allowed} allowed"),
        format!("{implicitly} denied"),
        format!("{explicitly} denied explicitly"),
        number(errors, "error"),
    ];
    let there = words.into_iter().zip(counts).filter(|(_, count)| *count > 0);
    let there: Vec<String> = there.map(|(words, _)| words).collect();
    let size = (number(principals, "principal"), number(actions, "action"));
    format!("{} by {}: {}", size.0, size.1, there.join(", "))
}

// The whole page: keys, ways around it, what is read out, what is printed.

pub const MENU: &str = "Menu";
pub const LARGE: &str = "Large type";
pub const LARGE_HINT: &str = "Large type, for a lecture (F9)";
pub const STRIP: &str = "Selected decision";
pub const NOTICE: &str = "Notice";
pub const PANELS: &str = "Panels";
pub const SKIP: &str = "Skip to";
pub const NAME_RULE: &str = "Letters, digits and _+=,.@-";
pub const SKIP_TO: [&str; 4] = [
    "Skip to the key policy",
    "Skip to the caller’s policies",
    "Skip to the decisions",
    "Skip to the reasons",
];
pub const SHORTCUTS: &str = "Keyboard shortcuts";
pub const SINGLE_KEYS: &str = "? opens this list. Without it: the button at the foot of the page.";

/// Keys, with what they do.
pub const SHORTCUT_LIST: [(&[&str], &str); 14] = [
    (&["?"], "this list, outside of fields"),
    (&["F6", "/", "Shift", "F6"], "the next part of the page, the one before"),
    (&["Tab"], "onwards, out of an editor too"),
    (&["Ctrl", "Z", "/", "Ctrl", "Shift", "Z"], "undo, redo; on a Mac with ⌘"),
    (
        &["F8", "/", "Shift", "F8"],
        "the first problem of a policy, the last one; in an editor its next one, the one before",
    ),
    (&["Alt", "Page Down", "/", "Alt", "Page Up"], "the next step of a lesson, the one before"),
    (&["F9"], "large type"),
    (&["←", "→", "↑", "↓"], "in the matrix and between tabs: the next one"),
    (&["Home", "/", "End"], "in the matrix: first and last of the row; with Ctrl of all"),
    (&["Page Up", "/", "Page Down"], "in the matrix: eight rows further"),
    (&["Ctrl", "Space"], "in an editor: what can be written here"),
    (&["F1"], "in an editor: what the word at the caret means"),
    (&["Ctrl", "F"], "in an editor: find"),
    (&["Esc"], "close a list, a note or a dialog"),
];

/// An action's name without its service, where that is KMS.
pub fn bare(action: &str) -> &str {
    action.strip_prefix("kms:").unwrap_or(action)
}

/// A cell on paper.
pub fn printed_cell(one: &Cell) -> String {
    let uncertain = if one.uncertain { " ?" } else { "" };
    format!("{} {}{uncertain}", verdict_sign(one.verdict), cell(one))
}

/// At the end of the paper.
pub fn printed(date: &str) -> String {
    format!("{NAME}, {date}. {FOOTER}")
}

/// What is heard of the selected cell.
pub fn heard_cell(name: &str, decision: &Decision) -> String {
    let action = bare(&decision.action);
    format!("{name}, {action}: {}", verdict_short(decision.verdict, decision.error.as_deref()))
}

// Sharing.

pub const SHARE: &str = "Share";
pub const SHARE_WAITING: &str = "One moment: a file that makes links is on its way.";
pub const SHARE_FAILED: &str = "No link can be made: a file could not be loaded. Share the scenario as a file, or reload the page.";
pub const LINK_HINT: &str = "Everything is in the link itself: whoever has it can read all of it. It \
    stands behind the #, which browsers do not send to servers.";
pub const LINK_LENGTH: &str = "Length of the link";
pub const LONGEST_PARTS: &str = "What makes it long";
pub const LEAVE_OUT: &str = "Leave out";
pub const PUT_BACK: &str = "Put back";
pub const DISCLOSED: &str = "What it discloses";
pub const DISCLOSED_HINT: &str = "Examples change no decision, and your own work stays as it is. Descriptions, \
    tags, encryption contexts and statement ids stay, but for the names in them.";
pub const USE_EXAMPLES: &str = "Replace account numbers and names by AWS's documentation examples";
pub const REPLACED: &str = "Replaced";
pub const LEFT: &str = "Left as they are";
pub const MARKDOWN: &str = "Markdown";
pub const FRAME: &str = "Frame for a web page";
pub const FRAME_HINT: &str = "Paste it into the HTML of a page or course.";
pub const FRAME_TITLE: &str = "Title";
pub const FRAME_WIDTH: &str = "100%";
pub const FRAME_HEIGHT: &str = "640";
pub const FRAME_THEMES: [(&str, &str); 3] =
    [("", "As the reader's system"), ("light", "Light"), ("dark", "Dark")];
pub const WIDTH: &str = "Width";
pub const HEIGHT: &str = "Height";
pub const THEME: &str = "Theme";
pub const FOLLOW_HEIGHT: &str = "Let the frame have the height of its content, by a small script";
pub const SHARE_FILE: &str = "Scenario file";
pub const SHARE_FILE_HINT: &str =
    "What the link holds, of any length. It opens by File, or dropped on the page.";
pub const SAVE_SHARED: &str = "Save scenario file";
pub const CHECK: &str = "Check for the command line";
pub const CHECK_HINT: &str = "The scenario with today's decisions as expectations: the command fails when one of them changes.";
pub const ONE_CELL: &str = "The selected cell only";
pub const SAVE_CHECK: &str = "Save check file";
pub const COMMAND_TO_RUN: &str = "Command";
pub const NO_CHECK: &str = "There is no check of this: it takes a key, a principal, a cell that can be asked for by \
    itself, and documents that can all be read.";

/// How long a text is.
pub fn characters(count: u32) -> String {
    let word = if count == 1 { "character" } else { "characters" };
    format!("{} {word}", thousands(count as usize))
}

/// How far a link of such a length gets.
pub fn link_size(count: u32, size: &str) -> String {
    let so = match size {
        "short" => "it goes through everything that people send links with.",
        "long" => {
            "some chats, mail programs and QR codes do not take more than 2,000. Leave out what is not needed."
        }
        _ => {
            "many programs cut links off above 8,000. Leave something out, or send the file instead."
        }
    };
    format!("{}: {so}", characters(count))
}

/// Why there is no link.
pub fn no_link(error: &str) -> String {
    format!("There is no link: {error}.")
}

/// A part, with what a link is shorter without it.
pub fn share_part(title: &str, saves: u32, decides: bool, dropped: bool) -> String {
    let decides = if decides { "decisions need it" } else { "no decision needs it" };
    if dropped {
        return format!("Left out: {title} ({decides})");
    }
    format!("{title}: {} fewer without it ({decides})", characters(saves))
}

/// A kind with how many there are.
pub fn with_count(title: &str, count: usize) -> String {
    format!("{title} ({count})")
}

/// What can be read in what is shared.
pub fn readable_in_it(kinds: &[String]) -> String {
    format!("Whoever has it reads: {}", kinds.join(", "))
}

/// How many names were replaced, and how many were not.
pub fn examples(replaced: usize, left: usize) -> String {
    let names = |count| if count == 1 { "1 name".to_owned() } else { format!("{count} names") };
    match (replaced, left) {
        (0, 0) => "There was no name to replace.".to_owned(),
        (_, 0) => format!("{} replaced.", names(replaced)),
        _ => format!(
            "{} replaced, {} left as they are: look at them below.",
            names(replaced),
            names(left)
        ),
    }
}

/// How many checks a file has.
pub fn checks(count: u32, left_out: u32) -> String {
    let checks = if count == 1 { "1 check".to_owned() } else { format!("{count} checks") };
    match left_out {
        0 => format!("{checks}."),
        _ => format!(
            "{checks}. Cells of other services whose resource the request does not name are left out: {left_out}."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_counted_as_aws_counts_them() {
        let scenario = Scenario::from_json(
            r#"{"version": 1, "principals": [
                {"arn": "arn:aws:iam::111122223333:user/alice", "policies": [
                    {"name": "Inline", "document": ""}, {"name": "Managed", "document": "", "attached": "managed"},
                    {"name": "Group", "document": "", "attached": "group"}]},
                {"arn": "arn:aws:iam::111122223333:role/Build", "policies": [{"name": "Inline", "document": ""}]}
            ]}"#,
        )
        .expect("it can be read");
        let text = format!("{{ {}", "x".repeat(2_047));
        let inline = DocumentSlot::Identity;
        for (document, said, too_big) in [
            (DocumentSlot::KeyPolicy.at([0]), "2,049 of 32,768 bytes", false),
            (inline.at([0, 0]), "2,048 of 2,048 characters", false),
            (inline.at([0, 1]), "2,048 of 6,144 characters", false),
            (inline.at([0, 2]), "2,048 of 5,120 characters", false),
            (inline.at([1, 0]), "2,048 of 10,240 characters", false),
            (DocumentSlot::Session.at([1]), "2,049 of 2,048 characters", true),
        ] {
            assert_eq!(size(document, &scenario, &text), (said.to_owned(), too_big), "{document}");
        }
    }

    #[test]
    fn problems_are_counted() {
        assert_eq!(counted([1, 2, 0]), "1 error, 2 warnings");
        assert_eq!(counted([0, 0, 1]), "1 suggestion");
        assert_eq!(counted([0, 0, 0]), "No problems");
    }
}
