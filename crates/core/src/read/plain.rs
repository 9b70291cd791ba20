//! What members are made of: strings, numbers, lists, maps.

use super::{Expected, Fault, FaultKind, Read, Write};
use crate::json::{Node, Value};
use crate::text::Span;
use serde_json::Map;
use std::borrow::Cow;
use std::collections::BTreeMap;

impl Read for String {
    fn read(&mut self, node: &Node, _: &str) -> Result<(), Fault> {
        let Value::String(text) = &node.value else {
            return Err(Fault::expected(node, Expected::String));
        };
        self.clone_from(text);
        Ok(())
    }
}

impl Read for Cow<'static, str> {
    fn read(&mut self, node: &Node, text: &str) -> Result<(), Fault> {
        let mut owned = String::new();
        owned.read(node, text)?;
        *self = Cow::Owned(owned);
        Ok(())
    }
}

impl Read for bool {
    fn read(&mut self, node: &Node, _: &str) -> Result<(), Fault> {
        let Value::Bool(value) = node.value else {
            return Err(Fault::expected(node, Expected::Bool));
        };
        *self = value;
        Ok(())
    }
}

impl Read for usize {
    fn read(&mut self, node: &Node, _: &str) -> Result<(), Fault> {
        let number = match &node.value {
            Value::Number(text) => text.parse().ok(),
            _ => None,
        };
        *self = number.ok_or_else(|| Fault::expected(node, Expected::Number))?;
        Ok(())
    }
}

impl Read for u32 {
    fn read(&mut self, node: &Node, text: &str) -> Result<(), Fault> {
        let mut number = 0_usize;
        number.read(node, text)?;
        *self = number.try_into().map_err(|_| Fault::expected(node, Expected::Number))?;
        Ok(())
    }
}

impl Read for Span {
    fn read(&mut self, node: &Node, text: &str) -> Result<(), Fault> {
        let Value::Array(items) = &node.value else {
            return Err(Fault::expected(node, Expected::Span));
        };
        let [start, end] = items.as_slice() else {
            return Err(Fault::expected(node, Expected::Span));
        };
        self.start.read(start, text)?;
        self.end.read(end, text)
    }
}

impl Write for Span {
    fn write(&self, out: &mut String) {
        vec![self.start, self.end].write(out);
    }
}

impl<T: Read + Default> Read for Option<T> {
    fn read(&mut self, node: &Node, text: &str) -> Result<(), Fault> {
        self.insert(T::default()).read(node, text)
    }
}

impl<T: Read + Default> Read for Vec<T> {
    fn read(&mut self, node: &Node, text: &str) -> Result<(), Fault> {
        let items = items(node)?;
        self.resize_with(items.len(), T::default);
        self.iter_mut().zip(items).try_for_each(|(place, item)| place.read(item, text))
    }
}

/// The entries of a list.
pub(crate) fn items(node: &Node) -> Result<&[Node], Fault> {
    match &node.value {
        Value::Array(items) => Ok(items),
        _ => Err(Fault::expected(node, Expected::List)),
    }
}

/// These names are the user's: of one that stands twice the last one counts, as in any JSON value.
impl Read for BTreeMap<String, String> {
    fn read(&mut self, node: &Node, text: &str) -> Result<(), Fault> {
        let Value::Object(members) = &node.value else {
            return Err(Fault::expected(node, Expected::Object));
        };
        for member in members {
            self.entry(member.key.clone()).or_default().read(&member.value, text)?;
        }
        Ok(())
    }
}

impl Read for Map<String, serde_json::Value> {
    fn read(&mut self, node: &Node, _: &str) -> Result<(), Fault> {
        match json_value(node)? {
            serde_json::Value::Object(map) => *self = map,
            _ => return Err(Fault::expected(node, Expected::Object)),
        }
        Ok(())
    }
}

/// The same value, made here because `serde_json` would parse the text again with 6 KB of code. What
/// is JSON may still have a number that is out of range.
pub(crate) fn json_value(node: &Node) -> Result<serde_json::Value, Fault> {
    Ok(match &node.value {
        Value::Null | Value::Invalid => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(text) => serde_json::Value::Number(
            text.parse().map_err(|_| Fault::new(node.span.start, FaultKind::OutOfRange))?,
        ),
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => {
            serde_json::Value::Array(items.iter().map(json_value).collect::<Result<_, _>>()?)
        }
        Value::Object(members) => {
            let mut map = Map::new();
            for member in members {
                map.insert(member.key.clone(), json_value(&member.value)?);
            }
            serde_json::Value::Object(map)
        }
    })
}
