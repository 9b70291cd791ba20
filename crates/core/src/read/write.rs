//! The public formats, written as JSON: by the same table of members that reads them. What says
//! nothing is left out, unless it is required.

use super::Field;
use crate::json::write_string;
use serde_json::Map;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Something that can be written as JSON.
pub(crate) trait Write {
    /// Does it say what an absent member says?
    fn is_absent(&self) -> bool {
        false
    }

    /// Writes it behind `out`.
    fn write(&self, out: &mut String);
}

/// Writes an object, each field with its value.
pub(crate) fn write_members(out: &mut String, fields: &[Field], values: &[&dyn Write]) {
    let mut separator = '{';
    for (field, value) in fields.iter().zip(values) {
        if field.required || !value.is_absent() {
            out.push(separator);
            separator = ',';
            write_string(out, field.name);
            out.push(':');
            value.write(out);
        }
    }
    if separator == '{' {
        out.push(separator);
    }
    out.push('}');
}

fn write_list<'v>(out: &mut String, values: impl Iterator<Item = &'v dyn Write>) {
    out.push('[');
    for (index, value) in values.enumerate() {
        if index > 0 {
            out.push(',');
        }
        value.write(out);
    }
    out.push(']');
}

fn write_map<'v>(out: &mut String, entries: impl Iterator<Item = (&'v String, &'v dyn Write)>) {
    out.push('{');
    for (index, (name, value)) in entries.enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_string(out, name);
        out.push(':');
        value.write(out);
    }
    out.push('}');
}

impl Write for String {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn write(&self, out: &mut String) {
        write_string(out, self);
    }
}

impl Write for Cow<'static, str> {
    fn write(&self, out: &mut String) {
        write_string(out, self);
    }
}

impl Write for bool {
    fn is_absent(&self) -> bool {
        !self
    }

    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Write for usize {
    fn write(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

impl Write for u32 {
    fn write(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

impl<T: Write> Write for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
}

impl<T: Write> Write for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn write(&self, out: &mut String) {
        write_list(out, self.iter().map(|value| value as &dyn Write));
    }
}

impl Write for BTreeMap<String, String> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn write(&self, out: &mut String) {
        write_map(out, self.iter().map(|(name, value)| (name, value as &dyn Write)));
    }
}

impl Write for Map<String, serde_json::Value> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn write(&self, out: &mut String) {
        write_map(out, self.iter().map(|(name, value)| (name, value as &dyn Write)));
    }
}

impl Write for serde_json::Value {
    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => value.write(out),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::String(text) => write_string(out, text),
            Self::Array(items) => write_list(out, items.iter().map(|item| item as &dyn Write)),
            Self::Object(members) => members.write(out),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_serde_json_does() {
        for json in [r#"{"a":[1,-2.5,1e100,true,null,"x\n"],"b":{}}"#, "[]", "12345678901234567890"]
        {
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            let mut out = String::new();
            value.write(&mut out);
            assert_eq!(out, value.to_string());
        }
    }
}
