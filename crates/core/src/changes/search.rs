//! Looking for changes: one edit, or one and then another for what stands in the way after it.

use super::candidate::{Candidate, What};
use super::proof::{Proof, Proved, Wanted};
use super::statement::At;
use super::{Asked, Changes, MOST, Proposal, addition, field};
use crate::actions::Action;
use crate::compare::{self, Difference};
use crate::decide::{CompiledPolicy, Model, Place, Question};
use crate::english;
use crate::explain::{LayerSources, Trace, trace};
use crate::findings;
use crate::json;
use crate::policy::{Effect, PolicyKind, Statement};
use crate::report::{CellChange, Change, Decision, LayerName, LayerResult, Match, Verdict};
use crate::scenario::{self, Document, Manager, Scenario};
use crate::sorted::sort_by;

/// How much text may be read anew in one search, in bytes: it must not keep a page from answering.
const MOST_TEXT: usize = 16_000_000;
/// How many edits follow each other at most. Two are tried in every combination.
const DEPTH: usize = 4;
/// How many unfinished changes are followed beyond the second edit.
const BEAM: usize = 3;

/// What would change a decision, the best first. Nothing where the scenario or the question cannot
/// be decided.
///
/// ```
/// use kms_policy::{changes::{Asked, changes}, scenario::{self, Scenario}, decide::Model};
/// let scenario = Scenario::from_json(r#"{
///     "version": 1,
///     "keys": [{ "arn": "arn:aws:kms:eu-west-1:111122223333:key/k" }],
///     "principals": [{ "arn": "arn:aws:iam::111122223333:user/alice" }]
/// }"#).unwrap();
/// let alice = "arn:aws:iam::111122223333:user/alice".to_owned();
/// let asked = Asked::Cell { principal: alice, action: "kms:Decrypt".to_owned() };
/// let found = changes(&scenario, &asked).changes;
/// assert_eq!(found[0].change.title, "Give alice a policy that allows `kms:Decrypt` on this key");
/// // It is proved, and can be carried out.
/// let edited = scenario::apply(&scenario, &found[0].change.edits).unwrap();
/// assert!(Model::new(&edited).unwrap().matrix().cells.iter().any(|cell| !cell.uncertain));
/// ```
pub fn changes(scenario: &Scenario, asked: &Asked) -> Changes {
    let Ok(model) = Model::new(scenario) else { return Changes::default() };
    let Some(question) = asked.question(&model) else { return Changes::default() };
    let decision = model.explain(&question, 0);
    let wanted = Wanted::instead_of(decision.verdict);
    let lean = lean(scenario, asked, model.callers.get(question.principal));
    let mut search = Search {
        asked,
        wanted,
        proof: Proof::new(&model, asked, wanted),
        text: documents_size(&lean).max(1),
        left: MOST_TEXT,
        found: Vec::new(),
    };
    search.run(&lean, &decision);
    let found = search.best();
    let nothing =
        found.is_empty().then(|| english::nothing_changes_it(&decision, wanted == Wanted::Allow));
    let changes = found.into_iter().map(|proved| proposal(scenario, asked, wanted, proved));
    Changes { changes: changes.collect(), nothing }
}

fn proposal(scenario: &Scenario, asked: &Asked, wanted: Wanted, proved: Proved) -> Proposal {
    let title = english::change(&proved.candidate.what, scenario);
    let widens = wanted == Wanted::Allow && proved.widens();
    let (cells, edits) = (proved.cells, proved.candidate.edits);
    let own = |cell: &&Difference| !asked.is_cell(&cell.principal, &cell.action);
    let others: Vec<Difference> = cells.iter().filter(own).cloned().collect();
    let cells = cells.into_iter().map(CellChange::from).collect();
    Proposal {
        change: Change { title, widens, edits, cells },
        also: compare::in_words(scenario, &others),
    }
}

struct Search<'s> {
    asked: &'s Asked,
    wanted: Wanted,
    proof: Proof<'s>,
    /// The size of all documents: what deciding anew costs.
    text: usize,
    /// How much may still be read.
    left: usize,
    found: Vec<Proved>,
}

/// An edit that is not enough, with the scenario after it.
struct Partial {
    candidate: Candidate,
    scenario: Scenario,
    decision: Decision,
}

impl Search<'_> {
    fn run(&mut self, lean: &Scenario, decision: &Decision) {
        let start = Partial {
            candidate: Candidate::nothing(),
            scenario: lean.clone(),
            decision: decision.clone(),
        };
        let mut partials = self.step(&[start], &[]);
        let alone: Vec<What> =
            self.found.iter().flat_map(|proved| proved.candidate.what.clone()).collect();
        for depth in 1..DEPTH {
            if partials.is_empty() || (depth > 1 && !self.found.is_empty()) {
                break;
            }
            sort_by(&mut partials, |a, b| a.candidate.size <= b.candidate.size);
            if depth > 1 {
                partials.truncate(BEAM);
            }
            partials = self.step(&partials, &alone);
        }
    }

    /// Follows every unfinished change by one more edit, none of which is enough `alone`. Finished
    /// ones are noted; what moved the answer on is handed back.
    fn step(&mut self, partials: &[Partial], alone: &[What]) -> Vec<Partial> {
        let mut next = Vec::new();
        for partial in partials {
            let blocked = blocker(&partial.decision, self.wanted);
            for edit in candidates(&partial.scenario, self.asked, self.wanted, &partial.decision) {
                if edit.what.iter().all(|what| alone.contains(what)) {
                    continue;
                }
                let whole = partial.candidate.then(&edit);
                let hopeless =
                    self.found.iter().any(|proved| proved.settles(whole.size, self.wanted));
                if hopeless || self.left < self.text {
                    continue;
                }
                self.left -= self.text;
                let Ok(edited) = scenario::apply(&partial.scenario, &edit.edits) else { continue };
                let Some(decision) = decide(&edited, self.asked) else { continue };
                if self.wanted.is_met_by(decision.verdict) {
                    self.left = self.left.saturating_sub(self.text);
                    self.found.extend(self.proof.prove(&whole));
                } else if blocker(&decision, self.wanted) != blocked {
                    next.push(Partial { candidate: whole, scenario: edited, decision });
                }
            }
        }
        next
    }

    /// The best of what was found, each of a kind of its own, with one among them that opens nothing
    /// else where there is one.
    fn best(mut self) -> Vec<Proved> {
        sort_by(&mut self.found, |a, b| a.rank <= b.rank);
        let mut best: Vec<Proved> = Vec::new();
        // Longer ones only where two edits are not enough.
        let shortest = self.found.iter().map(|proved| proved.candidate.what.len()).min();
        let most = shortest.unwrap_or_default().max(2);
        let found = self.found.into_iter().filter(|proved| proved.candidate.what.len() <= most);
        for proved in found {
            let last = best.len() + 1 == MOST && best.iter().all(Proved::widens);
            let room = best.len() < MOST && !(last && proved.widens());
            if room && !best.iter().any(|other| is_alike(other, &proved)) {
                best.push(proved);
            }
        }
        best
    }
}

/// Do two changes do the same kind of thing in the same places?
fn is_alike(a: &Proved, b: &Proved) -> bool {
    let kind = |what: &What| match what {
        What::Value { statement, element, act, .. } => {
            (0, format!("{}/{}/{element}/{act:?}", statement.document, statement.index))
        }
        What::RemoveCondition { statement, key, .. } => {
            (0, format!("{}/{}/{key}", statement.document, statement.index))
        }
        What::RemoveStatement(statement) => (1, statement.document.clone()),
        What::AddStatement { to, .. } => (2, to.document.clone()),
        What::AddPolicy { .. } => (3, String::new()),
        What::Field { pointer, .. } => (4, pointer.clone()),
        What::Repair(title) => (5, title.clone()),
    };
    let kinds = |proved: &Proved| proved.candidate.what.iter().map(kind).collect::<Vec<_>>();
    kinds(a) == kinds(b)
}

/// The scenario with only what the decision may read: what others have is not read again for every
/// edit that is tried.
fn lean(scenario: &Scenario, asked: &Asked, caller: Option<&crate::caller::Caller>) -> Scenario {
    let mut lean = scenario.clone();
    lean.steps.clear();
    if matches!(asked, Asked::Cell { .. }) {
        lean.requests.clear();
    }
    for (index, principal) in lean.principals.iter_mut().enumerate() {
        let needed = caller.is_none_or(|one| one.index == index || one.policies_of == index);
        if !needed {
            for policy in &mut principal.policies {
                policy.document = Document::Text("{\"Statement\":[]}".into());
            }
        }
    }
    lean
}

fn documents_size(scenario: &Scenario) -> usize {
    let mut size = 0;
    scenario.clone().for_each_document(|_, document| {
        size += document.text().map_or(0, |text| text.len());
    });
    size
}

fn decide(scenario: &Scenario, asked: &Asked) -> Option<Decision> {
    let model = Model::new(scenario).ok()?;
    let question = asked.question(&model)?;
    Some(model.explain(&question, 0))
}

/// What stands between an answer and the wanted one: while it is the same, an edit has moved
/// nothing on.
#[derive(PartialEq, Eq)]
struct Blocker {
    verdict: Verdict,
    error: Option<String>,
    layer: LayerName,
    /// The part that answers.
    part: usize,
    /// How many statements stand in the way.
    statements: usize,
    /// How many levels do not allow.
    levels: usize,
    /// Of an error what it is about: KMS may refuse a key policy for one thing after another.
    sentence: Option<String>,
}

fn blocker(decision: &Decision, wanted: Wanted) -> Blocker {
    let effect = if wanted == Wanted::Allow { "Deny" } else { "Allow" };
    let taken = |layer: &crate::report::Layer| {
        let taken = |one: &&crate::report::StatementTrace| {
            one.effect == effect && matches!(one.matched, Match::Decisive | Match::Matched)
        };
        layer.statements.iter().filter(taken).count()
    };
    let refused = |part: &Decision| part.verdict != Verdict::Allow;
    let scp = decision.layers.iter().filter(|layer| layer.layer == LayerName::Scp);
    Blocker {
        verdict: decision.verdict,
        error: decision.error.clone(),
        layer: decision.layer,
        part: decision.parts.iter().position(refused).unwrap_or_default(),
        statements: decision.layers.iter().map(taken).sum(),
        levels: scp.filter(|layer| layer.result == LayerResult::ImplicitDeny).count(),
        sentence: (decision.verdict == Verdict::Error).then(|| decision.sentence.clone()),
    }
}

/// Edits that may change the answer.
fn candidates(
    scenario: &Scenario,
    asked: &Asked,
    wanted: Wanted,
    decision: &Decision,
) -> Vec<Candidate> {
    let Ok(model) = Model::new(scenario) else { return Vec::new() };
    let Some(question) = asked.question(&model) else { return Vec::new() };
    let blocking = decision.parts.iter().position(|part| part.verdict != Verdict::Allow);
    let mut all = Vec::new();
    model.for_each_check(&question, &mut |index, place, action| {
        // Of an operation in parts the one that is refused; to deny, any will do.
        if wanted == Wanted::Deny || blocking.is_none_or(|blocking| blocking == index) {
            let saved = wanted == Wanted::Allow && decision.verdict == Verdict::Error;
            of_check(scenario, place, action, wanted, saved, &mut all);
        }
    });
    all.extend(of_question(scenario, &model, &question, wanted, decision));
    all
}

/// Edits of the request and the key, and repairs of documents that AWS would refuse.
fn of_question(
    scenario: &Scenario,
    model: &Model<'_>,
    question: &Question<'_>,
    wanted: Wanted,
    decision: &Decision,
) -> Vec<Candidate> {
    let mut all = field::taken_away(scenario, question);
    if decision.verdict == Verdict::Error {
        all.extend(field::keys(scenario, question));
        all.extend(field::bypass(scenario, question));
    }
    if wanted == Wanted::Allow {
        all.extend((0..scenario.keys.len()).filter_map(|key| field::enabled(scenario, key)));
        for (document, policy) in model.documents() {
            if policy.refused || !policy.is_readable() {
                all.extend(repairs(&document, policy));
            }
        }
    }
    all
}

fn repairs(document: &str, policy: &CompiledPolicy) -> Vec<Candidate> {
    let found = findings::repairs(document, policy);
    found
        .into_iter()
        .map(|repair| Candidate {
            size: repair.edits.len().max(1),
            edits: repair.edits,
            what: vec![What::Repair(repair.title)],
            ..Candidate::nothing()
        })
        .collect()
}

/// Edits of the documents that take part in one check. `error`: is it to end an error?
fn of_check(
    scenario: &Scenario,
    place: &Place<'_>,
    action: Action,
    wanted: Wanted,
    error: bool,
    all: &mut Vec<Candidate>,
) {
    let saving = place.question.is_put_key_policy();
    let effect = match wanted {
        Wanted::Allow => Effect::Allow,
        Wanted::Deny => Effect::Deny,
    };
    let mut layers = place.model.sources(place);
    if saving {
        add_policy_to_be_saved(place, &mut layers);
    }
    if place.key().is_some_and(|key| key.manager == Manager::Aws) {
        // Nobody can change the policy of an AWS managed key (K-50).
        layers.retain(|layer| layer.layer != LayerName::KeyPolicy);
    }
    for layer in &layers {
        for source in &layer.documents {
            let root = json::parse(&source.policy.source.text).0;
            for (index, statement) in source.policy.statements().enumerate() {
                let mut trace = trace(source.policy, statement, place, action);
                trace.index = index;
                let at = At {
                    place,
                    action,
                    source,
                    layer: layer.layer,
                    level: layer.level.as_deref(),
                    root: &root,
                    statement,
                    trace: &trace,
                };
                if saving && error && layer.layer == LayerName::KeyPolicy {
                    // KMS may refuse it for a statement that has no part in the decision.
                    all.extend(at.otherwise());
                }
                if statement.effect == effect {
                    all.extend(matching(scenario, &at, statement, &trace));
                } else if trace.is_taken() {
                    all.extend(at.unmatching());
                    if wanted == Wanted::Allow {
                        let tests = statement.condition.iter();
                        all.extend(tests.flat_map(|test| field::supplied(scenario, place, test)));
                    }
                }
            }
        }
        if layer.layer != LayerName::Rcp || effect == Effect::Deny {
            all.extend(addition::statements(layer, place, action, effect));
        }
    }
    all.extend(addition::policy(scenario, place, action, effect));
    all.extend(addition::bucket_policy(place, action, effect));
}

/// Saving a key policy depends on the new one as well.
fn add_policy_to_be_saved<'m>(place: &Place<'m>, layers: &mut [LayerSources<'m>]) {
    let Some((index, key)) =
        place.target.key().and_then(|index| Some((index, place.model.keys.get(index)?)))
    else {
        return;
    };
    if key.saved.is_none() {
        return;
    }
    for layer in layers.iter_mut().filter(|layer| layer.layer == LayerName::KeyPolicy) {
        layer.documents.push(crate::explain::Source {
            policy: &key.policy,
            pointer: scenario::key_policy_pointer(index),
            name: "Key policy".to_owned(),
        });
    }
}

/// Edits by which a statement that does not match would: of one test that fails, or of two.
fn matching(
    scenario: &Scenario,
    at: &At<'_>,
    statement: &Statement,
    trace: &Trace,
) -> Vec<Candidate> {
    let supplied = |failed: &crate::explain::Failed| {
        let mut tests = statement.condition.iter();
        let test = tests.find(|test| test.span == failed.reason.span);
        let effect = statement.effect;
        test.filter(|_| effect == Effect::Allow)
            .map(|test| field::supplied(scenario, at.place, test))
            .unwrap_or_default()
    };
    match trace.failed.as_slice() {
        [] if at.source.policy.source.kind == PolicyKind::KeyPolicy => at.trusting(),
        [one] => {
            let mut all = at.matching(one);
            all.extend(supplied(one));
            all
        }
        [one, other] => {
            let (first, second) = (at.matching(one), at.matching(other));
            let mut all: Vec<Candidate> = first
                .iter()
                .flat_map(|one| second.iter().filter_map(|other| one.and(other)))
                .collect();
            for (edits, test) in [(&first, other), (&second, one)] {
                let fields = supplied(test);
                all.extend(edits.iter().flat_map(|edit| fields.iter().map(|set| edit.then(set))));
            }
            all
        }
        _ => Vec::new(),
    }
}
