//! What is printed, and where: results to standard output, everything else to standard error.
//!
//! A reader that has enough, such as `head`, closes the pipe. That is no error: the rest is thrown
//! away, and the exit code says what it would have said.

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::fmt::{Display, Write as _};
use std::io::{ErrorKind, Write};

/// When output is coloured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Holds for everything that is printed from here on.
    pub fn apply(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::AlwaysAnsi,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

pub const GOOD: Style = AnsiColor::Green.on_default();
pub const BAD: Style = AnsiColor::Red.on_default();
pub const DOUBTFUL: Style = AnsiColor::Yellow.on_default();
pub const FAINT: Style = Style::new().dimmed();
pub const STRONG: Style = Style::new().bold();

/// Text for people. What a scenario says comes from a stranger: control characters in it are shown, not
/// sent to the terminal.
#[derive(Default)]
pub struct Text(String);

impl Text {
    /// Adds text.
    pub fn add(&mut self, text: impl Display) {
        for one in text.to_string().chars() {
            match one {
                '\n' | '\t' => self.0.push(one),
                _ if one.is_control() || turns_around(one) => self.0.extend(one.escape_unicode()),
                _ => self.0.push(one),
            }
        }
    }

    /// Adds text in a style.
    pub fn add_in(&mut self, style: Style, text: impl Display) {
        // A `String` takes everything.
        let _ = write!(self.0, "{style}");
        self.add(text);
        let _ = write!(self.0, "{style:#}");
    }

    /// Adds a line.
    pub fn line(&mut self, text: impl Display) {
        self.add(text);
        self.0.push('\n');
    }

    /// To standard output.
    ///
    /// # Errors
    ///
    /// It cannot be written, and not since the reader had enough.
    pub fn print(self) -> Result<()> {
        finish(anstream::stdout().lock().write_all(self.0.as_bytes()))
    }

    /// To standard error, which is the last place there is: what it does not take is lost.
    pub fn note(self) {
        let _ = anstream::stderr().lock().write_all(self.0.as_bytes());
    }
}

/// Does it turn the direction in which the text behind it is read?
pub(crate) fn turns_around(one: char) -> bool {
    matches!(one, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Prints what programs read, as it is.
///
/// # Errors
///
/// As [`Text::print`].
pub fn print(text: &str) -> Result<()> {
    print_bytes(text.as_bytes())
}

/// See [`print`].
pub fn print_bytes(bytes: &[u8]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    finish(out.write_all(bytes).and_then(|()| out.flush()))
}

fn finish(written: std::io::Result<()>) -> Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written"),
    }
}

/// A line to standard error.
pub fn note(line: impl Display) {
    let mut text = Text::default();
    text.line(line);
    text.note();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_move_the_cursor_is_shown() {
        let mut text = Text::default();
        text.add_in(BAD, "a\u{1b}[2Jb\u{202e}\n");
        assert_eq!(text.0, "\u{1b}[31ma\\u{1b}[2Jb\\u{202e}\n\u{1b}[0m");
    }
}
