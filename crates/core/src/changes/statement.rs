//! Edits by which a statement comes to match a request, or no longer matches.

use super::candidate::{Act, Breadth, Candidate, InStatement, What, append};
use super::values::{self, Name};
use crate::actions::{Action, ActionSet};
use crate::caller::Caller;
use crate::condition::{Comparison, ConditionTest};
use crate::context::Content;
use crate::decide::Place;
use crate::edit::{
    remove_entry, remove_item, remove_member, remove_one_of_several, replace_string,
};
use crate::explain::{Failed, Source, Trace};
use crate::glob;
use crate::json::{self, Node};
use crate::matching::{Fit, principal};
use crate::policy::{Effect, Element, PolicyKind, PrincipalEntry, Spanned, Statement};
use crate::report::{Edit, LayerName, ReasonCode};
use crate::scenario::{Attached, FULL_ACCESS_NAME, identity_policy_pointer};
use crate::text::Span;

/// A statement with its text, and the request that it was tested against.
pub(crate) struct At<'a> {
    pub place: &'a Place<'a>,
    pub action: Action,
    pub source: &'a Source<'a>,
    pub layer: LayerName,
    pub level: Option<&'a str>,
    /// The whole document.
    pub root: &'a Node,
    pub statement: &'a Statement,
    pub trace: &'a Trace,
}

impl<'a> At<'a> {
    fn text(&self) -> &'a str {
        &self.source.policy.source.text
    }

    fn kind(&self) -> PolicyKind {
        self.source.policy.source.kind
    }

    /// The statement's JSON.
    fn node(&self) -> Option<&'a Node> {
        let all = self.root.get("Statement")?;
        let items = match &all.value {
            json::Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(all),
        };
        items.iter().find(|item| item.span == self.statement.span)
    }

    fn named(&self) -> InStatement {
        InStatement {
            layer: self.layer,
            level: self.level.map(str::to_owned),
            document: self.source.pointer.clone(),
            policy: self.source.name.clone(),
            sid: self.trace.sid.clone(),
            index: self.trace.index,
            effect: self.statement.effect,
        }
    }

    fn value(
        &self,
        act: Act,
        element: &str,
        old: Option<&str>,
        new: Option<&str>,
        edit: Edit,
    ) -> Candidate {
        let what = What::Value {
            statement: self.named(),
            act,
            element: self.told(element).to_owned(),
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
        };
        Candidate {
            // A value of Principal is about the caller only, one of Action about one action.
            principals: if element == "Principal" { Breadth::One } else { self.principals() },
            actions: if element == "Action" { 1 } else { self.actions() },
            relaxes: element.contains(':'),
            ..Candidate::one(what, edit).in_document(&self.source.pointer)
        }
    }

    /// The name under which the statement has an element.
    fn told<'e>(&self, element: &'e str) -> &'e str {
        let negated = |negated: Option<bool>| negated == Some(true);
        match element {
            "Principal" if negated(self.statement.principal.as_ref().map(|one| one.negated)) => {
                "NotPrincipal"
            }
            "Action" if negated(self.statement.action.as_ref().map(|one| one.negated)) => {
                "NotAction"
            }
            "Resource" if negated(self.statement.resource.as_ref().map(|one| one.negated)) => {
                "NotResource"
            }
            _ => element,
        }
    }

    /// Whom the statement is about.
    fn principals(&self) -> Breadth {
        let Some(element) = &self.statement.principal else {
            return breadth_of(self.source, self.layer, self.place);
        };
        let one = |entry: &Spanned<PrincipalEntry>| match entry.value {
            PrincipalEntry::Everyone | PrincipalEntry::EveryIdentity => Breadth::Everyone,
            PrincipalEntry::Account { .. } => Breadth::Account,
            _ if element.entries.len() > 1 => Breadth::Several,
            _ => Breadth::One,
        };
        let widest = element.entries.iter().map(one).max().unwrap_or(Breadth::One);
        if element.negated { Breadth::Everyone } else { widest }
    }

    /// How many actions the statement is about.
    fn actions(&self) -> usize {
        let Some(element) = &self.statement.action else { return 1 };
        let covered = |entry: &Spanned<String>| ActionSet::covered_by(&entry.value);
        let listed =
            element.entries.iter().map(covered).fold(ActionSet::NONE, |all, one| all | one);
        let known = if element.negated { !listed } else { listed };
        known.len().max(element.entries.len())
    }

    /// The element's JSON, under whichever of its two names.
    fn element(&self, name: &str) -> Option<&'a Node> {
        let node = self.node()?;
        node.get(name).or_else(|| node.get(&format!("Not{name}")))
    }

    /// Edits by which a test that fails would hold.
    pub fn matching(&self, failed: &Failed) -> Vec<Candidate> {
        let negated = failed.reason.element.starts_with("Not");
        match failed.reason.code {
            ReasonCode::Principal | ReasonCode::PrincipalRecreated if negated => {
                self.without_the_caller()
            }
            ReasonCode::Principal => self.with_the_caller(),
            ReasonCode::Action if negated => {
                let covers = |entry: &str| self.action.is_covered_by(entry);
                self.without(
                    "Action",
                    self.statement.action.as_ref(),
                    |entry| covers(entry),
                    String::clone,
                )
            }
            ReasonCode::Action => {
                let idle =
                    |old: &str| ActionSet::covered_by(old).is_empty() && old.starts_with("kms:");
                self.with("Action", &values::action(self.action), idle)
            }
            ReasonCode::Resource if negated => self.without_the_resource(),
            ReasonCode::Resource if self.kind() == PolicyKind::KeyPolicy => {
                self.with("Resource", "*", |_| true)
            }
            ReasonCode::Resource => {
                let keys = &self.place.model.scenario.keys;
                let idle = |old: &str| {
                    old.starts_with("arn:aws")
                        && !keys.iter().any(|key| glob::matches(old, &key.arn))
                };
                self.with("Resource", &values::resource(self.place), idle)
            }
            ReasonCode::ConditionValue
            | ReasonCode::ConditionMissing
            | ReasonCode::ConditionSet => {
                let mut tests = self.statement.condition.iter();
                let test = tests.find(|test| test.span == failed.reason.span);
                test.map(|test| self.condition_held(test)).unwrap_or_default()
            }
            ReasonCode::Unsupported if failed.reason.element == "Principal" => {
                self.with_the_caller()
            }
            _ => Vec::new(),
        }
    }

    /// The strongest name by which the statement could trust a caller that it trusts by its account
    /// or role only.
    pub fn trusting(&self) -> Vec<Candidate> {
        let has = |name: &Name| {
            let entries = self.statement.principal.iter().flat_map(|element| &element.entries);
            entries.map(|entry| entry.value.text()).any(|text| text == name.text)
        };
        let names = values::names(self.place.caller);
        let narrower = names.iter().filter(|name| name.breadth == Breadth::One && !has(name));
        narrower.filter_map(|name| self.add_name(name)).collect()
    }

    fn add_name(&self, name: &Name) -> Option<Candidate> {
        let node = self.node()?.get("Principal")?;
        let edit = match node.get(name.kind) {
            Some(list) => append(list, self.text(), &name.text)?,
            None if matches!(&node.value, json::Value::Object(members) if !members.is_empty()) => {
                let value = json::quoted(&name.text);
                crate::edit::insert_member(node, self.text(), name.kind, &value)?
            }
            None => return None,
        };
        let added = self.value(Act::Add, "Principal", None, Some(&name.text), edit);
        Some(Candidate { principals: name.breadth, ..added })
    }

    fn with_the_caller(&self) -> Vec<Candidate> {
        let names = values::names(self.place.caller);
        let mut all: Vec<Candidate> = names.iter().filter_map(|name| self.add_name(name)).collect();
        let entries = self.statement.principal.iter().flat_map(|element| &element.entries);
        for entry in entries.filter(|entry| self.names_nobody(&entry.value)) {
            let kind = match entry.value {
                PrincipalEntry::Service(_) => "Service",
                _ => "AWS",
            };
            for name in names.iter().filter(|name| name.kind == kind) {
                let edit = replace_string(entry.span, &name.text);
                let old = entry.value.text();
                let new = self.value(Act::Replace, "Principal", Some(&old), Some(&name.text), edit);
                all.push(Candidate { principals: name.breadth, ..new });
            }
        }
        all
    }

    /// Does an entry certainly name nobody? Only then is nothing taken from anybody where another name
    /// is written in its place.
    fn names_nobody(&self, entry: &PrincipalEntry) -> bool {
        let model = self.place.model;
        let named = |caller: &Caller| principal::one(entry, caller).0 == Fit::Yes;
        match entry {
            PrincipalEntry::Invalid(_) => true,
            PrincipalEntry::User(_) | PrincipalEntry::Role(_) | PrincipalEntry::Session(_) => {
                model.scenario.closed && !model.callers.iter().any(named)
            }
            _ => false,
        }
    }

    /// `NotPrincipal`, of which the caller is to be taken out.
    fn without_the_caller(&self) -> Vec<Candidate> {
        let Some(element) = &self.statement.principal else { return Vec::new() };
        self.without_entries("Principal", &self.names_of_the_caller(element))
    }

    /// The entries that name the caller.
    fn names_of_the_caller(&self, element: &Element<PrincipalEntry>) -> Vec<Spanned<String>> {
        let names = |entry: &&Spanned<PrincipalEntry>| {
            principal::one(&entry.value, self.place.caller).0 != Fit::No
        };
        element
            .entries
            .iter()
            .filter(names)
            .map(|entry| entry.as_text(entry.value.text()))
            .collect()
    }

    fn without_the_resource(&self) -> Vec<Candidate> {
        let resource = &self.place.resource;
        let covers = |entry: &crate::policy::ResourcePattern| glob::matches(&entry.text, resource);
        self.without("Resource", self.statement.resource.as_ref(), covers, |entry| {
            entry.text.clone()
        })
    }

    /// A value added to an element, and one put in the place of each that is `idle`: that says nothing
    /// which anybody would miss.
    fn with(&self, element: &str, value: &str, idle: impl Fn(&str) -> bool) -> Vec<Candidate> {
        let Some(node) = self.element(element) else { return Vec::new() };
        let added = append(node, self.text(), value);
        let added = added.map(|edit| self.value(Act::Add, element, None, Some(value), edit));
        let olds = strings(node).into_iter().filter(|(_, old)| idle(old));
        let replaced = olds.map(|(span, old)| {
            let edit = replace_string(span, value);
            self.value(Act::Replace, element, Some(old), Some(value), edit)
        });
        added.into_iter().chain(replaced).collect()
    }

    /// The entries that `cover` taken out, where others stay.
    fn without<T>(
        &self,
        name: &str,
        element: Option<&Element<T>>,
        covers: impl Fn(&T) -> bool,
        text: impl Fn(&T) -> String,
    ) -> Vec<Candidate> {
        let entries = element.into_iter().flat_map(|element| &element.entries);
        let covering = entries.filter(|entry| covers(&entry.value));
        let covering: Vec<Spanned<String>> =
            covering.map(|entry| entry.as_text(text(&entry.value))).collect();
        self.without_entries(name, &covering)
    }

    /// All of these entries taken out at once, where others stay: one alone would change nothing.
    fn without_entries(&self, name: &str, entries: &[Spanned<String>]) -> Vec<Candidate> {
        let Some(element) = self.element(name) else { return Vec::new() };
        let lists: Vec<&Node> = match &element.value {
            json::Value::Object(members) => members.iter().map(|member| &member.value).collect(),
            _ => vec![element],
        };
        let all: usize = lists.iter().map(|list| strings(list).len()).sum();
        if entries.is_empty() || entries.len() >= all || entries.len() > 2 {
            return Vec::new();
        }
        let remove = |entry: &Spanned<String>| {
            let list = lists.iter().find(|list| {
                list.span.start <= entry.span.start && entry.span.end <= list.span.end
            })?;
            let edit = remove_one_of_several(list, entry.span).or_else(|| {
                // The only one of its type: the type goes with it.
                let json::Value::Object(members) = &element.value else { return None };
                let index = members.iter().position(|member| member.value.span == list.span)?;
                remove_entry(element, index)
            })?;
            Some(self.value(Act::Remove, name, Some(&entry.value), None, edit))
        };
        let removed: Option<Vec<Candidate>> = entries.iter().map(remove).collect();
        let together = removed.and_then(|all| {
            let (first, rest) = all.split_first()?;
            let apart = rest.iter().try_fold(first.clone(), |one, other| one.and(other));
            // Neighbours share a comma: the list is written anew.
            let anew = || {
                let whole = rest.iter().fold(first.clone(), |one, other| one.then(other));
                let edits = vec![self.rest(&lists, entries)?];
                Some(Candidate { edits, ..whole }.in_document(&self.source.pointer))
            };
            apart.or_else(anew)
        });
        together.into_iter().collect()
    }

    /// The one list that has these entries, without them.
    fn rest(&self, lists: &[&Node], entries: &[Spanned<String>]) -> Option<Edit> {
        let inside =
            |list: &Node, span: Span| list.span.start <= span.start && span.end <= list.span.end;
        let list = lists.iter().find(|list| entries.iter().all(|one| inside(list, one.span)))?;
        let json::Value::Array(items) = &list.value else { return None };
        let stays = |item: &&Node| entries.iter().all(|one| one.span != item.span);
        let rest: Vec<&str> =
            items.iter().filter(stays).map(|item| item.span.of(self.text())).collect();
        Some(crate::edit::replace(list.span, format!("[{}]", rest.join(", "))))
    }

    /// The JSON of a condition: the statement's Condition, its operator, and the key's value.
    fn condition(&self, test: &ConditionTest) -> Option<(&'a Node, &'a json::Member, &'a Node)> {
        let condition = self.node()?.get("Condition")?;
        let json::Value::Object(operators) = &condition.value else { return None };
        operators.iter().find_map(|operator| {
            let json::Value::Object(keys) = &operator.value.value else { return None };
            let key = keys.iter().find(|key| key.key_span.start == test.span.start)?;
            Some((condition, operator, &key.value))
        })
    }

    /// A condition taken away, with an operator or a Condition that would be left empty.
    fn without_condition(&self, test: &ConditionTest) -> Option<Candidate> {
        let (condition, operator, value) = self.condition(test)?;
        let (json::Value::Object(operators), json::Value::Object(keys)) =
            (&condition.value, &operator.value.value)
        else {
            return None;
        };
        let edit = if keys.len() > 1 {
            let index = keys.iter().position(|key| key.value.span == value.span)?;
            remove_entry(&operator.value, index)?
        } else if operators.len() > 1 {
            let index = operators.iter().position(|one| one.key_span == operator.key_span)?;
            remove_entry(condition, index)?
        } else {
            remove_member(self.node()?, "Condition")?
        };
        let what = What::RemoveCondition {
            statement: self.named(),
            operator: test.operator_text.clone(),
            key: test.key.text.clone(),
        };
        Some(Candidate {
            size: test.values.len().max(1),
            relaxes: true,
            principals: self.principals(),
            actions: self.actions(),
            ..Candidate::one(what, edit).in_document(&self.source.pointer)
        })
    }

    /// The values of the request for a condition key.
    fn values_of(&self, test: &ConditionTest) -> Vec<String> {
        match self.place.held(&test.key, self.action).content {
            Content::One(value) => vec![value.into_owned()],
            Content::Many(values) => values.into_iter().map(|one| one.into_owned()).collect(),
            _ => Vec::new(),
        }
    }

    /// Edits by which a condition may hold: values added, put in the place of others, taken out,
    /// or the whole of it taken away. The proof keeps those that do.
    fn condition_held(&self, test: &ConditionTest) -> Vec<Candidate> {
        let mut all = self.condition_values(test);
        all.extend(self.without_condition(test));
        all
    }

    /// Values of the request written into a condition, and listed values taken out of it.
    fn condition_values(&self, test: &ConditionTest) -> Vec<Candidate> {
        let Some((_, _, node)) = self.condition(test) else { return Vec::new() };
        let (key, text) = (test.key.text.as_str(), self.text());
        let mut all = Vec::new();
        let presence =
            test.operator.is_some_and(|operator| operator.comparison == Comparison::Null);
        let wanted = if presence { Vec::new() } else { self.values_of(test) };
        for value in &wanted {
            let added = append(node, text, value);
            all.extend(added.map(|edit| self.value(Act::Add, key, None, Some(value), edit)));
            for listed in &test.values {
                let old = listed.value.text.as_str();
                let edit = replace_string(listed.span, value);
                all.push(self.value(Act::Replace, key, Some(old), Some(value), edit));
            }
        }
        for listed in &test.values {
            let edit = remove_one_of_several(node, listed.span);
            let old = listed.value.text.as_str();
            all.extend(edit.map(|edit| self.value(Act::Remove, key, Some(old), None, edit)));
        }
        if presence {
            for listed in &test.values {
                let old = listed.value.text.as_str();
                let new = if old.eq_ignore_ascii_case("true") { "false" } else { "true" };
                let edit = replace_string(listed.span, new);
                all.push(self.value(Act::Replace, key, Some(old), Some(new), edit));
            }
        }
        all
    }

    /// Edits by which a statement says something else, whether it matches or not: names replaced or
    /// taken out, or the whole of it.
    pub fn otherwise(&self) -> Vec<Candidate> {
        let mut all = self.with_the_caller();
        for entry in self.statement.principal.iter().flat_map(|element| &element.entries) {
            all.extend(self.without_entries("Principal", &[entry.as_text(entry.value.text())]));
        }
        all.extend(self.without_statement());
        all
    }

    /// What matches everyone narrowed to the caller's account, and what matches every resource to
    /// another key of the scenario.
    fn narrowed(&self) -> Vec<Candidate> {
        let mut all = Vec::new();
        let principals = self.statement.principal.iter().filter(|element| !element.negated);
        for entry in principals.flat_map(|element| &element.entries) {
            if entry.value != PrincipalEntry::EveryIdentity {
                continue;
            }
            for name in values::names(self.place.caller).iter().filter(|name| name.kind == "AWS") {
                let edit = replace_string(entry.span, &name.text);
                let new = self.value(Act::Replace, "Principal", Some("*"), Some(&name.text), edit);
                all.push(Candidate { principals: name.breadth, ..new });
            }
        }
        let resources = self.statement.resource.iter().filter(|element| !element.negated);
        for entry in resources.flat_map(|element| &element.entries) {
            let old = entry.value.text.as_str();
            for key in self.place.model.scenario.keys.iter().map(|key| key.arn.as_str()) {
                if key != self.place.resource && old.contains('*') && glob::matches(old, key) {
                    let edit = replace_string(entry.span, key);
                    all.push(self.value(Act::Replace, "Resource", Some(old), Some(key), edit));
                }
            }
        }
        all
    }

    /// Edits by which a statement that matches would match no longer.
    pub fn unmatching(&self) -> Vec<Candidate> {
        let mut all = Vec::new();
        let statement = self.statement;
        if let Some(element) = &statement.principal {
            if element.negated {
                all.extend(self.with_the_caller_listed());
            } else {
                all.extend(self.without_entries("Principal", &self.names_of_the_caller(element)));
            }
        }
        if let Some(element) = &statement.action {
            let action = self.action;
            if element.negated {
                all.extend(self.added("Action", &values::action(action)));
            } else {
                let covers = |entry: &String| action.is_covered_by(entry);
                all.extend(self.without("Action", Some(element), covers, String::clone));
            }
        }
        if let Some(element) = &statement.resource {
            if element.negated {
                all.extend(self.added("Resource", &values::resource(self.place)));
            } else {
                all.extend(self.without_the_resource());
            }
        }
        for test in &statement.condition {
            all.extend(self.condition_values(test));
        }
        all.extend(self.narrowed());
        all.extend(self.without_statement());
        all
    }

    fn with_the_caller_listed(&self) -> Vec<Candidate> {
        let Some(node) = self.node().and_then(|node| node.get("NotPrincipal")) else {
            return Vec::new();
        };
        let names = values::names(self.place.caller);
        let add = |name: &Name| {
            let edit = append(node.get(name.kind)?, self.text(), &name.text)?;
            let added = self.value(Act::Add, "Principal", None, Some(&name.text), edit);
            Some(Candidate { principals: name.breadth, ..added })
        };
        names.iter().filter_map(add).collect()
    }

    fn added(&self, element: &str, value: &str) -> Option<Candidate> {
        let edit = append(self.element(element)?, self.text(), value)?;
        Some(self.value(Act::Add, element, None, Some(value), edit))
    }

    fn without_statement(&self) -> Option<Candidate> {
        let all = self.root.get("Statement")?;
        // Of the only one a policy is left that AWS does not save.
        let several = matches!(&all.value, json::Value::Array(items) if items.len() > 1);
        let edit = remove_item(all, self.statement.span).filter(|_| several)?;
        let what = What::RemoveStatement(self.named());
        Some(Candidate {
            size: size(self.statement),
            relaxes: self.statement.effect == Effect::Deny,
            principals: self.principals(),
            actions: self.actions(),
            ..Candidate::one(what, edit).in_document(&self.source.pointer)
        })
    }
}

/// Whom a document without principals is about.
pub(crate) fn breadth_of(source: &Source<'_>, layer: LayerName, place: &Place<'_>) -> Breadth {
    if layer == LayerName::Scp {
        return Breadth::Account;
    }
    let owner = place.model.scenario.principals.get(place.caller.policies_of);
    let policies = owner.into_iter().flat_map(|owner| owner.policies.iter().enumerate());
    let mut own = policies.filter(|(index, _)| {
        identity_policy_pointer(place.caller.policies_of, *index) == source.pointer
    });
    match own.next() {
        // Others of the group have it, and whoever else a managed policy is attached to.
        Some((_, policy)) if policy.group.is_some() || policy.attached != Attached::Inline => {
            Breadth::Several
        }
        _ => Breadth::One,
    }
}

/// Is it a policy that AWS wrote, which nobody else can change?
pub(crate) fn is_of_aws(source: &Source<'_>, layer: LayerName) -> bool {
    match layer {
        LayerName::Scp | LayerName::Rcp => {
            [FULL_ACCESS_NAME, "RCPFullAWSAccess"].contains(&source.name.as_str())
        }
        LayerName::Identity => {
            let managed = source.policy.source.kind == PolicyKind::Identity { managed: true };
            let jobs =
                ["AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess", "SecurityAudit"];
            let of_service = source.name.starts_with("AWS") || source.name.starts_with("Amazon");
            managed && (of_service || jobs.contains(&source.name.as_str()))
        }
        _ => false,
    }
}

impl<T> Spanned<T> {
    fn as_text(&self, text: String) -> Spanned<String> {
        Spanned { value: text, span: self.span }
    }
}

/// How many values a statement has.
fn size(statement: &Statement) -> usize {
    let values = statement.principal.as_ref().map_or(0, |element| element.entries.len())
        + statement.action.as_ref().map_or(0, |element| element.entries.len())
        + statement.resource.as_ref().map_or(0, |element| element.entries.len())
        + statement.condition.iter().map(|test| test.values.len()).sum::<usize>();
    values.max(1)
}

/// The strings of a list, or the one that stands alone.
fn strings<'n>(node: &'n Node) -> Vec<(Span, &'n str)> {
    let items = match &node.value {
        json::Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let string = |item: &'n Node| match &item.value {
        json::Value::String(text) => Some((item.span, text.as_str())),
        _ => None,
    };
    items.iter().filter_map(string).collect()
}
