//! Deciding the edited scenario: does the answer change, and what else does?

use super::Asked;
use super::candidate::{Breadth, Candidate};
use crate::actions::Action;
use crate::compare::Difference;
use crate::decide::{Cell, Model, Question};
use crate::report::{Edit, Verdict};
use crate::scenario::{self, Matrix, Scenario};

/// What a change has to bring about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Allow,
    Deny,
}

impl Wanted {
    pub fn instead_of(verdict: Verdict) -> Self {
        if verdict == Verdict::Allow { Self::Deny } else { Self::Allow }
    }

    pub fn is_met_by(self, verdict: Verdict) -> bool {
        match self {
            Self::Allow => verdict == Verdict::Allow,
            // An error is no denial: AWS refuses for another reason, and may not tomorrow.
            Self::Deny => matches!(verdict, Verdict::ImplicitDeny | Verdict::ExplicitDeny),
        }
    }
}

impl Asked {
    /// The question that is asked of a model.
    pub(crate) fn question<'q>(&'q self, model: &'q Model<'_>) -> Option<Question<'q>> {
        match self {
            Self::Cell { principal, action } => model.matrix_question(principal, action),
            Self::Request(index) => Some(model.question(model.scenario.requests.get(*index)?)),
        }
    }

    /// Is a cell of the matrix the one that is asked about, or that of the saved check?
    pub(super) fn is_cell(&self, scenario: &Scenario, principal: &str, action: &str) -> bool {
        let (own, asked) = self.names(scenario);
        own == principal && asked == action
    }

    /// The principal and the action that are asked about.
    fn names<'a>(&'a self, scenario: &'a Scenario) -> (&'a str, &'a str) {
        match self {
            Self::Cell { principal, action } => (principal, action),
            Self::Request(index) => {
                let request = scenario.requests.get(*index);
                request.map_or(("", ""), |one| (one.principal.as_str(), one.action.as_str()))
            }
        }
    }
}

/// A change that does what is wanted, with what else it changes.
#[derive(Clone, Debug)]
pub(crate) struct Proved {
    pub candidate: Candidate,
    pub cells: Vec<Difference>,
    pub rank: Rank,
    /// Does it allow anything else, on this key as the request comes, shown or not?
    opens: bool,
}

/// What comes first: the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    /// Is the new answer uncertain?
    uncertain: bool,
    /// How many other cells are newly allowed.
    pub allowed: usize,
    /// How many values are changed.
    pub size: usize,
    /// How many other principals' cells change; then how many it is about.
    rows: usize,
    principals: Breadth,
    /// How many other actions' cells change; then how many it is about.
    columns: usize,
    actions: usize,
    /// Of equals: what leaves more of the text as it is.
    text: usize,
}

impl Proved {
    /// Does it open more than the one request?
    pub fn widens(&self) -> bool {
        // A request opens nothing, however it is made.
        !self.candidate.is_of_request() && (self.opens || self.candidate.widens())
    }

    /// Is it all that can be asked for, so that nothing larger needs to be looked for?
    pub fn settles(&self, size: usize, wanted: Wanted) -> bool {
        let narrow = match wanted {
            Wanted::Allow => !self.widens(),
            Wanted::Deny => self.rank.rows == 0 && self.rank.columns == 0,
        };
        !self.rank.uncertain && self.rank.allowed == 0 && narrow && self.rank.size < size
    }
}

/// The scenario as it was, ready to be compared with. What a change takes from others is looked for
/// among all principals and all actions on the key, not in the matrix alone.
#[derive(Debug)]
pub(crate) struct Proof {
    scenario: Scenario,
    asked: Asked,
    wanted: Wanted,
    before: Vec<Seen>,
}

/// A cell, and whether the scenario's own matrix shows it.
#[derive(Debug)]
struct Seen {
    principal: String,
    action: String,
    cell: Cell,
    shown: bool,
}

impl Proof {
    pub fn new(model: &Model<'_>, asked: &Asked, wanted: Wanted) -> Self {
        let (principals, actions) = (model.matrix_principals(), model.matrix_actions());
        let mut scenario = model.scenario.clone();
        let matrix = scenario.matrix.get_or_insert_with(Matrix::default);
        let everybody = model.scenario.principals.iter().map(|one| one.id().to_owned());
        let further = everybody.filter(|id| !principals.contains(id));
        matrix.principals = Some(principals.iter().cloned().chain(further).collect());
        let others = Action::all().map(|action| action.to_string());
        let others = others.filter(|action| !actions.contains(action));
        matrix.actions = Some(actions.iter().cloned().chain(others).collect());
        let shown = |principal: &String, action: &String| {
            principals.contains(principal) && actions.contains(action)
        };
        let before = cells(&scenario).unwrap_or_default();
        let before = before.into_iter().map(|(principal, action, cell)| {
            let shown = shown(&principal, &action);
            Seen { principal, action, cell, shown }
        });
        Self { before: before.collect(), scenario, asked: asked.clone(), wanted }
    }

    /// Decides everything with the edits. `None` where the answer is not what is wanted, or the
    /// change takes something from others, or gives them something where it is to deny.
    pub fn prove(&self, candidate: &Candidate) -> Option<Proved> {
        let edited = scenario::apply(&self.scenario, &candidate.edits).ok()?;
        let model = Model::new(&edited).ok()?;
        let cell = model.cell(&self.asked.question(&model)?);
        if !self.wanted.is_met_by(cell.verdict) {
            return None;
        }
        let after = cells_of(&model);
        let (mut changed, mut opens) = (Vec::new(), false);
        for (was, (.., is)) in self.before.iter().zip(&after) {
            if (was.cell.verdict, was.cell.error) == (is.verdict, is.error) {
                continue;
            }
            let allowed = |cell: &Cell| cell.verdict == Verdict::Allow;
            let harm = match self.wanted {
                Wanted::Allow => allowed(&was.cell) && !allowed(is),
                Wanted::Deny => allowed(is) && !allowed(&was.cell),
            };
            if harm {
                return None;
            }
            opens |=
                allowed(is) && !self.asked.is_cell(&self.scenario, &was.principal, &was.action);
            if was.shown {
                let (principal, action) = (was.principal.clone(), was.action.clone());
                changed.push(Difference { principal, action, from: was.cell, to: *is });
            }
        }
        let own =
            |cell: &&Difference| !self.asked.is_cell(&self.scenario, &cell.principal, &cell.action);
        let others: Vec<&Difference> = changed.iter().filter(own).collect();
        let asked = self.asked.names(&self.scenario);
        let rank = Rank {
            uncertain: cell.uncertain,
            allowed: others.iter().filter(|cell| cell.to.verdict == Verdict::Allow).count(),
            size: candidate.size,
            rows: count(others.iter().map(|cell| cell.principal.as_str()), asked.0),
            principals: candidate.principals,
            columns: count(others.iter().map(|cell| cell.action.as_str()), asked.1),
            actions: candidate.actions,
            text: removed(&candidate.edits),
        };
        Some(Proved { candidate: candidate.clone(), cells: changed, rank, opens })
    }
}

/// How many different names there are besides one.
fn count<'n>(names: impl Iterator<Item = &'n str>, besides: &str) -> usize {
    let mut seen: Vec<&str> = Vec::new();
    for name in names.filter(|name| *name != besides) {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.len()
}

/// How much of the text goes.
fn removed(edits: &[Edit]) -> usize {
    let of = |edit: &Edit| match edit {
        Edit::Text { span, .. } => span.end.saturating_sub(span.start),
        Edit::Set { .. } => 0,
    };
    edits.iter().map(of).sum()
}

fn cells(scenario: &Scenario) -> Option<Vec<(String, String, Cell)>> {
    Some(cells_of(&Model::new(scenario).ok()?))
}

fn cells_of(model: &Model<'_>) -> Vec<(String, String, Cell)> {
    let matrix = model.matrix();
    let names = matrix.principals.iter().flat_map(|principal| {
        matrix.actions.iter().map(move |action| (principal.clone(), action.clone()))
    });
    let named = names.zip(matrix.cells);
    named.map(|((principal, action), cell)| (principal, action, cell)).collect()
}
