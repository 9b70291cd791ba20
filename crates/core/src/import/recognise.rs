//! Which output is it? Told by one member that no other output has.

use super::kind::{Kind, kind};
use super::part::{Content, Owner};
use super::read::{Field, Reader};
use super::{
    Output, Reason, account, aliases, describe_key, document, grants, inline_policy, key_policy,
    policy_version, principal, tags,
};
use crate::json::{self, Value};
use crate::scenario::{Attached, Document, IdentityPolicy};

type Read = fn(&mut Reader<'_>, &Field<'_>);

/// The member and who reads an output that has it; the first that is there counts.
const OUTPUTS: [(&str, Read); 20] = [
    ("KeyMetadata", describe_key::read),
    ("Grants", grants::read),
    ("Aliases", aliases::read),
    ("PolicyDocument", inline_policy::read),
    ("PolicyVersion", policy_version::read),
    ("UserDetailList", account::read),
    ("GroupDetailList", account::read),
    ("RoleDetailList", account::read),
    ("User", principal::read_user),
    ("Role", principal::read_role),
    ("Policy", key_policy::read),
    ("Statement", read_document),
    ("Tags", tags::read),
    ("AttachedPolicies", |reader, output| names(reader, output, "aws iam get-policy-version")),
    ("PolicyNames", policy_names),
    ("Keys", |reader, output| names(reader, output, "aws kms describe-key")),
    ("Users", |reader, output| names(reader, output, "aws iam get-user")),
    ("Roles", |reader, output| names(reader, output, "aws iam get-role")),
    ("Policies", policies),
    ("version", |reader, output| reader.note(output, Reason::IsScenario)),
];

impl Reader<'_> {
    /// Recognises one output, or each in a list of them.
    pub fn output(&mut self, output: &Field<'_>) {
        match &output.node.value {
            Value::Object(_) => self.one(output),
            Value::Array(items) => {
                if items.is_empty() {
                    self.note(output, Reason::EmptyList);
                }
                for item in output.items() {
                    self.one(&item);
                }
            }
            Value::String(text) => self.wrapped(output, text),
            _ => self.note(output, Reason::UnknownOutput),
        }
    }

    fn one(&mut self, output: &Field<'_>) {
        match OUTPUTS.iter().find(|(member, _)| output.node.get(member).is_some()) {
            Some((_, read)) => read(self, output),
            None => self.note(output, Reason::UnknownOutput),
        }
    }

    /// A document as `--query Policy` prints it: one JSON string.
    fn wrapped(&mut self, output: &Field<'_>, text: &str) {
        let Some(text) = document::of_string(text) else {
            return self.note(output, Reason::BrokenEncoding);
        };
        match kind(&json::parse(&text).0) {
            Some(kind) => self.policy(output, kind, text.into()),
            None => self.note(output, Reason::UnknownOutput),
        }
    }

    /// A policy document by itself.
    fn policy(&mut self, output: &Field<'_>, kind: Kind, document: Document) {
        match kind {
            Kind::Key => {
                let content = Content::KeyPolicy { ram: false, document };
                self.part(output, Output::KeyPolicyDocument, content);
            }
            Kind::Identity => {
                let (name, attached, group) = (String::new(), Attached::Inline, None);
                let policy = IdentityPolicy { name, document, attached, group };
                let content = Content::Policy { owner: Owner::Unknown, policy };
                self.part(output, Output::IdentityPolicyDocument, content);
            }
            Kind::Bucket(bucket) => {
                let content = Content::BucketPolicy { bucket, document };
                self.part(output, Output::BucketPolicyDocument, content);
            }
            Kind::Trust => self.note(output, Reason::TrustPolicy),
            Kind::Other => self.note(output, Reason::OtherPolicy),
        }
    }
}

/// A document that stands by itself keeps its lines.
fn read_document(reader: &mut Reader<'_>, output: &Field<'_>) {
    let text = reader.text_of(output);
    let text = if text.contains('\n') { text.to_owned() } else { document::readable(text) };
    if let Some(kind) = kind(output.node) {
        reader.policy(output, kind, text.into());
    }
}

fn names(reader: &mut Reader<'_>, output: &Field<'_>, command: &'static str) {
    reader.note(output, Reason::NamesOnly(command));
}

/// Key policies have fixed names.
fn policy_names(reader: &mut Reader<'_>, output: &Field<'_>) {
    let of_key = |name: &Field<'_>| matches!(name.text(), Some("default" | "AWS_RAM"));
    let list = output.get("PolicyNames").map(|names| names.items()).unwrap_or_default();
    let of_keys = !list.is_empty() && list.iter().all(of_key);
    let command = if of_keys { "aws kms get-key-policy" } else { "aws iam get-role-policy" };
    names(reader, output, command);
}

/// Policies of IAM or of an organization.
fn policies(reader: &mut Reader<'_>, output: &Field<'_>) {
    let of_organization = |policy: &Field<'_>| policy.get("AwsManaged").is_some();
    let list = output.get("Policies").map(|policies| policies.items()).unwrap_or_default();
    names(
        reader,
        output,
        if list.iter().any(of_organization) {
            "aws organizations describe-policy"
        } else {
            "aws iam get-policy-version"
        },
    );
}
