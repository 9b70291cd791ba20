//! Writes the scenarios that `cargo xtask bench` measures into a folder, natively, in Node and in the browser alike,
//! and beside them what they take here: `native.json`, every time in microseconds.

mod measure;
mod scenarios;
mod timing;

use anyhow::{Context as _, Result};
use std::path::Path;
use std::{env, fs};

/// As in crates/verify. With 10,000 statements the C library's spends up to two fifths of a call on joining pieces that
/// were freed, and that would be what is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<()> {
    let folder = env::args().nth(1).context("the folder to write into is missing")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let (sets, curves) = (scenarios::sets()?, scenarios::curves());
    for named in sets.iter().chain(curves.iter().flat_map(|curve| &curve.points)) {
        fs::write(folder.join(format!("{}.json", named.name)), &named.text)?;
    }
    let measured = serde_json::to_string_pretty(&measure::all(&sets, &curves)?)?;
    fs::write(folder.join("native.json"), measured)?;
    Ok(())
}
