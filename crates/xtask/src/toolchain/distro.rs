//! Debian's Rust for WebAssembly, where rustup cannot reach its server. Debian has the compiler
//! and the sources of the standard library, but not that library for wasm32: it is compiled once.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

use super::{WASM, rustup, wasm_libraries};
use crate::{
    cache, debian,
    session::Outcome,
    shell::{self, Shell},
};

/// The toolchain's name in rustup, and the choice in the environment.
pub const NAME: &str = "distro";

const PREFIX: &str = "/usr";

const PACKAGES: [&str; 5] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "rustfmt-web"];

/// Beside the libraries: `rustc -vV` of the compiler that made them. Written last.
const STAMP: &str = ".kms-policy-playground";

/// The empty crate whose dependencies are the standard library.
const CRATE: &str = "std-for-wasm";

pub fn ensure(shell: &mut Shell) -> Result<Outcome> {
    let ready = is_ready(shell);
    if !ready {
        install(shell)?;
    }
    if rustup::is_there(shell) {
        shell.use_toolchain(NAME);
    } else {
        shell.prefer(Path::new(PREFIX).join("bin"));
    }
    let name = format!("Debian's {} for WebAssembly", Rustc::ask(shell)?.version()?);
    Ok(if ready { Outcome::AlreadyThere(name) } else { Outcome::Installed(name) })
}

pub fn is_ready(shell: &Shell) -> bool {
    Rustc::ask(shell).is_ok_and(|rustc| rustc.libraries_fit() && rustc.linker().exists())
        && (!rustup::is_there(shell) || rustup::knows(shell, NAME))
}

fn install(shell: &Shell) -> Result<()> {
    ensure!(
        debian::is_debian(shell),
        "XTASK_TOOLCHAIN={NAME} is for Debian: unset it and use rustup"
    );
    debian::install(shell, &PACKAGES)?;
    let rustc = Rustc::ask(shell)?;
    let lld = format!("lld-{}", rustc.llvm()?);
    debian::install(shell, &[&lld])?;
    if rustup::is_there(shell) && !rustup::knows(shell, NAME) {
        rustup::link(shell, NAME, PREFIX)?;
    }
    rustc.put_libraries(shell).and_then(|()| rustc.put_linker(&lld)).with_context(|| {
        format!(
            "Debian's Rust could not be completed below {PREFIX}: run `XTASK_TOOLCHAIN={NAME} \
             cargo xtask setup` once as root"
        )
    })
}

/// Debian's compiler and what it says of itself; its version moves, so nothing is assumed.
struct Rustc {
    /// `rustc -vV`
    about: String,
    libraries: PathBuf,
    sysroot: PathBuf,
}

impl Rustc {
    fn ask(shell: &Shell) -> Result<Self> {
        let rustc = || debians(shell, "rustc");
        Ok(Self {
            about: shell::output(rustc().arg("-vV"))?,
            libraries: wasm_libraries(&mut rustc())?.into(),
            sysroot: shell::output(rustc().args(["--print", "sysroot"]))?.into(),
        })
    }

    fn version(&self) -> Result<&str> {
        self.about.lines().next().context("`rustc -vV` says nothing")
    }

    fn field(&self, name: &str) -> Result<&str> {
        let value = self.about.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        value.with_context(|| format!("`rustc -vV` names no {name}"))
    }

    /// The major version of LLVM, which is the version of the linker that fits.
    fn llvm(&self) -> Result<&str> {
        let version = self.field("LLVM version")?;
        Ok(version.split_once('.').map_or(version, |(major, _)| major))
    }

    fn libraries_fit(&self) -> bool {
        fs::read_to_string(self.libraries.join(STAMP)).is_ok_and(|stamp| stamp == self.about)
    }

    /// Where the compiler looks for its linker.
    fn linker(&self) -> PathBuf {
        let host = self.field("host").unwrap_or_default();
        self.sysroot.join("lib/rustlib").join(host).join("bin/rust-lld")
    }

    fn put_libraries(&self, shell: &Shell) -> Result<()> {
        if self.libraries_fit() {
            return Ok(());
        }
        println!("   compiling the standard library for {WASM}, about a minute, once");
        let built = build_std(shell)?;
        if self.libraries.exists() {
            fs::remove_dir_all(&self.libraries)?;
        }
        fs::create_dir_all(&self.libraries)?;
        let own = format!("lib{}-", CRATE.replace('-', "_"));
        for entry in fs::read_dir(built)? {
            let file = entry?.path();
            let name = file.file_name().unwrap_or_default();
            let is_library = file.extension().is_some_and(|extension| extension == "rlib");
            if is_library && !name.to_string_lossy().starts_with(&own) {
                fs::copy(&file, self.libraries.join(name))?;
            }
        }
        fs::write(self.libraries.join(STAMP), &self.about)?;
        Ok(())
    }

    fn put_linker(&self, lld: &str) -> Result<()> {
        let target = Path::new(PREFIX).join("bin").join(lld);
        let link = self.linker();
        if let Some(folder) = link.parent() {
            fs::create_dir_all(folder)?;
        }
        // A link of another version may be there, broken or not.
        let _ = fs::remove_file(&link);
        symlink(&target, &link)
    }
}

/// Compiles the standard library with an empty crate; returns the folder of the results.
fn build_std(shell: &Shell) -> Result<PathBuf> {
    let folder = cache::folder()?.join(CRATE);
    // Libraries of another compiler must not be mixed in.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let manifest = format!("[package]\nname = \"{CRATE}\"\nedition = \"2021\"\n\n[workspace]\n");
    fs::write(folder.join("Cargo.toml"), manifest)?;
    let mut cargo = debians(shell, "cargo");
    cargo
        .args(["build", "--quiet", "--release", "--target", WASM, "-Zbuild-std=std,panic_abort"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        // `build-std` is not stable; a distribution's own compiler may use it all the same.
        .env("RUSTC_BOOTSTRAP", "1")
        // Bitcode is what makes link-time optimisation across the standard library possible.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("RUSTC", Path::new(PREFIX).join("bin/rustc"));
    shell::run(&mut cargo)?;
    Ok(folder.join("target").join(WASM).join("release/deps"))
}

/// Debian's program itself, not the one of the same name that rustup has put first in PATH.
fn debians(shell: &Shell, program: &str) -> Command {
    let path = Path::new(PREFIX).join("bin").join(program);
    shell.command(&path.to_string_lossy(), [""; 0])
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> Result<()> {
    std::os::unix::fs::symlink(target, link)?;
    Ok(())
}

#[cfg(not(unix))]
fn symlink(target: &Path, link: &Path) -> Result<()> {
    anyhow::bail!("cannot link {} to {} here", link.display(), target.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_linker_follows_what_the_compiler_says() {
        let rustc = Rustc {
            about: "rustc 1.96.0 (x)\nhost: x86_64-unknown-linux-gnu\nLLVM version: 22.1.8".into(),
            libraries: PathBuf::new(),
            sysroot: "/usr".into(),
        };
        assert_eq!(rustc.version().unwrap(), "rustc 1.96.0 (x)");
        assert_eq!(rustc.llvm().unwrap(), "22");
        let linker = Path::new("/usr/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld");
        assert_eq!(rustc.linker(), linker);
        let error = rustc.field("release").unwrap_err().to_string();
        assert_eq!(error, "`rustc -vV` names no release");
    }
}
