//! Output of AWS's command line, as the page shows it before it is put into the scenario.

use kms_policy::arn::Arn;
use kms_policy::changes::{DiffLine, Difference, Sign, between};
use kms_policy::error_text;
use kms_policy::import::{Hints, Import, Note, Reason, Weight, owners, place, read as recognise};
use kms_policy::json::{Node, Value, parse};
use kms_policy::scenario::{Scenario, check};
use kms_policy::text::{Encoding, position};
use serde::Serialize;

/// What texts hold, and what they would set.
#[derive(Debug, Default, Serialize)]
struct Answer {
    /// What was recognised.
    parts: Vec<Recognised>,
    set: Vec<Shown>,
    notes: Vec<Said>,
    /// What the texts do not say and the user may know.
    ask: Vec<Question>,
    /// Is it an error that can be read?
    error: bool,
    /// The scenario with it, as a text; nothing where nothing changes.
    scenario: Option<String>,
}

#[derive(Debug, Serialize)]
struct Recognised {
    source: String,
    output: &'static str,
    what: String,
}

/// Something that would be set: what is new or replaced, with the fields and lines that differ.
#[derive(Debug, Serialize)]
struct Shown {
    pointer: String,
    what: String,
    new: bool,
    fields: Vec<Field>,
    documents: Vec<Document>,
}

#[derive(Debug, Serialize)]
struct Field {
    name: String,
    before: Option<String>,
    after: Option<String>,
}

/// The lines of a document: `+`, `-` or a blank, and the line.
#[derive(Debug, Serialize)]
struct Document {
    document: String,
    lines: Vec<(char, String)>,
}

/// A note, with its place.
#[derive(Debug, Serialize)]
struct Said {
    place: String,
    message: String,
    help: String,
    /// Does no decision depend on it?
    aside: bool,
}

/// A hint that would help: `key`, `principal` or `account`, with what can be chosen.
#[derive(Debug, Serialize)]
struct Question {
    hint: &'static str,
    chosen: Option<String>,
    options: Vec<String>,
}

/// Looks at `sources`, a list of `[name, text]`, with `hints`, an object, held against a scenario.
/// Nothing where one of them cannot be read.
pub fn read(sources: &str, hints: &str, scenario: &str) -> Option<String> {
    let sources = pairs(&parse(sources).0);
    let hints = parse(hints).0;
    let hint = |name| hints.get(name).and_then(string).map(str::to_owned);
    let hints = Hints { key: hint("key"), principal: hint("principal"), account: hint("account") };
    let before = Scenario::from_json(scenario).ok()?;
    serde_json::to_string(&answer(&sources, &hints, &before)).ok()
}

fn answer(sources: &[(String, String)], hints: &Hints, before: &Scenario) -> Answer {
    let imports: Vec<Import> = sources.iter().map(|(_, text)| recognise(text)).collect();
    let mut after = before.clone();
    let placement = place(&imports, hints, &mut after);
    let shown = rows(before, &mut after);
    let mut set: Vec<Shown> =
        placement.set.into_iter().map(|one| Shown::new(one.pointer, one.what, one.new)).collect();
    set.extend(shown.then(|| {
        Shown::new("/matrix/principals".to_owned(), "rows of the matrix".to_owned(), false)
    }));
    for difference in between(before, &after) {
        if let Some(one) = nearest(&mut set, &difference.pointer) {
            one.add(difference);
        }
    }
    // What is as it was already.
    set.retain(|one| one.new || !one.fields.is_empty() || !one.documents.is_empty());
    let mut notes = Vec::new();
    let mut ask = Vec::new();
    let of_texts = imports
        .iter()
        .enumerate()
        .flat_map(|(index, import)| import.notes.iter().map(move |note| (index, note)));
    for (source, note) in of_texts.chain(placement.notes.iter().map(|note| (note.source, note))) {
        if let Some(hint) = hint_of(&note.reason)
            && !ask.contains(&hint)
        {
            ask.push(hint);
        }
        notes.push(said(sources, source, note));
    }
    let given = [("key", &hints.key), ("principal", &hints.principal), ("account", &hints.account)];
    for (hint, value) in given {
        if value.is_some() && !ask.contains(&hint) {
            ask.push(hint);
        }
    }
    let question = |hint| {
        let chosen =
            given.iter().find(|(name, _)| *name == hint).and_then(|(_, value)| (*value).clone());
        Question { hint, chosen, options: options(hint, before, &after) }
    };
    let parts = imports.iter().zip(sources).flat_map(|(import, (name, _))| {
        import.parts.iter().map(|part| Recognised {
            source: name.clone(),
            output: part.output.name(),
            what: part.what(),
        })
    });
    let parts: Vec<Recognised> = parts.collect();
    let usable = after != *before && check(&after).is_empty();
    Answer {
        error: parts.is_empty() && sources.iter().any(|(_, text)| error_text::read(text).is_some()),
        parts,
        ask: ask.into_iter().map(question).filter(|one| !one.options.is_empty()).collect(),
        set,
        notes,
        scenario: usable.then(|| after.to_json()),
    }
}

/// Who is new gets a row of the matrix, where it names its rows.
fn rows(before: &Scenario, after: &mut Scenario) -> bool {
    let Scenario { matrix, principals, .. } = after;
    let Some(rows) = matrix.as_mut().and_then(|matrix| matrix.principals.as_mut()) else {
        return false;
    };
    let count = rows.len();
    for one in principals.iter().filter(|one| before.principal(one.id()).is_none()) {
        rows.push(one.id().to_owned());
    }
    rows.len() > count
}

/// What was set nearest around a field.
fn nearest<'s>(set: &'s mut [Shown], pointer: &str) -> Option<&'s mut Shown> {
    let around = |one: &&mut Shown| {
        pointer
            .strip_prefix(&one.pointer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    set.iter_mut().filter(around).max_by_key(|one| one.pointer.len())
}

impl Shown {
    fn new(pointer: String, what: String, new: bool) -> Self {
        Self { pointer, what, new, fields: Vec::new(), documents: Vec::new() }
    }

    fn add(&mut self, difference: Difference) {
        let Difference { pointer, before, after, lines } = difference;
        if lines.is_empty() {
            let below =
                pointer.strip_prefix(&self.pointer).unwrap_or(&pointer).trim_start_matches('/');
            let name = if below.is_empty() {
                pointer.rsplit('/').next().unwrap_or_default()
            } else {
                below
            };
            self.fields.push(Field { name: name.to_owned(), before, after });
        } else {
            let lines =
                lines.into_iter().map(|DiffLine { sign, text }| (sign_of(sign), text)).collect();
            self.documents.push(Document { document: pointer, lines });
        }
    }
}

fn sign_of(sign: Sign) -> char {
    match sign {
        Sign::Stays => ' ',
        Sign::Goes => '-',
        Sign::Comes => '+',
    }
}

fn said(sources: &[(String, String)], source: usize, note: &Note) -> Said {
    let mut place = String::new();
    if let (Some((name, text)), Some(first)) = (sources.get(source), note.places.first()) {
        let at = position(text, first.offset, Encoding::Utf16);
        place = format!("line {}, column {}", at.line, at.column);
        if sources.len() > 1 {
            place = format!("{name}, {place}");
        }
    }
    Said {
        place,
        message: note.message(),
        help: note.help(),
        aside: note.weight() == Weight::Aside,
    }
}

/// The hint that would settle it.
fn hint_of(reason: &Reason) -> Option<&'static str> {
    match reason {
        Reason::NoKey | Reason::SeveralKeys(_) => Some("key"),
        Reason::NoPrincipal(_) | Reason::SeveralPrincipals(_) => Some("account"),
        Reason::NoOwner
        | Reason::OnlyOwner(_)
        | Reason::MaybeBoundary(_)
        | Reason::NoMembers(_) => Some("principal"),
        _ => None,
    }
}

fn options(hint: &str, before: &Scenario, after: &Scenario) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let found: Vec<String> = match hint {
        "key" => after.keys.iter().map(|key| key.arn.clone()).collect(),
        "principal" => owners(after).into_iter().map(str::to_owned).collect(),
        _ => {
            let account = |arn: &str| Arn::parse(arn).map(|arn| arn.account.to_owned());
            let arns = before.principals.iter().filter_map(|one| one.arn.as_deref());
            let keys = before.keys.iter().map(|key| key.arn.as_str());
            let named = before.accounts.iter().map(|account| account.id.clone());
            arns.chain(keys).filter_map(account).chain(named).collect()
        }
    };
    for one in found {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

fn pairs(list: &Node) -> Vec<(String, String)> {
    let pair = |node: &Node| match &node.value {
        Value::Array(parts) => match parts.as_slice() {
            [name, text] => Some((string(name)?.to_owned(), string(text)?.to_owned())),
            _ => None,
        },
        _ => None,
    };
    match &list.value {
        Value::Array(items) => items.iter().filter_map(pair).collect(),
        _ => Vec::new(),
    }
}

fn string(node: &Node) -> Option<&str> {
    match &node.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const TWO: &str = r#"{"version": 1, "keys": [
        {"arn": "arn:aws:kms:eu-west-1:111122223333:key/a", "state": "Enabled"},
        {"arn": "arn:aws:kms:eu-west-1:111122223333:key/b"}],
        "principals": [{"arn": "arn:aws:iam::111122223333:user/alice"}],
        "matrix": {"principals": ["arn:aws:iam::111122223333:user/alice"]}}"#;

    fn asked(text: &str, hints: Hints) -> Answer {
        answer(
            &[("pasted".to_owned(), text.to_owned())],
            &hints,
            &Scenario::from_json(TWO).unwrap(),
        )
    }

    #[test]
    fn fields_are_shown_with_their_old_values() {
        let described = r#"{"KeyMetadata": {"Arn": "arn:aws:kms:eu-west-1:111122223333:key/a",
            "KeyState": "Disabled", "KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT"}}"#;
        let answer = asked(described, Hints::default());
        let fields: Vec<&Field> = answer.set.iter().flat_map(|one| &one.fields).collect();
        let state = fields.iter().find(|one| one.name == "state").unwrap();
        assert_eq!(
            (state.before.as_deref(), state.after.as_deref()),
            (Some("Enabled"), Some("Disabled"))
        );
        assert!(answer.scenario.unwrap().contains("Disabled"));
        assert_eq!(answer.parts[0].output, "aws kms describe-key");
    }

    #[test]
    fn a_policy_that_names_no_key_asks_for_it() {
        let policy = r#"{"Policy": "{\"Statement\": []}", "PolicyName": "default"}"#;
        let open = asked(policy, Hints::default());
        assert!(open.scenario.is_none());
        assert_eq!((open.ask[0].hint, open.ask[0].options.len()), ("key", 2));
        let key = Some("arn:aws:kms:eu-west-1:111122223333:key/b".to_owned());
        let chosen = asked(policy, Hints { key: key.clone(), ..Hints::default() });
        assert_eq!((chosen.ask[0].hint, &chosen.ask[0].chosen), ("key", &key));
        assert_eq!(chosen.set[0].documents[0].document, "/keys/1/policy");
        assert!(chosen.scenario.is_some());
    }

    #[test]
    fn who_is_new_gets_a_row() {
        let user = r#"{"User": {"Arn": "arn:aws:iam::111122223333:user/bob", "UserName": "bob", "UserId": "AIDA"}}"#;
        let answer = asked(user, Hints::default());
        let scenario = Scenario::from_json(&answer.scenario.unwrap()).unwrap();
        assert_eq!(scenario.matrix.unwrap().principals.unwrap().len(), 2);
        assert!(answer.set.iter().any(|one| one.what == "rows of the matrix"));
    }

    #[test]
    fn an_error_and_anything_else_are_told_apart() {
        let error = "User: arn:aws:iam::111122223333:user/a is not authorized to perform: kms:Sign on \
            resource: arn:aws:kms:eu-west-1:111122223333:key/k because no identity-based policy allows \
            the kms:Sign action";
        let answer = asked(error, Hints::default());
        assert!(answer.error && answer.scenario.is_none());
        let nothing = asked("hello", Hints::default());
        assert!(!nothing.error && nothing.notes[0].place == "line 1, column 1");
    }

    #[test]
    fn what_is_there_already_sets_nothing() {
        let user =
            r#"{"User": {"Arn": "arn:aws:iam::111122223333:user/alice", "UserName": "alice"}}"#;
        let answer = asked(user, Hints::default());
        assert!(answer.scenario.is_none());
        assert!(answer.set.is_empty());
    }
}
