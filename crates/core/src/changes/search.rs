//! Looking for changes: one edit, or one and then another for what stands in the way after it.

use super::candidate::{Candidate, What};
use super::proof::{Proof, Proved, Wanted};
use super::ways::ways;
use super::{Asked, Changes, MOST, Proposal};
use crate::caller::Caller;
use crate::compare::{self, Difference};
use crate::decide::Model;
use crate::english;
use crate::report::{CellChange, Change, Decision, Edit, Layer, LayerName, LayerResult, Match};
use crate::report::{StatementTrace, Verdict};
use crate::scenario::{self, Document, Scenario};
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
/// let alice = "arn:aws:iam::111122223333:user/alice";
/// let asked = Asked::Cell { principal: alice.to_owned(), action: "kms:Decrypt".to_owned() };
/// let found = changes(&scenario, &asked).changes;
/// assert_eq!(found[0].change.title, "Give alice a policy that allows `kms:Decrypt` on this key");
/// // It is proved, and can be carried out.
/// let edited = scenario::apply(&scenario, &found[0].change.edits).unwrap();
/// let cell = *Model::new(&edited).unwrap().matrix().cell(alice, "kms:Decrypt").unwrap();
/// assert_eq!(cell.verdict, kms_policy::report::Verdict::Allow);
/// ```
pub fn changes(scenario: &Scenario, asked: &Asked) -> Changes {
    let Some(mut search) = Search::new(scenario, asked) else { return Changes::default() };
    while search.advance() {}
    search.finish()
}

/// A search that can be interrupted: whoever has something else to do carries it on later.
///
/// ```
/// use kms_policy::{changes::{Asked, Search}, scenario::Scenario};
/// let scenario = Scenario::from_json(r#"{"version": 1, "requests": []}"#).unwrap();
/// assert!(Search::new(&scenario, &Asked::Request(0)).is_none());
/// ```
#[derive(Debug)]
pub struct Search {
    scenario: Scenario,
    asked: Asked,
    wanted: Wanted,
    decision: Decision,
    proof: Proof,
    /// The size of all documents: what deciding anew costs.
    text: usize,
    /// How much may still be read.
    left: usize,
    found: Vec<Proved>,
    /// What is enough alone, once that is known.
    alone: Vec<What>,
    /// How many edits the unfinished changes have that are followed.
    depth: usize,
    /// Those that are to be followed yet, the last first, and the one that is.
    waiting: Vec<Candidate>,
    followed: Followed,
    /// The edits that may follow it, the last first.
    edits: Vec<Candidate>,
    /// Unfinished changes of one edit more.
    next: Vec<Candidate>,
    /// What the decision reads, without any edit.
    lean: Scenario,
}

fn proposal(scenario: &Scenario, asked: &Asked, wanted: Wanted, proved: Proved) -> Proposal {
    let title = english::change(&proved.candidate.what, scenario);
    let widens = wanted == Wanted::Allow && proved.widens();
    let (cells, edits) = (proved.cells, proved.candidate.edits);
    let own = |cell: &&Difference| !asked.is_cell(scenario, &cell.principal, &cell.action);
    let others: Vec<Difference> = cells.iter().filter(own).cloned().collect();
    let cells = cells.into_iter().map(CellChange::from).collect();
    Proposal {
        change: Change { title, widens, edits, cells },
        also: compare::in_words(scenario, &others),
    }
}

/// What is followed: the scenario after an unfinished change.
#[derive(Debug)]
struct Followed {
    candidate: Candidate,
    scenario: Scenario,
    blocker: Blocker,
}

impl Search {
    /// Begins one. `None` where the scenario or the question cannot be decided.
    pub fn new(scenario: &Scenario, asked: &Asked) -> Option<Self> {
        let model = Model::new(scenario).ok()?;
        let question = asked.question(&model)?;
        let decision = model.explain(&question, 0);
        let wanted = Wanted::instead_of(decision.verdict);
        let lean = lean(scenario, asked, model.callers.get(question.principal));
        let text = documents_size(&lean).max(1);
        let edits = ways(&lean, asked, wanted, &decision);
        let followed = Followed {
            candidate: Candidate::nothing(),
            scenario: lean.clone(),
            blocker: blocker(&decision, wanted),
        };
        Some(Self {
            proof: Proof::new(&model, asked, wanted),
            scenario: scenario.clone(),
            asked: asked.clone(),
            wanted,
            decision,
            text,
            left: MOST_TEXT,
            found: Vec::new(),
            alone: Vec::new(),
            depth: 0,
            waiting: Vec::new(),
            followed,
            edits: reversed(edits),
            next: Vec::new(),
            lean,
        })
    }

    /// Tries one more edit; `false` where there is none.
    pub fn advance(&mut self) -> bool {
        loop {
            if self.left < self.text {
                return false;
            }
            if let Some(edit) = self.edits.pop() {
                self.attempt(&edit);
                return true;
            }
            if self.waiting.is_empty() && !self.deepen() {
                return false;
            }
            self.follow();
        }
    }

    /// Goes on to the next unfinished change.
    fn follow(&mut self) {
        let Some(candidate) = self.waiting.pop() else { return };
        // Finding out what can come after it reads everything, too.
        self.left = self.left.saturating_sub(self.text);
        let Ok(scenario) = scenario::apply(&self.lean, &candidate.edits) else { return };
        let Some(decision) = decide(&scenario, &self.asked) else { return };
        self.edits = reversed(ways(&scenario, &self.asked, self.wanted, &decision));
        let blocker = blocker(&decision, self.wanted);
        self.followed = Followed { candidate, scenario, blocker };
    }

    /// Goes on to changes of one edit more; `false` where there are none that are worth it.
    fn deepen(&mut self) -> bool {
        if self.depth == 0 {
            let found = self.found.iter();
            self.alone = found.flat_map(|proved| proved.candidate.what.clone()).collect();
        }
        self.depth += 1;
        let mut next = std::mem::take(&mut self.next);
        let enough = self.depth > 1 && !self.found.is_empty();
        if next.is_empty() || self.depth >= DEPTH || enough {
            return false;
        }
        sort_by(&mut next, |a, b| a.size <= b.size);
        if self.depth > 1 {
            next.truncate(BEAM);
        }
        self.waiting = reversed(next);
        true
    }

    /// Follows an unfinished change by one more edit, which is not enough alone. A finished one is
    /// noted, and one that moved the answer on is followed later.
    fn attempt(&mut self, edit: &Candidate) {
        if edit.what.iter().all(|what| self.alone.contains(what)) {
            return;
        }
        let whole = self.followed.candidate.then(edit);
        let hopeless = self.found.iter().any(|proved| proved.settles(whole.size, self.wanted));
        let known = |proved: &Proved| same(&proved.candidate.what, &whole.what);
        if hopeless || self.found.iter().any(known) {
            return;
        }
        self.left -= self.text;
        let Ok(edited) = scenario::apply(&self.followed.scenario, &edit.edits) else { return };
        let Some(decision) = decide(&edited, &self.asked) else { return };
        if self.wanted.is_met_by(decision.verdict) {
            self.left = self.left.saturating_sub(self.text);
            self.found.extend(self.proof.prove(&whole));
        } else if blocker(&decision, self.wanted) != self.followed.blocker {
            self.next.push(whole);
        }
    }

    /// What was found of changes of the scenario, for whom its requests are none: as where they are
    /// only what is asked about.
    pub fn finish_for_scenario(mut self) -> Changes {
        let of_request =
            |edit: &Edit| matches!(edit, Edit::Set { set, .. } if set.starts_with("/requests/"));
        self.found.retain(|one| !one.candidate.edits.iter().any(of_request));
        self.finish()
    }

    /// What was found.
    pub fn finish(mut self) -> Changes {
        let best = best(std::mem::take(&mut self.found));
        let (allow, all) = (self.wanted == Wanted::Allow, self.left >= self.text);
        let nothing =
            best.is_empty().then(|| english::nothing_changes_it(&self.decision, allow, all));
        let changes = best
            .into_iter()
            .map(|proved| proposal(&self.scenario, &self.asked, self.wanted, proved))
            .collect();
        Changes { changes, nothing }
    }
}

fn reversed(mut edits: Vec<Candidate>) -> Vec<Candidate> {
    edits.reverse();
    edits
}

/// The best of what was found, each of a kind of its own, with one among them that opens nothing
/// else where there is one.
fn best(mut found: Vec<Proved>) -> Vec<Proved> {
    sort_by(&mut found, |a, b| a.rank <= b.rank);
    let mut best: Vec<Proved> = Vec::new();
    // Longer ones only where two edits are not enough.
    let shortest = found.iter().map(|proved| proved.candidate.what.len()).min();
    let most = shortest.unwrap_or_default().max(2);
    for proved in found.into_iter().filter(|proved| proved.candidate.what.len() <= most) {
        let last = best.len() + 1 == MOST && best.iter().all(Proved::widens);
        let room = best.len() < MOST && !(last && proved.widens());
        if room && !best.iter().any(|other| is_alike(other, &proved)) {
            best.push(proved);
        }
    }
    best
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
        What::AddStatement { to, .. } if to.layer == LayerName::Scp => (2, "/accounts".to_owned()),
        What::AddStatement { to, .. } => (2, to.document.clone()),
        What::AddPolicy { .. } => (3, String::new()),
        What::Field { pointer, .. } => (4, pointer.clone()),
        What::Repair(title) => (5, title.clone()),
    };
    let kinds = |proved: &Proved| proved.candidate.what.iter().map(kind).collect::<Vec<_>>();
    same(&kinds(a), &kinds(b))
}

/// Are these the same things, in whatever order?
fn same<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.len() == b.len() && a.iter().all(|one| b.contains(one)) && b.iter().all(|one| a.contains(one))
}

/// The scenario with only what the decision may read: what others have is not read again for every
/// edit that is tried.
fn lean(scenario: &Scenario, asked: &Asked, caller: Option<&Caller>) -> Scenario {
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
#[derive(Debug, PartialEq, Eq)]
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
    let taken = |layer: &Layer| {
        let taken = |one: &&StatementTrace| {
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
