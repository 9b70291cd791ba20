//! What an import would do, for people to agree to: in words, with old and new values.

use super::{Hints, Import, Note, Reason, Weight, owners, place};
use crate::arn::Arn;
use crate::changes::{DiffLine, Difference, between};
use crate::english;
use crate::scenario::{Matrix, Scenario, check};
use crate::text::{Encoding, position};

/// What texts would set in a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What was recognised.
    pub parts: Vec<Item>,
    /// What would be set.
    pub set: Vec<Item>,
    /// What would not, and why.
    pub notes: Vec<Item>,
    /// What the texts do not say and the user may know.
    pub asked: Vec<Asked>,
    /// The scenario with it; nothing where nothing changes.
    pub scenario: Option<Scenario>,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// It in a line.
    pub text: String,
    /// Its fields, each with its old and its new value.
    pub fields: Vec<String>,
    /// Its documents, by JSON Pointer, with the lines that change.
    pub documents: Vec<(String, Vec<DiffLine>)>,
}

/// A hint that would help, or was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The field of [`Hints`].
    pub hint: &'static str,
    /// What was given.
    pub chosen: Option<String>,
    /// What can be.
    pub options: Vec<String>,
}

/// Puts `imports` into a copy of a scenario, and says what that does. `sources` are the names and
/// texts that the imports were read from.
///
/// Unlike [`place`](super::place()) it also shows what is new: in the rows of the matrix, and as
/// its key.
pub fn outcome(
    sources: &[(String, String)],
    imports: &[Import],
    hints: &Hints,
    before: &Scenario,
) -> Outcome {
    let mut after = before.clone();
    let placement = place(imports, hints, &mut after);
    let shown = show(before, &mut after);
    let set = placement.set.into_iter().map(|one| (one.pointer, one.new, one.what));
    let shown =
        shown.into_iter().map(|(pointer, what)| (pointer.to_owned(), false, what.to_owned()));
    let mut set: Vec<(String, bool, Item)> = set
        .chain(shown)
        .map(|(pointer, new, what)| {
            (pointer, new, Item { text: english::import::item(new, &what), ..Item::default() })
        })
        .collect();
    for difference in between(before, &after) {
        add(&mut set, difference);
    }
    // The rest is as it was already.
    set.retain(|(_, new, one)| *new || !one.fields.is_empty() || !one.documents.is_empty());
    let of_texts = imports
        .iter()
        .enumerate()
        .flat_map(|(index, import)| import.notes.iter().map(move |note| (index, note)));
    let notes = of_texts.chain(placement.notes.iter().map(|note| (note.source, note)));
    let notes: Vec<(usize, &Note)> = notes.collect();
    let parts = imports.iter().flat_map(|import| &import.parts).map(|part| Item {
        text: format!("`{}`: {}", part.output.name(), part.what()),
        ..Item::default()
    });
    let complaints = if after == *before { Vec::new() } else { check(&after) };
    let usable = after != *before && complaints.is_empty();
    let complaints = complaints.iter().map(|error| Item {
        text: english::import::unusable(&error.to_string()),
        ..Item::default()
    });
    Outcome {
        parts: parts.collect(),
        set: set.into_iter().map(|(_, _, item)| item).collect(),
        asked: asked(&notes, hints, &after),
        notes: notes
            .iter()
            .map(|(source, note)| said(sources, *source, note))
            .chain(complaints)
            .collect(),
        scenario: usable.then_some(after),
    }
}

/// Who is new gets a row of the matrix, where it names its rows; a key that is new is asked about.
/// Answers what that changes.
fn show(before: &Scenario, after: &mut Scenario) -> Vec<(&'static str, &'static str)> {
    let mut shown = Vec::new();
    let Scenario { matrix, principals, keys, .. } = after;
    if let Some(rows) = matrix.as_mut().and_then(|matrix| matrix.principals.as_mut()) {
        let count = rows.len();
        let new = principals.iter().filter(|one| before.principal(one.id()).is_none());
        rows.extend(new.map(|one| one.id().to_owned()));
        if rows.len() > count {
            shown.push(("/matrix/principals", english::import::ROWS));
        }
    }
    let new = keys.iter().find(|key| before.keys.iter().all(|one| one.arn != key.arn));
    if let Some(key) = new.filter(|_| !before.keys.is_empty()) {
        matrix.get_or_insert_with(Matrix::default).key = Some(key.arn.clone());
        shown.push(("/matrix/key", english::import::ASKED_KEY));
    }
    shown
}

/// Adds a difference to what was set nearest around it.
fn add(set: &mut [(String, bool, Item)], difference: Difference) {
    let Difference { pointer, before, after, lines } = difference;
    let below = |around: &str| {
        let rest = pointer.strip_prefix(around)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| rest.trim_start_matches('/').to_owned())
    };
    let around = set.iter_mut().filter(|(around, _, _)| below(around).is_some());
    let Some((around, _, item)) = around.max_by_key(|(around, _, _)| around.len()) else { return };
    if lines.is_empty() {
        let below = below(around).filter(|name| !name.is_empty());
        let last = || pointer.rsplit('/').next().unwrap_or_default().to_owned();
        let name = below.unwrap_or_else(last);
        item.fields.push(english::import::field(&name, before.as_deref(), after.as_deref()));
    } else {
        item.documents.push((pointer, lines));
    }
}

fn said(sources: &[(String, String)], source: usize, note: &Note) -> Item {
    let place = match (sources.get(source), note.places.first()) {
        (Some((name, text)), Some(first)) => {
            let at = position(text, first.offset, Encoding::Utf16);
            let name = (sources.len() > 1).then_some(name.as_str());
            english::import::note_place(name, at.line, at.column)
        }
        _ => String::new(),
    };
    let text = english::import::note(&place, &note.message(), &note.help());
    Item { text, ..Item::default() }
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

fn asked(notes: &[(usize, &Note)], hints: &Hints, scenario: &Scenario) -> Vec<Asked> {
    let all = [("key", &hints.key), ("principal", &hints.principal), ("account", &hints.account)];
    let helps = |name| {
        let of_note = |(_, note): &(usize, &Note)| {
            note.weight() == Weight::Missing && hint_of(&note.reason) == Some(name)
        };
        notes.iter().any(of_note)
    };
    let asked = all.into_iter().filter(|(name, given)| given.is_some() || helps(name));
    asked
        .map(|(hint, given)| Asked {
            hint,
            chosen: given.clone(),
            options: options(hint, scenario),
        })
        .filter(|asked| !asked.options.is_empty())
        .collect()
}

fn options(hint: &str, scenario: &Scenario) -> Vec<String> {
    let found: Vec<String> = match hint {
        "key" => scenario.keys.iter().map(|key| key.arn.clone()).collect(),
        "principal" => owners(scenario).into_iter().map(str::to_owned).collect(),
        _ => {
            let account = |arn: &str| Arn::parse(arn).map(|arn| arn.account.to_owned());
            let arns = scenario.principals.iter().filter_map(|one| one.arn.as_deref());
            let keys = scenario.keys.iter().map(|key| key.arn.as_str());
            let named = scenario.accounts.iter().map(|account| account.id.clone());
            named.chain(keys.chain(arns).filter_map(account)).collect()
        }
    };
    let mut all: Vec<String> = Vec::new();
    for one in found {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::import::read;

    const TWO: &str = r#"{"version": 1, "keys": [
        {"arn": "arn:aws:kms:eu-west-1:111122223333:key/a", "state": "Enabled"},
        {"arn": "arn:aws:kms:eu-west-1:111122223333:key/b"}],
        "principals": [{"arn": "arn:aws:iam::111122223333:user/alice"}],
        "matrix": {"principals": ["arn:aws:iam::111122223333:user/alice"]}}"#;

    fn asked(text: &str, hints: &Hints) -> Outcome {
        let sources = [("pasted".to_owned(), text.to_owned())];
        outcome(&sources, &[read(text)], hints, &Scenario::from_json(TWO).unwrap())
    }

    #[test]
    fn fields_have_their_old_and_new_values() {
        let described = r#"{"KeyMetadata": {"Arn": "arn:aws:kms:eu-west-1:111122223333:key/a",
            "KeyState": "Disabled", "KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT"}}"#;
        let outcome = asked(described, &Hints::default());
        assert!(outcome.parts[0].text.starts_with("`aws kms describe-key`: the properties of key"));
        assert_eq!(outcome.set.len(), 1);
        assert!(outcome.set[0].text.starts_with("Changed: spec, usage"));
        assert!(outcome.set[0].fields.contains(&"state: `Enabled` → `Disabled`".to_owned()));
        assert_eq!(outcome.scenario.unwrap().keys[0].state.as_deref(), Some("Disabled"));
    }

    #[test]
    fn a_policy_that_names_no_key_asks_for_it() {
        let policy = r#"{"Policy": "{\"Statement\": []}", "PolicyName": "default"}"#;
        let open = asked(policy, &Hints::default());
        assert_eq!((open.scenario, open.asked[0].hint), (None, "key"));
        assert_eq!(open.asked[0].options.len(), 2);
        let key = Some("arn:aws:kms:eu-west-1:111122223333:key/b".to_owned());
        let chosen = asked(policy, &Hints { key: key.clone(), ..Hints::default() });
        assert_eq!((chosen.asked[0].hint, &chosen.asked[0].chosen), ("key", &key));
        assert_eq!(chosen.set[0].documents[0].0, "/keys/1/policy");
        assert!(chosen.scenario.is_some());
    }

    #[test]
    fn what_cannot_be_put_in_says_why() {
        let text = r#"{"KeyMetadata": {"Arn": "arn:aws:kms:eu-west-1:111122223333:key/a",
            "KeyState": "Enabled"}}"#;
        let twice = r#"{"version": 1, "vpcEndpoints": [{"id": "vpce-1"}, {"id": "vpce-1"}]}"#;
        let before = Scenario::from_json(twice).unwrap();
        let outcome = outcome(&[], &[read(text)], &Hints::default(), &before);
        assert_eq!(outcome.scenario, None);
        let said = outcome.notes.iter().any(|note| note.text.contains("vpcEndpoints"));
        assert!(said, "{:?}", outcome.notes);
    }

    #[test]
    fn what_is_new_is_shown() {
        let user = r#"{"User": {"Arn": "arn:aws:iam::111122223333:user/bob", "UserName": "bob",
            "UserId": "AIDACKCEVSQ6C2EXAMPLE"}}
            {"KeyMetadata": {"Arn": "arn:aws:kms:eu-west-1:111122223333:key/c", "KeyState": "Enabled"}}"#;
        let outcome = asked(user, &Hints::default());
        let matrix = outcome.scenario.unwrap().matrix.unwrap();
        assert_eq!(matrix.principals.unwrap().len(), 2);
        assert_eq!(matrix.key.as_deref(), Some("arn:aws:kms:eu-west-1:111122223333:key/c"));
        let said = |what: &str| outcome.set.iter().any(|one| one.text.contains(what));
        assert!(said(english::import::ROWS) && said(english::import::ASKED_KEY));
    }

    #[test]
    fn what_is_there_already_sets_nothing_and_what_is_unknown_has_its_place() {
        let user =
            r#"{"User": {"Arn": "arn:aws:iam::111122223333:user/alice", "UserName": "alice"}}"#;
        let outcome = asked(user, &Hints::default());
        assert_eq!((outcome.scenario, outcome.set.len()), (None, 0));
        let nothing = asked("hello", &Hints::default());
        assert!(nothing.notes[0].text.starts_with("line 1, column 1: this is no JSON"));
    }
}
