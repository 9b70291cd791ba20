//! What can be chosen and written, as controls of a form: the same for whoever draws them.

use super::{Choices, Encryption, Fault, Field, KeyList, NewBucket, Operation, add_bucket};
use crate::english::s3_console as english;
use crate::scenario::Scenario;

/// A control of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Control {
    /// Its name, as [`Choices::with`] knows it.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What is chosen or written; of a box `true` or `false`.
    pub value: String,
    /// What it is.
    pub kind: Kind,
    /// What is wrong with it.
    pub fault: Option<String>,
    /// What is said of it, a line each.
    pub notes: Vec<String>,
}

/// What a control is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A text, with an example.
    #[default]
    Text,
    /// A choice: values and what they are called.
    Choice(Vec<(String, String)>),
    /// A box.
    Box,
}

fn choice(
    name: &'static str,
    label: &'static str,
    value: &str,
    options: impl Iterator<Item = (String, String)>,
) -> Control {
    let kind = Kind::Choice(options.collect());
    Control { name, label, value: value.to_owned(), kind, ..Control::default() }
}

fn text(name: &'static str, label: &'static str, value: &str, fault: Option<String>) -> Control {
    Control { name, label, value: value.to_owned(), fault, ..Control::default() }
}

/// The controls of an operation with these choices.
pub(super) fn controls(
    choices: &Choices,
    scenario: &Scenario,
    keys: Option<&KeyList>,
    fault: Option<&Fault>,
) -> Vec<Control> {
    let bucket = choices.bucket_of(scenario).and_then(|index| scenario.buckets.get(index));
    let wrong = |field| {
        let found = fault.filter(|fault| fault.field == field && fault.wrong);
        found.map(|fault| fault.message.clone())
    };
    let same = |name: &String| (name.clone(), name.clone());
    let mut all = Vec::with_capacity(6);
    let operations = Operation::ALL
        .iter()
        .map(|one| (one.action().to_owned(), english::operation(*one).to_owned()));
    all.push(choice("operation", english::OPERATION, choices.operation.action(), operations));
    let name = bucket.map_or("", |one| &one.name);
    let mut buckets =
        choice("bucket", english::BUCKET, name, scenario.buckets.iter().map(|one| same(&one.name)));
    buckets.notes.extend(bucket.map(|one| english::bucket(one, scenario)));
    all.push(buckets);
    if choices.operation == Operation::Download {
        let objects = bucket.map_or(&[][..], |bucket| &bucket.objects);
        let stored = bucket.and_then(|bucket| choices.stored(bucket));
        let names = objects.iter().map(|one| same(&one.name));
        all.push(choice("object", english::OBJECT, stored.map_or("", |one| &one.name), names));
        return all;
    }
    all.push(text("object", english::OBJECT, &choices.object, wrong(Field::Object)));
    let kinds = Encryption::ALL
        .iter()
        .map(|one| (one.name().to_owned(), english::encryption(*one).to_owned()));
    all.push(choice("encryption", english::ENCRYPTION, choices.encryption.name(), kinds));
    match (choices.encryption, keys) {
        (Encryption::Listed, Some(keys)) => all.push(listed(choices, keys, wrong(Field::Key))),
        (Encryption::Entered, _) => {
            all.push(text("entered", english::KEY_ARN, &choices.entered, wrong(Field::Key)));
        }
        _ => {}
    }
    if choices.encryption.is_kms() {
        let value = choices.bucket_key.to_string();
        let label = english::BUCKET_KEY;
        all.push(Control {
            name: "bucketKey",
            label,
            value,
            kind: Kind::Box,
            ..Control::default()
        });
    }
    all
}

/// The list of keys; why it cannot be loaded stands where a fault stands.
fn listed(choices: &Choices, keys: &KeyList, fault: Option<String>) -> Control {
    let none = if keys.keys.is_empty() { english::NO_KEYS } else { english::CHOOSE };
    let none = std::iter::once((String::new(), none.to_owned()));
    let options = none.chain(keys.keys.iter().map(|key| (key.arn.clone(), key.name.clone())));
    let chosen = if keys.has(&choices.listed) { &*choices.listed } else { "" };
    let mut control = choice("listed", english::KEY, chosen, options);
    control.fault = keys.refused.clone().or(fault);
    control.notes.extend(keys.others.iter().map(|other| english::other_key(other)));
    control
}

/// The controls of a bucket that is being made.
pub(super) fn of_new_bucket(new: &NewBucket, scenario: &Scenario) -> Vec<Control> {
    let errors = add_bucket(scenario, new).err().unwrap_or_default();
    let field = |name, label, pointer, value: &str| {
        // What is still empty is not wrong yet.
        let error = errors.iter().find(|error| error.pointer == pointer && !value.is_empty());
        text(name, label, value, error.map(|error| error.message.clone()))
    };
    let mut all = vec![field("newName", english::NEW_NAME, "/name", &new.name)];
    all.push(field("newAccount", english::NEW_ACCOUNT, "/account", &new.account));
    all.push(field("newRegion", english::NEW_REGION, "/region", &new.region));
    all
}

/// The first control of a bucket that is being made in which something is missing or wrong.
pub fn first_missing(new: &NewBucket, scenario: &Scenario) -> Option<&'static str> {
    let error = add_bucket(scenario, new).err()?.into_iter().next()?;
    Some(match error.pointer.as_str() {
        "/account" => "newAccount",
        "/region" => "newRegion",
        _ => "newName",
    })
}
