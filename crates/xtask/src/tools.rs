//! wasm-bindgen, Trunk and what extends cargo, each in a folder of the cache that carries its version.

use std::{env::consts::EXE_SUFFIX, path::Path};

use anyhow::{Context as _, Result, ensure};

use crate::{
    cache, debian, lockfile,
    session::Outcome,
    shell::{self, Shell},
};

const TRUNK_VERSION: &str = "0.21.14";
const CARGO_FUZZ_VERSION: &str = "0.13.2";
const CARGO_MUTANTS_VERSION: &str = "27.1.0";
const CARGO_LLVM_COV_VERSION: &str = "0.9.1";
const CARGO_AUDIT_VERSION: &str = "0.22.2";

/// The tools are compiled quickly instead of made fast: they run for a second, but compiling them
/// with their own profiles takes three times as long.
const QUICK_PROFILE: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
];

pub struct Tool {
    program: &'static str,
    krate: &'static str,
    version: String,
    flags: &'static [&'static str],
    /// What asks it for its version.
    asked: &'static [&'static str],
}

const PLAINLY: &[&str] = &["--version"];

/// The tools that build the page, in the versions it needs.
pub fn needed(shell: &Shell) -> Result<[Tool; 2]> {
    Ok([
        Tool {
            program: "wasm-bindgen",
            krate: "wasm-bindgen-cli",
            // The tool reads what the crate of this very version wrote.
            version: lockfile::locked_version(&shell.root, "wasm-bindgen")?,
            flags: &[],
            asked: PLAINLY,
        },
        Tool {
            program: "trunk",
            krate: "trunk",
            version: TRUNK_VERSION.to_owned(),
            // Without its network features Trunk cannot download tools behind our back.
            flags: &["--no-default-features"],
            asked: PLAINLY,
        },
    ])
}

/// What builds and starts fuzz targets.
pub fn fuzzer() -> Tool {
    of_cargo("cargo-fuzz", CARGO_FUZZ_VERSION, PLAINLY)
}

/// What changes the code for mutation testing.
pub fn mutants() -> Tool {
    of_cargo("cargo-mutants", CARGO_MUTANTS_VERSION, &["mutants", "--version"])
}

/// What measures which code the tests reach.
pub fn coverage() -> Tool {
    of_cargo("cargo-llvm-cov", CARGO_LLVM_COV_VERSION, &["llvm-cov", "--version"])
}

/// What knows the advisories about crates.
pub fn audit() -> Tool {
    of_cargo("cargo-audit", CARGO_AUDIT_VERSION, &["audit", "--version"])
}

/// Most of them answer only as cargo would call them.
fn of_cargo(program: &'static str, version: &str, asked: &'static [&'static str]) -> Tool {
    Tool { program, krate: program, version: version.to_owned(), flags: &[], asked }
}

/// libFuzzer is compiled from its source, which is C++.
pub fn ensure_cpp(shell: &Shell) -> Result<Outcome> {
    let name = "C++ compiler".to_owned();
    if shell.find("c++").is_some() {
        return Ok(Outcome::AlreadyThere(name));
    }
    ensure!(
        debian::is_debian(shell),
        "there is no C++ compiler in PATH, called `c++`: install one"
    );
    debian::install(shell, &["g++"])?;
    Ok(Outcome::Installed(name))
}

impl Tool {
    /// Makes the tool the first of its name in PATH.
    pub fn ensure(&self, shell: &mut Shell) -> Result<Outcome> {
        let name = format!("{} {}", self.program, self.version);
        let folder = cache::folder()?.join(format!("{}-{}", self.program, self.version));
        let bin = folder.join("bin");
        let installed = bin.join(format!("{}{EXE_SUFFIX}", self.program));
        if self.fits(shell, &installed) {
            shell.prefer(bin);
            return Ok(Outcome::AlreadyThere(name));
        }
        if self.fits(shell, Path::new(self.program)) {
            return Ok(Outcome::AlreadyThere(format!("{name} in PATH")));
        }
        println!("   {name}: compiling it, which takes a few minutes and happens once");
        self.install(shell, &folder)?;
        ensure!(
            self.fits(shell, &installed),
            "{name} was installed in {} but does not run: remove that folder and try again",
            folder.display()
        );
        shell.prefer(bin);
        Ok(Outcome::Installed(name))
    }

    /// Whether the program runs and is of the right version. A broken or half-installed tool does
    /// not answer, so nothing else has to say that an installation was complete.
    fn fits(&self, shell: &Shell, program: &Path) -> bool {
        let answer = shell::output(&mut shell.command(&program.to_string_lossy(), self.asked));
        answer.is_ok_and(|said| said.split_whitespace().nth(1) == Some(self.version.as_str()))
    }

    fn install(&self, shell: &Shell, folder: &Path) -> Result<()> {
        let mut command = shell.command("cargo", ["install", "--locked", "--root"]);
        command
            .arg(folder)
            .args(self.flags)
            .arg(format!("{}@{}", self.krate, self.version))
            .envs(QUICK_PROFILE)
            // A folder of its own below the system's, whatever the caller builds in.
            .env_remove("CARGO_TARGET_DIR");
        shell::run(&mut command).with_context(|| {
            format!(
                "{} {} could not be installed: check the network and cargo's access to the crate \
                 registry, or put this version in PATH",
                self.krate, self.version
            )
        })
    }
}
