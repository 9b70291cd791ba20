//! What a `Share` holds, to be changed and written.

use super::{Share, root, scenario};
use crate::actions::MODEL_DATE;
use crate::decide::Model;
use crate::english::share as english;
use crate::json::{compact, quoted};
use crate::read::ReadError;
use crate::scenario::{Scenario, ScenarioError, VERSION};

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
    /// What it is, as in "the policies of Stuart".
    pub title: String,
    /// Would decisions be others, or impossible, without it?
    pub decides: bool,
}

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

    /// Its parts, each with what is left without it: what makes a link long is found by measuring.
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
        let mut parts = Vec::new();
        let mut add = |there: bool, title: &str, decides: bool, drop: &dyn Fn(&mut Self)| {
            if there {
                let mut rest = self.clone();
                drop(&mut rest);
                parts.push((Part { title: title.to_owned(), decides }, rest));
            }
        };
        let Self { scenario, pinned, view, .. } = self;
        add(pinned.is_some(), english::PINNED, false, &|rest| rest.pinned = None);
        add(view.is_some(), english::VIEW, false, &|rest| rest.view = None);
        let described = scenario.description.is_some();
        add(described, english::DESCRIPTION, false, &|rest| rest.scenario.description = None);
        let steps = !scenario.steps.is_empty();
        add(steps, english::STEPS, false, &|rest| rest.scenario.steps.clear());
        let requests = !scenario.requests.is_empty();
        add(requests, english::REQUESTS, false, &|rest| rest.scenario.requests.clear());
        let told = scenario.gallery.is_some() || scenario.case.is_some();
        add(told, english::GALLERY, false, &|rest| {
            (rest.scenario.gallery, rest.scenario.case) = (None, None);
        });
        for (index, principal) in scenario.principals.iter().enumerate() {
            let title = english::principal(scenario, principal.id());
            add(true, &title, true, &|rest| drop(rest.scenario.principals.remove(index)));
        }
        for (index, key) in scenario.keys.iter().enumerate() {
            let title = english::key(key);
            add(true, &title, true, &|rest| drop(rest.scenario.keys.remove(index)));
        }
        for (index, account) in scenario.accounts.iter().enumerate() {
            let policies = account.scps.is_some() || account.rcps.is_some();
            add(policies, &english::organization(&account.id), true, &|rest| {
                if let Some(account) = rest.scenario.accounts.get_mut(index) {
                    (account.scps, account.rcps) = (None, None);
                }
            });
        }
        for (index, bucket) in scenario.buckets.iter().enumerate() {
            let title = english::bucket(&bucket.name);
            add(true, &title, true, &|rest| drop(rest.scenario.buckets.remove(index)));
        }
        for (index, endpoint) in scenario.vpc_endpoints.iter().enumerate() {
            let title = english::endpoint(&endpoint.id);
            add(true, &title, true, &|rest| drop(rest.scenario.vpc_endpoints.remove(index)));
        }
        parts
    }
}
