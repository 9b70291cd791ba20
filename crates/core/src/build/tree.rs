//! A scenario as JSON, in which any field can be set. Steps stay aside: their solutions hold
//! policies as they were written, which no tree keeps.

use super::Refused;
use crate::scenario::{Scenario, Step};
use serde_json::{Map, Value};

/// The objects that say nothing where they are empty.
const MAY_GO: [&str; 4] = ["constraints", "expect", "request", "matrix"];

pub(super) struct Tree {
    root: Value,
    steps: Vec<Step>,
}

impl Tree {
    pub fn of(scenario: &Scenario) -> Self {
        let bare = Scenario { steps: Vec::new(), ..scenario.clone() };
        // What a scenario writes is JSON.
        let root = serde_json::from_str(&bare.to_json()).unwrap_or_default();
        Self { root, steps: scenario.steps.clone() }
    }

    pub fn get(&self, at: &str) -> Option<&Value> {
        self.root.pointer(at)
    }

    /// The text at a place; empty where there is none.
    pub fn text(&self, at: &str) -> &str {
        self.get(at).and_then(Value::as_str).unwrap_or_default()
    }

    /// How many entries a list has.
    pub fn count(&self, at: &str) -> usize {
        self.get(at).and_then(Value::as_array).map_or(0, Vec::len)
    }

    /// Sets a member, with the objects around it; `null` takes it away, and objects that say nothing
    /// any more. Nothing where there is no such place.
    pub fn put(&mut self, at: &str, value: Value) -> Option<()> {
        let (parent, name) = at.rsplit_once('/')?;
        if value.is_null() && self.get(parent).is_none() {
            return Some(());
        }
        let members = self.object(parent)?;
        if value.is_null() {
            members.remove(name);
            let last = parent.rsplit('/').next().unwrap_or_default();
            if members.is_empty() && MAY_GO.contains(&last) {
                return self.put(parent, Value::Null);
            }
        } else {
            members.insert(name.to_owned(), value);
        }
        Some(())
    }

    /// The object at a place, made where it is not there.
    fn object(&mut self, at: &str) -> Option<&mut Map<String, Value>> {
        if self.get(at).is_none() {
            self.put(at, Value::Object(Map::new()))?;
        }
        self.root.pointer_mut(at)?.as_object_mut()
    }

    /// The list at a place, made where it is not there.
    pub fn list(&mut self, at: &str) -> Option<&mut Vec<Value>> {
        if self.get(at).is_none() {
            self.put(at, Value::Array(Vec::new()))?;
        }
        self.root.pointer_mut(at)?.as_array_mut()
    }

    /// Takes away an entry of a list, or a member. Nothing where it is not there.
    pub fn remove(&mut self, at: &str) -> Option<Value> {
        let (parent, name) = at.rsplit_once('/')?;
        match self.root.pointer_mut(parent)? {
            Value::Array(items) => {
                let index = name.parse().ok().filter(|index| *index < items.len())?;
                Some(items.remove(index))
            }
            _ => {
                let value = self.get(at)?.clone();
                self.put(at, Value::Null)?;
                Some(value)
            }
        }
    }

    /// The scenario again.
    pub fn scenario(self) -> Result<Scenario, Refused> {
        match Scenario::from_json(&self.root.to_string()) {
            Ok(scenario) => Ok(Scenario { steps: self.steps, ..scenario }),
            Err(error) => Err(Refused { at: error.pointer, message: error.message }),
        }
    }
}
