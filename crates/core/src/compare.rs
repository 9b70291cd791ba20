//! Two matrices held against each other: which cells differ, and what that comes to in words.

use crate::decide::{Cell, MatrixVerdicts};
use crate::english::compare as english;
use crate::report::{CellChange, Verdict};
use crate::scenario::Scenario;

/// What differs between two matrices. Rows are told apart by the principal's id, columns by the
/// action: either may have come or gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The cells that both have and that differ, row by row.
    pub cells: Vec<Difference>,
    /// Who may now do what, and which rows and columns came and went. Empty where nothing differs.
    pub clauses: Vec<String>,
}

/// A cell that was decided otherwise before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The principal's id.
    pub principal: String,
    /// The action.
    pub action: String,
    /// What it was.
    pub from: Cell,
    /// What it is.
    pub to: Cell,
}

impl From<Difference> for CellChange {
    fn from(cell: Difference) -> Self {
        let Difference { principal, action, from, to } = cell;
        Self { principal, action, from: from.verdict, to: to.verdict }
    }
}

/// What became of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It is allowed now.
    May,
    /// It was allowed and is denied now.
    MayNot,
    /// It was denied already, and a statement denies it now.
    DeniedExplicitly,
    /// It is denied still, but no statement denies it any more.
    NotAllowed,
    /// It is an error now, and was none or another.
    Fails(&'static str),
    /// It was an error and is denied now.
    Denied,
    /// The same, and no longer sure.
    Unsure,
    /// The same, and now sure.
    Sure,
}

/// What became of several cells: the same for everyone and every action that it names.
#[derive(Debug)]
pub(crate) struct Clause {
    pub turn: Turn,
    /// Is it uncertain, whatever it turned to?
    pub uncertain: bool,
    pub who: Vec<String>,
    pub actions: Vec<String>,
}

impl MatrixVerdicts {
    /// The cell of a principal and an action; `None` where the matrix has no such row or column.
    pub fn cell(&self, principal: &str, action: &str) -> Option<&Cell> {
        let row = self.principals.iter().position(|one| one == principal)?;
        let column = self.actions.iter().position(|one| one == action)?;
        self.cells.get(row * self.actions.len() + column)
    }
}

impl Cell {
    /// Does it give another answer, or the same with another certainty?
    pub fn differs_from(&self, other: &Self) -> bool {
        (self.verdict, self.error, self.uncertain) != (other.verdict, other.error, other.uncertain)
    }
}

/// Holds the matrix of a scenario against the one of an earlier state of it.
pub fn compare(
    before: (&Scenario, &MatrixVerdicts),
    after: (&Scenario, &MatrixVerdicts),
) -> Comparison {
    let mut cells = Vec::new();
    for (row, principal) in after.1.principals.iter().enumerate() {
        for (column, action) in after.1.actions.iter().enumerate() {
            let to = after.1.cells.get(row * after.1.actions.len() + column);
            if let (Some(from), Some(to)) = (before.1.cell(principal, action), to)
                && to.differs_from(from)
            {
                let (principal, action) = (principal.clone(), action.clone());
                cells.push(Difference { principal, action, from: *from, to: *to });
            }
        }
    }
    let mut clauses = in_words(after.0, &cells);
    let name = |scenario| move |id: &String| english::name(scenario, id);
    let missing = |of: &[String], other: &[String]| -> Vec<String> {
        of.iter().filter(|one| !other.contains(one)).cloned().collect()
    };
    let came = missing(&after.1.principals, &before.1.principals);
    let went = missing(&before.1.principals, &after.1.principals);
    let came: Vec<String> = came.iter().map(name(after.0)).collect();
    let went: Vec<String> = went.iter().map(name(before.0)).collect();
    clauses.extend(english::came_and_went(&came, &went));
    clauses.extend(english::came_and_went(
        &missing(&after.1.actions, &before.1.actions),
        &missing(&before.1.actions, &after.1.actions),
    ));
    Comparison { cells, clauses }
}

/// What became of cells, in words: those of one row that turned alike are one clause, and so are
/// rows of which the same is to be said.
pub(crate) fn in_words(scenario: &Scenario, cells: &[Difference]) -> Vec<String> {
    let mut clauses: Vec<Clause> = Vec::new();
    for row in cells.chunk_by(|a, b| a.principal == b.principal) {
        let who = row.first().map(|cell| english::name(scenario, &cell.principal));
        let mut of_row: Vec<Clause> = Vec::new();
        for Difference { action, from, to, .. } in row {
            let (turn, uncertain) = (turn(from, to), to.uncertain);
            let action = action.clone();
            match of_row.iter_mut().find(|one| (one.turn, one.uncertain) == (turn, uncertain)) {
                Some(clause) => clause.actions.push(action),
                None => {
                    let who = who.iter().cloned().collect();
                    of_row.push(Clause { turn, uncertain, who, actions: vec![action] });
                }
            }
        }
        for clause in of_row {
            let alike = |one: &&mut Clause| {
                (one.turn, one.uncertain, &one.actions)
                    == (clause.turn, clause.uncertain, &clause.actions)
            };
            match clauses.iter_mut().find(alike) {
                Some(known) => known.who.extend(clause.who),
                None => clauses.push(clause),
            }
        }
    }
    english::clauses(&clauses)
}

fn turn(from: &Cell, to: &Cell) -> Turn {
    use Verdict::{Allow, Error, ExplicitDeny, ImplicitDeny};
    if (from.verdict, from.error) == (to.verdict, to.error) {
        return if to.uncertain { Turn::Unsure } else { Turn::Sure };
    }
    match (from.verdict, to.verdict) {
        (_, Allow) => Turn::May,
        (_, Error) => Turn::Fails(to.error.unwrap_or_default()),
        (Allow, _) => Turn::MayNot,
        (Error, _) => Turn::Denied,
        (_, ExplicitDeny) => Turn::DeniedExplicitly,
        (_, ImplicitDeny) => Turn::NotAllowed,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::decide::Model;

    const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
    const BOB: &str = "arn:aws:iam::111122223333:user/bob";

    /// A key whose policy has these statements, with Alice, Bob and these members besides.
    fn scenario(statements: &str, besides: &str) -> Scenario {
        Scenario::from_json(&format!(
            r#"{{
                "version": 1,
                "keys": [{{
                    "arn": "arn:aws:kms:eu-west-1:111122223333:key/k",
                    "policy": {{"Version": "2012-10-17", "Statement": [{statements}]}}
                }}],
                "principals": [{{"arn": "{ALICE}"}}, {{"arn": "{BOB}"}}],
                "matrix": {{"actions": ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"]}}
                {besides}
            }}"#
        ))
        .unwrap()
    }

    fn statement(effect: &str, who: &str, actions: &str) -> String {
        format!(
            r#"{{"Effect": "{effect}", "Principal": {{"AWS": [{who}]}}, "Action": [{actions}], "Resource": "*"}}"#
        )
    }

    fn allow(who: &str, actions: &str) -> String {
        statement("Allow", who, actions)
    }

    fn compared(before: &Scenario, after: &Scenario) -> Comparison {
        let matrix = |scenario| Model::new(scenario).unwrap().matrix();
        compare((before, &matrix(before)), (after, &matrix(after)))
    }

    fn clauses(before: &Scenario, after: &Scenario) -> Vec<String> {
        compared(before, after).clauses
    }

    #[test]
    fn equal_matrices_do_not_differ() {
        let one = scenario(&allow(&format!("{ALICE:?}"), r#""kms:Decrypt""#), "");
        assert_eq!(compared(&one, &one), Comparison::default());
    }

    #[test]
    fn what_somebody_may_now_do_and_no_longer_do_is_said() {
        let before = scenario(&allow(&format!("{ALICE:?}"), r#""kms:DescribeKey""#), "");
        let both = format!("{ALICE:?}, {BOB:?}");
        let after = scenario(&allow(&both, r#""kms:Encrypt", "kms:Decrypt""#), "");
        assert_eq!(
            clauses(&before, &after),
            [
                "alice and bob may now kms:Encrypt and kms:Decrypt",
                "alice may no longer kms:DescribeKey",
            ]
        );
        assert_eq!(
            clauses(&after, &before),
            [
                "alice and bob may no longer kms:Encrypt and kms:Decrypt",
                "alice may now kms:DescribeKey",
            ]
        );
        let cells = compared(&before, &after).cells;
        assert_eq!(cells.len(), 5);
        assert_eq!((&*cells[4].principal, &*cells[4].action), (BOB, "kms:Decrypt"));
    }

    #[test]
    fn kinds_of_denials_are_told_apart() {
        let before = scenario("", "");
        let denied = scenario(&statement("Deny", &format!("{BOB:?}"), r#""kms:Decrypt""#), "");
        assert_eq!(clauses(&before, &denied), ["bob is now denied kms:Decrypt explicitly"]);
        assert_eq!(
            clauses(&denied, &before),
            ["bob is no longer denied kms:Decrypt explicitly, and still not allowed it"]
        );
    }

    #[test]
    fn errors_have_their_name() {
        let all = allow(&format!("{ALICE:?}, {BOB:?}"), r#""kms:*""#);
        let before = scenario(&all, "");
        let mut disabled = before.clone();
        disabled.keys[0].state = Some("Disabled".into());
        assert_eq!(
            clauses(&before, &disabled),
            ["kms:Encrypt and kms:Decrypt now fail with DisabledException for alice and bob"]
        );
        let mut denied = scenario("", "");
        assert_eq!(
            clauses(&disabled, &denied).first().unwrap(),
            "alice and bob are now denied kms:Encrypt and kms:Decrypt, which failed before"
        );
        denied.keys[0].state = Some("Disabled".into());
        assert_eq!(
            clauses(&disabled, &before),
            ["alice and bob may now kms:Encrypt and kms:Decrypt"]
        );
    }

    #[test]
    fn a_change_of_certainty_is_a_difference() {
        let statement = format!(
            r#"{{"Effect": "Allow", "Principal": {{"AWS": {ALICE:?}}}, "Action": "kms:Decrypt", "Resource": "*",
                "Condition": {{"IpAddress": {{"aws:SourceIp": "203.0.113.0/24"}}}}}}"#
        );
        let unsure = scenario(&statement, "");
        let mut elsewhere = unsure.clone();
        let request = &mut elsewhere.matrix.as_mut().unwrap().request;
        request.context.insert("aws:SourceIp".into(), "198.51.100.1".into());
        assert_eq!(clauses(&unsure, &elsewhere), ["whether alice may kms:Decrypt is certain now"]);
        assert_eq!(
            clauses(&elsewhere, &unsure),
            ["whether alice may kms:Decrypt is uncertain now"]
        );
    }

    #[test]
    fn rows_and_columns_come_and_go() {
        let before = scenario("", "");
        let mut after = before.clone();
        after.principals[1].arn = Some("arn:aws:iam::111122223333:root".into());
        after.matrix.as_mut().unwrap().actions =
            Some(vec!["kms:Sign".into(), "kms:Decrypt".into()]);
        assert_eq!(
            clauses(&before, &after),
            [
                "the root user of account 111122223333 is new",
                "bob is gone",
                "kms:Sign is new",
                "kms:Encrypt and kms:DescribeKey are gone",
            ]
        );
        assert_eq!(compared(&before, &after).cells, []);
    }

    #[test]
    fn namesakes_are_told_apart_and_long_lists_cut_short() {
        let mut before = scenario("", "");
        for account in 1..=8 {
            before.principals.push(crate::scenario::Principal {
                arn: Some(format!("arn:aws:iam::11112222333{account}:user/eve")),
                ..Default::default()
            });
        }
        let mut after = before.clone();
        for principal in &mut after.principals {
            principal.policies.push(crate::scenario::IdentityPolicy {
                document:
                    r#"{"Statement": {"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*"}}"#
                        .into(),
                ..Default::default()
            });
        }
        assert_eq!(
            clauses(&before, &after),
            ["alice, bob, eve of account 111122223331, eve of account 111122223332, \
              eve of account 111122223333 and 5 more are now denied kms:Decrypt explicitly"]
        );
    }
}
