//! The tables of the public formats as text, for the test that holds them against version 1.

use crate::report::{Edit, EditFields, Json};
use crate::scenario::{Document, Scenario};
use crate::text::Span;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

/// What a value looks like in JSON.
pub(crate) trait Shape {
    /// In words.
    fn shape() -> String;
    /// Adds the tables that it consists of.
    fn tables(_: &mut Tables) {}
}

/// Tables by the name of their type.
#[derive(Default)]
pub(crate) struct Tables(BTreeMap<&'static str, String>);

impl Tables {
    /// Begins a table; `false` where it is there already.
    pub fn begin(&mut self, name: &'static str) -> bool {
        let is_new = !self.0.contains_key(name);
        self.0.entry(name).or_default();
        is_new
    }

    /// Adds a field, whose type is that of a member.
    pub fn field<S, T: Shape>(
        &mut self,
        table: &'static str,
        (name, required): (&str, bool),
        _: fn(&S) -> &T,
    ) {
        T::tables(self);
        let optional = if required { "" } else { "?" };
        if let Some(text) = self.0.get_mut(table) {
            let _ = writeln!(text, "  {name}{optional}: {}", T::shape());
        }
    }
}

macro_rules! plain {
    ($($type:ty: $words:literal,)*) => {
        $(impl Shape for $type {
            fn shape() -> String {
                $words.to_owned()
            }
        })*
    };
}

plain! {
    String: "string",
    Cow<'static, str>: "string",
    bool: "boolean",
    usize: "number",
    u32: "number",
    Span: "[start, end]",
    BTreeMap<String, String>: "names with strings",
    Map<String, Value>: "names with any values",
    Json: "any value",
    Document: "policy",
}

impl<T: Shape> Shape for Option<T> {
    fn shape() -> String {
        T::shape()
    }

    fn tables(tables: &mut Tables) {
        T::tables(tables);
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn shape() -> String {
        format!("list of {}", T::shape())
    }

    fn tables(tables: &mut Tables) {
        T::tables(tables);
    }
}

impl Shape for Edit {
    fn shape() -> String {
        EditFields::shape()
    }

    fn tables(tables: &mut Tables) {
        EditFields::tables(tables);
    }
}

/// A link that was made today is read in years: see docs/formats.md.
#[test]
fn scenario_and_share_are_as_version_1_says() {
    let mut now = "Share\n".to_owned();
    for field in crate::share::FIELDS {
        let optional = if field.required { "" } else { "?" };
        let _ = writeln!(now, "  {}{optional}", field.name);
    }
    let mut tables = Tables::default();
    Scenario::tables(&mut tables);
    for (name, fields) in tables.0 {
        let _ = write!(now, "\n{name}\n{fields}");
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format-1/scenario.txt");
    if env::var_os("UPDATE_FORMAT").is_some() {
        fs::write(&file, &now).unwrap();
    }
    let frozen = fs::read_to_string(&file).unwrap();
    assert!(
        now == frozen,
        "version 1 of the formats is frozen, and this is not it: a field that is new, gone or renamed \
         takes a new version (docs/formats.md)\nnow:\n{now}\nin {}:\n{frozen}",
        file.display()
    );
}
