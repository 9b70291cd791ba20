//! The search, and what the core proposes held against it.

use super::names::Names;
use super::op::{Op, sweep};
use super::rank::Rank;
use super::singles::{Single, singles};
use crate::documents;
use kms_policy::actions::Action;
use kms_policy::changes::{Asked, changes};
use kms_policy::decide::Model;
use kms_policy::report::{Change, Verdict};
use kms_policy::scenario::{self, Scenario};
use kms_policy_reference::document::{Document, Kind};
use kms_policy_reference::{Answer, Request, World, decide, scenario as reference};
use serde_json::{Value, json};

/// A cell of a scenario's matrix.
#[derive(Clone, Debug)]
pub struct Cell {
    pub principal: String,
    pub action: String,
}

/// What a search came to.
#[derive(Clone, Debug, Default)]
pub struct Searched {
    /// Edits that were decided: one alone, two together.
    pub singles: u64,
    pub pairs: u64,
    /// Was anything proposed?
    pub proposed: bool,
    /// What is wrong with the first proposal, or with there being none.
    pub wrong: Option<String>,
}

/// The cells of a scenario's matrix.
pub fn cells(scenario: &Scenario) -> Vec<Cell> {
    let Ok(model) = Model::new(scenario) else { return Vec::new() };
    let actions = model.matrix_actions();
    let principals = model.matrix_principals().into_iter();
    principals
        .flat_map(|principal| {
            actions
                .iter()
                .map(move |action| Cell { principal: principal.clone(), action: action.clone() })
        })
        .collect()
}

/// Searches everything for one cell.
///
/// # Errors
///
/// The scenario cannot be decided.
pub fn search(scenario: &Scenario, cell: &Cell) -> Result<Searched, String> {
    let (search, proposed) = prepared(scenario, cell)?;
    search.hold(&proposed)
}

/// Holds every proposal for a cell to what it says, without looking for others. How many there are.
///
/// # Errors
///
/// What is wrong, or why the scenario cannot be decided.
pub fn hold_to_it(scenario: &Scenario, cell: &Cell) -> Result<usize, String> {
    let (search, proposed) = prepared(scenario, cell)?;
    match proposed.iter().find_map(|change| search.untrue(change)) {
        Some(untrue) => Err(untrue),
        None => Ok(proposed.len()),
    }
}

fn prepared<'c>(scenario: &Scenario, cell: &'c Cell) -> Result<(Search<'c>, Vec<Change>), String> {
    let bare = Scenario { requests: Vec::new(), steps: Vec::new(), ..scenario.clone() };
    let mut json: Value = serde_json::from_str(&bare.to_json()).map_err(|one| one.to_string())?;
    default_policies(&mut json);
    let given = Scenario::from_json(&json.to_string()).map_err(|error| error.to_string())?;
    let asked = Asked::Cell { principal: cell.principal.clone(), action: cell.action.clone() };
    let proposed = changes(&given, &asked).changes.into_iter();
    let proposed: Vec<Change> = proposed.map(|proposal| proposal.change).collect();
    Ok((Search::new(&given, json, cell)?, proposed))
}

/// The key policies that are left out, written down, so that they can be edited.
fn default_policies(scenario: &mut Value) {
    for key in scenario["keys"].as_array_mut().into_iter().flatten() {
        let arn = key["arn"].as_str().unwrap_or_default().to_owned();
        let parts: Vec<&str> = arn.split(':').collect();
        if let (true, [_, partition, _, _, account, ..]) =
            (key["policy"].is_null() && key["manager"] != "aws", parts.as_slice())
        {
            key["policy"] = reference::default_policy(partition, account);
        }
    }
}

struct Search<'c> {
    json: Value,
    world: World,
    cell: &'c Cell,
    /// Is the answer to become an Allow?
    allow: bool,
    names: Names,
    /// The shown cells and their answers; then those of all principals and actions.
    shown: Vec<(String, String, Answer)>,
    wide: Vec<(String, String, Answer)>,
}

/// What a single edit makes of the world.
enum Made {
    Documents(Vec<(String, Document, Value)>),
    Policy(usize, Document),
    World(Box<World>),
}

impl<'c> Search<'c> {
    fn new(given: &Scenario, json: Value, cell: &'c Cell) -> Result<Self, String> {
        let world = World::read(&json)?;
        let model = Model::new(given).map_err(|errors| format!("{errors:?}"))?;
        let question = model
            .matrix_question(&cell.principal, &cell.action)
            .ok_or("a principal that is not there")?;
        let decision = model.explain(&question, 0);
        let names = Names::of(&json, &cell.principal, &cell.action, &decision);
        let (principals, actions) = (model.matrix_principals(), model.matrix_actions());
        let everybody: Vec<String> =
            given.principals.iter().map(|one| one.id().to_owned()).collect();
        let others = Action::all().map(|action| action.to_string());
        let everything: Vec<String> =
            actions.iter().cloned().chain(others.filter(|one| !actions.contains(one))).collect();
        let mut search = Self {
            allow: decision.verdict != Verdict::Allow,
            shown: Vec::new(),
            wide: Vec::new(),
            json,
            world,
            cell,
            names,
        };
        search.shown = search.answers(&search.world, &principals, &actions);
        search.wide = search.answers(&search.world, &everybody, &everything);
        Ok(search)
    }

    fn answers(
        &self,
        world: &World,
        principals: &[String],
        actions: &[String],
    ) -> Vec<(String, String, Answer)> {
        let mut all = Vec::new();
        for principal in principals {
            for action in actions {
                let answer = world.answer(&Request::cell(world, principal, action));
                all.push((principal.clone(), action.clone(), answer));
            }
        }
        all
    }

    fn is_met(&self, world: &World) -> Option<bool> {
        let request = Request::cell(world, &self.cell.principal, &self.cell.action);
        let answer = world.answer(&request);
        self.met_by(&answer).then_some(answer.uncertain)
    }

    fn met_by(&self, answer: &Answer) -> bool {
        match answer.verdict {
            decide::Verdict::Allow => self.allow,
            decide::Verdict::ImplicitDeny | decide::Verdict::ExplicitDeny => !self.allow,
            decide::Verdict::Error => false,
        }
    }

    /// Where an edit stands in the order; the cells that it changes.
    fn rank(&self, world: &World, one: &Single, uncertain: bool) -> Rank {
        let changed = self.changed(world, &self.shown);
        let own = |(p, a, _): &&(&String, &String, bool)| {
            (p.as_str(), a.as_str()) != (self.cell.principal.as_str(), self.cell.action.as_str())
        };
        let others: Vec<_> = changed.iter().filter(own).collect();
        let mut rows: Vec<&String> = others.iter().map(|one| one.0).collect();
        rows.retain(|one| **one != self.cell.principal);
        rows.sort();
        rows.dedup();
        let mut columns: Vec<&String> = others.iter().map(|one| one.1).collect();
        columns.retain(|one| **one != self.cell.action);
        columns.sort();
        columns.dedup();
        Rank {
            uncertain,
            allowed: others.iter().filter(|one| one.2).count(),
            size: one.size,
            rows: rows.len(),
            principals: one.principals,
            columns: columns.len(),
            actions: one.actions,
        }
    }

    /// The cells whose answers change, and whether they are allowed then.
    fn changed<'s>(
        &self,
        world: &World,
        before: &'s [(String, String, Answer)],
    ) -> Vec<(&'s String, &'s String, bool)> {
        let mut changed = Vec::new();
        for (principal, action, was) in before {
            let is = world.answer(&Request::cell(world, principal, action));
            if (was.verdict, &was.error) != (is.verdict, &is.error) {
                changed.push((principal, action, is.verdict == decide::Verdict::Allow));
            }
        }
        changed
    }

    /// Does it take from anybody, or, where it is to deny, give anybody?
    fn harms(&self, world: &World) -> bool {
        self.wide.iter().any(|(principal, action, was)| {
            let is = world.answer(&Request::cell(world, principal, action));
            let (was, is) =
                (was.verdict == decide::Verdict::Allow, is.verdict == decide::Verdict::Allow);
            if self.allow { was && !is } else { is && !was }
        })
    }

    fn principal_index(&self, id: &str) -> Option<usize> {
        self.world.principals.iter().position(|one| one.id == id)
    }

    /// What an edit makes; `None` where it changes nothing or makes no scenario.
    fn make(&self, op: &Op) -> Option<Made> {
        match op {
            Op::AddPolicy { principal, document } => {
                Some(Made::Policy(*principal, Document::read(document, Kind::Inline)))
            }
            Op::Field { .. } => Some(Made::World(Box::new(self.edited(&[op])?))),
            Op::Statement { document, .. } | Op::AddStatement { document, .. } => {
                let (read, value) = self.document(document, &[op])?;
                Some(Made::Documents(vec![(document.clone(), read, value)]))
            }
        }
    }

    /// A document after edits.
    fn document(&self, pointer: &str, ops: &[&Op]) -> Option<(Document, Value)> {
        // Only its own part of the scenario: the rest stays as it is.
        let mut json = self.json.clone();
        if !ops.iter().all(|op| op.apply(&mut json)) {
            return None;
        }
        documents::change(&mut json, pointer, |all| all.retain(|one| !one.is_null()));
        let value = json.pointer(pointer)?.clone();
        Some((Document::read(&value, self.kind(pointer)), value))
    }

    fn edited(&self, ops: &[&Op]) -> Option<World> {
        let mut json = self.json.clone();
        if !ops.iter().all(|op| op.apply(&mut json)) {
            return None;
        }
        sweep(&mut json);
        // What is no scenario is no edit.
        let read = Scenario::from_json(&json.to_string()).ok()?;
        if !scenario::check(&read).is_empty() {
            return None;
        }
        World::read(&json).ok()
    }

    fn kind(&self, pointer: &str) -> Kind {
        let parts: Vec<&str> = pointer.split('/').skip(1).collect();
        match parts.as_slice() {
            ["keys", ..] => Kind::KeyPolicy,
            ["buckets", ..] => Kind::BucketPolicy,
            ["vpcEndpoints", ..] => Kind::Endpoint,
            ["accounts", _, "scps", ..] => Kind::Scp,
            ["accounts", ..] => Kind::Rcp,
            ["principals", _, "boundary", ..] => Kind::Boundary,
            ["principals", _, "session", ..] => Kind::Session,
            _ => {
                let policy = pointer.trim_end_matches("/document");
                let attached = self.json.pointer(policy).map(|one| &one["attached"]);
                if attached.is_some_and(|one| one == "managed") {
                    Kind::Managed
                } else {
                    Kind::Inline
                }
            }
        }
    }

    /// The world with edits; documents are put in their places one by one.
    fn world(&self, made: &[&Made]) -> Option<World> {
        let mut worlds = made.iter().filter_map(|one| match one {
            Made::World(world) => Some(world),
            _ => None,
        });
        let mut world = worlds.next().map_or_else(|| self.world.clone(), |one| (**one).clone());
        for one in made {
            match one {
                Made::World(_) => {}
                Made::Policy(owner, document) => {
                    world.principals.get_mut(*owner)?.policies.push(document.clone());
                }
                Made::Documents(all) => {
                    for (pointer, document, value) in all {
                        put(&mut world, pointer, document, value)?;
                    }
                }
            }
        }
        Some(world)
    }

    fn hold(&self, proposed: &[Change]) -> Result<Searched, String> {
        let caller = self.principal_index(&self.cell.principal).ok_or("no principal")?;
        let one = self.world.principals.get(caller).ok_or("no principal")?;
        let person = one.arn.as_deref().is_some_and(|arn| !arn.ends_with(":root"));
        let owner = one.source.filter(|_| person);
        let all = singles(&self.json, owner, caller, &self.names, self.allow);
        let mut searched = Searched { proposed: !proposed.is_empty(), ..Searched::default() };
        let mut best = Best::default();
        let mut open: Vec<(&Single, Made)> = Vec::new();
        for single in &all {
            let Some(made) = self.make(&single.op) else { continue };
            let Some(world) = self.world(&[&made]) else { continue };
            searched.singles += 1;
            match self.is_met(&world) {
                Some(uncertain) => self.note(&mut best, &[single], &world, uncertain),
                None => open.push((single, made)),
            }
        }
        for (index, (one, first)) in open.iter().enumerate() {
            for (other, second) in open.iter().skip(index + 1) {
                let both = together(one, other);
                if best.beats_size(both.size) {
                    continue;
                }
                let world = match (first, second) {
                    (Made::Documents(a), Made::Documents(b)) if a[0].0 == b[0].0 => {
                        let Some((read, value)) = self.document(&a[0].0, &[&one.op, &other.op])
                        else {
                            continue;
                        };
                        self.world(&[&Made::Documents(vec![(a[0].0.clone(), read, value)])])
                    }
                    (Made::World(_), Made::World(_)) => self.edited(&[&one.op, &other.op]),
                    _ => self.world(&[first, second]),
                };
                let Some(world) = world else { continue };
                searched.pairs += 1;
                if let Some(uncertain) = self.is_met(&world) {
                    self.note(&mut best, &[one, other], &world, uncertain);
                }
            }
        }
        searched.wrong = self.wrong(proposed, &best);
        Ok(searched)
    }

    fn note<'s>(&self, best: &mut Best<'s>, edits: &[&'s Single], world: &World, uncertain: bool) {
        let whole = match edits {
            [one] => (*one).clone(),
            [one, other] => together(one, other),
            _ => return,
        };
        let rank = self.rank(world, &whole, uncertain);
        if best.rank.is_some_and(|best| best < rank) || self.harms(world) {
            return;
        }
        if best.rank.is_none_or(|best| rank < best) {
            *best = Best { rank: Some(rank), edits: Vec::new() };
        }
        best.edits.push(edits.to_vec());
    }

    /// What is wrong with the proposals: each must do what it says, and the first be the best.
    fn wrong(&self, proposed: &[Change], best: &Best<'_>) -> Option<String> {
        if let Some(untrue) = proposed.iter().find_map(|change| self.untrue(change)) {
            return Some(untrue);
        }
        let (Some(first), Some(rank)) = (proposed.first(), best.rank) else {
            let found = best.edits.first().map(|edits| told(edits));
            // A proposal of a kind that the search does not know is no fault.
            let missed = found.filter(|_| proposed.is_empty());
            return missed.map(|found| format!("nothing is proposed, but: {found}"));
        };
        let edited = self.carried_out(first)?;
        let among = best.edits.iter().any(|edits| {
            let mut json = self.json.clone();
            for edit in edits {
                edit.op.apply(&mut json);
            }
            sweep(&mut json);
            canonical(&json) == canonical(&edited)
        });
        if among || self.is_better(first, &edited, rank) {
            return None;
        }
        let example = best.edits.first().map(|edits| told(edits)).unwrap_or_default();
        let cells = &first.cells;
        Some(format!("“{}”, {cells:?}, is not first: {rank:?} has {example}", first.title))
    }

    /// A proposal of a kind that the search does not know, such as the repair of a finding: is it at
    /// least as good?
    fn is_better(&self, change: &Change, edited: &Value, best: Rank) -> bool {
        let Ok(world) = World::read(edited) else { return false };
        let Some(uncertain) = self.is_met(&world) else { return false };
        let one = Single {
            op: Op::Field { pointer: String::new(), value: Value::Null },
            size: change.edits.len(),
            principals: super::rank::Breadth::One,
            actions: 1,
        };
        let known = ["Add ", "Take ", "Remove ", "Give ", "Write "];
        let known = known.iter().any(|verb| change.title.starts_with(verb));
        !known && self.rank(&world, &one, uncertain) <= best
    }

    fn carried_out(&self, change: &Change) -> Option<Value> {
        let given = Scenario::from_json(&self.json.to_string()).ok()?;
        let edited = scenario::apply(&given, &change.edits).ok()?;
        serde_json::from_str(&edited.to_json()).ok()
    }

    /// Where a proposal does not do what it says.
    fn untrue(&self, change: &Change) -> Option<String> {
        let Some(edited) = self.carried_out(change) else {
            return Some(format!("“{}” cannot be carried out", change.title));
        };
        let world = match World::read(&edited) {
            Ok(world) => world,
            Err(error) => return Some(format!("“{}”: {error}", change.title)),
        };
        if self.is_met(&world).is_none() {
            return Some(format!("“{}” does not change the answer", change.title));
        }
        if self.harms(&world) {
            return Some(format!("“{}” does harm", change.title));
        }
        let changed = self.changed(&world, &self.shown);
        let told: Vec<_> = change
            .cells
            .iter()
            .map(|cell| (&cell.principal, &cell.action, cell.to == Verdict::Allow))
            .collect();
        (changed != told).then(|| format!("“{}” changes {changed:?}, not {told:?}", change.title))
    }
}

/// The best edits that were found.
#[derive(Default)]
struct Best<'s> {
    rank: Option<Rank>,
    edits: Vec<Vec<&'s Single>>,
}

impl Best<'_> {
    /// Can nothing of this size come before it?
    fn beats_size(&self, size: usize) -> bool {
        self.rank.is_some_and(|rank| !rank.uncertain && rank.allowed == 0 && rank.size < size)
    }
}

fn together(one: &Single, other: &Single) -> Single {
    Single {
        op: one.op.clone(),
        size: one.size + other.size,
        principals: one.principals.max(other.principals),
        actions: one.actions.max(other.actions),
    }
}

fn told(edits: &[&Single]) -> String {
    edits.iter().map(|edit| format!("{:?}", edit.op)).collect::<Vec<_>>().join(" and ")
}

/// Puts a document into its place.
fn put(world: &mut World, pointer: &str, document: &Document, value: &Value) -> Option<()> {
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    let number = |text: &str| text.parse::<usize>().ok();
    let document = document.clone();
    match parts.as_slice() {
        ["keys", key, "policy"] => {
            let key = world.keys.get_mut(number(key)?)?;
            (key.policy, key.written) = (document, value.clone());
        }
        ["keys", key, "saved"] => world.keys.get_mut(number(key)?)?.saved = Some(document),
        ["keys", key, "ramPolicy"] => world.keys.get_mut(number(key)?)?.ram = Some(document),
        ["buckets", bucket, _] => {
            world.buckets.get_mut(number(bucket)?)?.policy = Some(document);
        }
        ["vpcEndpoints", endpoint, _] => {
            world.endpoints.get_mut(number(endpoint)?)?.policy = Some(document);
        }
        ["accounts", account, kind, level, policy, _] => {
            let account = world.accounts.get_mut(number(account)?)?;
            let levels = if *kind == "scps" { &mut account.scps } else { &mut account.rcps };
            *levels.as_mut()?.get_mut(number(level)?)?.get_mut(number(policy)?)? = document;
        }
        ["principals", principal, "policies", policy, _] => {
            let principal = world.principals.get_mut(number(principal)?)?;
            *principal.policies.get_mut(number(policy)?)? = document;
        }
        ["principals", principal, "boundary", _] => {
            world.principals.get_mut(number(principal)?)?.boundary = Some(document);
        }
        ["principals", principal, "session", "policy"] => {
            let session = world.principals.get_mut(number(principal)?)?.session.as_mut()?;
            *session.first_mut()? = document;
        }
        ["principals", principal, "session", "policies", policy, _] => {
            let session = world.principals.get_mut(number(principal)?)?.session.as_mut()?;
            // The one passed in line stands before them.
            let before = usize::from(session.len() > number(policy)? + 1);
            *session.get_mut(number(policy)? + before)? = document;
        }
        _ => return None,
    }
    Some(())
}

/// A scenario in which it does not matter how documents are written down.
fn canonical(scenario: &Value) -> Value {
    let mut scenario = scenario.clone();
    for pointer in documents::documents(&scenario) {
        if let Some(mut read) = documents::read(&scenario, &pointer) {
            sorted(&mut read);
            if let Some(place) = scenario.pointer_mut(&pointer) {
                *place = read;
            }
        }
    }
    for principal in scenario["principals"].as_array_mut().into_iter().flatten() {
        for policy in principal["policies"].as_array_mut().into_iter().flatten() {
            policy["name"] = json!("");
        }
    }
    without_nulls(&mut scenario);
    scenario
}

/// A field that is null is one that is not there, and so is an empty list or object.
fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(without_nulls);
            members.retain(|_, one| !one.is_null() && *one != json!({}) && *one != json!([]));
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

/// Lists of values in order; one alone as a list.
fn sorted(document: &mut Value) {
    let Value::Object(members) = document else { return };
    for (name, value) in members {
        let listed = !matches!(name.as_str(), "Statement" | "Version" | "Id" | "Sid" | "Effect");
        match value {
            Value::Array(items) if name == "Statement" => items.iter_mut().for_each(sorted),
            Value::Array(items) => items.sort_by_key(ToString::to_string),
            Value::Object(_) => {
                sorted(value);
                if name == "Statement" {
                    *value = json!([value]);
                }
            }
            alone if listed => *alone = json!([alone]),
            _ => {}
        }
    }
}
