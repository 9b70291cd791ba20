//! `web/findings.html` says of every finding what it means, with an example and its repair. It is
//! generated from `findings/` and from what is found in the examples there: `UPDATE_PAGES=1 cargo
//! test -p kms-policy --test findings_page` writes it anew; a stale file fails.

mod pages;

use kms_policy::decide::Model;
use kms_policy::findings::of_text;
use kms_policy::json::{self, Node, Value};
use kms_policy::policy::{PolicyKind, Severity};
use kms_policy::report::{Edit, Finding};
use kms_policy::scenario::Scenario;
use kms_policy::text::{Encoding, Span};
use pages::{TAIL, escaped, head, root, settle};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

const TITLE: &str = "What can be wrong with a policy";

/// What stands between the heading and the findings.
const INTRODUCTION: &str = "<p>Everything that the playground and <code>kms-policy validate</code> find, \
with the code by which they name it. Where IAM Access Analyzer has the same finding, title and \
severity are its own. That AWS refuses a policy is said apart from the severity: much of what is an \
error is saved all the same, and never does what it says.</p>
";

const GROUPS: [(Severity, &str, &str); 4] = [
    (Severity::Error, "error", "Errors"),
    (Severity::SecurityWarning, "security warning", "Security warnings"),
    (Severity::Warning, "warning", "Warnings"),
    (Severity::Suggestion, "suggestion", "Suggestions"),
];

/// What of a file of `findings/` the page shows.
#[derive(Deserialize)]
struct File {
    title: String,
    analyzer: bool,
    rules: Vec<String>,
    source: String,
    what: String,
    why: String,
    fires: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    kind: Option<String>,
    policy: Option<Box<RawValue>>,
    scenario: Option<Box<RawValue>>,
    document: Option<String>,
}

#[test]
fn the_page_says_what_every_finding_means() {
    let mut groups: BTreeMap<Severity, Vec<(String, String, String)>> = BTreeMap::new();
    let folder = fs::read_dir(root().join("findings")).expect("findings/");
    for path in folder.map(|entry| entry.expect("an entry").path()) {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let code = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a file");
        let file: File =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{code}: {error}"));
        let shown = file.fires.first().and_then(|example| example.shown(&code));
        let shown = shown.unwrap_or_else(|| panic!("{code}: not found in its first example"));
        let severity = shown.found[0].severity;
        let html = section(&code, &file, &shown);
        groups.entry(severity).or_default().push((file.title, code, html));
    }
    let mut page = head(TITLE, "findings") + INTRODUCTION + "<nav>\n";
    let mut body = String::new();
    for (severity, _, name) in GROUPS {
        let Some(group) = groups.get_mut(&severity) else { continue };
        group.sort();
        writeln!(page, "<h2>{name}</h2>\n<ul>").expect("text");
        writeln!(body, "<h2>{name}</h2>").expect("text");
        for (title, code, html) in group {
            writeln!(page, "<li><a href=\"#{code}\">{}</a></li>", escaped(title)).expect("text");
            body.push_str(html);
        }
        page.push_str("</ul>\n");
    }
    settle("web/findings.html", &(page + "</nav>\n" + &body + TAIL));
}

/// An example as the page shows it, and what is found in it.
struct Shown {
    what: String,
    text: String,
    /// In the order of the text; spans are those of `text`.
    found: Vec<Finding>,
    /// Of each the part that is underlined.
    marked: Vec<Span>,
    /// After the first repair of every finding.
    repaired: Option<String>,
}

impl Example {
    fn shown(&self, code: &str) -> Option<Shown> {
        match (&self.kind, &self.policy, &self.scenario) {
            (Some(kind), Some(policy), _) => of_policy(code, kind, &laid_out(policy)),
            (_, _, Some(scenario)) => {
                of_scenario(code, self.document.as_deref(), &laid_out(scenario))
            }
            _ => None,
        }
    }
}

fn of_policy(code: &str, name: &str, text: &str) -> Option<Shown> {
    let kind = PolicyKind::named(name)?;
    let find = |text: &str| -> Vec<Finding> {
        let all = of_text(text, kind, Encoding::Chars).into_iter();
        all.filter(|finding| finding.code == code).collect()
    };
    let found = find(text);
    found.first()?;
    let words = match name {
        "scp" => "service control policy".to_owned(),
        "rcp" => "resource control policy".to_owned(),
        "vpc-endpoint-policy" => "VPC endpoint policy".to_owned(),
        "boundary" => "permissions boundary".to_owned(),
        other => other.replace('-', " "),
    };
    Some(Shown {
        what: format!("In {} {words}:", if words.starts_with('i') { "an" } else { "a" }),
        text: text.to_owned(),
        marked: found.iter().map(|finding| finding.span).collect(),
        repaired: repaired(text, |text| (find(text), |_: &str| Some(0))),
        found,
    })
}

fn of_scenario(code: &str, document: Option<&str>, text: &str) -> Option<Shown> {
    // A document that is an object of the scenario is a part of its text.
    let find = |text: &str| -> Vec<Finding> {
        let Ok(scenario) = Scenario::from_json(text) else { return Vec::new() };
        let Ok(model) = Model::new(&scenario) else { return Vec::new() };
        let all = model.findings(Encoding::Chars).into_iter();
        all.filter(|finding| finding.code == code)
            .filter(|finding| document.is_none_or(|document| finding.document == document))
            .collect()
    };
    let start = |text: &str, document: &str| {
        let (root, _) = json::parse(text);
        let node = root.pointer(document)?;
        matches!(node.value, Value::Object(_)).then_some(node.span.start)
    };
    let found = find(text);
    found.first()?;
    let marked = found.iter().filter_map(|finding| {
        let start = start(text, &finding.document)?;
        Some(Span::new(start + finding.span.start, start + finding.span.end))
    });
    let places = |text: &str| {
        let text = text.to_owned();
        move |document: &str| start(&text, document)
    };
    Some(Shown {
        what: "In a scenario:".to_owned(),
        text: text.to_owned(),
        marked: marked.collect(),
        repaired: repaired(text, |text| (find(text), places(text))),
        found,
    })
}

/// The text after the first repair of everything that has one. `look` says what is found in a text,
/// and where in it a document begins.
fn repaired<P: Fn(&str) -> Option<usize>>(
    before: &str,
    look: impl Fn(&str) -> (Vec<Finding>, P),
) -> Option<String> {
    let mut text = before.to_owned();
    for _ in 0..20 {
        let (found, start) = look(&text);
        let Some(repair) = found.iter().find_map(|finding| finding.repairs.first()) else { break };
        for edit in &repair.edits {
            let Edit::Text { document, span, text: new } = edit else { return None };
            let start = start(document)?;
            text.replace_range(start + span.start..start + span.end, new);
        }
    }
    (text != before).then_some(text)
}

fn section(code: &str, file: &File, shown: &Shown) -> String {
    let finding = &shown.found[0];
    let named = GROUPS.iter().find(|(severity, ..)| *severity == finding.severity);
    let severity = named.map_or("", |(_, name, _)| name);
    let refused = if finding.refused { "AWS refuses to save it" } else { "AWS saves it" };
    let analyzer = if file.analyzer { " · a finding of IAM Access Analyzer" } else { "" };
    let mut html = format!(
        "<section id=\"{code}\">\n<h3>{}</h3>\n<p class=\"facts\"><code>{code}</code> · {severity} · \
         {refused}{analyzer}</p>\n<p>{}</p>\n<p>{}</p>\n<p class=\"facts\">{}</p>\n<pre>{}</pre>\n",
        escaped(&file.title),
        quoted(&file.what),
        quoted(&file.why),
        escaped(&shown.what),
        marked(&shown.text, &shown.marked),
    );
    html.push_str("<dl>\n");
    let mut add = |what: &str, text: String| {
        writeln!(html, "<dt>{what}</dt><dd>{text}</dd>").expect("text");
    };
    add("Found", quoted(&finding.message));
    add("Help", quoted(&finding.help));
    if let Some(message) = &finding.aws_message {
        add("AWS answers", escaped(message));
    }
    let title = shown.found.iter().find_map(|finding| finding.repairs.first());
    if let Some(repair) = title {
        let lines = shown.repaired.as_ref().map(|after| changed_lines(&shown.text, after));
        let lines = lines.map_or_else(String::new, |lines| format!("<pre>{lines}</pre>"));
        add("Repair", escaped(&repair.title) + &lines);
    }
    add("Source", escaped(&file.source));
    if !file.rules.is_empty() {
        add("Rules", escaped(&file.rules.join(", ")));
    }
    html + "</dl>\n</section>\n"
}

/// A sentence with texts of a document in backticks.
fn quoted(text: &str) -> String {
    let escaped = escaped(text);
    let parts: Vec<&str> = escaped.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped;
    }
    let wrap = |(index, part): (usize, &&str)| match index % 2 {
        0 => (*part).to_owned(),
        _ => format!("<code>{part}</code>"),
    };
    parts.iter().enumerate().map(wrap).collect()
}

/// The text with its parts underlined. Parts inside others are not underlined twice.
fn marked(text: &str, spans: &[Span]) -> String {
    let mut spans = spans.to_vec();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut html = String::new();
    let mut at = 0;
    for span in spans {
        if span.start < at {
            continue;
        }
        let (before, part) = (&text[at..span.start], &text[span.start..span.end]);
        // Nothing of its own is missing at a place: the place is shown.
        let part = if part.is_empty() { "\u{a0}" } else { part };
        write!(html, "{}<mark>{}</mark>", cut(before), cut(part)).expect("text");
        at = span.end;
    }
    html + &cut(&text[at..])
}

/// How many bytes of a part are shown before it is cut: a policy that is too large is too large to
/// show.
const LONG: usize = 1_500;
/// What is left of it at each end.
const LEFT: usize = 300;

fn cut(text: &str) -> String {
    if text.len() <= LONG {
        return escaped(text);
    }
    let start: String = text.chars().take(LEFT).collect();
    let mut end: Vec<char> = text.chars().rev().take(LEFT).collect();
    end.reverse();
    format!("{} … {}", escaped(&start), escaped(&end.iter().collect::<String>()))
}

/// The lines that a repair takes out and puts in.
fn changed_lines(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| {
        pairs.take_while(|(old, new)| old == new).count()
    };
    let first = same(&mut old.iter().zip(&new));
    let rest = old.len().min(new.len()) - first;
    let last = same(&mut old.iter().rev().zip(new.iter().rev())).min(rest);
    let line = |tag: &str, sign: char, line: &str| {
        format!("<{tag}>{sign} {}</{tag}>", cut(line.trim_start()))
    };
    let removed = old[first..old.len() - last].iter().map(|text| line("del", '−', text));
    let added = new[first..new.len() - last].iter().map(|text| line("ins", '+', text));
    removed.chain(added).collect::<Vec<_>>().join("\n")
}

/// How wide a value may be to stand in one line.
const WIDTH: usize = 64;

/// An object is laid out for reading; a string is a text that is shown as it is.
fn laid_out(raw: &RawValue) -> String {
    if raw.get().starts_with('"') {
        return serde_json::from_str(raw.get()).expect("a string");
    }
    let (node, _) = json::parse(raw.get());
    let mut out = String::new();
    lay_out(&node, raw.get(), 0, 0, &mut out);
    out
}

/// `before` is how much stands before the value in its line.
fn lay_out(node: &Node, text: &str, depth: usize, before: usize, out: &mut String) {
    let flat = flat(node, text);
    let is_list = matches!(node.value, Value::Object(_) | Value::Array(_));
    if !is_list || (depth > 0 && before + flat.chars().count() <= WIDTH) {
        out.push_str(&flat);
        return;
    }
    let (open, close) = if matches!(node.value, Value::Array(_)) { ('[', ']') } else { ('{', '}') };
    out.push(open);
    for (index, (key, value)) in entries(node, text).into_iter().enumerate() {
        let lead = "  ".repeat(depth + 1) + &key;
        out.push_str(if index > 0 { ",\n" } else { "\n" });
        out.push_str(&lead);
        lay_out(value, text, depth + 1, lead.chars().count(), out);
    }
    write!(out, "\n{}{close}", "  ".repeat(depth)).expect("text");
}

/// The entries of a list or object, with what stands before each.
fn entries<'n>(node: &'n Node, text: &str) -> Vec<(String, &'n Node)> {
    match &node.value {
        Value::Array(items) => items.iter().map(|item| (String::new(), item)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|member| (format!("{}: ", member.key_span.of(text)), &member.value))
            .collect(),
        _ => Vec::new(),
    }
}

/// The value in one line.
fn flat(node: &Node, text: &str) -> String {
    let all: Vec<String> =
        entries(node, text).into_iter().map(|(key, value)| key + &flat(value, text)).collect();
    match &node.value {
        Value::Array(_) => format!("[{}]", all.join(", ")),
        Value::Object(_) => format!("{{{}}}", all.join(", ")),
        _ => node.span.of(text).to_owned(),
    }
}
