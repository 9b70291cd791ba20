//! The results as files that are committed: the page with its pictures, and the table in README.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::{
    budgets::{self, Row, number},
    chart,
    curves::{self, Curve},
    show,
};

pub const RESULTS: &str = "docs/benchmarks.json";
const PAGE: &str = "docs/benchmarks.md";
const README: &str = "README.md";

/// What encloses the table in README.
const MARKS: [&str; 2] = ["<!-- from docs/benchmarks.json -->\n", "<!-- to here -->"];

/// The scenarios in the order of the page, with what each is.
const SCENARIOS: [(&str, &str); 5] = [
    ("course", "the course's, 10 principals"),
    ("gallery", "the largest of the gallery"),
    ("large-policy", "a key policy of 32 KB, 50 principals"),
    ("many-policies", "50 principals, 10 identity policies each"),
    ("everything", "all of that"),
];

/// The operations natively and in Node.
const NATIVE: [&str; 8] =
    ["parse", "compile", "row", "matrix", "explain", "validate", "encode", "decode"];
const NODE: [&str; 6] = ["decide", "evaluate", "explain", "validate", "encode", "decode"];

/// The files that say what the results say; `readme` is README as it stands.
pub fn files(results: &Value, readme: &str) -> Result<Vec<(&'static str, String)>> {
    let rows = budgets::rows(results)?;
    let statements = curves::of(results, "statements");
    let cells: Vec<Curve> = [curves::of(results, "cells"), curves::of(results, "requests")]
        .into_iter()
        .flatten()
        .collect();
    let pictures = [
        (
            "docs/benchmarks-statements.svg",
            chart::svg("Time by the length of a key policy", "statements", &statements),
        ),
        (
            "docs/benchmarks-cells.svg",
            chart::svg("Time by the size of a matrix", "cells, or as many requests", &cells),
        ),
    ];
    let mut files = vec![
        (PAGE, page(results, &rows, &statements, &cells)),
        (README, in_readme(readme, &rows)?),
    ];
    files.extend(pictures);
    Ok(files)
}

/// README with its table renewed.
fn in_readme(readme: &str, rows: &[Row]) -> Result<String> {
    let [from, to] = MARKS;
    let marks = || format!("README.md lacks the marks `{}` and `{to}`", from.trim_end());
    let (before, rest) = readme.split_once(from).with_context(marks)?;
    let (_, after) = rest.split_once(to).with_context(marks)?;
    let shown = rows.iter().filter(|row| row.budget.first || !row.holds());
    let mut table = "| what | measured | budget | | command |\n|---|---|---|---|---|\n".to_owned();
    for row in shown {
        let cells = [
            row.budget.what,
            &row.figure(),
            &row.most(),
            &row.answer(),
            &format!("`{}`", row.budget.command),
        ];
        table += &line(&cells);
    }
    Ok(format!("{before}{from}{table}{to}{after}"))
}

fn page(results: &Value, rows: &[Row], statements: &[Curve], cells: &[Curve]) -> String {
    let text =
        |pointer: &str| results.pointer(pointer).and_then(Value::as_str).unwrap_or("unknown");
    let figure = |pointer: &str| number(results, pointer).map_or("none".to_owned(), show::time);
    let mut page =
        "# How fast it is\n\n`cargo xtask bench --write` measured this and wrote this page.\n\n"
            .to_owned();

    page += "| | |\n|---|---|\n";
    let took = number(results, "/seconds").unwrap_or_default();
    let took = format!("{took:.0} seconds, without building");
    for (what, is) in [
        ("date", text("/date")),
        ("commit", text("/commit")),
        ("CPU", text("/machine/cpu")),
        ("cores", text("/machine/cores")),
        ("memory", text("/machine/memory")),
        ("load when Node began", text("/machine/load")),
        ("system", text("/machine/os")),
        ("Rust", text("/machine/rustc")),
        ("Node", text("/machine/node")),
        ("Chromium", text("/machine/chromium")),
        ("took", &took),
    ] {
        page += &line(&[what, is]);
    }

    page += "\nA load well above 1 says that other programs ran meanwhile: then all times are too long, and growth looks \
             steeper than it is, since short calls are disturbed less than long ones.\n";
    page += "\n## Against the budgets\n\n| what | measured | budget | |\n|---|---|---|---|\n";
    for row in rows {
        page += &line(&[row.budget.what, &row.figure(), &row.most(), &row.answer()]);
    }

    page += "\n## Growth\n\nThe exponent is that of the power which fits the upper half of the points best: 1 is linear, 2 \
             quadratic. Below the upper half, what every call costs hides the growth.\n\n\
             ![Time by the length of a key policy: parallel to the line of linear growth](benchmarks-statements.svg)\n\n\
             ![Time by the size of a matrix: parallel to the line of linear growth](benchmarks-cells.svg)\n\n";
    for (title, curves) in [("statements", statements), ("cells or requests", cells)] {
        page += &table_of_curves(title, curves);
        page.push('\n');
    }

    page += "## Natively\n\n`parse` reads the file of a scenario; `compile` reads and compiles all of its policies; `row` and \
             `matrix` are the verdicts of one principal and of all, compiled once; `explain` is one decision with its \
             reasons; `validate` finds what is wrong with the policies; `encode` and `decode` are links, of the text alone.\n\n";
    page += &table_of_operations(results, "native", &NATIVE);
    page += "\n## In Node, by the npm package\n\nEach call takes the text of a scenario and reads it first; `explain` looks for \
             changes too, and `encode` decides the matrix that a link carries.\n\n";
    page += &table_of_operations(results, "node", &NODE);

    let whole = |pointer: &str| number(results, pointer).unwrap_or_default();
    page += &format!(
        "\n## In Chromium\n\nA letter is put into an action of the key policy and taken back, {} keystrokes in all, each of \
         which turns cells of the matrix. The clock stops when style and layout of all that changed are done, and once more \
         when the frame is painted.\n\n\
         | | median | 95th percentile | slowest | painted, median | longest task |\n|---|---|---|---|---|---|\n",
        whole("/browser/keystrokes"),
    );
    for (name, what) in &SCENARIOS[1..3] {
        let shown = ["median", "p95", "slowest", "painted", "longestTask"]
            .map(|key| figure(&format!("/browser/{name}/{key}")));
        let mut cells = vec![*what];
        cells.extend(shown.iter().map(String::as_str));
        page += &line(&cells);
    }
    let [start, slow] =
        ["start", "slow-start"].map(|name| figure(&format!("/browser/{name}/median")));
    page += &format!(
        "\nFrom the address to the first decision on the screen, with an empty cache, the median of {}: {start}; with the CPU \
         4 times slower, 1.6 Mbit/s and 150 ms, {slow}.\n",
        whole("/browser/starts"),
    );

    page += "\n## How it is measured\n\n`crates/bench` makes the scenarios, all from the course's, and writes them to \
             `target/bench`, so that engine, package and page are given the same. Natively and in Node a call is repeated \
             until samples of 2 ms fill a quarter of a second, after a start that does not count; the figure is their \
             first quartile, since what else the machine does only ever adds. Natively the allocator is mimalloc: the C \
             library's spends up to two fifths of a call on joining what was freed. The page is served compressed, as [hosting.md](hosting.md) says. All figures are in \
             [benchmarks.json](benchmarks.json), in microseconds.\n";
    page
}

fn table_of_curves(title: &str, curves: &[Curve]) -> String {
    let Some(first) = curves.first() else { return String::new() };
    let sizes: Vec<String> =
        first.points.iter().map(|(size, _)| show::count(*size as usize)).collect();
    let mut head = vec![title];
    head.extend(sizes.iter().map(String::as_str));
    head.push("exponent");
    let mut table = line(&head) + &format!("|{}\n", "---|".repeat(head.len()));
    for curve in curves {
        let name = format!("{}, {}", curve.operation, curve.place.name());
        let times: Vec<String> = curve.points.iter().map(|(_, time)| show::time(*time)).collect();
        let exponent = format!("{:.2}", curve.exponent);
        let mut cells = vec![name.as_str()];
        cells.extend(times.iter().map(String::as_str));
        cells.push(&exponent);
        table += &line(&cells);
    }
    table
}

fn table_of_operations(results: &Value, door: &str, operations: &[&str]) -> String {
    let mut head = vec!["scenario"];
    head.extend(operations);
    let mut table = line(&head) + &format!("|{}\n", "---|".repeat(head.len()));
    for (name, what) in SCENARIOS {
        let times = operations.iter().map(|operation| {
            let time = number(results, &format!("/{door}/scenarios/{name}/{operation}"));
            time.map_or("none".to_owned(), show::time)
        });
        let times: Vec<String> = times.collect();
        let mut cells = vec![what];
        cells.extend(times.iter().map(String::as_str));
        table += &line(&cells);
    }
    table
}

fn line(cells: &[&str]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;
    use crate::bench::tests::sample;

    /// Without results README has no figures.
    #[test]
    fn the_committed_files_say_what_the_results_say() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let read = |path: &str| fs::read_to_string(root.join(path)).unwrap().replace("\r\n", "\n");
        if !root.join(RESULTS).exists() {
            assert!(read(README).contains(&MARKS.concat()));
            return;
        }
        let committed: Value = serde_json::from_str(&read(RESULTS)).unwrap();
        for (path, expected) in files(&committed, &read(README)).unwrap() {
            assert_eq!(read(path), expected, "{path}: renew it with `cargo xtask bench --render`");
        }
    }

    #[test]
    fn the_page_has_no_gaps() {
        let files = files(&sample(), &MARKS.concat()).unwrap();
        let page = &files.iter().find(|(path, _)| *path == PAGE).unwrap().1;
        let tables = page.lines().filter(|line| line.starts_with('|'));
        for cell in tables.flat_map(|line| line.split('|')).map(str::trim) {
            assert!(!["none", "unknown"].contains(&cell) && !cell.contains("NaN"), "{cell}");
        }
    }

    #[test]
    fn readme_keeps_what_stands_around_the_table() {
        let rows = budgets::rows(&sample()).unwrap();
        let [from, to] = MARKS;
        let readme = in_readme(&format!("before\n\n{from}old\n{to}\n\nafter\n"), &rows).unwrap();
        assert!(readme.starts_with(&format!("before\n\n{from}| what |")), "{readme}");
        assert!(
            readme.ends_with(&format!("|\n{to}\n\nafter\n")) && !readme.contains("old"),
            "{readme}"
        );
        let error = in_readme("no marks", &rows).unwrap_err().to_string();
        assert!(error.starts_with("README.md lacks the marks"), "{error}");
    }
}
