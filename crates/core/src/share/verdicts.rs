//! The verdicts of a `Share`: its matrix as it was decided when it was written, so that a later engine
//! can say what it decides otherwise.

use crate::compare::{Comparison, Difference, in_words};
use crate::decide::{Cell, MatrixVerdicts};
use crate::report::Verdict;
use crate::scenario::Scenario;
use thiserror::Error;

/// Behind the four verdicts come the same four, uncertain.
const UNCERTAIN: u8 = 4;

/// Verdicts that cannot be held against a matrix.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VerdictsError {
    /// The matrix has another number of cells.
    #[error(
        "`verdicts` has {stored} verdicts, and the matrix of this scenario has {cells} cells: \
         whether it was decided otherwise cannot be told; leave `verdicts` out, or share anew"
    )]
    Length {
        /// How many verdicts there are.
        stored: usize,
        /// How many cells there are.
        cells: usize,
    },
    /// A character that is no verdict.
    #[error(
        "character {at} of `verdicts` is {found:?}, and a verdict is a digit from 0 to 7: leave \
         `verdicts` out, or share anew"
    )]
    Character {
        /// Its place, from 1.
        at: usize,
        /// What stands there.
        found: char,
    },
}

impl Cell {
    /// The verdict as a number: 0 allow, 1 implicit deny, 2 explicit deny, 3 error, and 4 more where it
    /// is uncertain.
    pub fn digit(&self) -> u8 {
        let verdict = match self.verdict {
            Verdict::Allow => 0,
            Verdict::ImplicitDeny => 1,
            Verdict::ExplicitDeny => 2,
            Verdict::Error => 3,
        };
        verdict + if self.uncertain { UNCERTAIN } else { 0 }
    }
}

impl MatrixVerdicts {
    /// All verdicts, row by row, a [digit](Cell::digit) a cell: what a `Share` holds as `verdicts`.
    pub fn digits(&self) -> String {
        self.cells.iter().map(|cell| char::from(b'0' + cell.digit())).collect()
    }
}

/// What `matrix`, that of `scenario`, has that was decided otherwise when `stored` was written. Digits
/// do not say which error it was: one that became another does not count.
///
/// # Errors
///
/// `stored` is not of this matrix.
///
/// ```
/// use kms_policy::{decide::Model, scenario::Scenario, share::decided_otherwise};
/// let scenario = Scenario::from_json(r#"{"version": 1,
///     "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k"}],
///     "principals": [{"arn": "arn:aws:iam::111122223333:user/alice"}],
///     "matrix": {"actions": ["kms:Encrypt", "kms:Decrypt"]}}"#).unwrap();
/// let matrix = Model::new(&scenario).unwrap().matrix();
/// assert_eq!(matrix.digits(), "11");
/// let otherwise = decided_otherwise(&scenario, &matrix, "10").unwrap();
/// assert_eq!(otherwise.clauses, ["alice may no longer kms:Decrypt"]);
/// assert!(decided_otherwise(&scenario, &matrix, "11").unwrap().cells.is_empty());
/// assert!(decided_otherwise(&scenario, &matrix, "111").is_err());
/// ```
pub fn decided_otherwise(
    scenario: &Scenario,
    matrix: &MatrixVerdicts,
    stored: &str,
) -> Result<Comparison, VerdictsError> {
    let digits = stored.chars().enumerate().map(|(index, found)| match found.to_digit(8) {
        Some(digit) => Ok(digit),
        None => Err(VerdictsError::Character { at: index + 1, found }),
    });
    let digits = digits.collect::<Result<Vec<u32>, _>>()?;
    if digits.len() != matrix.cells.len() {
        let (stored, cells) = (digits.len(), matrix.cells.len());
        return Err(VerdictsError::Length { stored, cells });
    }
    let names = matrix
        .principals
        .iter()
        .flat_map(|principal| matrix.actions.iter().map(move |action| (principal, action)));
    let cells: Vec<Difference> = names
        .zip(matrix.cells.iter().zip(digits))
        .filter_map(|((principal, action), (to, digit))| {
            let from = stored_cell(digit, to);
            let (principal, action) = (principal.clone(), action.clone());
            to.differs_from(&from).then_some(Difference { principal, action, from, to: *to })
        })
        .collect();
    let clauses = in_words(scenario, &cells);
    Ok(Comparison { cells, clauses })
}

/// What a digit says of a cell, which is `now` like this.
fn stored_cell(digit: u32, now: &Cell) -> Cell {
    let uncertain = u32::from(UNCERTAIN);
    let verdict = match digit % uncertain {
        0 => Verdict::Allow,
        1 => Verdict::ImplicitDeny,
        2 => Verdict::ExplicitDeny,
        _ => Verdict::Error,
    };
    let error = now.error.filter(|_| verdict == Verdict::Error);
    Cell { verdict, error, uncertain: digit >= uncertain, never_across_accounts: false }
}
