//! An example for every name: those that AWS's documentation uses, then obviously made-up ones.

use super::names::{Found, names};
use super::table::{Entry, Table};
use super::{Left, Named, Reason};
use crate::actions::{Action, COMPOUND_ACTIONS, parameters};
use crate::condition::KeyName;
use crate::region;
use crate::scenario::{ORIGINS, SPECS, STATES};
use crate::share::Contents;
use std::sync::LazyLock;

/// A name of fewer characters stands in other words.
const SHORTEST: usize = 3;

/// The names of a `Share` that are no examples yet with one for each, and those that have none.
pub fn given(contents: &Contents) -> (Vec<Entry>, Vec<Left>) {
    let names = names(contents);
    let text = contents.to_json();
    let known: Vec<String> = names.found.iter().map(|found| found.name.clone()).collect();
    let (mut entries, mut left) = (Vec::<Entry>::new(), Vec::new());
    for Found { what, name } in names.found {
        if is_example(what, &name) {
            continue;
        }
        let given = match unusable(what, &name) {
            Some(why) => Err(why),
            None => example(what, &name, &text, &entries).ok_or(Reason::NoExample),
        };
        match given {
            Ok(example) => {
                let entry = joined(Entry { what, name, example, variant: false, joined: false });
                // What is a name by itself has an example of its own.
                let is_new = |one: &Entry| {
                    text.contains(&one.name)
                        && known.iter().chain(names_of(&entries)).all(|name| *name != one.name)
                };
                let variants = variants(&entry).into_iter().filter(is_new).map(joined);
                let variants: Vec<Entry> = variants.collect();
                entries.push(entry);
                entries.extend(variants);
            }
            Err(why) => left.push(Left { what, name, why }),
        }
    }
    let patterns = names.patterns.into_iter();
    left.extend(patterns.map(|Found { what, name }| Left { what, name, why: Reason::Pattern }));
    (entries, left)
}

fn names_of(entries: &[Entry]) -> impl Iterator<Item = &String> {
    entries.iter().map(|entry| &entry.name)
}

/// Why a name cannot be replaced.
fn unusable(what: Named, name: &str) -> Option<Reason> {
    let marked = name.starts_with("alias/") || what == Named::Path || what == Named::Account;
    if marked {
        return None;
    }
    let counts = name.chars().filter(|one| one.is_alphanumeric()).count();
    if counts < SHORTEST || !name.chars().any(char::is_alphabetic) && what != Named::Address {
        return Some(Reason::Short);
    }
    let (name, example) = (name.to_owned(), nth(what, name, 0, &[]).unwrap_or_default());
    let entry = Entry { what, name, example, variant: false, joined: false };
    Table::new([&entry]).is_in(&WORDS).then_some(Reason::Word)
}

/// The same, where it can be told from other words also inside of words that are written as one.
fn joined(entry: Entry) -> Entry {
    let entry = Entry { joined: entry.can_be_joined(), ..entry };
    let joined = entry.joined && !Table::new([&entry]).is_in(&WORDS);
    Entry { joined, ..entry }
}

/// The words of policies, requests and scenarios.
static WORDS: LazyLock<String> = LazyLock::new(|| {
    let mut words = GRAMMAR.to_owned();
    let mut add = |word: &str| {
        words.push('\n');
        words.push_str(word);
    };
    Action::all().for_each(|action| add(&action.to_string()));
    COMPOUND_ACTIONS.iter().for_each(|action| add(action));
    for operation in parameters::operations() {
        parameters::of_operation(operation).iter().for_each(|(name, _)| add(name));
    }
    KeyName::ALL.iter().for_each(|key| add(key.spelling()));
    [&region::ALWAYS_ENABLED[..], &region::OTHERS, &SPECS, &ORIGINS, &STATES]
        .into_iter()
        .flatten()
        .for_each(|word| add(word));
    words
});

/// Policies, ARNs, services, and the members and values of a `Share`.
const GRAMMAR: &str = include_str!("words.txt");

/// Other spellings of a name, with their examples.
fn variants(entry: &Entry) -> Vec<Entry> {
    let spelled = |spell: fn(&str) -> String| Entry {
        name: spell(&entry.name),
        example: spell(&entry.example),
        variant: true,
        ..entry.clone()
    };
    match entry.what {
        Named::User => [spelled(|text| text.to_lowercase()), spelled(capitalised)]
            .into_iter()
            .filter(|one| one.name != entry.name && unusable(one.what, &one.name).is_none())
            .collect(),
        Named::Account => vec![spelled(dashed)],
        // What people say.
        Named::Alias => {
            let bare = spelled(|text| text.replacen("alias/", "", 1));
            Some(bare).filter(|one| unusable(one.what, &one.name).is_none()).into_iter().collect()
        }
        // Other units of the same root.
        Named::Root => {
            let units = spelled(|text| text.replacen("r-", "ou-", 1) + "-");
            vec![Entry { what: Named::Unit, ..units }]
        }
        _ => Vec::new(),
    }
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().to_string() + rest.as_str())
}

fn dashed(account: &str) -> String {
    let part = |from: usize| account.get(from..from + 4).unwrap_or_default();
    format!("{}-{}-{}", part(0), part(4), part(8))
}

/// So many examples are tried.
const MOST: usize = 10_000;

/// The first example that says nothing else yet.
fn example(what: Named, name: &str, text: &str, entries: &[Entry]) -> Option<String> {
    let is_new = |example: &String| {
        !text.contains(example.as_str()) && entries.iter().all(|entry| entry.example != *example)
    };
    (0..MOST).map_while(|index| nth(what, name, index, entries)).find(is_new)
}

const ACCOUNTS: [&str; 4] = ["111122223333", "444455556666", "123456789012", "777788889999"];
const PEOPLE: [&str; 10] =
    ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy"];
const KEYS: [&str; 2] =
    ["1234abcd-12ab-34cd-56ef-1234567890ab", "0987dcba-09fe-87dc-65ba-ab0987654321"];
const MULTI_REGION: [&str; 2] =
    ["mrk-1234abcd12ab34cd56ef1234567890ab", "mrk-0987dcba09fe87dc65baab0987654321"];
/// The networks that are there for examples (RFC 5737, RFC 6676).
const NETWORKS: [&str; 4] = ["192.0.2.", "198.51.100.", "203.0.113.", "233.252.0."];
const CANONICAL: &str = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2";

/// An example for a name; `None` where there are no more.
fn nth(what: Named, name: &str, index: usize, entries: &[Entry]) -> Option<String> {
    let number = index + 1;
    let listed = |list: &[&str]| list.get(index).map(|one| (*one).to_owned());
    let numbered =
        |word: &str| if index == 0 { word.to_owned() } else { format!("{word}{number}") };
    Some(match what {
        Named::Account => listed(&ACCOUNTS).unwrap_or_else(|| format!("1000000{number:05}")),
        Named::AccountName => format!("Account {}", letters(index)),
        Named::User => listed(&PEOPLE).unwrap_or_else(|| format!("user{number}")),
        Named::Mail => format!("{}@example.com", nth(Named::User, name, index, entries)?),
        Named::Role => numbered("ExampleRole"),
        Named::Group => numbered("ExampleGroup"),
        Named::Session => numbered("ExampleSession"),
        Named::Row => format!("caller-{number}"),
        Named::Path => format!("/{}/", numbered("example_path")),
        Named::Policy => numbered("ExamplePolicy"),
        Named::Key if name.starts_with("mrk-") => {
            listed(&MULTI_REGION).unwrap_or_else(|| format!("mrk-1234abcd12ab34cd56ef{number:012}"))
        }
        Named::Key => {
            listed(&KEYS).unwrap_or_else(|| format!("1234abcd-12ab-34cd-56ef-{number:012}"))
        }
        Named::Alias => numbered("alias/ExampleAlias"),
        Named::Grant => numbered("ExampleGrant"),
        Named::Bucket => numbered("amzn-s3-demo-bucket"),
        Named::Object => {
            let ending = name.rsplit_once('.').filter(|(_, ending)| {
                (1..=5).contains(&ending.len())
                    && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
            });
            let ending = ending.map_or_else(String::new, |(_, ending)| format!(".{ending}"));
            format!("{}{ending}", numbered("example-object"))
        }
        Named::Organization => numbered("o-exampleorgid"),
        Named::Root => format!("r-ab{}", index + 12),
        Named::Unit => {
            let root = name.strip_prefix("ou-").and_then(|rest| rest.split_once('-'));
            let root = root.map_or_else(String::new, |(root, _)| format!("r-{root}"));
            let known = entries.iter().find(|entry| entry.name == root);
            let root = known.map_or(&*root, |entry| &entry.example);
            let root = root.strip_prefix("r-").filter(|root| !root.is_empty()).unwrap_or("ab12");
            let unit =
                if number < 10 { number.to_string().repeat(8) } else { format!("{number:08}") };
            format!("ou-{root}-{unit}")
        }
        Named::ResourceId => {
            let kind = name.split_once('-').map_or("vpc", |(kind, _)| kind);
            match kind {
                "vpc" | "vpce" => format!("{kind}-{number:x}a2b3c4d"),
                _ => format!("{kind}-1234567890abcdef{index:x}"),
            }
        }
        Named::UniqueId if name.len() == 64 => format!("{CANONICAL}{number:02}"),
        Named::UniqueId => {
            let kind = name.get(..4).unwrap_or("AIDA");
            match (kind, index) {
                ("AIDA", 0) => "AIDACKCEVSQ6C2EXAMPLE".to_owned(),
                ("AROA", 0) => "AROADBQP57FF2AEXAMPLE".to_owned(),
                _ => format!("{kind}{number:010}EXAMPLE"),
            }
        }
        Named::Address if name.ends_with('.') => return listed(&NETWORKS),
        Named::Address => format!("2001:db8::{number:x}"),
        Named::Resource => numbered("ExampleResource"),
    })
}

/// A, B, … Z, then numbers.
fn letters(index: usize) -> String {
    let letter = u8::try_from(index).ok().filter(|index| *index < 26);
    letter.map_or_else(|| (index + 1).to_string(), |index| char::from(b'A' + index).to_string())
}

/// Is a name one that is there for examples?
fn is_example(what: Named, name: &str) -> bool {
    let numbered = |word: &str| {
        let rest = name.strip_prefix(word);
        rest.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    match what {
        Named::Account => {
            ACCOUNTS.contains(&name)
                || name.starts_with("1000000")
                || name.bytes().all(|byte| name.as_bytes().first() == Some(&byte))
        }
        Named::AccountName => name.strip_prefix("Account ").is_some_and(|rest| {
            rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_uppercase())
                || rest.parse::<usize>().is_ok()
        }),
        Named::User => PEOPLE.contains(&name.to_lowercase().as_str()) || numbered("user"),
        Named::Mail => name
            .rsplit_once('@')
            .is_some_and(|(_, host)| ["example.com", "example.org", "example.net"].contains(&host)),
        Named::Role => numbered("ExampleRole"),
        Named::Group => numbered("ExampleGroup"),
        Named::Session => numbered("ExampleSession") || name == "session",
        Named::Row => numbered("caller-"),
        Named::Path => name.starts_with("/example_path"),
        Named::Policy => {
            numbered("ExamplePolicy")
                || ["FullAWSAccess", "RCPFullAWSAccess"].contains(&name)
                || MANAGED.contains(&name)
        }
        Named::Key => {
            KEYS.contains(&name)
                || MULTI_REGION.contains(&name)
                || name.starts_with("1234abcd-12ab-34cd-56ef-")
                || name.starts_with("mrk-1234abcd12ab34cd56ef")
        }
        Named::Alias => numbered("alias/ExampleAlias"),
        Named::Grant => numbered("ExampleGrant"),
        Named::Bucket => name.starts_with("amzn-s3-demo-"),
        Named::Object => name.starts_with("example-object"),
        Named::Organization => numbered("o-exampleorgid"),
        Named::Root => numbered("r-ab"),
        Named::Unit => name.rsplit_once('-').is_some_and(|(_, unit)| {
            let same = unit.bytes().all(|byte| unit.as_bytes().first() == Some(&byte));
            unit.len() == 8 && (same || unit.starts_with("0000"))
        }),
        Named::ResourceId => name.ends_with("a2b3c4d") || name.contains("-1234567890abcdef"),
        Named::UniqueId => name.ends_with("EXAMPLE") || name.starts_with(CANONICAL),
        Named::Address => NETWORKS.contains(&name) || name.starts_with("2001:db8:"),
        Named::Resource => numbered("ExampleResource"),
    }
}

/// Managed policies that AWS has in every account, by their names alone.
const MANAGED: [&str; 6] = [
    "AdministratorAccess",
    "PowerUserAccess",
    "ReadOnlyAccess",
    "SecurityAudit",
    "ViewOnlyAccess",
    "AWSKeyManagementServicePowerUser",
];

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::arn::Arn;
    use crate::caller::kind_of_arn;
    use crate::share::examples::names::{is_pattern, is_uuid};

    const ALL: [(Named, &str); 24] = [
        (Named::Account, "210987654321"),
        (Named::AccountName, "Payments"),
        (Named::User, "maria"),
        (Named::Role, "Build"),
        (Named::Group, "Ops"),
        (Named::Session, "run-1"),
        (Named::Row, "build-2"),
        (Named::Path, "/eu/"),
        (Named::Policy, "Mine"),
        (Named::Key, "5e698272-88c6-4f6b-970e-1d1dbd0c6412"),
        (Named::Key, "mrk-5e69827288c64f6b970e1d1dbd0c6412"),
        (Named::Alias, "alias/mine"),
        (Named::Grant, "mine"),
        (Named::Bucket, "mine"),
        (Named::Object, "reports/q3.pdf"),
        (Named::Organization, "o-a1b2c3d4e5"),
        (Named::Root, "r-xy99"),
        (Named::Unit, "ou-xy99-a1b2c3d4"),
        (Named::ResourceId, "vpce-0f0f0f0f"),
        (Named::ResourceId, "vol-0f0f0f0f"),
        (Named::UniqueId, "AIDAQWERTZUIOPASDFGHJ"),
        (Named::UniqueId, "AKIAQWERTZUIOPASDFGH"),
        (Named::Address, "2001:470::1"),
        (Named::Mail, "maria@corp.com"),
    ];

    #[test]
    fn every_example_is_one_and_no_name_is() {
        for (what, name) in ALL {
            assert!(!is_example(what, name), "{name}");
            let mut seen: Vec<String> = Vec::new();
            for index in 0..40 {
                let example = nth(what, name, index, &[]).unwrap();
                assert!(is_example(what, &example), "{what:?} {example}");
                assert!(!seen.contains(&example) && !is_pattern(&example), "{what:?} {example}");
                assert!(unusable(what, &example).is_none(), "{what:?} {example}");
                seen.push(example);
            }
        }
    }

    #[test]
    fn examples_have_the_form_of_what_they_stand_for() {
        let account = nth(Named::Account, "", 30, &[]).unwrap();
        let user = nth(Named::User, "", 30, &[]).unwrap();
        let path = nth(Named::Path, "", 1, &[]).unwrap();
        assert!(kind_of_arn(&format!("arn:aws:iam::{account}:user{path}{user}")).is_some());
        for index in [0, 1, 30] {
            let id = nth(Named::Key, "5e698272-88c6-4f6b-970e-1d1dbd0c6412", index, &[]).unwrap();
            assert!(is_uuid(&id), "{id}");
            assert!(Arn::parse(&format!("arn:aws:kms:eu-west-1:{account}:key/{id}")).is_some());
        }
    }

    /// Every member and value of the format is a word that no name may take the place of.
    #[test]
    fn the_words_of_the_format_are_known() {
        for line in include_str!("../../../../../docs/format-1/scenario.txt").lines() {
            let member = line.trim().split([':', '?', ' ']).next().unwrap_or_default();
            if line.starts_with("  ") && member.len() >= SHORTEST {
                assert_eq!(unusable(Named::Role, member), Some(Reason::Word), "{line}");
            }
        }
        for word in ["Statement", "StringEquals", "Decrypt", "us-east-1", "Key", "sns", "root"] {
            assert_eq!(unusable(Named::Policy, word), Some(Reason::Word), "{word}");
        }
        for word in ["Stuart", "Build", "KeyAdmin", "amzn"] {
            assert_eq!(unusable(Named::Policy, word), None, "{word}");
        }
        assert_eq!(unusable(Named::Bucket, "ab"), Some(Reason::Short));
        assert_eq!(unusable(Named::Session, "2026"), Some(Reason::Short));
    }
}
