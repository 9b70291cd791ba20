//! `kms-policy link`: a scenario as a link of the playground, and back.

use crate::input::{self, Input};
use crate::output;
use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::{Args, Subcommand, ValueHint};
use kms_policy::decide::Model;
use kms_policy::json::format;
use kms_policy::share::Contents;
use kms_policy_link::{LONG, Size, VERY_LONG, decode, encode, savings, size};
use std::process::ExitCode;

/// How many parts of a long link are named.
const NAMED: usize = 5;

/// The arguments of `link`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    direction: Direction,
}

#[derive(Subcommand)]
enum Direction {
    /// Print the link of a scenario, or of what the page saved
    #[command(after_help = crate::help::LINK_ENCODE)]
    Encode {
        /// A scenario, or a file that the page saved; `-` is standard input
        #[arg(value_hint = ValueHint::FilePath)]
        file: String,
        /// The address of the playground: prints the whole link, not what follows its `#` only
        #[arg(long, value_name = "URL", value_parser = base, value_hint = ValueHint::Url)]
        base: Option<String>,
        /// Put the account numbers and names of AWS's documentation in the place of those in the file
        #[arg(long)]
        examples: bool,
    },
    /// Print what a link carries
    #[command(after_help = crate::help::LINK_DECODE)]
    Decode {
        /// The link, or what follows its `#`; `-` is standard input
        #[arg(value_hint = ValueHint::Url)]
        url: String,
        /// Only the scenario, without what is looked at
        #[arg(long)]
        scenario: bool,
    },
}

/// An address without a fragment: the link brings its own.
fn base(text: &str) -> Result<String, String> {
    if text.contains('#') || text.contains(char::is_whitespace) {
        return Err("write the address without `#` and what follows it".to_owned());
    }
    Ok(text.to_owned())
}

/// Runs the command: 0; 2 where there is no link, or none can be made.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.direction {
        Direction::Encode { file, base, examples } => {
            write(file, base.as_deref().unwrap_or_default(), *examples)?;
        }
        Direction::Decode { url, scenario } => read(url, *scenario)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn write(file: &str, base: &str, examples: bool) -> Result<()> {
    let mut contents = contents(file)?;
    if examples {
        contents = with_examples(&contents);
    }
    let share = contents.to_json();
    let fragment = encode(&share);
    let characters = base.chars().count()
        + fragment.as_ref().map_or_else(|_| kms_policy_link::length(&share), String::len);
    match size(characters) {
        Size::Short => {}
        Size::Long => {
            output::note(format!(
                "the link has {characters} characters: above {LONG} some programs cut links off"
            ));
            advise(&contents, &share);
        }
        Size::VeryLong => {
            output::note(format!(
                "the link has {characters} characters: above {VERY_LONG} many programs cut links off; \
                 send the file instead"
            ));
            advise(&contents, &share);
        }
    }
    let fragment = fragment.with_context(|| file.to_owned())?;
    output::print(&format!("{base}{fragment}\n"))
}

/// Replaces names, and says which, and which it left.
fn with_examples(contents: &Contents) -> Contents {
    let examples = contents.with_examples();
    examples.replaced.iter().for_each(output::note);
    for left in &examples.left {
        output::note(format!("left: {left}"));
    }
    examples.contents
}

/// Says what makes a link long.
fn advise(contents: &Contents, share: &str) {
    let parts = contents.parts().into_iter().map(|(part, rest)| (part, rest.to_json()));
    for (part, saved) in savings(share, parts).iter().take(NAMED) {
        let decides = if part.decides { "decisions need it" } else { "no decision needs it" };
        output::note(format!("  {saved} fewer without {} ({decides})", part.title));
    }
}

/// What the link is to carry: the matrix as it is decided today, and of what the page saved all the rest.
fn contents(file: &str) -> Result<Contents> {
    let text = input::read_text(file)?;
    let mut input = input::of_text(file, text.clone(), &[])?;
    input.notes.iter().for_each(output::note);
    ensure!(input.unread.is_empty(), "{file}: a link holds the texts of all documents");
    input.lay_out_objects();
    if let Ok(model) = Model::new(&input.scenario) {
        input.decided_otherwise(&model).iter().for_each(output::note);
    }
    let rest = Contents::around(input.scenario, &text).map_err(|error| {
        anyhow!("{file}:{}:{}: {}", error.line, error.column, error.without_line())
    })?;
    match Contents::decided(rest.scenario) {
        Ok(decided) => Ok(Contents { pinned: rest.pinned, view: rest.view, ..decided }),
        Err(errors) => bail!("{file}: {} errors", errors.len()),
    }
}

fn read(url: &str, scenario: bool) -> Result<()> {
    let link = if url == "-" { input::read_text("-")? } else { url.to_owned() };
    let text = decode(&link)?;
    let shown = match Contents::read(&text) {
        Ok(contents) if scenario => contents.scenario.to_json(),
        Ok(_) => text.clone(),
        // Its line is one of a text that nobody has seen.
        Err(error) => {
            bail!("the link can be read, and is of no use here: {}", error.without_line())
        }
    };
    if let Ok(input) = Input::parse("the link", text)?
        && let Ok(model) = Model::new(&input.scenario)
    {
        input.decided_otherwise(&model).iter().for_each(output::note);
    }
    let laid_out = format(&shown).context("the link holds no JSON")?;
    output::print(&(laid_out + "\n"))
}
