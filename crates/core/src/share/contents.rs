//! What a `Share` holds, to be changed and written.

use super::{Share, root, scenario};
use crate::actions::MODEL_DATE;
use crate::build;
use crate::decide::Model;
use crate::english::share as english;
use crate::json::{Value, compact, parse, quoted};
use crate::read::ReadError;
use crate::scenario::{Document, NamedDocument, Scenario, ScenarioError, VERSION};

/// What a `Share` holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// The scenario.
    pub scenario: Scenario,
    /// The one that it is compared with.
    pub pinned: Option<Scenario>,
    /// What is looked at, as JSON: the page alone knows what in it means.
    pub view: Option<String>,
    /// The matrix as it was decided, see [`MatrixVerdicts::digits`](crate::decide::MatrixVerdicts::digits).
    pub verdicts: Option<String>,
}

/// A part that a `Share` could go without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What [`Contents::without`] calls it.
    pub id: String,
    /// What it is, as in "the policies of Stuart".
    pub title: String,
    /// Would decisions be others, or impossible, without it?
    pub decides: bool,
    /// About how long it is, in bytes: what of it is written by hand.
    pub length: usize,
}

/// So many parts are measured.
const MEASURED: usize = 50;

/// The JSON of a `Share`, as [`Contents::to_json`] writes it; the view is JSON.
pub fn write(
    scenario: &Scenario,
    pinned: Option<&Scenario>,
    view: Option<&str>,
    verdicts: Option<&str>,
) -> String {
    let mut out = format!(
        r#"{{"version":{VERSION},"engine":{},"model":{},"scenario":{}"#,
        quoted(env!("CARGO_PKG_VERSION")),
        quoted(MODEL_DATE),
        scenario.to_json(),
    );
    let mut add = |name: &str, json: Option<String>| {
        if let Some(json) = json {
            out.push_str(",\"");
            out.push_str(name);
            out.push_str("\":");
            out.push_str(&json);
        }
    };
    add("pinned", pinned.map(Scenario::to_json));
    add("view", view.map(str::to_owned));
    add("verdicts", verdicts.map(quoted));
    out.push('}');
    out
}

impl Share<'_> {
    /// What is looked at, as JSON without white space between its parts.
    pub fn view_json(&self, text: &str) -> Option<String> {
        self.view.map(|node| compact(node, text))
    }

    /// What it holds, with another scenario in the place of its own; `text` is that which it was read
    /// from.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with the pinned scenario.
    pub fn around(&self, own: Scenario, text: &str) -> Result<Contents, ReadError> {
        Ok(Contents {
            scenario: own,
            pinned: self.pinned.map(|node| scenario(node, text)).transpose()?,
            view: self.view_json(text),
            verdicts: self.verdicts.map(str::to_owned),
        })
    }
}

impl Contents {
    /// A scenario by itself, with its matrix as this engine decides it.
    ///
    /// # Errors
    ///
    /// As [`Model::new`].
    pub fn decided(scenario: Scenario) -> Result<Self, Vec<ScenarioError>> {
        let verdicts = Model::new(&scenario)?.matrix().digits();
        Ok(Self { scenario, verdicts: Some(verdicts), ..Self::default() })
    }

    /// Reads a `Share`, or a scenario by itself, that can be decided as it stands.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, with its line and column.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        let root = root(text)?;
        let share = Share::read(&root, text)?;
        share.around(scenario(share.scenario, text)?, text)
    }

    /// Reads a `Share`, or a scenario by itself, with another scenario in the place of its own: one whose
    /// documents were put in, such as those that stand in files.
    ///
    /// # Errors
    ///
    /// As [`Contents::read`], but for the scenario.
    pub fn around(own: Scenario, text: &str) -> Result<Self, ReadError> {
        let root = root(text)?;
        Share::read(&root, text)?.around(own, text)
    }

    /// The `Share` as JSON, without white space between its parts. What says nothing is left out.
    ///
    /// ```
    /// use kms_policy::{scenario::Scenario, share::Contents};
    /// let contents = Contents::decided(Scenario::default()).unwrap();
    /// let json = contents.to_json();
    /// assert!(json.starts_with(r#"{"version":1,"engine":""#), "{json}");
    /// assert!(json.ends_with(r#""scenario":{"version":1},"verdicts":""}"#), "{json}");
    /// assert_eq!(Contents::read(&json).unwrap(), contents);
    /// ```
    pub fn to_json(&self) -> String {
        let Self { scenario, pinned, view, verdicts } = self;
        write(scenario, pinned.as_ref(), view.as_deref(), verdicts.as_deref())
    }

    /// Its parts, each with what is left without it: what makes a link long is found by measuring. What
    /// is left can always be decided. Of very many parts those with the longest texts: measuring each
    /// takes as long as the whole.
    ///
    /// ```
    /// use kms_policy::{scenario::Scenario, share::Contents};
    /// let contents = Contents::decided(Scenario::from_json(r#"{"version": 1,
    ///     "description": "Who may decrypt?",
    ///     "principals": [{"arn": "arn:aws:iam::111122223333:user/alice"}]}"#).unwrap()).unwrap();
    /// let parts = contents.parts().into_iter();
    /// let told: Vec<_> = parts.map(|(part, _)| (part.title, part.decides)).collect();
    /// assert_eq!(told, [
    ///     ("the description".to_owned(), false),
    ///     ("alice, with its policies".to_owned(), true),
    /// ]);
    /// ```
    pub fn parts(&self) -> Vec<(Part, Self)> {
        let with_rest = |part: Part| self.without(&part.id).map(|rest| (part, rest));
        let listed = self.listed();
        if listed.len() <= MEASURED {
            return listed.into_iter().filter_map(with_rest).collect();
        }
        let mut longest: Vec<Part> = Vec::with_capacity(MEASURED + 1);
        for part in listed {
            let place = longest.partition_point(|longer| longer.length >= part.length);
            if place < MEASURED {
                longest.insert(place, part);
                longest.truncate(MEASURED);
            }
        }
        longest.into_iter().filter_map(with_rest).collect()
    }

    /// What it is made of. It cannot be [without](Self::without) some of it.
    pub fn listed(&self) -> Vec<Part> {
        let Self { scenario, pinned, view, .. } = self;
        let mut parts = Vec::new();
        let mut add = |there: bool, id: String, title: String, decides: bool, length: usize| {
            if there {
                parts.push(Part { id, title, decides, length });
            }
        };
        let text = |document: &Document| document.text().map_or(0, |text| text.len());
        let policy = |policy: &Option<Document>| policy.as_ref().map_or(0, text);
        let named = |one: &NamedDocument| text(&one.document);
        for (there, id, title) in [
            (pinned.is_some(), PINNED, english::PINNED),
            (view.is_some(), VIEW, english::VIEW),
            (scenario.description.is_some(), DESCRIPTION, english::DESCRIPTION),
            (!scenario.steps.is_empty(), STEPS, english::STEPS),
            (!scenario.requests.is_empty(), REQUESTS, english::REQUESTS),
            (scenario.gallery.is_some() || scenario.case.is_some(), GALLERY, english::GALLERY),
        ] {
            let decides = id == VIEW && view.as_deref().is_some_and(has_readable);
            add(there, id.to_owned(), title.to_owned(), decides, usize::MAX);
        }
        for one in &scenario.principals {
            let policies: usize = one.policies.iter().map(|one| text(&one.document)).sum();
            let length = policies + one.boundary.as_ref().map_or(0, named);
            add(
                true,
                id(PRINCIPAL, one.id()),
                english::principal(scenario, one.id()),
                true,
                length,
            );
        }
        for key in &scenario.keys {
            add(true, id(KEY, &key.arn), english::key(key), true, policy(&key.policy));
        }
        for account in &scenario.accounts {
            let policies = account.scps.is_some() || account.rcps.is_some();
            let title = english::organization(&account.id);
            let levels = account.scps.iter().chain(&account.rcps).flatten().flatten();
            add(policies, id(ORGANIZATION, &account.id), title, true, levels.map(named).sum());
        }
        for bucket in &scenario.buckets {
            let length = policy(&bucket.policy);
            add(true, id(BUCKET, &bucket.name), english::bucket(&bucket.name), true, length);
        }
        for one in &scenario.vpc_endpoints {
            let length = policy(&one.policy);
            add(true, id(ENDPOINT, &one.id), english::endpoint(&one.id), true, length);
        }
        parts
    }

    /// The same without a part, by its [id](Part::id); `None` where it has no such part, or cannot be
    /// without it. Of what is left nothing tells what the part was: earlier states go with what decides.
    ///
    /// ```
    /// use kms_policy::{scenario::Scenario, share::Contents};
    /// let contents = Contents::decided(Scenario::from_json(r#"{"version": 1,
    ///     "principals": [{"arn": "arn:aws:iam::111122223333:user/alice"}],
    ///     "requests": [{"principal": "arn:aws:iam::111122223333:user/alice", "action": "kms:Sign"}]
    /// }"#).unwrap()).unwrap();
    /// let (alice, rest) = contents.parts().into_iter().last().unwrap();
    /// assert_eq!(contents.without(&alice.id), Some(rest));
    /// let left = contents.without(&alice.id).unwrap();
    /// assert_eq!(left.to_json(), Contents::decided(Scenario::default()).unwrap().to_json());
    /// assert_eq!(left.without(&alice.id), None);
    /// ```
    pub fn without(&self, part: &str) -> Option<Self> {
        let mut rest = self.clone();
        match part.split_once(' ') {
            None => match part {
                PINNED => rest.pinned = None,
                VIEW => rest.view = None,
                DESCRIPTION => rest.each(&|scenario| scenario.description = None),
                STEPS => rest.each(&|scenario| scenario.steps.clear()),
                REQUESTS => rest.each(&|scenario| scenario.requests.clear()),
                GALLERY => rest.each(&|scenario| {
                    (scenario.gallery, scenario.case) = (None, None);
                }),
                _ => return None,
            },
            Some((kind, name)) => {
                rest.scenario = decided_without(&self.scenario, kind, name)?;
                rest.pinned = None;
                rest.view = self.view.as_deref().and_then(selected_only);
                let decided = Self::decided(rest.scenario.clone()).ok()?;
                rest.verdicts = self.verdicts.as_ref().and(decided.verdicts);
            }
        }
        Some(rest)
    }

    /// Changes its scenarios: its own, the one it is compared with, and the one that its steps began with.
    fn each(&mut self, change: &dyn Fn(&mut Scenario)) {
        change(&mut self.scenario);
        self.pinned.iter_mut().for_each(change);
        if let Some(view) = &mut self.view
            && let Some(mut opened) = opened(view)
        {
            change(&mut opened);
            *view = with_opened(view, &opened);
        }
    }
}

const PINNED: &str = "pinned";
const VIEW: &str = "view";
const DESCRIPTION: &str = "description";
const STEPS: &str = "steps";
const REQUESTS: &str = "requests";
const GALLERY: &str = "gallery";
const PRINCIPAL: &str = "principal";
const KEY: &str = "key";
const ORGANIZATION: &str = "organization";
const BUCKET: &str = "bucket";
const ENDPOINT: &str = "endpoint";

/// Does a view hold earlier texts of broken documents, from which the page decides?
fn has_readable(view: &str) -> bool {
    let root = parse(view).0;
    let readable = root.get("readable").map(|node| &node.value);
    matches!(readable, Some(Value::Object(texts)) if !texts.is_empty())
}

fn id(kind: &str, name: &str) -> String {
    format!("{kind} {name}")
}

/// A scenario without a thing, and without what means nothing then.
fn decided_without(scenario: &Scenario, kind: &str, name: &str) -> Option<Scenario> {
    fn at<T>(list: &[T], is: impl Fn(&T) -> bool) -> Option<usize> {
        list.iter().position(is)
    }
    if kind == ORGANIZATION {
        let mut rest = scenario.clone();
        let account = rest.accounts.iter_mut().find(|account| account.id == name)?;
        (account.scps, account.rcps) = (None, None);
        return Some(rest);
    }
    let (list, index) = match kind {
        PRINCIPAL => ("principals", at(&scenario.principals, |one| one.id() == name)?),
        KEY => ("keys", at(&scenario.keys, |one| one.arn == name)?),
        BUCKET => ("buckets", at(&scenario.buckets, |one| one.name == name)?),
        ENDPOINT => ("vpcEndpoints", at(&scenario.vpc_endpoints, |one| one.id == name)?),
        _ => return None,
    };
    let pointer = format!("/{list}/{index}");
    let remove = build::Edit { what: "remove", at: &pointer, text: "" };
    Some(build::edit(scenario, &build::Drafts::new(), remove).ok()?.scenario)
}

/// A view that says nothing but which cell is selected.
fn selected_only(view: &str) -> Option<String> {
    let root = parse(view).0;
    Some(format!(r#"{{"selected":{}}}"#, compact(root.get("selected")?, view)))
}

/// The scenario that the steps of a view began with.
pub(super) fn opened(view: &str) -> Option<Scenario> {
    let root = parse(view).0;
    Scenario::from_node(root.get("opened")?, view).ok()
}

/// A view whose steps began with another scenario.
pub(super) fn with_opened(view: &str, opened: &Scenario) -> String {
    let root = parse(view).0;
    let place = root.get("opened").map(|node| node.span);
    let around = place.and_then(|span| Some((view.get(..span.start)?, view.get(span.end..)?)));
    around.map_or_else(
        || view.to_owned(),
        |(before, behind)| [before, &opened.to_json(), behind].concat(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_crowd_those_with_the_longest_texts_are_measured() {
        let principal = |index: usize| {
            let policy = " ".repeat(if index == 150 { 100 } else { index % 7 });
            format!(
                r#"{{"arn": "arn:aws:iam::111122223333:user/u{index}",
                "policies": [{{"name": "p", "document": "{policy}"}}]}}"#
            )
        };
        let principals: Vec<String> = (0..200).map(principal).collect();
        let scenario = format!(
            r#"{{"version": 1, "description": "Many", "principals": [{}]}}"#,
            principals.join(",")
        );
        let scenario = Scenario::from_json(&scenario).expect("a scenario");
        let contents = Contents { scenario, ..Contents::default() };
        let parts = contents.parts();
        let lengths: Vec<usize> = parts.iter().map(|(part, _)| part.length).collect();
        assert_eq!(lengths.len(), MEASURED);
        assert_eq!(lengths[..3], [usize::MAX, 100, 6], "the description, then u150");
        assert!(parts[1].0.title.starts_with("u150"), "{}", parts[1].0.title);
        assert_eq!(contents.listed().len(), 201);
    }
}
