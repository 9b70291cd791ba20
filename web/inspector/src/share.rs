//! What the page's dialog for sharing shows of a `Share`: its link, what makes that long, what it
//! discloses, with or without names and parts.

use kms_policy::json::{Node, Value, parse};
use kms_policy::scenario::{DocumentId, Scenario};
use kms_policy::share::{self, CheckFile, Contents, check_file};
use kms_policy_link::{Size, encode, length, savings, size};
use serde::Serialize;

/// What there is to share.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    /// What follows the address, `#` included; nothing where a link cannot hold it.
    fragment: Option<String>,
    /// Why there is no link.
    error: Option<String>,
    /// The whole link's.
    characters: usize,
    /// `short`, `long` or `very-long`.
    size: &'static str,
    /// The `Share`, for a file.
    share: String,
    /// What its scenario is called; nothing where it has no title.
    title: Option<String>,
    parts: Vec<Part>,
    disclosed: Vec<Kind>,
    replaced: Vec<String>,
    left: Vec<String>,
    check: Option<Check>,
}

/// A part that it can go without, or goes without already.
#[derive(Debug, Serialize)]
struct Part {
    id: String,
    title: String,
    decides: bool,
    /// How many characters a link is shorter without it; 0 for one that is left out.
    saves: usize,
    dropped: bool,
}

/// Things of one kind that are disclosed.
#[derive(Debug, Serialize)]
struct Kind {
    title: &'static str,
    items: Vec<String>,
}

/// A scenario whose checks expect what is decided today.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Check {
    text: String,
    /// The name of its file, which stands in a command as it is.
    name: String,
    /// How many checks it has.
    count: usize,
    /// How many cells no check can ask.
    left_out: usize,
}

/// Looks at `share` with `options`: `{examples, drop: [id], cell: {principal, action} | null, base}`,
/// where `base` is the address that the link begins with. Nothing where the `Share` cannot be decided.
pub fn read(share: &str, options: &str) -> Option<String> {
    let options = parse(options).0;
    let text = |at: &str| options.pointer(at).and_then(Node::as_str);
    let whole = Contents::read(share).ok()?;
    let drop: Vec<&str> = match options.get("drop").map(|node| &node.value) {
        Some(Value::Array(ids)) => ids.iter().filter_map(Node::as_str).collect(),
        _ => Vec::new(),
    };
    let mut kept = whole.clone();
    for id in &drop {
        kept = kept.without(id).unwrap_or(kept);
    }
    let parts = parts(&whole, &kept, &drop);
    let (mut replaced, mut left) = (Vec::new(), Vec::new());
    let mut cell = text("/cell/principal").zip(text("/cell/action"));
    let named;
    if options.get("examples").is_some_and(|node| node.value == Value::Bool(true)) {
        let row = cell.and_then(|(principal, _)| kept.scenario.principal(principal));
        let examples = kept.with_examples();
        replaced = examples.replaced.iter().map(ToString::to_string).collect();
        left = examples.left.iter().map(ToString::to_string).collect();
        kept = examples.contents;
        named =
            row.and_then(|row| kept.scenario.principals.get(row)).map(|one| one.id().to_owned());
        cell = cell.and_then(|(_, action)| Some((named.as_deref()?, action)));
    }
    let share = kept.to_json();
    let base = text("/base").unwrap_or_default().chars().count();
    let encoded = encode(&share);
    let characters = base + encoded.as_ref().map_or_else(|_| length(&share), String::len);
    let error = encoded.as_ref().err().map(ToString::to_string);
    let answer = Answer {
        fragment: encoded.ok(),
        error,
        characters,
        size: match size(characters) {
            Size::Short => "short",
            Size::Long => "long",
            Size::VeryLong => "very-long",
        },
        disclosed: kept
            .disclosed()
            .into_iter()
            .map(|one| Kind { title: one.title, items: one.items })
            .collect(),
        check: check(&kept.scenario, cell),
        title: kept.scenario.title.clone(),
        share,
        parts,
        replaced,
        left,
    };
    serde_json::to_string(&answer).ok()
}

/// The parts that are left out, then the others, those first that save the most.
fn parts(whole: &Contents, kept: &Contents, drop: &[&str]) -> Vec<Part> {
    let part = |part: share::Part, saves, dropped| {
        let share::Part { id, title, decides, .. } = part;
        Part { id, title, decides, saves, dropped }
    };
    let is_gone =
        |part: &share::Part| drop.contains(&&*part.id) && whole.without(&part.id).is_some();
    let gone = whole.listed().into_iter().filter(is_gone);
    let mut all: Vec<Part> = gone.map(|gone| part(gone, 0, true)).collect();
    let rests = kept.parts().into_iter().map(|(part, rest)| (part, rest.to_json()));
    let there = savings(&kept.to_json(), rests).into_iter();
    all.extend(there.map(|(there, saves)| part(there, saves, false)));
    all
}

fn check(scenario: &Scenario, cell: Option<(&str, &str)>) -> Option<Check> {
    let unreadable = |place: &DocumentId| {
        let text = place.text(scenario);
        text.is_some_and(|text| !place.is_readable(scenario, &text))
    };
    // A check that reads a broken document fails for ever, one without requests never.
    if scenario.documents().iter().any(unreadable) {
        return None;
    }
    let CheckFile { scenario, left_out } = check_file(scenario, cell).ok()?;
    let count = Some(scenario.requests.len()).filter(|count| *count > 0)?;
    let name = file_name(scenario.title.as_deref().unwrap_or_default());
    Some(Check { text: scenario.to_json(), name, count, left_out: left_out.len() })
}

/// How many words of a title a file's name has.
const WORDS: usize = 6;

/// A name that every shell takes as it stands: words of letters and digits.
fn file_name(title: &str) -> String {
    let words =
        title.split(|one: char| !one.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.take(WORDS).map(str::to_ascii_lowercase).collect();
    if words.is_empty() { "scenario".to_owned() } else { words.join("-") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use kms_policy_link::decode;

    const SHARE: &str = r#"{"version": 1, "scenario": {"version": 1, "description": "Why?",
        "keys": [{"arn": "arn:aws:kms:eu-west-1:210987654321:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412"}],
        "principals": [{"arn": "arn:aws:iam::210987654321:user/maria"}]},
        "view": {"selected": {"principal": "arn:aws:iam::210987654321:user/maria", "action": "kms:Sign"}}}"#;
    const CELL: &str =
        r#""cell": {"principal": "arn:aws:iam::210987654321:user/maria", "action": "kms:Decrypt"}"#;

    fn asked(options: &str) -> Node {
        parse(&read(SHARE, options).unwrap()).0
    }

    fn text<'n>(answer: &'n Node, at: &str) -> &'n str {
        answer.pointer(at).and_then(Node::as_str).unwrap()
    }

    #[test]
    fn the_link_carries_what_is_said() {
        let answer = asked(r#"{"base": "https://playground.example/"}"#);
        let fragment = text(&answer, "/fragment");
        assert_eq!(decode(fragment).unwrap(), text(&answer, "/share"));
        let Value::Number(characters) = &answer.get("characters").unwrap().value else { panic!() };
        assert_eq!(*characters, (27 + fragment.len()).to_string());
        assert_eq!(
            (text(&answer, "/size"), text(&answer, "/disclosed/0/title")),
            ("short", "Title and texts")
        );
    }

    #[test]
    fn parts_and_names_can_be_left_out() {
        let answer = asked(&format!(r#"{{"examples": true, "drop": ["description"], {CELL}}}"#));
        let share = text(&answer, "/share");
        assert!(
            !share.contains("Why?") && !share.contains("maria") && share.contains("alice"),
            "{share}"
        );
        assert_eq!(answer.pointer("/parts/0/dropped").unwrap().value, Value::Bool(true));
        let replaced = answer.pointer("/replaced").unwrap();
        assert!(matches!(&replaced.value, Value::Array(all) if all.len() == 3), "{replaced:?}");
        let check = Scenario::from_json(text(&answer, "/check/text")).unwrap();
        let [one] = check.requests.as_slice() else { panic!("{:?}", check.requests) };
        assert_eq!(
            (&*one.principal, &*one.action),
            ("arn:aws:iam::111122223333:user/alice", "kms:Decrypt")
        );
        // Nothing more can be taken from it than is there.
        let again = asked(r#"{"drop": ["description", "description", "principal x", "key"]}"#);
        assert!(text(&again, "/share").contains("maria"));
    }

    #[test]
    fn what_could_never_fail_or_always_would_is_no_check() {
        let check = |share: &str, options: &str| {
            let answer = parse(&read(share, options).unwrap()).0;
            answer.get("check").unwrap().value != Value::Null
        };
        assert!(check(SHARE, "{}") && check(SHARE, &format!("{{{CELL}}}")));
        let gone =
            format!(r#"{{"drop": ["principal arn:aws:iam::210987654321:user/maria"], {CELL}}}"#);
        assert!(!check(SHARE, &gone), "nobody is left");
        let broken = SHARE.replace(r#"6412"}"#, r#"6412", "policy": "{"}"#);
        assert!(!check(&broken, "{}"), "a policy that cannot be read");
    }

    #[test]
    fn what_is_too_long_for_a_link_comes_as_a_file() {
        let mut state = 1_u64;
        let noise: String = std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from(b'a' + u8::try_from(state >> 59).unwrap_or_default() % 26)
        })
        .take(150_000)
        .collect();
        let share = SHARE.replace("Why?", &noise);
        let answer = parse(&read(&share, "{}").unwrap()).0;
        assert_eq!(answer.get("fragment").unwrap().value, Value::Null);
        assert!(text(&answer, "/error").ends_with("share it as a file"));
        assert_eq!(
            (text(&answer, "/size"), text(&answer, "/parts/0/id")),
            ("very-long", "description")
        );
        assert!(text(&answer, "/share").contains(&noise));
    }

    #[test]
    fn a_check_has_a_name_that_shells_take() {
        assert_eq!(
            file_name("Share a key; rm -rf $HOME & `more` than that"),
            "share-a-key-rm-rf-home"
        );
        assert_eq!(file_name("鍵"), "scenario");
    }

    #[test]
    fn what_is_no_share_has_no_answer() {
        assert_eq!(read("{}", "{}"), None);
    }
}
