//! What the page loads, raw and compressed, against its budgets.

mod by_crate;

use std::{fs, io::Write as _, path::Path};

use anyhow::{Context as _, Result, bail};
use flate2::{Compression, write::GzEncoder};

use crate::{page, session::Session};

/// When a file of the built page is loaded, and what all such files may weigh together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    First,
    Editor,
    Inspector,
    Later,
}

impl Group {
    const ALL: [Self; 4] = [Self::First, Self::Editor, Self::Inspector, Self::Later];

    /// The group of a file, by its path below `dist`.
    fn of(path: &str) -> Self {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension {
            "js" if path.starts_with("editor-") => Self::Editor,
            "js" | "wasm" if path.starts_with("kms-policy-inspector") => Self::Inspector,
            "html" if path == "index.html" => Self::First,
            // Fetched when the page runs, and for the generated pages.
            "js" if path == "service-worker.js" => Self::Later,
            // Asked for by the page around, never by this one.
            "js" if path == "kms-policy-playground.js" => Self::Later,
            "css" if path.starts_with("page-") => Self::Later,
            "css" | "js" | "wasm" => Self::First,
            _ => Self::Later,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::First => "before the first decision shows",
            Self::Editor => "the editor's bundle, which may arrive after it",
            Self::Inspector => "what looks over the texts, which arrives after both",
            Self::Later => "static files fetched when opened",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Editor => "editor",
            Self::Inspector => "inspector",
            Self::Later => "later",
        }
    }

    /// Compressed bytes. Changed only together with ARCHITECTURE.md, which says why.
    fn budget(self) -> usize {
        match self {
            Self::First => 564_000,
            Self::Editor => 135_000,
            Self::Inspector => 590_000,
            Self::Later => 69_000,
        }
    }
}

struct File {
    path: String,
    group: Group,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// `cargo xtask size`
pub fn run(session: &mut Session, build: bool) -> Result<()> {
    if build || !page::is_built(&session.shell) {
        session.build_page()?;
    }
    by_crate::show(&session.shell)?;
    check(&page::dist(&session.shell))
}

/// Prints the table of the page in `dist`; fails above a budget.
pub fn check(dist: &Path) -> Result<()> {
    let faults = show(dist)?;
    if !faults.is_empty() {
        bail!(
            "{}. Look in the last changes for what it grew by (a new dependency, a text that \
             should be a file of its own), measure again with `cargo xtask size --build`, and \
             change a budget only with its reason in ARCHITECTURE.md",
            faults.join(". ")
        );
    }
    Ok(())
}

/// Prints the table of the page in `dist`; answers with what is above its budget.
pub fn show(dist: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    collect(dist, "", &mut files)?;
    files.sort_by_key(|file| std::cmp::Reverse(file.gzip));

    let mut faults = Vec::new();
    let head = "KB = 1,000 bytes, compressed at the best levels";
    println!("{head:<58}{:>12}{:>12}{:>12}", "raw", "gzip", "brotli");
    for group in Group::ALL {
        let members: Vec<&File> = files.iter().filter(|file| file.group == group).collect();
        println!("{}", group.title());
        for file in &members {
            row(&format!("  {}", file.path), file.raw, file.gzip, file.brotli);
        }
        let sum = |size: fn(&File) -> usize| members.iter().map(|file| size(file)).sum::<usize>();
        let gzip = sum(|file| file.gzip);
        let budget = group.budget();
        let title = format!("  together (budget {})", kilobytes(budget));
        row(&title, sum(|file| file.raw), gzip, sum(|file| file.brotli));
        if let Some(largest) = members.first().filter(|_| gzip > budget) {
            faults.push(format!(
                "{}: {} is {} over the budget of {}; the largest file is {} with {}",
                group.title(),
                kilobytes(gzip),
                kilobytes(gzip - budget),
                kilobytes(budget),
                largest.path,
                kilobytes(largest.gzip),
            ));
        }
    }
    Ok(faults)
}

/// What all files of each group weigh together, compressed.
pub fn together(dist: &Path) -> Result<Vec<(&'static str, usize)>> {
    let mut files = Vec::new();
    collect(dist, "", &mut files)?;
    let sum = |group| files.iter().filter(|file| file.group == group).map(|file| file.gzip).sum();
    Ok(Group::ALL.map(|group| (group.name(), sum(group))).into())
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<File>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        // The same once more, for hosts that send it.
        if path.ends_with(".gz") || path.ends_with(".br") {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
            continue;
        }
        let bytes = fs::read(entry.path())?;
        let brotli = fs::metadata(folder.join(format!("{}.br", entry.file_name().display())));
        files.push(File {
            group: Group::of(&path),
            path,
            raw: bytes.len(),
            gzip: gzip(&bytes)?,
            brotli: brotli.map_or(bytes.len(), |file| file.len() as usize),
        });
    }
    Ok(())
}

pub fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn row(title: &str, raw: usize, gzip: usize, brotli: usize) {
    let [raw, gzip, brotli] = [raw, gzip, brotli].map(kilobytes);
    println!("{title:<58}{raw:>12}{gzip:>12}{brotli:>12}");
}

pub fn kilobytes(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_its_time() {
        let cases = [
            ("index.html", Group::First),
            ("app-0123456789abcdef.css", Group::First),
            ("kms-policy-web-0123456789abcdef.js", Group::First),
            ("kms-policy-web-0123456789abcdef_bg.wasm", Group::First),
            ("kms-policy-inspector-0123456789abcdef.js", Group::Inspector),
            ("kms-policy-inspector-0123456789abcdef_bg.wasm", Group::Inspector),
            ("start-0123456789abcdef.js", Group::First),
            ("service-worker.js", Group::Later),
            ("kms-policy-playground.js", Group::Later),
            ("page-0123456789abcdef.css", Group::Later),
            ("snippets/web-0123/inline0.js", Group::First),
            ("editor-0123456789abcdef.js", Group::Editor),
            ("gallery/cross-account.json", Group::Later),
            ("help/index.html", Group::Later),
            ("icon-0123456789abcdef.svg", Group::Later),
        ];
        for (path, group) in cases {
            assert_eq!(Group::of(path), group, "{path}");
        }
    }

    #[test]
    fn a_kilobyte_has_a_thousand_bytes() {
        assert_eq!(kilobytes(170_000), "170.0 KB");
        assert_eq!(kilobytes(51_112), "51.1 KB");
    }
}
