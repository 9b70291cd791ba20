//! A policy document inside a scenario: text, an object whose text is kept, or a file.

use super::{DocumentId, DocumentSlot, Scenario};
use crate::json::{Member, Node, Value, format, write_string};
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

    /// Lays its text out, where it can be read.
    pub fn lay_out(&mut self) {
        if let Some(text) = self.text().and_then(|text| format(text)) {
            *self = Self::from(text);
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
    DocumentSlot::KeyPolicy.at([key]).to_string()
}

/// The JSON Pointer of an identity policy's document.
pub(crate) fn identity_policy_pointer(principal: usize, policy: usize) -> String {
    DocumentSlot::Identity.at([principal, policy]).to_string()
}

impl Scenario {
    /// Calls `visit` with the JSON Pointer of every document that is there.
    pub fn for_each_document(&mut self, mut visit: impl FnMut(&str, &mut Document)) {
        self.visit_documents(&mut |id, document| visit(&id.to_string(), document));
    }

    /// Documents that are objects of `root`, the JSON that this scenario was read from, stand there with
    /// its indentation: by themselves they are laid out anew. Texts stay, and those that are `kept`.
    pub fn lay_out_objects(&mut self, root: &Node, kept: impl Fn(&str) -> bool) {
        self.for_each_document(|pointer, document| {
            let written = root.pointer(pointer).map(|node| &node.value);
            if matches!(written, Some(Value::Object(_))) && !kept(pointer) {
                document.lay_out();
            }
        });
    }

    /// The documents that are there.
    pub fn documents(&self) -> Vec<DocumentId> {
        let mut all = Vec::new();
        self.clone().visit_documents(&mut |id, _| all.push(id));
        all
    }

    /// Not generic: it is long, and a copy for every caller would be part of the page.
    fn visit_documents(&mut self, visit: &mut dyn FnMut(DocumentId, &mut Document)) {
        for (a, account) in self.accounts.iter_mut().enumerate() {
            for (slot, levels) in
                [(DocumentSlot::Scp, &mut account.scps), (DocumentSlot::Rcp, &mut account.rcps)]
            {
                for (l, level) in levels.iter_mut().flatten().enumerate() {
                    for (p, policy) in level.iter_mut().enumerate() {
                        visit(slot.at([a, l, p]), &mut policy.document);
                    }
                }
            }
        }
        for (k, key) in self.keys.iter_mut().enumerate() {
            for (slot, document) in [
                (DocumentSlot::KeyPolicy, &mut key.policy),
                (DocumentSlot::Saved, &mut key.saved),
                (DocumentSlot::Ram, &mut key.ram_policy),
            ] {
                if let Some(document) = document {
                    visit(slot.at([k]), document);
                }
            }
        }
        for (p, principal) in self.principals.iter_mut().enumerate() {
            for (i, policy) in principal.policies.iter_mut().enumerate() {
                visit(DocumentSlot::Identity.at([p, i]), &mut policy.document);
            }
            if let Some(boundary) = &mut principal.boundary {
                visit(DocumentSlot::Boundary.at([p]), &mut boundary.document);
            }
            if let Some(session) = &mut principal.session {
                if let Some(policy) = &mut session.policy {
                    visit(DocumentSlot::Session.at([p]), policy);
                }
                for (i, policy) in session.policies.iter_mut().enumerate() {
                    visit(DocumentSlot::ManagedSession.at([p, i]), &mut policy.document);
                }
            }
        }
        for (e, endpoint) in self.vpc_endpoints.iter_mut().enumerate() {
            if let Some(policy) = &mut endpoint.policy {
                visit(DocumentSlot::Endpoint.at([e]), policy);
            }
        }
        for (b, bucket) in self.buckets.iter_mut().enumerate() {
            if let Some(policy) = &mut bucket.policy {
                visit(DocumentSlot::Bucket.at([b]), policy);
            }
        }
    }
}
