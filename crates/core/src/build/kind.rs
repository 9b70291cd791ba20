//! What a field holds as one text: lists an entry a line, pairs `name=value` a line. What would be
//! read as something else stands in quotes, as JSON writes it.

use crate::english::build as english;
use crate::form::{context_text, parameter_value};
use serde_json::{Map, Value};

/// How a field is shown and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A line.
    Text,
    /// A line that other places refer to: it counts once it is complete.
    Name,
    /// Several lines.
    Long,
    /// One of few.
    Choice,
    /// Is it so?
    Yes,
    /// Is it so, is it not, or is nothing said?
    YesNo,
    /// A whole number.
    Number,
    /// A list.
    Lines,
    /// A list in which order counts, of known entries.
    Order,
    /// Some of known entries.
    Set,
    /// Names with texts.
    Pairs,
    /// Parameters of an operation.
    Parameters,
    /// Condition keys.
    Context,
}

/// A list or map that is there and empty.
const NONE: &str = "none";
/// A list of [`Kind::Order`] that is not there: everything, in its own order.
pub(super) const ALL: &str = "*";

impl Kind {
    /// Its name for who draws it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text | Self::Number => "text",
            Self::Name => "name",
            Self::Long => "long",
            Self::Choice | Self::YesNo => "choice",
            Self::Yes => "box",
            Self::Lines | Self::Pairs | Self::Parameters | Self::Context => "lines",
            Self::Order => "order",
            Self::Set => "set",
        }
    }

    /// Is it a list of names with values?
    pub fn is_pairs(self) -> bool {
        matches!(self, Self::Pairs | Self::Parameters | Self::Context)
    }

    /// A value as it would be written.
    pub fn show(self, value: Option<&Value>) -> String {
        let Some(value) = value else { return String::new() };
        match (self, value) {
            (_, Value::Array(items)) if items.is_empty() => NONE.to_owned(),
            (_, Value::Object(members)) if members.is_empty() => NONE.to_owned(),
            (_, Value::Array(items)) => {
                let items = items.iter().filter_map(Value::as_str);
                items.map(|item| part(item, "")).collect::<Vec<_>>().join("\n")
            }
            (_, Value::Object(members)) => {
                let line = |(name, value): (&String, &Value)| {
                    format!("{}={}", part(name, "="), self.show_value(name, value))
                };
                members.iter().map(line).collect::<Vec<_>>().join("\n")
            }
            (_, Value::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }

    fn show_value(self, name: &str, value: &Value) -> String {
        let plain = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let same = is_plain(&plain, "") && self.read_value(name, &plain) == *value;
        if same { plain } else { value.to_string() }
    }

    fn read_value(self, name: &str, text: &str) -> Value {
        if let Some(text) = unquoted(text) {
            return Value::String(text);
        }
        match self {
            Self::Parameters => parameter_value(name, text),
            Self::Context if text == "null" => Value::Null,
            Self::Context => context_text(text),
            _ => Value::String(text.to_owned()),
        }
    }

    /// The entries of a list that was written.
    pub fn entries(self, text: &str) -> Vec<String> {
        let value = self.read(text).unwrap_or_default();
        let items = value.as_array().into_iter().flatten();
        items.filter_map(|item| Some(item.as_str()?.to_owned())).collect()
    }

    /// What was written; `null` for nothing.
    pub fn read(self, text: &str) -> Result<Value, String> {
        let line = text.trim();
        Ok(match self {
            Self::Long if !text.is_empty() => text.into(),
            Self::Order if line == ALL => Value::Null,
            Self::Order | Self::Set | Self::Lines if line == NONE => Value::Array(Vec::new()),
            Self::Pairs if line == NONE => Value::Object(Map::new()),
            Self::Yes => {
                if line == "true" {
                    true.into()
                } else {
                    Value::Null
                }
            }
            _ if line.is_empty() => Value::Null,
            Self::Text | Self::Name | Self::Choice | Self::Long => line.into(),
            Self::YesNo => (line == "true").into(),
            Self::Number => line.parse::<u32>().map_err(|_| english::no_number(line))?.into(),
            Self::Lines | Self::Order | Self::Set => Value::Array(lines(text).map(entry).collect()),
            Self::Pairs | Self::Parameters | Self::Context => {
                let mut members = Map::new();
                for line in lines(text) {
                    let (name, value) = pair(line).ok_or_else(|| english::no_pair(line))?;
                    if members.contains_key(&name) {
                        return Err(crate::english::form::stands_twice(&name));
                    }
                    let value = self.read_value(&name, value);
                    members.insert(name, value);
                }
                Value::Object(members)
            }
        })
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn entry(line: &str) -> Value {
    Value::String(unquoted(line).unwrap_or_else(|| line.to_owned()))
}

/// Name and value of a line.
fn pair(line: &str) -> Option<(String, &str)> {
    let (name, value) = if line.starts_with('"') {
        let end = (1..line.len()).find(|end| line.get(..*end).and_then(unquoted).is_some())?;
        (unquoted(line.get(..end)?)?, line.get(end..)?.trim_start().strip_prefix('=')?)
    } else {
        let (name, value) = line.split_once('=')?;
        (name.trim().to_owned(), value)
    };
    (!name.is_empty()).then(|| (name, value.trim()))
}

/// A text in quotes without them.
fn unquoted(text: &str) -> Option<String> {
    let quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    quoted.then(|| serde_json::from_str(text).ok()).flatten()
}

/// A text as it stands in a line, in quotes where it must.
fn part(text: &str, not: &str) -> String {
    if is_plain(text, not) { text.to_owned() } else { crate::json::quoted(text) }
}

fn is_plain(text: &str, not: &str) -> bool {
    let taken = !not.is_empty() && text.contains(not);
    !(text.is_empty()
        || taken
        || text == NONE
        || text == ALL
        || text.starts_with('"')
        || text.trim() != text
        || text.contains(['\n', '\r']))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use serde_json::json;

    fn comes_back(kind: Kind, value: &Value) {
        let text = kind.show(Some(value));
        assert_eq!(kind.read(&text).unwrap(), *value, "{text}");
    }

    #[test]
    fn what_is_shown_is_read_back() {
        let odd = [
            "a", " a", "a=b", "\"", "none", "*", "null", "true", "1", "a\nb", "é", "x = y", "[]",
            "",
        ];
        for name in odd {
            for value in odd {
                if !name.is_empty() {
                    comes_back(Kind::Pairs, &json!({ name: value }));
                    comes_back(Kind::Context, &json!({ name: value }));
                    comes_back(
                        Kind::Parameters,
                        &json!({ name: value, "Tags": [{"TagKey": value}] }),
                    );
                }
                comes_back(Kind::Lines, &json!([name, value]));
            }
        }
        comes_back(Kind::Context, &json!({"a": null, "b": true, "c": 1, "d": ["x", "y"], "e": []}));
        comes_back(Kind::Lines, &json!([]));
        comes_back(Kind::Pairs, &json!({}));
        comes_back(Kind::Number, &json!(3));
        comes_back(Kind::YesNo, &json!(false));
    }

    #[test]
    fn pairs_are_written_as_people_write_them() {
        let read = Kind::Pairs.read("Env = prod\n\n team=blue=green ").unwrap();
        assert_eq!(read, json!({"Env": "prod", "team": "blue=green"}));
        assert!(Kind::Pairs.read("Env").unwrap_err().contains("`Env`"));
        assert!(Kind::Pairs.read("a=1\na=2").unwrap_err().contains("twice"));
        assert_eq!(Kind::Context.read("aws:SourceIp=null").unwrap(), json!({"aws:SourceIp": null}));
        assert_eq!(Kind::Text.read("  ").unwrap(), Value::Null);
    }
}
