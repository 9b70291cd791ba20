//! Scenarios that differ from a conformance case in a few places.
//!
//! Every rule has a case, so this reaches corners that random worlds hardly find: it replaces
//! values by values that stand under the same name in another case, changes texts a little, removes
//! and adds.

use super::near;
use crate::dice::Dice;
use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The conformance cases and what stands in them.
#[derive(Debug)]
pub struct Mutator {
    cases: Vec<Value>,
    /// Every value, by the name under which it stands; elements of a list under the list's name and
    /// `[]`.
    pools: BTreeMap<String, Vec<Value>>,
}

/// Cases whose keys take more characters are about the size of a policy, and would take most of
/// the time.
const LARGEST: usize = 16_384;

/// The parts of a scenario that decide.
const DECIDING: [&str; 6] =
    ["accounts", "buckets", "keys", "principals", "requests", "vpcEndpoints"];

impl Mutator {
    /// Reads every case in a folder and its folders.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or is no JSON; no file at all.
    pub fn of_folder(folder: &Path) -> Result<Self> {
        let mut cases = Vec::new();
        for (_, case) in read_cases(folder)? {
            if case["keys"].to_string().len() < LARGEST {
                cases.push(case);
            }
        }
        if cases.is_empty() {
            bail!("{} holds no case", folder.display());
        }
        let mut pools = BTreeMap::new();
        for case in &cases {
            for part in DECIDING {
                gather(part, &case[part], &mut pools);
            }
        }
        Ok(Self { cases, pools })
    }

    /// A case with one to four changes, which need not make sense.
    pub fn scenario(&self, dice: &mut Dice) -> Value {
        let mut scenario = self.some_requests(dice);
        for _ in 0..dice.count(1, 4) {
            let part = *dice.one(&DECIDING);
            let Some(target) = scenario.get_mut(part) else { continue };
            let count = size(target);
            let at = dice.below(count);
            self.change(dice, part, target, &mut { at });
        }
        if dice.chance(15) {
            scenario["closed"] = Value::Bool(true);
        }
        scenario
    }

    /// A case with one to three of its requests.
    fn some_requests(&self, dice: &mut Dice) -> Value {
        let case = dice.one(&self.cases);
        let fields = case.as_object().into_iter().flatten();
        let mut scenario: Map<String, Value> = fields
            .filter(|(name, _)| *name != "requests")
            .map(|(name, field)| (name.clone(), field.clone()))
            .collect();
        if let Some(requests) = case["requests"].as_array().filter(|all| !all.is_empty()) {
            let some = dice.some(1, requests.len().min(3), |dice| dice.one(requests).clone());
            scenario.insert("requests".to_owned(), some.into());
        }
        scenario.into()
    }

    /// Changes the value that is `left` values further on.
    fn change(&self, dice: &mut Dice, name: &str, value: &mut Value, left: &mut usize) -> bool {
        if *left == 0 {
            self.replace(dice, name, value);
            return true;
        }
        *left -= 1;
        match value {
            Value::Array(items) => {
                let inner = format!("{name}[]");
                for index in 0..items.len() {
                    if *left == 0 && dice.chance(35) {
                        items.remove(index);
                        return true;
                    }
                    if self.change(dice, &inner, &mut items[index], left) {
                        return true;
                    }
                }
            }
            Value::Object(members) => {
                let names: Vec<String> = members.keys().cloned().collect();
                for name in names {
                    if *left == 0 && dice.chance(35) {
                        members.remove(&name);
                        return true;
                    }
                    if self.change(dice, &name, &mut members[&name], left) {
                        return true;
                    }
                }
            }
            _ => {}
        }
        false
    }

    fn replace(&self, dice: &mut Dice, name: &str, value: &mut Value) {
        let pool = |name: &str| self.pools.get(name).filter(|values| !values.is_empty());
        match value {
            Value::String(text) if dice.chance(40) => *text = near::text(dice, text),
            Value::Array(items) if dice.chance(50) => {
                if let Some(more) = pool(&format!("{name}[]")) {
                    items.push(dice.one(more).clone());
                }
            }
            Value::Object(members) if dice.chance(30) => {
                // Another member, from wherever an object of this name has one.
                if let Some(Value::Object(other)) = pool(name).map(|values| dice.one(values)) {
                    members.extend(other.iter().map(|(name, value)| (name.clone(), value.clone())));
                }
            }
            _ => {
                if let Some(values) = pool(name) {
                    *value = dice.one(values).clone();
                }
            }
        }
    }
}

fn gather(name: &str, value: &Value, pools: &mut BTreeMap<String, Vec<Value>>) {
    if !value.is_null() {
        let pool = pools.entry(name.to_owned()).or_default();
        if !pool.contains(value) {
            pool.push(value.clone());
        }
    }
    match value {
        Value::Array(items) => {
            let inner = format!("{name}[]");
            items.iter().for_each(|item| gather(&inner, item, pools));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| gather(name, value, pools));
        }
        _ => {}
    }
}

/// How many values there are, this one among them.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// Every case of a folder and its folders with the file's name: what decides of it, and the
/// requests without what is expected.
///
/// # Errors
///
/// A file that cannot be read or is no JSON.
pub fn read_cases(folder: &Path) -> Result<Vec<(String, Value)>> {
    let mut cases = Vec::new();
    let mut paths = fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            cases.extend(read_cases(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.display().to_string();
            let text = fs::read_to_string(&path).with_context(|| name.clone())?;
            let mut case: Value = serde_json::from_str(&text).with_context(|| name.clone())?;
            strip(&mut case);
            cases.push((name, case));
        }
    }
    Ok(cases)
}

fn strip(case: &mut Value) {
    if let Some(fields) = case.as_object_mut() {
        fields.retain(|name, _| {
            DECIDING.contains(&name.as_str())
                || matches!(name.as_str(), "version" | "time" | "closed")
        });
    }
    for request in case["requests"].as_array_mut().into_iter().flatten() {
        if let Some(fields) = request.as_object_mut() {
            fields.retain(|name, _| name != "title" && name != "expect");
        }
    }
}
