//! What the page's address asks for: its query as a typed value, and what of it is not known. Pure.

use crate::state::{Selected, Theme};

/// A part of the page that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    Key,
    Caller,
    Matrix,
    Why,
    Steps,
}

/// The names of all panes, in their order.
pub const PANES: [&str; 5] = ["key", "caller", "matrix", "why", "steps"];

/// A part of the page that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Bar,
    Intro,
    Strip,
    Hint,
    Solution,
    Changes,
    Request,
    S3,
    Message,
    Reset,
    Open,
    Footer,
}

/// The names of all parts, in their order.
pub const PARTS: [&str; 12] = [
    "bar", "intro", "strip", "hint", "solution", "changes", "request", "s3", "message", "reset",
    "open", "footer",
];

const THEMES: [&str; 3] = ["light", "dark", "auto"];

/// Every parameter. Those behind `embed` say something of an embed only.
const NAMES: [&str; 10] = [
    "theme", "scenario", "lesson", "select", "lang", "embed", "panes", "readonly", "hide", "origin",
];

/// The first of [`NAMES`] that is for embeds.
const FOR_EMBEDS: usize = 6;

/// A scenario that comes with the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Is it one of the lessons?
    pub lesson: bool,
    /// The name of its file, without `.json`.
    pub name: String,
}

/// Something in the address that counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// There is no such parameter.
    Parameter(String),
    /// The parameter has no such value; what it has, where that is a list.
    Value(&'static str, String, &'static [&'static str]),
    /// The parameter is there twice, or beside one that says the same otherwise.
    Again(&'static str),
    /// The parameter says something of embeds, and this is none.
    NoEmbed(&'static str),
}

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    /// Is the page part of another one?
    pub embed: bool,
    /// Can nothing be changed?
    pub read_only: bool,
    /// The colours.
    pub theme: Option<Theme>,
    /// What to open.
    pub named: Option<Named>,
    /// What to look at.
    pub select: Option<Selected>,
    /// The origin of the page around.
    pub origin: Option<String>,
    /// What counts for nothing.
    pub unknown: Vec<Unknown>,
    /// A bit a pane; none for all of them.
    panes: u16,
    /// A bit a part.
    hidden: u16,
}

impl Parameters {
    /// Reads a query, with or without its question mark.
    pub fn read(query: &str) -> Self {
        let mut read = Self::default();
        let mut seen = Vec::new();
        let query = query.strip_prefix('?').unwrap_or(query);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name), decoded(value));
            match NAMES.into_iter().position(|known| known == name) {
                None => read.unknown.push(Unknown::Parameter(name)),
                Some(at) if seen.contains(&at) => read.unknown.push(Unknown::Again(NAMES[at])),
                Some(at) => {
                    seen.push(at);
                    read.take(NAMES[at], value);
                }
            }
        }
        if !read.embed {
            let vain = seen.into_iter().filter(|at| *at >= FOR_EMBEDS);
            read.unknown.extend(vain.map(|at| Unknown::NoEmbed(NAMES[at])));
            (read.panes, read.hidden, read.read_only, read.origin) = (0, 0, false, None);
        }
        read
    }

    fn take(&mut self, name: &'static str, value: String) {
        match name {
            "embed" => self.embed = self.switch(name, value),
            "readonly" => self.read_only = self.switch(name, value),
            "theme" => match theme(&value) {
                Some(theme) => self.theme = Some(theme),
                None => self.refuse(name, value, &THEMES),
            },
            "panes" => self.panes = self.bits(name, &value, &PANES),
            "hide" => self.hidden = self.bits(name, &value, &PARTS),
            "scenario" | "lesson" if value.is_empty() => self.refuse(name, value, &[]),
            "scenario" | "lesson" if self.named.is_some() => {
                self.unknown.push(Unknown::Again(name));
            }
            "scenario" | "lesson" => {
                self.named = Some(Named { lesson: name == "lesson", name: value })
            }
            "select" => match value.rsplit_once('|') {
                Some((principal, action)) if !principal.is_empty() && !action.is_empty() => {
                    let (principal, action) = (principal.to_owned(), action.to_owned());
                    let selected = Selected { principal: principal.into(), action: action.into() };
                    self.select = Some(selected);
                }
                _ => self.refuse(name, value, &["PRINCIPAL|ACTION"]),
            },
            "origin" => {
                if !is_origin(&value) {
                    self.refuse(name, value.clone(), &["https://course.example"]);
                }
                // One that cannot be used stays: no page has it, and so none is spoken to.
                self.origin = Some(value);
            }
            "lang" if value != "en" => self.refuse(name, value, &["en"]),
            _ => {}
        }
    }

    /// A parameter that is there or not; `=0` and `=false` are as if it were not.
    fn switch(&mut self, name: &'static str, value: String) -> bool {
        match value.as_str() {
            "" | "1" | "true" => true,
            "0" | "false" => false,
            _ => {
                self.refuse(name, value, &["1", "0"]);
                true
            }
        }
    }

    /// A list of names, a bit each.
    fn bits(&mut self, name: &'static str, value: &str, known: &'static [&'static str]) -> u16 {
        let mut bits = 0;
        for one in value.split(',').filter(|one| !one.is_empty()) {
            match known.iter().position(|known| *known == one) {
                Some(at) => bits |= 1 << at,
                None => self.refuse(name, one.to_owned(), known),
            }
        }
        bits
    }

    fn refuse(&mut self, name: &'static str, value: String, known: &'static [&'static str]) {
        self.unknown.push(Unknown::Value(name, value, known));
    }

    /// Is a pane to be shown?
    pub fn shows(&self, pane: Pane) -> bool {
        self.panes == 0 || self.panes & (1 << pane as u16) != 0
    }

    /// Is a part left out?
    pub fn hides(&self, part: Part) -> bool {
        self.hidden & (1 << part as u16) != 0
    }
}

/// The theme that the page around calls so.
pub fn theme(name: &str) -> Option<Theme> {
    match name {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        "auto" => Some(Theme::System),
        _ => None,
    }
}

/// Is it scheme, host and perhaps a port, and nothing else?
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && host.bytes().all(|one| one.is_ascii_alphanumeric() || b".-:[]".contains(&one))
    })
}

/// A text as it was before it was put into an address.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes().iter();
    while let Some(&byte) = rest.next() {
        let hex = |at: usize| char::from(*rest.as_slice().get(at)?).to_digit(16);
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => match (hex(0), hex(1)) {
                (Some(high), Some(low)) => {
                    bytes.push((high * 16 + low) as u8);
                    rest.nth(1);
                }
                _ => bytes.push(byte),
            },
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was read, as a text: only what is not as without any parameter.
    fn said(query: &str) -> String {
        let read = Parameters::read(query);
        let named =
            |one: &Named| format!("{}{}", if one.lesson { "lesson " } else { "" }, one.name);
        let bits = |what: &str, bits: u16, names: &[&str]| {
            let set = names.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
            let names: Vec<&str> = set.map(|(_, name)| *name).collect();
            (!names.is_empty()).then(|| format!("{what} {}", names.join(",")))
        };
        let unknown = read.unknown.iter().map(|one| {
            Some(match one {
                Unknown::Parameter(name) => format!("unknown {name}"),
                Unknown::Value(name, value, known) => {
                    format!("unknown {name}={value} of {}", known.len())
                }
                Unknown::Again(name) => format!("again {name}"),
                Unknown::NoEmbed(name) => format!("vain {name}"),
            })
        });
        let all = [
            read.embed.then(|| "embed".to_owned()),
            read.read_only.then(|| "readonly".to_owned()),
            read.theme.map(|theme| theme.name().to_owned()),
            read.named.as_ref().map(named),
            read.select.as_ref().map(|one| format!("{} | {}", one.principal, one.action)),
            read.origin.clone(),
            bits("panes", read.panes, &PANES),
            bits("hide", read.hidden, &PARTS),
        ];
        all.into_iter().chain(unknown).flatten().collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_query_says_what_is_wanted() {
        for (query, wanted) in [
            ("", ""),
            ("?", ""),
            ("?&&", ""),
            ("?embed", "embed"),
            ("?embed=", "embed"),
            ("embed=1&readonly=true", "embed; readonly"),
            ("?embed=0", ""),
            ("?embed&readonly=false", "embed"),
            ("?embed=yes", "embed; unknown embed=yes of 2"),
            ("?theme=dark", "dark"),
            ("?theme=light&lang=en", "light"),
            ("?theme=auto", "system"),
            ("?theme=blue", "unknown theme=blue of 3"),
            ("?theme=system", "unknown theme=system of 3"),
            ("?theme=dark&theme=light", "dark; again theme"),
            ("?scenario=iam-side-missing", "iam-side-missing"),
            ("?lesson=share-a-key", "lesson share-a-key"),
            ("?scenario=a&lesson=b", "a; again lesson"),
            ("?scenario=", "unknown scenario= of 0"),
            ("?lang=de", "unknown lang=de of 1"),
            (
                "?select=arn%3Aaws%3Aiam%3A%3A123456789012%3Auser%2FStuart%7Ckms%3ADecrypt",
                "arn:aws:iam::123456789012:user/Stuart | kms:Decrypt",
            ),
            ("?select=a|b|kms:Decrypt", "a|b | kms:Decrypt"),
            ("?select=Stuart", "unknown select=Stuart of 1"),
            ("?select=|kms:Decrypt", "unknown select=|kms:Decrypt of 1"),
            ("?embed&panes=why,matrix", "embed; panes matrix,why"),
            ("?embed&panes=", "embed"),
            ("?embed&panes=why,graph", "embed; panes why; unknown panes=graph of 5"),
            ("?embed&hide=solution,open,,bar", "embed; hide bar,solution,open"),
            ("?embed&hide=all", "embed; unknown hide=all of 12"),
            ("?embed&origin=https://course.example", "embed; https://course.example"),
            ("?embed&origin=http%3A%2F%2F127.0.0.1%3A8080", "embed; http://127.0.0.1:8080"),
            (
                "?embed&origin=https://course.example/",
                "embed; https://course.example/; unknown origin=https://course.example/ of 1",
            ),
            ("?embed&origin=null", "embed; null; unknown origin=null of 1"),
            ("?embed&origin=*", "embed; *; unknown origin=* of 1"),
            (
                "?panes=why&readonly&hide=bar&origin=https://a",
                "vain panes; vain readonly; vain hide; vain origin",
            ),
            ("?utm_source=mail", "unknown utm_source"),
            ("?Embed", "unknown Embed"),
            ("?a%20b+c=%zz", "unknown a b c"),
            ("?scenario=%C3%A4%ff%2", "\u{e4}\u{fffd}%2"),
        ] {
            assert_eq!(said(query), wanted, "{query}");
        }
    }

    #[test]
    fn all_panes_are_shown_unless_some_are_asked_for() {
        let none = Parameters::read("?embed");
        let some = Parameters::read("?embed&panes=key,steps&hide=footer,bar");
        let all = [Pane::Key, Pane::Caller, Pane::Matrix, Pane::Why, Pane::Steps];
        assert!(all.into_iter().all(|pane| none.shows(pane)));
        assert_eq!(all.map(|pane| some.shows(pane)), [true, false, false, false, true]);
        let parts = [Part::Bar, Part::Intro, Part::Footer];
        assert_eq!(parts.map(|part| some.hides(part)), [true, false, true]);
        assert_eq!(parts.map(|part| none.hides(part)), [false; 3]);
    }
}
