//! A policy document inside a scenario: text, an object whose text is kept, or a file.

use super::Scenario;
use crate::json::{Member, Node, Value, write_string};
use crate::read::{Expected, Fault, Read, Write, members};
use std::sync::Arc;

/// A policy document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// The text of the policy, broken or not.
    Text(Arc<str>),
    /// On the command line only: a file beside the scenario.
    File(String),
}

impl Document {
    /// The text; `None` for a file that was not read.
    pub fn text(&self) -> Option<&Arc<str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::File(_) => None,
        }
    }
}

impl<T: Into<Arc<str>>> From<T> for Document {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

impl Default for Document {
    /// A document without text, which no decision can be read from.
    fn default() -> Self {
        Self::from("")
    }
}

impl Write for Document {
    fn write(&self, out: &mut String) {
        match self {
            Self::Text(text) => write_string(out, text),
            Self::File(file) => {
                out.push_str("{\"file\":");
                write_string(out, file);
                out.push('}');
            }
        }
    }
}

impl Read for Document {
    fn read(&mut self, node: &Node, text: &str) -> Result<(), Fault> {
        *self = match &node.value {
            Value::String(text) => text.as_str().into(),
            Value::Object(members) => match members.as_slice() {
                // Only this shape is a file; every other object is a policy.
                [Member { key, value: Node { value: Value::String(file), .. }, .. }]
                    if key == "file" =>
                {
                    Self::File(file.clone())
                }
                _ => node.span.of(text).into(),
            },
            _ => return Err(Fault::expected(node, Expected::Policy)),
        };
        Ok(())
    }
}

/// A policy document with a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamedDocument {
    /// Its name.
    pub name: String,
    /// Its text.
    pub document: Document,
}

members! {
    NamedDocument {
        name: "name",
        document: "document" required,
    }
}

/// The JSON Pointer of a key's policy.
pub(crate) fn key_policy_pointer(key: usize) -> String {
    format!("/keys/{key}/policy")
}

/// The JSON Pointer of an identity policy's document.
pub(crate) fn identity_policy_pointer(principal: usize, policy: usize) -> String {
    format!("/principals/{principal}/policies/{policy}/document")
}

impl Scenario {
    /// The text of the document at a JSON Pointer.
    pub fn document_text(&self, pointer: &str) -> Option<Arc<str>> {
        let mut found = None;
        self.clone().for_each_document(|at, document| {
            if at == pointer {
                found = document.text().cloned();
            }
        });
        found
    }

    /// Calls `visit` with the JSON Pointer of every document that is there.
    pub fn for_each_document(&mut self, mut visit: impl FnMut(&str, &mut Document)) {
        self.visit_documents(&mut visit);
    }

    /// Not generic: it is long, and a copy for every caller would be part of the page.
    fn visit_documents(&mut self, visit: &mut dyn FnMut(&str, &mut Document)) {
        for (a, account) in self.accounts.iter_mut().enumerate() {
            for (kind, levels) in [("scps", &mut account.scps), ("rcps", &mut account.rcps)] {
                for (l, level) in levels.iter_mut().flatten().enumerate() {
                    for (p, policy) in level.iter_mut().enumerate() {
                        let pointer = format!("/accounts/{a}/{kind}/{l}/{p}/document");
                        visit(&pointer, &mut policy.document);
                    }
                }
            }
        }
        for (k, key) in self.keys.iter_mut().enumerate() {
            for (name, document) in [
                ("policy", &mut key.policy),
                ("saved", &mut key.saved),
                ("ramPolicy", &mut key.ram_policy),
            ] {
                if let Some(document) = document {
                    visit(&format!("/keys/{k}/{name}"), document);
                }
            }
        }
        for (p, principal) in self.principals.iter_mut().enumerate() {
            let at = format!("/principals/{p}");
            for (i, policy) in principal.policies.iter_mut().enumerate() {
                visit(&identity_policy_pointer(p, i), &mut policy.document);
            }
            if let Some(boundary) = &mut principal.boundary {
                visit(&format!("{at}/boundary/document"), &mut boundary.document);
            }
            if let Some(session) = &mut principal.session {
                if let Some(policy) = &mut session.policy {
                    visit(&format!("{at}/session/policy"), policy);
                }
                for (i, policy) in session.policies.iter_mut().enumerate() {
                    visit(&format!("{at}/session/policies/{i}/document"), &mut policy.document);
                }
            }
        }
        for (e, endpoint) in self.vpc_endpoints.iter_mut().enumerate() {
            if let Some(policy) = &mut endpoint.policy {
                visit(&format!("/vpcEndpoints/{e}/policy"), policy);
            }
        }
        for (b, bucket) in self.buckets.iter_mut().enumerate() {
            if let Some(policy) = &mut bucket.policy {
                visit(&format!("/buckets/{b}/policy"), policy);
            }
        }
    }
}
