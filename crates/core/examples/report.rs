//! Prints the report of each scenario file that is named, with everything that led to its decisions:
//! a line of JSON a file.
//!
//! `cargo run --package kms-policy --example report -- cases/demonstration/share-a-key.json`

use kms_policy::Detail;
use kms_policy::decide::Model;
use kms_policy::scenario::Scenario;
use kms_policy::text::Encoding;
use std::error::Error;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    for file in env::args().skip(1) {
        let told = |error: &dyn ToString| format!("{file}: {}", error.to_string());
        let text = fs::read_to_string(&file).map_err(|error| told(&error))?;
        let scenario = Scenario::from_json(&text).map_err(|error| told(&error))?;
        let model = Model::new(&scenario).map_err(|errors| format!("{file}: {errors:?}"))?;
        let report = model.report(Detail::Changes, Encoding::Utf16);
        println!("{}", serde_json::to_string(&report)?);
    }
    Ok(())
}
