//! The growth curves in the results, each with its exponent.

use serde_json::Value;

use super::fit::exponent;

/// Where a curve was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Native,
    Node,
}

impl Place {
    pub fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Node => "Node",
        }
    }
}

/// How long an operation takes by the size of what it is given.
pub struct Curve {
    pub place: Place,
    pub operation: &'static str,
    /// Sizes and microseconds.
    pub points: Vec<(f64, f64)>,
    pub exponent: f64,
}

/// The operations of each curve: the JSON name, and how it is called here.
const OPERATIONS: [(&str, Place, &str, &str); 10] = [
    ("statements", Place::Native, "compile", "compile"),
    ("statements", Place::Native, "matrix", "matrix"),
    ("statements", Place::Native, "explain", "one explanation"),
    ("statements", Place::Native, "validate", "validate"),
    ("statements", Place::Node, "decide", "`decide`"),
    ("statements", Place::Node, "evaluate", "`evaluate`"),
    ("cells", Place::Native, "matrix", "matrix"),
    ("cells", Place::Node, "decide", "`decide`"),
    ("requests", Place::Native, "report", "report"),
    ("requests", Place::Node, "evaluate", "`evaluate`"),
];

/// The curves of what grows.
pub fn of(results: &Value, what: &str) -> Vec<Curve> {
    let measured = OPERATIONS.iter().filter(|(one, ..)| *one == what);
    measured.filter_map(|operation| curve(results, operation)).collect()
}

/// The largest exponent of all of these; `None` where one of them was not measured.
pub fn steepest(results: &Value, grows: &[&str]) -> Option<f64> {
    let wanted = OPERATIONS.iter().filter(|(what, ..)| grows.contains(what));
    let exponents: Option<Vec<f64>> =
        wanted.map(|operation| Some(curve(results, operation)?.exponent)).collect();
    exponents?.into_iter().reduce(f64::max)
}

fn curve(results: &Value, operation: &(&str, Place, &str, &'static str)) -> Option<Curve> {
    let (what, place, key, operation) = *operation;
    let door = if place == Place::Native { "native" } else { "node" };
    let points = results.pointer(&format!("/{door}/curves/{what}"))?.as_array()?;
    let point = |point: &Value| Some((point.get("size")?.as_f64()?, point.get(key)?.as_f64()?));
    let points: Vec<(f64, f64)> = points.iter().map(point).collect::<Option<_>>()?;
    Some(Curve { place, operation, exponent: exponent(&points)?, points })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_steepest_counts_and_none_may_be_missing() {
        let points = |key: &str, power: i32| -> Value {
            (1..5).map(|size| json!({ "size": size, key: f64::from(size).powi(power) })).collect()
        };
        let mut results = json!({
            "native": { "curves": { "cells": points("matrix", 1), "requests": points("report", 1) } },
            "node": { "curves": { "cells": points("decide", 2), "requests": points("evaluate", 1) } },
        });
        let steepest = |results: &Value| steepest(results, &["cells", "requests"]);
        assert!((steepest(&results).unwrap() - 2.0).abs() < 1e-9);
        assert_eq!(of(&results, "cells").len(), 2);
        results["node"]["curves"]["requests"] = Value::Null;
        assert_eq!(steepest(&results), None);
    }
}
