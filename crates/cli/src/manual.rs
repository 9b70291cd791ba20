//! `kms-policy man` and `kms-policy completions`: made of the same description of the command line that
//! reads it.

use crate::output;
use anyhow::{Context, Result};
use clap::{Args, Command, ValueHint};
use clap_complete::Shell;
use std::fs;
use std::path::PathBuf;

/// The arguments of `man`.
#[derive(Args)]
pub struct ManArguments {
    /// Write a page for every command into this folder, such as kms-policy-evaluate.1
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    folder: Option<PathBuf>,
}

/// The arguments of `completions`.
#[derive(Args)]
pub struct CompletionsArguments {
    /// The shell that is to read them
    shell: Shell,
}

/// Prints the manual page, or writes all.
///
/// # Errors
///
/// They cannot be written.
pub fn man(arguments: &ManArguments, command: Command) -> Result<()> {
    let Some(folder) = &arguments.folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page).context("the page cannot be made")?;
        return output::print_bytes(&page);
    };
    let said = || format!("{}: the pages cannot be written", folder.display());
    fs::create_dir_all(folder).with_context(said)?;
    clap_mangen::generate_to(command, folder).with_context(said)
}

/// Prints what a shell reads to complete commands.
///
/// # Errors
///
/// It cannot be written.
pub fn completions(arguments: &CompletionsArguments, mut command: Command) -> Result<()> {
    let mut script = Vec::new();
    let name = command.get_name().to_owned();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    output::print_bytes(&script)
}
