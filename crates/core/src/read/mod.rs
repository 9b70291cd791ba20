//! The public formats, read from JSON and written as it: a type is a table of its members, and one
//! loop reads all, another writes all.
//!
//! serde would make a reader and a writer of their own for every type, which is much WebAssembly,
//! and its errors name no JSON Pointer. [`Read`] reads into a place that holds what is taken where nothing is
//! written, so that a loop needs no type: only places. `null` is nothing written.

mod error;
mod plain;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
pub(crate) mod shape;
mod write;

pub use error::ReadError;
pub(crate) use error::{Expected, Fault, FaultKind};

use crate::json::{Node, Value, parse};

/// Something that can be read from JSON.
pub(crate) trait Read {
    /// Reads `node`, which is a part of `text`, into a default.
    fn read(&mut self, node: &Node, text: &str) -> Result<(), Fault>;
}

/// A member that an object may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub name: &'static str,
    pub required: bool,
}

/// Makes a struct readable and writable, a line a field: `field: "name in JSON",`, or with
/// `required` behind it.
macro_rules! members {
    ($type:ident { $($field:ident: $name:literal $($required:ident)?,)* }) => {
        const _: () = {
            const FIELDS: &[$crate::read::Field] = &[$($crate::read::Field {
                name: $name,
                required: $crate::read::members!(@ $($required)?),
            }),*];

            impl $crate::read::Read for $type {
                fn read(
                    &mut self,
                    node: &$crate::json::Node,
                    text: &str,
                ) -> Result<(), $crate::read::Fault> {
                    let Self { $($field),* } = self;
                    $crate::read::read_members(node, text, FIELDS, &mut [$($field),*])
                }
            }

            impl $crate::read::Write for $type {
                fn is_absent(&self) -> bool {
                    *self == Self::default()
                }

                fn write(&self, out: &mut String) {
                    let Self { $($field),* } = self;
                    $crate::read::write_members(out, FIELDS, &[$($field),*]);
                }
            }

            #[cfg(test)]
            impl $crate::read::shape::Shape for $type {
                fn shape() -> String {
                    stringify!($type).to_owned()
                }

                fn tables(tables: &mut $crate::read::shape::Tables) {
                    const NAME: &str = stringify!($type);
                    if tables.begin(NAME) {
                        $(tables.field(
                            NAME,
                            ($name, $crate::read::members!(@ $($required)?)),
                            |value: &$type| &value.$field,
                        );)*
                    }
                }
            }
        };
    };
    (@ required) => { true };
    (@) => { false };
}

/// Makes an enum readable and writable, or an `Option` of one: `Variant: "name in JSON",`.
macro_rules! names {
    ($target:ty: $type:ident { $($variant:ident: $name:literal,)* }) => {
        impl $type {
            /// The names of all of them in the public formats.
            pub(crate) const NAMES: &[&str] = &[$($name),*];

            /// Its name in the public formats.
            pub fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $name,)*
                }
            }
        }

        const _: () = {
            const VALUES: &[$type] = &[$($type::$variant),*];

            impl $crate::read::Read for $target {
                fn read(
                    &mut self,
                    node: &$crate::json::Node,
                    _: &str,
                ) -> Result<(), $crate::read::Fault> {
                    if let Some(value) = VALUES.get($crate::read::read_name(node, <$type>::NAMES)?) {
                        *self = <$target>::from(*value);
                    }
                    Ok(())
                }
            }

            impl $crate::read::Write for $type {
                fn is_absent(&self) -> bool {
                    <$target>::from(*self) == <$target>::default()
                }

                fn write(&self, out: &mut String) {
                    $crate::json::write_string(out, self.name());
                }
            }

            #[cfg(test)]
            impl $crate::read::shape::Shape for $type {
                fn shape() -> String {
                    <$type>::NAMES.join(" | ")
                }
            }
        };
    };
}

pub(crate) use plain::{items, json_value};
pub(crate) use write::{Write, write_members};
pub(crate) use {members, names};

/// Reads the members of an object, each into the place of its field.
pub(crate) fn read_members(
    node: &Node,
    text: &str,
    fields: &'static [Field],
    places: &mut [&mut dyn Read],
) -> Result<(), Fault> {
    let Value::Object(members) = &node.value else {
        return Err(Fault::expected(node, Expected::Object));
    };
    for (index, member) in members.iter().enumerate() {
        let at = member.key_span.start;
        let field = fields.iter().position(|field| field.name == member.key);
        let Some(place) = field.and_then(|field| places.get_mut(field)) else {
            return Err(Fault::new(at, FaultKind::Unknown(member.key.clone(), fields)));
        };
        if members.iter().take(index).any(|earlier| earlier.key == member.key) {
            return Err(Fault::new(at, FaultKind::Repeated(member.key.clone())));
        }
        if !is_null(&member.value) {
            place.read(&member.value, text)?;
        }
    }
    let is_there = |field: &Field| {
        members.iter().any(|member| member.key == field.name && !is_null(&member.value))
    };
    match fields.iter().find(|field| field.required && !is_there(field)) {
        Some(field) => Err(Fault::new(node.span.start, FaultKind::Missing(field.name))),
        None => Ok(()),
    }
}

/// The index of the name that is written.
pub(crate) fn read_name(node: &Node, names: &'static [&'static str]) -> Result<usize, Fault> {
    let index = match &node.value {
        Value::String(text) => names.iter().position(|name| name == text),
        _ => None,
    };
    index.ok_or_else(|| Fault::expected(node, Expected::OneOf(names)))
}

fn is_null(node: &Node) -> bool {
    matches!(node.value, Value::Null)
}

/// What `node`, a part of `text`, holds.
pub(crate) fn read<T: Read + Default>(node: &Node, text: &str) -> Result<T, Fault> {
    let mut value = T::default();
    value.read(node, text)?;
    Ok(value)
}

/// Reads a whole text.
pub(crate) fn whole<T>(
    text: &str,
    read: impl FnOnce(&Node, &str) -> Result<T, Fault>,
) -> Result<T, ReadError> {
    let (root, errors) = parse(text);
    let value = match errors.first() {
        Some(error) => Err(Fault::syntax(error, text)),
        None => read(&root, text),
    };
    value.map_err(|fault| ReadError::new(fault, &root, text))
}
