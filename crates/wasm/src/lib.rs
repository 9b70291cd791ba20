//! The JavaScript door: decisions, findings and links for the npm package in `npm/`.
//!
//! Everything goes over as JSON: arguments as its text, results as its text, and what is thrown is
//! the text of an [`Error`]. The package's own JavaScript makes values of them. So the results are,
//! byte for byte, what the command line prints.
//!
//! Of every argument it is told whether it was `written` as a text, or is an object that JavaScript
//! wrote as JSON: an object has neither lines nor a layout of its own.
#![warn(missing_docs)]

mod answer;
mod error;
mod input;
mod link;

pub use error::{Error, ErrorCode};

use input::Source;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The matrix of a scenario: `{principals, actions, verdicts}`, with a digit a cell, row by row.
///
/// # Errors
///
/// The scenario cannot be used.
#[wasm_bindgen]
pub fn decide(scenario: &str, written: bool) -> Result<String, String> {
    json(answer::matrix(Source::new(scenario, written)))
}

/// The `Report` of a scenario's requests, without layers.
///
/// # Errors
///
/// The scenario cannot be used.
#[wasm_bindgen]
pub fn evaluate(scenario: &str, written: bool) -> Result<String, String> {
    json(answer::report(Source::new(scenario, written)))
}

/// One `Decision` with everything. The request is the index of one of the scenario's, a `Request`, or
/// `{cell: {principal, action}}` of the matrix.
///
/// # Errors
///
/// The scenario or the request cannot be used.
#[wasm_bindgen]
pub fn explain(
    scenario: &str,
    written: bool,
    request: &str,
    request_written: bool,
) -> Result<String, String> {
    let request = Source::new(request, request_written);
    json(answer::decision(Source::new(scenario, written), request))
}

/// The list of findings of a policy's text, or a scenario's.
///
/// # Errors
///
/// There is no such kind.
#[wasm_bindgen]
pub fn validate(kind: &str, text: &str) -> Result<String, String> {
    json(answer::findings(kind, text))
}

/// The fragment of a link, as a JSON string.
///
/// # Errors
///
/// The scenario cannot be used, or is too long for a link.
#[wasm_bindgen(js_name = encodeLink)]
pub fn encode_link(share: &str, written: bool) -> Result<String, String> {
    json(link::encode(Source::new(share, written)))
}

/// The `Share` that a link carries.
///
/// # Errors
///
/// What is wrong with the link.
#[wasm_bindgen(js_name = decodeLink)]
pub fn decode_link(link: &str) -> Result<String, String> {
    link::decode(link).map_err(|error| error.to_json())
}

/// The [`Version`] of this package.
///
/// # Errors
///
/// None.
#[wasm_bindgen]
pub fn version() -> Result<String, String> {
    json(Ok(answer::version()))
}

pub use answer::Version;

fn json<T: Serialize>(answer: Result<T, Error>) -> Result<String, String> {
    let answer = answer.map_err(|error| error.to_json())?;
    serde_json::to_string(&answer).map_err(|error| Error::internal(&error).to_json())
}
