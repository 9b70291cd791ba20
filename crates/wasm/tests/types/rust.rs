//! The public formats as the Rust source has them.

use std::collections::BTreeMap;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Field, Fields, Ident, Item, Lit, LitStr, Meta, Token, Type, braced};

/// A type that goes over as JSON.
#[derive(Debug)]
pub struct Declared {
    pub docs: String,
    pub shape: Shape,
}

#[derive(Debug)]
pub enum Shape {
    Object(Vec<Member>),
    /// One of several strings, each with what it means.
    Names(Vec<(String, String)>),
    /// One of several objects.
    OneOf(Vec<(String, Vec<Member>)>),
}

/// A member of an object.
#[derive(Debug)]
pub struct Member {
    pub name: String,
    pub docs: String,
    pub rust: Type,
    pub is_optional: bool,
    /// Is `null` as good as nothing?
    pub takes_null: bool,
}

/// All types of the sources, by name.
#[derive(Debug)]
pub struct Types(BTreeMap<String, Declared>);

impl Types {
    pub fn read(sources: impl Iterator<Item = String>) -> Self {
        let items: Vec<Item> =
            sources.flat_map(|text| syn::parse_file(&text).unwrap().items).collect();
        let tables: Vec<Table> = items.iter().filter_map(Table::of).collect();
        let table = |name: &Ident| tables.iter().find(|table| table.name == *name);
        let declared = items.iter().filter_map(|item| match item {
            Item::Struct(item) => {
                let shape = object(&item.attrs, &item.fields, table(&item.ident))?;
                Some((item.ident.to_string(), Declared { docs: docs(&item.attrs), shape }))
            }
            Item::Enum(item) => {
                let named = item.variants.iter().all(|variant| variant.fields.is_empty());
                let shape = if named {
                    Shape::Names(names(item, table(&item.ident))?)
                } else {
                    is_written(&item.attrs).then(|| Shape::OneOf(objects(item)))?
                };
                Some((item.ident.to_string(), Declared { docs: docs(&item.attrs), shape }))
            }
            _ => None,
        });
        Self(declared.collect())
    }

    pub fn get(&self, name: &str) -> Option<&Declared> {
        self.0.get(name)
    }
}

/// A struct: by serde where it is written by it, else by its table.
fn object(attributes: &[Attribute], fields: &Fields, table: Option<&Table>) -> Option<Shape> {
    let serde = Serde::of(attributes);
    let members = fields.iter().filter_map(|field| {
        let ident = field.ident.as_ref()?;
        let serde_field = Serde::of(&field.attrs);
        let member = |name, is_optional, takes_null| {
            let (docs, rust) = (docs(&field.attrs), field.ty.clone());
            Some(Member { name, docs, rust, is_optional, takes_null })
        };
        if is_written(attributes) {
            if serde_field.has("skip") {
                return None;
            }
            let name = serde_field.text("rename").unwrap_or_else(|| serde.renamed(ident));
            member(name, serde_field.has("skip_serializing_if"), false)
        } else {
            let row = table?.rows.iter().find(|row| row.rust == *ident)?;
            member(row.json.clone(), !row.is_required, !row.is_required)
        }
    });
    (is_written(attributes) || table.is_some()).then(|| Shape::Object(members.collect()))
}

/// An enum of names: by its table, else by serde.
fn names(item: &syn::ItemEnum, table: Option<&Table>) -> Option<Vec<(String, String)>> {
    let serde = Serde::of(&item.attrs);
    let name = |ident: &Ident| match table {
        Some(table) => Some(table.rows.iter().find(|row| row.rust == *ident)?.json.clone()),
        None if is_written(&item.attrs) => Some(serde.renamed(ident)),
        None => None,
    };
    let variants = item.variants.iter();
    variants.map(|variant| Some((name(&variant.ident)?, docs(&variant.attrs)))).collect()
}

/// An enum that serde writes through a struct with the fields of all variants: one of several objects.
fn objects(item: &syn::ItemEnum) -> Vec<(String, Vec<Member>)> {
    let fields = Serde::of(&item.attrs).text("into");
    assert!(fields.is_some(), "`{}` is an enum of objects that serde tags", item.ident);
    let variants = item.variants.iter();
    let member = |field: &Field| Member {
        name: field.ident.as_ref().unwrap().to_string(),
        docs: docs(&field.attrs),
        rust: field.ty.clone(),
        is_optional: false,
        takes_null: false,
    };
    variants
        .map(|variant| (docs(&variant.attrs), variant.fields.iter().map(member).collect()))
        .collect()
}

/// A table of `members!` or `names!`.
struct Table {
    name: Ident,
    rows: Vec<Row>,
}

struct Row {
    rust: Ident,
    json: String,
    is_required: bool,
}

impl Table {
    fn of(item: &Item) -> Option<Self> {
        let Item::Macro(item) = item else { return None };
        let is_table = item.mac.path.is_ident("members") || item.mac.path.is_ident("names");
        is_table.then(|| item.mac.parse_body().unwrap())
    }
}

impl Parse for Table {
    /// `Type { … }`, or `Target: Type { … }`.
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let target: Type = input.parse()?;
        let name = match input.parse::<Option<Token![:]>>()? {
            Some(_) => input.parse()?,
            None => syn::parse_quote!(#target),
        };
        let body;
        braced!(body in input);
        let rows = Punctuated::<Row, Token![,]>::parse_terminated(&body)?;
        Ok(Self { name, rows: rows.into_iter().collect() })
    }
}

impl Parse for Row {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let rust = input.parse()?;
        input.parse::<Token![:]>()?;
        let json = input.parse::<LitStr>()?.value();
        let is_required = input.parse::<Option<Ident>>()?.is_some_and(|word| word == "required");
        Ok(Self { rust, json, is_required })
    }
}

/// Does serde write it?
fn is_written(attributes: &[Attribute]) -> bool {
    attributes.iter().filter(|one| one.path().is_ident("derive")).any(|derive| {
        let Meta::List(list) = &derive.meta else { return false };
        list.tokens
            .to_string()
            .split(|c: char| !c.is_alphanumeric())
            .any(|name| name == "Serialize")
    })
}

/// The attributes of serde.
struct Serde(Vec<Meta>);

impl Serde {
    fn of(attributes: &[Attribute]) -> Self {
        let serde = attributes.iter().filter(|one| one.path().is_ident("serde"));
        let metas = serde.flat_map(|one| {
            one.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap()
        });
        let known = ["rename_all", "rename", "skip", "skip_serializing_if", "into"];
        let metas: Vec<Meta> = metas.collect();
        for meta in &metas {
            let is_known = known.iter().any(|name| meta.path().is_ident(name));
            assert!(is_known, "an attribute of serde that is not known: {:?}", meta.path());
        }
        Self(metas)
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|meta| meta.path().is_ident(name))
    }

    fn text(&self, name: &str) -> Option<String> {
        let meta = self.0.iter().find(|meta| meta.path().is_ident(name))?;
        let value = &meta.require_name_value().unwrap().value;
        literal(value)
    }

    /// A name in JSON, of a field or a variant.
    fn renamed(&self, ident: &Ident) -> String {
        let name = ident.to_string();
        match self.text("rename_all").as_deref() {
            None => name,
            Some("camelCase") => camel(&name),
            Some("kebab-case") => {
                let mut kebab = String::new();
                for letter in name.chars() {
                    if letter.is_uppercase() && !kebab.is_empty() {
                        kebab.push('-');
                    }
                    kebab.extend(letter.to_lowercase());
                }
                kebab
            }
            Some(other) => panic!("`rename_all` is {other}, which is not known"),
        }
    }
}

/// A name of Rust as one of JavaScript.
fn camel(name: &str) -> String {
    let words = name.split('_').enumerate();
    words.map(|(at, word)| if at == 0 { word.to_owned() } else { capital(word) }).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// Its documentation, without the marks of links.
fn docs(attributes: &[Attribute]) -> String {
    let docs = attributes.iter().filter(|one| one.path().is_ident("doc"));
    let lines = docs.filter_map(|one| literal(&one.meta.require_name_value().ok()?.value));
    let text = lines.map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n");
    let text = text.replace("[`", "`").replace("`]", "`");
    let mut parts = text.trim().split("::");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, field| text + "." + &camel(field))
}
