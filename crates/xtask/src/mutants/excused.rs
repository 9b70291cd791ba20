//! The mutants that no test can catch, with the reasons.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};

use super::Mutant;

/// From the project's folder.
pub const LIST: &str = "crates/core/mutants.tsv";

const HEAD: &str = "change\tline\treason";

/// A line of the list. It names the changed line of the source by its text, so that it outlives
/// edits elsewhere, and goes with the line it is about.
#[derive(Debug, PartialEq, Eq)]
pub struct Excuse {
    /// File and change, as cargo-mutants names them, without line and column.
    pub change: String,
    /// The line of the source, without the space around.
    pub line: String,
}

impl Excuse {
    pub fn is_for(&self, mutant: &Mutant) -> bool {
        self.change == mutant.change && self.line == mutant.line
    }

    pub fn file(&self) -> &str {
        self.change.split(':').next().unwrap_or_default()
    }
}

pub fn read(root: &Path) -> Result<Vec<Excuse>> {
    let text = fs::read_to_string(root.join(LIST)).context(LIST)?;
    parse(&text).context(LIST)
}

fn parse(text: &str) -> Result<Vec<Excuse>> {
    let mut lines = text.lines();
    ensure!(lines.next() == Some(HEAD), "the first line names the columns: {HEAD}");
    let mut excuses: Vec<Excuse> = Vec::new();
    for (index, text) in lines.enumerate() {
        let number = index + 2;
        let columns: Vec<&str> = text.split('\t').collect();
        let [change, line, reason] = columns[..] else {
            anyhow::bail!("line {number} has {} columns, not three", columns.len());
        };
        ensure!(!reason.trim().is_empty(), "line {number} gives no reason");
        let excuse = Excuse { change: change.to_owned(), line: line.to_owned() };
        ensure!(!excuses.contains(&excuse), "line {number} excuses what one before it does");
        excuses.push(excuse);
    }
    Ok(excuses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_a_reason_in_every_line() {
        let excuse = Excuse { change: "a.rs: replace f with ()".into(), line: "f();".into() };
        let line = "a.rs: replace f with ()\tf();\tit does nothing";
        assert_eq!(parse(&format!("{HEAD}\n{line}\n")).unwrap(), [excuse]);
        let wrong = |text: &str| parse(text).unwrap_err().to_string();
        assert!(wrong("").starts_with("the first line names the columns"));
        assert_eq!(wrong(&format!("{HEAD}\na\tb")), "line 2 has 2 columns, not three");
        assert_eq!(wrong(&format!("{HEAD}\na\tb\t ")), "line 2 gives no reason");
        let twice = format!("{HEAD}\n{line}\n{line}");
        assert_eq!(wrong(&twice), "line 3 excuses what one before it does");
    }

    #[test]
    fn an_excuse_goes_with_its_line() {
        let excuse = Excuse { change: "a.rs: replace < with <=".into(), line: "a < b".into() };
        let mutant = |line: &str| Mutant {
            name: "a.rs:7:3: replace < with <=".into(),
            change: "a.rs: replace < with <=".into(),
            line: line.into(),
        };
        assert!(excuse.is_for(&mutant("a < b")));
        assert!(!excuse.is_for(&mutant("a < c")));
    }

    #[test]
    fn the_list_can_be_read() {
        parse(include_str!("../../../core/mutants.tsv")).unwrap();
    }
}
