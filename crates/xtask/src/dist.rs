//! The static site in `dist/`, ready to be copied to a host: made, and what it has.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};

use crate::{
    page,
    session::Session,
    size::{self, kilobytes},
};

/// Where it is said how to serve the site.
const GUIDE: &str = "docs/hosting.md";

pub fn run(session: &mut Session) -> Result<()> {
    session.build_page()?;
    let folder = page::dist(&session.shell);
    // Too large is for `size` and `test` to refuse: a site above a budget can be hosted all the same.
    for fault in size::show(&folder)? {
        println!("   above its budget: {fault}");
    }
    let made = Made::of(&folder)?;
    ensure!(session.shell.root.join(GUIDE).exists(), "{GUIDE} is missing");
    println!(
        "\n{}: {} files with {}, and {} compressed beforehand\nHow to host it: {GUIDE}",
        folder.display(),
        made.files,
        kilobytes(made.bytes),
        made.compressed,
    );
    Ok(())
}

/// How much there is of the site.
#[derive(Debug, Default, PartialEq, Eq)]
struct Made {
    files: usize,
    bytes: usize,
    /// The same files once more, as `.gz` and `.br`.
    compressed: usize,
}

impl Made {
    fn of(folder: &Path) -> Result<Self> {
        let entries =
            fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
        let mut made = Self::default();
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            made.add(&name, entry.metadata()?.len() as usize);
        }
        Ok(made)
    }

    fn add(&mut self, name: &str, bytes: usize) {
        if name.ends_with(".gz") || name.ends_with(".br") {
            self.compressed += 1;
        } else {
            self.files += 1;
            self.bytes += bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_twice_counts_once() {
        let mut made = Made::default();
        for (name, bytes) in [("index.html", 7), ("index.html.gz", 4), ("index.html.br", 3)] {
            made.add(name, bytes);
        }
        assert_eq!(made, Made { files: 1, bytes: 7, compressed: 2 });
    }
}
