//! The public formats as TypeScript says them.

use crate::rust::{Member, Shape, Types};
use std::fmt::Write as _;
use syn::{GenericArgument, PathArguments, Type};

const HEAD: &str = "\
// Generated from the Rust types: UPDATE_TYPES=1 cargo test -p kms-policy-wasm --test types

/** Any JSON. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

/**
 * A policy: its text, broken or not, or an object. The text of an object, in which spans, lines and columns count, is
 * that of `JSON.stringify(policy, null, 2)`; inside a scenario that is a text itself it is what stands there.
 */
export type PolicyDocument = string | object;

/** The bytes `[start, end)` of a document's text in UTF-8, as in the reports of the command line. */
export type Span = [start: number, end: number];
";

/// The roots and all that they are made of, each after what names it first.
pub fn declarations(types: &Types, roots: &[&str]) -> String {
    let mut text = HEAD.to_owned();
    let mut names: Vec<String> = roots.iter().map(|&name| name.to_owned()).collect();
    let mut next = 0;
    while let Some(name) = names.get(next).cloned() {
        let declared = types.get(&name).unwrap_or_else(|| panic!("no type `{name}` is known"));
        text.push('\n');
        text += &comment(&declared.docs, "");
        match &declared.shape {
            Shape::Object(members) => {
                let _ = writeln!(text, "export interface {name} {}", object(members, &mut names));
            }
            Shape::Names(variants) => {
                let _ = write!(text, "export type {name} =");
                for (name, docs) in variants {
                    let _ = write!(text, "\n{}  | \"{name}\"", comment(docs, "  "));
                }
                text += ";\n";
            }
            Shape::OneOf(variants) => {
                let _ = write!(text, "export type {name} =");
                for (docs, members) in variants {
                    let object = object(members, &mut names).replace('\n', "\n    ");
                    let _ = write!(text, "\n{}  | {object}", comment(docs, "  "));
                }
                text += ";\n";
            }
        }
        next += 1;
    }
    text
}

fn object(members: &[Member], names: &mut Vec<String>) -> String {
    let mut text = "{\n".to_owned();
    for member in members {
        text += &comment(&member.docs, "  ");
        let Member { name, is_optional, takes_null, .. } = member;
        let (inner, is_option) = match generic(&member.rust, "Option") {
            Some(inner) => (inner, true),
            None => (&member.rust, false),
        };
        let mark = if *is_optional { "?" } else { "" };
        // An optional one of serde is left out instead of being null.
        let null = if *takes_null || (is_option && !is_optional) { " | null" } else { "" };
        let _ = writeln!(text, "  {name}{mark}: {}{null};", typescript(inner, names));
    }
    text + "}"
}

/// The type in TypeScript; one of ours is declared as well.
fn typescript(rust: &Type, names: &mut Vec<String>) -> String {
    if let Type::Reference(reference) = rust {
        return typescript(&reference.elem, names);
    }
    if let Some(inner) = generic(rust, "Vec") {
        return format!("{}[]", typescript(inner, names));
    }
    match last(rust).as_str() {
        "String" | "str" | "Cow" => "string".to_owned(),
        "bool" => "boolean".to_owned(),
        "usize" | "u32" => "number".to_owned(),
        // Both have strings as names; the one of serde_json has any values.
        "BTreeMap" => "{ [name: string]: string }".to_owned(),
        "Map" => "{ [name: string]: JsonValue }".to_owned(),
        "Span" => "Span".to_owned(),
        "Json" => "JsonValue".to_owned(),
        "Document" => "PolicyDocument".to_owned(),
        name => {
            if names.iter().all(|known| known != name) {
                names.push(name.to_owned());
            }
            name.to_owned()
        }
    }
}

/// The last part of a path.
fn last(rust: &Type) -> String {
    match rust {
        Type::Path(path) => path.path.segments.last().unwrap().ident.to_string(),
        _ => panic!("a type that is no path"),
    }
}

/// The argument of a type with one, such as `Vec<…>`.
fn generic<'t>(rust: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = rust else { return None };
    let segment = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    })
}

fn comment(docs: &str, indent: &str) -> String {
    if docs.is_empty() {
        return String::new();
    }
    if !docs.contains('\n') {
        return format!("{indent}/** {docs} */\n");
    }
    let lines = docs.lines().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n");
    format!("{indent}/**\n{}{indent} */\n", lines.collect::<String>())
}
