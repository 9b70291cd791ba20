//! The budgets, each with the figure that it is held against.

use serde_json::Value;

use super::{curves, show};
use crate::size::kilobytes;

pub struct Budget {
    /// What `causes.tsv` calls it.
    pub id: &'static str,
    pub what: &'static str,
    pub most: Most,
    /// The figure in the results.
    figure: fn(&Value) -> Option<f64>,
    /// The command that measures it.
    pub command: &'static str,
    /// Does README show it even while it holds?
    pub first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Most {
    Microseconds(f64),
    Bytes(f64),
    /// Of a growth; 1 is linear, and what is measured is never exact.
    Exponent(f64),
}

/// A budget with its figure.
pub struct Row {
    pub budget: &'static Budget,
    pub figure: f64,
}

const BENCH: &str = "cargo xtask bench";
const SIZE: &str = "cargo xtask size";

pub const ALL: [Budget; 13] = [
    Budget {
        id: "loads-first",
        what: "all that loads before the first decision shows, gzip",
        most: Most::Bytes(170e3),
        figure: |results| number(results, "/sizes/first"),
        command: SIZE,
        first: true,
    },
    Budget {
        id: "loads-editor",
        what: "the editor's bundle, which may arrive after it, gzip",
        most: Most::Bytes(135e3),
        figure: |results| number(results, "/sizes/editor"),
        command: SIZE,
        first: false,
    },
    Budget {
        id: "loads-later",
        what: "texts of gallery, lesson and help, fetched when opened, gzip",
        most: Most::Bytes(60e3),
        figure: |results| number(results, "/sizes/later"),
        command: SIZE,
        first: false,
    },
    Budget {
        id: "keystroke",
        what: "a keystroke until every changed cell is laid out, 95th percentile, largest gallery scenario",
        most: Most::Microseconds(8e3),
        figure: |results| number(results, "/browser/gallery/p95"),
        command: BENCH,
        first: true,
    },
    Budget {
        id: "keystroke-large",
        what: "the same with a key policy of 32 KB, 50 principals and all 58 actions",
        most: Most::Microseconds(40e3),
        figure: |results| number(results, "/browser/large-policy/p95"),
        command: BENCH,
        first: true,
    },
    Budget {
        id: "task",
        what: "the longest task while typing there",
        most: Most::Microseconds(50e3),
        figure: |results| number(results, "/browser/large-policy/longestTask"),
        command: BENCH,
        first: false,
    },
    Budget {
        id: "start",
        what: "the first decision on the screen, CPU 4 times slower, 1.6 Mbit/s, 150 ms",
        most: Most::Microseconds(2.5e6),
        figure: |results| number(results, "/browser/slow-start/median"),
        command: BENCH,
        first: true,
    },
    Budget {
        id: "verdict",
        what: "one verdict of 10 principals by 58 actions, compiled once, native",
        most: Most::Microseconds(0.1),
        figure: |results| {
            let cells = number(results, "/native/scenarios/course/cells")?;
            Some(number(results, "/native/scenarios/course/matrix")? / cells)
        },
        command: BENCH,
        first: true,
    },
    Budget {
        id: "explain",
        what: "one decision with its full explanation, native",
        most: Most::Microseconds(10.0),
        figure: |results| number(results, "/native/scenarios/course/explain"),
        command: BENCH,
        first: true,
    },
    Budget {
        id: "decide",
        what: "`decide` of these 580 cells in Node, parsing included",
        most: Most::Microseconds(500.0),
        figure: |results| number(results, "/node/scenarios/course/decide"),
        command: BENCH,
        first: true,
    },
    Budget {
        id: "evaluate",
        what: "`evaluate` of the same as 580 requests, without layers, in Node",
        most: Most::Microseconds(3e3),
        figure: |results| number(results, "/node/scenarios/course-requests/evaluate"),
        command: BENCH,
        first: false,
    },
    Budget {
        id: "growth-policy",
        what: "growth with the statements of a policy, 10 to 10,000: the largest exponent",
        most: Most::Exponent(1.1),
        figure: |results| curves::steepest(results, &["statements"]),
        command: BENCH,
        first: true,
    },
    Budget {
        id: "growth-cells",
        what: "growth with the cells of a matrix, 10 to 100,000: the largest exponent",
        most: Most::Exponent(1.1),
        figure: |results| curves::steepest(results, &["cells", "requests"]),
        command: BENCH,
        first: false,
    },
];

/// The number at a JSON Pointer.
pub fn number(results: &Value, pointer: &str) -> Option<f64> {
    results.pointer(pointer)?.as_f64()
}

/// Every budget with its figure; an error names those that were not measured.
pub fn rows(results: &Value) -> anyhow::Result<Vec<Row>> {
    let row = |budget: &'static Budget| match (budget.figure)(results) {
        Some(figure) => Ok(Row { budget, figure }),
        None => Err(anyhow::anyhow!("the results have no figure for `{}`", budget.id)),
    };
    ALL.iter().map(row).collect()
}

impl Row {
    pub fn holds(&self) -> bool {
        let (Most::Microseconds(most) | Most::Bytes(most) | Most::Exponent(most)) =
            self.budget.most;
        self.figure <= most
    }

    pub fn figure(&self) -> String {
        match self.budget.most {
            Most::Microseconds(_) => show::time(self.figure),
            Most::Bytes(_) => kilobytes(self.figure as usize),
            Most::Exponent(_) => format!("{:.2}", self.figure),
        }
    }

    pub fn most(&self) -> String {
        match self.budget.most {
            Most::Microseconds(most) => show::round(most),
            Most::Bytes(most) => format!("{} KB", most / 1e3),
            Most::Exponent(most) => format!("{most}, which is linear"),
        }
    }

    /// Why it is missed, where it is.
    pub fn cause(&self) -> Option<&'static str> {
        causes().find(|(id, _)| *id == self.budget.id && !self.holds()).map(|(_, cause)| cause)
    }

    /// `holds`, or that it is missed and why.
    pub fn answer(&self) -> String {
        match self.cause() {
            _ if self.holds() => "holds".to_owned(),
            Some(cause) => format!("**missed**: {cause}"),
            None => "**missed**".to_owned(),
        }
    }
}

/// Why budgets are missed: the id of each, and the cause that was found.
fn causes() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("causes.tsv").lines().filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::tests::sample;

    #[test]
    fn every_budget_has_a_figure_and_every_miss_its_cause() {
        for row in rows(&sample()).unwrap() {
            assert!(row.figure.is_finite() && row.figure > 0.0, "{}", row.budget.id);
            assert!(
                row.holds() || row.cause().is_some(),
                "causes.tsv does not say why `{}` is missed",
                row.budget.id
            );
        }
    }

    #[test]
    fn causes_belong_to_budgets() {
        let mut known: Vec<&str> = Vec::new();
        for line in include_str!("causes.tsv").lines() {
            let (id, cause) = line.split_once('\t').unwrap();
            assert!(ALL.iter().any(|budget| budget.id == id), "{id}");
            assert!(!cause.is_empty() && !known.contains(&id), "{id}");
            known.push(id);
        }
    }

    #[test]
    fn what_was_not_measured_is_named() {
        let mut results = sample();
        results["browser"]["gallery"]["p95"] = Value::Null;
        let error = rows(&results).err().unwrap().to_string();
        assert_eq!(error, "the results have no figure for `keystroke`");
    }

    #[test]
    fn a_figure_at_its_budget_holds() {
        let row = |figure| Row { budget: &ALL[3], figure };
        assert!(row(8_000.0).holds() && !row(8_001.0).holds());
        assert_eq!(
            (row(9_800.0).figure(), row(0.0).most()),
            ("9.80 ms".to_owned(), "8 ms".to_owned())
        );
    }
}
