//! Which key a part is about that does not say it: what else is imported may tell.

use super::parts;
use crate::import::{Content, Import, Part, Place, Reason};
use crate::scenario::{Scenario, is_key_arn};
use std::collections::{HashMap, HashSet};

/// The keys that texts name, by `describe-key` and `list-grants`.
pub(super) struct Named<'a> {
    /// Their ARNs, by text.
    by_text: Vec<Vec<&'a str>>,
    /// Those that any text names.
    anywhere: Vec<&'a str>,
    /// The key that is named right before a part that names none, by text and offset.
    before: HashMap<(usize, usize), &'a str>,
}

impl<'a> Named<'a> {
    pub fn in_texts(imports: &'a [Import]) -> Self {
        let mut before = HashMap::new();
        for (source, import) in imports.iter().enumerate() {
            for (offset, arn) in right_before(import) {
                before.insert((source, offset), arn);
            }
        }
        Self {
            by_text: imports.iter().map(|import| distinct(import.parts.iter())).collect(),
            anywhere: distinct(parts(imports).map(|(_, part)| part)),
            before,
        }
    }

    /// The key of a part that names none: the one that its text names, or names right before it;
    /// else the one that all texts name, else the one of the scenario.
    pub fn key_of(
        &self,
        source: usize,
        place: &Place,
        scenario: &Scenario,
    ) -> Result<String, Reason> {
        let here: &[&str] = self.by_text.get(source).map_or(&[], Vec::as_slice);
        let there: Vec<&str> = scenario.keys.iter().map(|key| key.arn.as_str()).collect();
        for arns in [here, &self.anywhere, &there] {
            match (arns, self.before.get(&(source, place.offset))) {
                ([], _) => {}
                ([one], _) | (_, Some(one)) => return Ok((*one).to_owned()),
                (several, None) => {
                    let several = several.iter().map(|arn| (*arn).to_owned()).collect();
                    return Err(Reason::SeveralKeys(several));
                }
            }
        }
        Err(Reason::NoKey)
    }
}

/// The key that a part names.
fn named(part: &Part) -> Option<&str> {
    match &part.content {
        Content::Key(key) => Some(&key.arn),
        Content::Grants { key, .. } if is_key_arn(key) => Some(key),
        _ => None,
    }
}

/// The keys that parts name, each once.
fn distinct<'a>(parts: impl Iterator<Item = &'a Part>) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    parts.filter_map(named).filter(|arn| seen.insert(*arn)).collect()
}

/// The offsets of the parts that name no key, with the key that is named right before them. A text
/// whose first part names none may have each key behind its parts: there it tells nothing, and
/// neither does it where two keys are named right before.
fn right_before(import: &Import) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut keys: Vec<&str> = Vec::new();
    let mut closed = false;
    for part in &import.parts {
        let unnamed = matches!(part.content, Content::KeyPolicy { .. } | Content::Tags(_));
        if let Some(arn) = named(part) {
            if closed {
                keys.clear();
            }
            closed = false;
            keys.push(arn);
        } else if unnamed {
            match keys.first() {
                None => return Vec::new(),
                Some(key) if keys.iter().all(|other| other == key) => {
                    found.push((part.place.offset, *key));
                }
                Some(_) => {}
            }
            closed = true;
        }
    }
    found
}
