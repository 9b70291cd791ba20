//! What each scenario takes natively.

use crate::scenarios::{Curve, Named};
use crate::timing::microseconds;
use anyhow::{Result, anyhow};
use kms_policy::Detail;
use kms_policy::decide::{Model, Question};
use kms_policy::scenario::Scenario;
use kms_policy::share::Contents;
use kms_policy::text::Encoding;
use serde_json::{Map, Value, json};

/// `{scenarios: {name: {operation: time}}, curves: {what: [{size, operation: time}]}}`
pub fn all(sets: &[Named], curves: &[Curve]) -> Result<Value> {
    let mut scenarios = Map::new();
    for named in sets {
        scenarios.insert(named.name.clone(), every_operation(named)?);
    }
    let mut measured = Map::new();
    for curve in curves {
        let points: Result<Vec<Value>> =
            curve.points.iter().map(|point| of_curve(curve.what, point)).collect();
        measured.insert(curve.what.to_owned(), Value::Array(points?));
    }
    Ok(json!({ "scenarios": scenarios, "curves": measured }))
}

fn every_operation(named: &Named) -> Result<Value> {
    println!("{}", named.name);
    let text = &named.text;
    let scenario = Scenario::from_json(text)?;
    let model = model(&scenario)?;
    let one_row = one_row(&scenario);
    let row = self::model(&one_row)?;
    let question = question(&model)?;
    let share =
        Contents::decided(scenario.clone()).map_err(|errors| anyhow!("{errors:?}"))?.to_json();
    let link = kms_policy_link::encode(&share)?;
    Ok(json!({
        "bytes": text.len(),
        "cells": model.matrix().cells.len(),
        "link": link.len(),
        "parse": microseconds(|| Scenario::from_json(text)),
        "compile": microseconds(|| Model::new(&scenario)),
        "row": microseconds(|| row.matrix()),
        "matrix": microseconds(|| model.matrix()),
        "explain": microseconds(|| model.explain(&question, 0)),
        "validate": microseconds(|| model.findings(Encoding::Utf16)),
        "encode": microseconds(|| kms_policy_link::encode(&share)),
        "decode": microseconds(|| kms_policy_link::decode(&link)),
    }))
}

fn of_curve(what: &str, point: &Named) -> Result<Value> {
    println!("{}", point.name);
    let scenario = Scenario::from_json(&point.text)?;
    let model = model(&scenario)?;
    let mut measured = json!({ "size": point.size });
    let mut add = |operation: &str, time: f64| measured[operation] = json!(time);
    if what != "requests" {
        add("parse", microseconds(|| Scenario::from_json(&point.text)));
        add("compile", microseconds(|| Model::new(&scenario)));
        add("matrix", microseconds(|| model.matrix()));
    }
    if what == "statements" {
        let question = question(&model)?;
        add("explain", microseconds(|| model.explain(&question, 0)));
        add("validate", microseconds(|| model.findings(Encoding::Utf16)));
    }
    if what == "requests" {
        add("report", microseconds(|| model.report(Detail::Brief, Encoding::Utf16)));
    }
    Ok(measured)
}

fn model(scenario: &Scenario) -> Result<Model<'_>> {
    Model::new(scenario).map_err(|errors| anyhow!("{errors:?}"))
}

/// The same with the first row of its matrix alone.
fn one_row(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    let mut matrix = scenario.matrix.unwrap_or_default();
    let rows = matrix
        .principals
        .take()
        .or_else(|| Some(vec![scenario.principals.first()?.id().to_owned()]));
    matrix.principals = rows.map(|rows| rows.into_iter().take(1).collect());
    scenario.matrix = Some(matrix);
    scenario
}

/// May the second principal of the matrix decrypt?
fn question<'m>(model: &'m Model<'_>) -> Result<Question<'m>> {
    let rows = model.matrix_principals();
    let principal = rows.get(1).or(rows.first()).map_or("", String::as_str);
    model.matrix_question(principal, "kms:Decrypt").ok_or_else(|| anyhow!("no matrix"))
}
