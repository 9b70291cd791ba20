//! What stands for what, and texts in which it does.

use super::Named;
use crate::sorted::sort_by;

/// A name and what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is the name of.
    pub what: Named,
    /// The name.
    pub name: String,
    /// What stands in its place.
    pub example: String,
    /// Is it another spelling of a name that is told?
    pub variant: bool,
    /// Does it count in words that are written as one, as `Stuart` in `AllowStuart`?
    pub joined: bool,
}

/// Where a name begins and ends.
#[derive(Clone, Copy)]
enum Edge {
    /// Letters and digits go on.
    Word,
    /// Digits go on: letters may stand beside an account number.
    Number,
    /// The first three numbers of an address; a digit follows.
    Network,
    /// It brings its own: slashes at both ends, or a dash at its end.
    Own,
}

impl Entry {
    fn edge(&self) -> Edge {
        match self.what {
            Named::Account => Edge::Number,
            Named::Address if self.name.ends_with('.') => Edge::Network,
            Named::Path => Edge::Own,
            _ if self.name.ends_with('-') => Edge::Own,
            _ => Edge::Word,
        }
    }

    /// Can name and example be parts of words that are written as one?
    pub fn can_be_joined(&self) -> bool {
        let plain = |text: &str| {
            text.len() >= 4
                && text.starts_with(|first: char| first.is_ascii_uppercase())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        plain(&self.name) && plain(&self.example)
    }

    /// Does the name stand between these characters?
    fn fits(&self, before: Option<char>, after: Option<char>) -> bool {
        let is = |one: Option<char>, test: fn(char) -> bool| one.is_some_and(test);
        let word: fn(char) -> bool = |one| one.is_alphanumeric() || one == '_';
        match self.edge() {
            Edge::Number => {
                !is(before, |one| one.is_ascii_digit()) && !is(after, |one| one.is_ascii_digit())
            }
            Edge::Network => {
                !is(before, |one| one.is_ascii_digit() || one == '.')
                    && is(after, |one| one.is_ascii_digit())
            }
            Edge::Own if self.name.starts_with('/') => true,
            Edge::Own => !is(before, word),
            Edge::Word => {
                let joined = self.joined;
                let begins = !is(before, word)
                    || joined && is(before, |one| one.is_lowercase() || one == '_');
                let ends =
                    !is(after, word) || joined && is(after, |one| one.is_uppercase() || one == '_');
                begins && ends
            }
        }
    }
}

/// Entries, to be found fast.
pub struct Table<'e> {
    /// By the first byte of the name, the longest first.
    by_first: Vec<(u8, Vec<&'e Entry>)>,
}

impl<'e> Table<'e> {
    pub fn new(entries: impl IntoIterator<Item = &'e Entry>) -> Self {
        let mut by_first: Vec<(u8, Vec<&Entry>)> = Vec::new();
        for entry in entries {
            let Some(first) = entry.name.bytes().next() else { continue };
            match by_first.iter_mut().find(|(one, _)| *one == first) {
                Some((_, entries)) => entries.push(entry),
                None => by_first.push((first, vec![entry])),
            }
        }
        for (_, entries) in &mut by_first {
            sort_by(entries, |one, next| one.name.len() >= next.name.len());
        }
        Self { by_first }
    }

    /// A text with examples in it. Escapes that JSON does not need are taken away where a name hides
    /// behind them.
    pub fn replace(&self, text: &str) -> String {
        let plain = plain_escapes(text);
        match self.replaced(&plain) {
            replaced if replaced == plain => text.to_owned(),
            replaced => replaced,
        }
    }

    /// Is one of the names in it?
    pub fn is_in(&self, text: &str) -> bool {
        let plain = plain_escapes(text);
        self.replaced(&plain) != plain
    }

    fn replaced(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let (mut rest, mut before) = (text, None);
        while let Some(next) = rest.chars().next() {
            let found = self.at(rest, before);
            let (written, length) = match found {
                Some(entry) => (entry.example.as_str(), entry.name.len()),
                None => ("", next.len_utf8()),
            };
            let (read, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
            out.push_str(if found.is_some() { written } else { read });
            before = read.chars().next_back();
            rest = behind;
        }
        out
    }

    /// The entry whose name begins here.
    fn at(&self, rest: &str, before: Option<char>) -> Option<&'e Entry> {
        let first = rest.bytes().next()?;
        let (_, entries) = self.by_first.iter().find(|(one, _)| *one == first)?;
        let fits = |entry: &&&Entry| {
            let behind = rest.strip_prefix(entry.name.as_str());
            behind.is_some_and(|behind| entry.fits(before, behind.chars().next()))
        };
        entries.iter().find(fits).copied()
    }
}

/// A text whose escapes of letters, digits and slashes (`\u0041`, `\/`) are what they stand for: in
/// JSON it is the same.
pub fn plain_escapes(text: &str) -> String {
    if !text.contains("\\u00") && !text.contains("\\/") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((read, escape)) = rest.split_once('\\') {
        out.push_str(read);
        let code = escape.strip_prefix("u00").and_then(|code| code.get(..2));
        let meant = code.and_then(|code| u8::from_str_radix(code, 16).ok()).map(char::from);
        let is_plain = |one: &char| one.is_ascii_graphic() && !matches!(one, '"' | '\\');
        rest = if let Some(meant) = meant.filter(is_plain) {
            out.push(meant);
            escape.get(5..).unwrap_or_default()
        } else if let Some(behind) = escape.strip_prefix('/') {
            out.push('/');
            behind
        } else {
            out.push('\\');
            let mut escaped = escape.chars();
            out.extend(escaped.next());
            escaped.as_str()
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(text: &str) -> String {
        let entry = |what, name: &str, example: &str| {
            let (name, example) = (name.to_owned(), example.to_owned());
            let entry = Entry { what, name, example, variant: false, joined: false };
            Entry { joined: entry.can_be_joined(), ..entry }
        };
        let entries = [
            entry(Named::Account, "210987654321", "111122223333"),
            entry(Named::User, "Maria", "Alice"),
            entry(Named::User, "Maria-ops", "bob"),
            entry(Named::Path, "/eu/ops/", "/example/"),
            entry(Named::Address, "54.240.143.", "192.0.2."),
            entry(Named::Unit, "ou-xy99-", "ou-ab12-"),
        ];
        Table::new(&entries).replace(text)
    }

    #[test]
    fn names_are_replaced_as_words() {
        for (text, wanted) in [
            ("arn:aws:iam::210987654321:user/Maria", "arn:aws:iam::111122223333:user/Alice"),
            ("user/eu/ops/Maria-ops.", "user/example/bob."),
            ("AllowMariaToDecrypt", "AllowAliceToDecrypt"),
            ("Marian's, aMaria1, Ünmaria", "Marian's, aMaria1, Ünmaria"),
            ("Account210987654321", "Account111122223333"),
            ("2109876543210", "2109876543210"),
            ("54.240.143.0/24, 154.240.143.1", "192.0.2.0/24, 154.240.143.1"),
            ("o-a/r-xy99/ou-xy99-*", "o-a/r-xy99/ou-ab12-*"),
            (
                r#"{"AWS": "arn:aws:iam::21098765432\u0031:user\/M\u0061ria"}"#,
                r#"{"AWS": "arn:aws:iam::111122223333:user/Alice"}"#,
            ),
            (r#"{"a": "\/ \u0041 \\u0041 \u00e9"}"#, r#"{"a": "\/ \u0041 \\u0041 \u00e9"}"#),
        ] {
            assert_eq!(replaced(text), wanted);
        }
    }
}
