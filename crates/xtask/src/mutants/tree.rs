//! The copy of the project in which code is changed. What is equal is not written again, so that
//! cargo builds only what differs.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::shell::{self, Shell};

/// What is in a copy and comes from building there.
const BUILT: &str = "target";

/// Makes the files in `folder` those of the project, without what git ignores.
pub fn copy(shell: &Shell, folder: &Path) -> Result<()> {
    let files = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let listed = shell::output(&mut shell.command("git", files))
        .context("the list of files comes from git")?;
    let mut wanted = BTreeSet::new();
    for path in listed.split_terminator('\0') {
        // A file that is gone from the work tree is listed until that is committed.
        let Ok(bytes) = fs::read(shell.root.join(path)) else { continue };
        let file = folder.join(path);
        if fs::read(&file).ok().as_ref() != Some(&bytes) {
            let parent = file.parent().context("a file lies in a folder")?;
            fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
            fs::write(&file, bytes).with_context(|| format!("writing {}", file.display()))?;
        }
        wanted.insert(file);
    }
    remove_others(folder, folder, &wanted)
}

fn remove_others(root: &Path, folder: &Path, wanted: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path == root.join(BUILT) {
            continue;
        }
        if path.is_dir() {
            remove_others(root, &path, wanted)?;
        } else if !wanted.contains(&path) {
            fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
        }
    }
    Ok(())
}
