//! Where commands run and what they see: the project's folder, the tools' folders first in PATH,
//! the chosen toolchain, and no standard input, so that nothing ever waits for an answer.

use std::{
    env,
    ffi::OsStr,
    fmt::Write as _,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
};

use anyhow::{Context as _, Result, bail};

pub struct Shell {
    pub root: PathBuf,
    /// Folders before the user's own PATH, the first wins.
    first: Vec<PathBuf>,
    toolchain: Option<&'static str>,
}

impl Shell {
    pub fn new() -> Result<Self> {
        let here = env::var_os("CARGO_MANIFEST_DIR").context("start this as `cargo xtask`")?;
        let root = Path::new(&here).ancestors().nth(2).context("no project folder")?;
        Ok(Self { root: root.to_owned(), first: Vec::new(), toolchain: None })
    }

    /// Looks for programs in `folder` before all others.
    pub fn prefer(&mut self, folder: PathBuf) {
        self.first.insert(0, folder);
    }

    /// Builds with this toolchain of rustup's from now on.
    pub fn use_toolchain(&mut self, name: &'static str) {
        self.toolchain = Some(name);
    }

    pub fn command<S: AsRef<OsStr>>(
        &self,
        program: &str,
        args: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.root).stdin(Stdio::null()).env("PATH", self.path());
        if let Some(name) = self.toolchain {
            command.env("RUSTUP_TOOLCHAIN", name);
        }
        command
    }

    /// The first program of this name in PATH; a path is found as it is.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        let with_suffix = format!("{program}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&self.path())
            .flat_map(|folder| [folder.join(program), folder.join(&with_suffix)])
            .find(|file| file.is_file())
    }

    fn path(&self) -> std::ffi::OsString {
        let own = env::var_os("PATH").unwrap_or_default();
        let folders = self.first.iter().cloned().chain(env::split_paths(&own));
        // Joining fails only for a folder with a separator in its name, which PATH cannot express.
        env::join_paths(folders).unwrap_or(own)
    }
}

/// Prints the command line, runs it with its output shown, and fails unless it succeeds.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// The same of a program whose exit code says more than whether it failed.
pub fn code(command: &mut Command) -> Result<i32> {
    status(command)?.code().with_context(|| format!("`{}` was stopped", line(command)))
}

fn status(command: &mut Command) -> Result<ExitStatus> {
    println!("   $ {}", line(command));
    command.status().with_context(|| format!("could not start `{}`", line(command)))
}

/// Runs the command unseen and returns what it prints; what it said is part of the error.
pub fn output(command: &mut Command) -> Result<String> {
    let output =
        command.output().with_context(|| format!("could not start `{}`", line(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", line(command), output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command as one would type it, with the environment that matters.
fn line(command: &Command) -> String {
    let mut line = String::new();
    for (name, value) in command.get_envs() {
        let (name, Some(value)) = (name.to_string_lossy(), value) else {
            continue;
        };
        if name != "PATH" {
            let _ = write!(line, "{name}={} ", quoted(&value.to_string_lossy()));
        }
    }
    line += &command.get_program().to_string_lossy();
    for arg in command.get_args() {
        let _ = write!(line, " {}", quoted(&arg.to_string_lossy()));
    }
    line
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:@,+*".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_can_be_typed_again() {
        let mut command = Command::new("cargo");
        command.args(["doc", "--no-deps", "a b"]);
        command.env("RUSTDOCFLAGS", "-D warnings").env("PATH", "/x");
        assert_eq!(line(&command), "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps 'a b'");
    }
}
