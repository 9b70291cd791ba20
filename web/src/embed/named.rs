//! What the page begins with where its address names a scenario, and what is said of the address.

use super::parameters::Named;
use super::{Parameters, give, is_known};
use crate::address;
use crate::answer::{items, string, text};
use crate::components::notice_words;
use crate::editor::sys;
use crate::state::{Notice, Origin, State, laid_out, opening};
use crate::texts;
use crate::work;
use js_sys::Function;
use kms_policy::json::{Node, parse};
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// The file that comes late; `web/gallery.mjs` makes it of `cases/`.
const FILE: &str = "scenarios";

/// What was fetched for the first rendering.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Begun {
    /// The scenario that the address names, or what is wrong with that.
    named: Option<Result<Rc<Scenario>, String>>,
}

/// Reads the address; `draw` shows the page, at once or when the scenario that it names is there.
pub fn begin(draw: impl FnOnce(Begun) + 'static) {
    let parameters = Rc::new(Parameters::read(&sys::query()));
    give(&parameters);
    // A link wins. So does what was made of the scenario, where the page comes back in its tab.
    let goes_on = || !parameters.embed && sys::is_return() && work::is_here();
    let Some(named) = parameters.named.clone().filter(|_| !address::has_link() && !goes_on())
    else {
        return draw(Begun::default());
    };
    let done = Closure::once_into_js(move |file: JsValue| {
        let found = match file.as_string() {
            Some(file) => find(&file, &named),
            None => Err(texts::SCENARIOS_FAILED.to_owned()),
        };
        draw(Begun { named: Some(found) });
    });
    sys::fetch_late(FILE, done.unchecked_ref::<Function>());
}

/// A scenario of the file, by its name.
fn find(file: &str, named: &Named) -> Result<Rc<Scenario>, String> {
    let root = parse(file).0;
    let mut names = Vec::new();
    for group in items(&root, "groups") {
        if (text(group, "name") == "lesson") != named.lesson {
            continue;
        }
        for (name, scenario) in items(group, "names").iter().zip(items(group, "scenarios")) {
            if string(name) == named.name {
                return read(scenario, file);
            }
            names.push(string(name));
        }
    }
    Err(texts::not_named(named.lesson, &named.name, &suggested(&named.name, &names)))
}

fn read(node: &Node, file: &str) -> Result<Rc<Scenario>, String> {
    let read = Scenario::from_node(node, file).map(laid_out);
    read.map_err(|error| error.without_line())
}

/// The name that begins and ends most like `word`; all of them where none does.
fn suggested<'n>(word: &str, names: &[&'n str]) -> Vec<&'n str> {
    let alike = |name: &str| {
        let same = |(a, b): &(u8, u8)| a == b;
        let front = word.bytes().zip(name.bytes()).take_while(same).count();
        let back = word.bytes().rev().zip(name.bytes().rev()).take_while(same).count();
        (front + back).min(name.len())
    };
    match names.iter().max_by_key(|name| alike(name)) {
        Some(name) if alike(name) * 2 > word.len() => vec![name],
        _ => names.to_vec(),
    }
}

impl Begun {
    /// What the page shows first.
    pub fn state(&self, parameters: &Parameters) -> State {
        let anew = || State::new(opening()).kept_as(work::new_id(), Origin::default());
        let mut said: Vec<String> = parameters.unknown.iter().map(texts::unknown).collect();
        let last = || match work::last() {
            None => anew(),
            Some(Ok(state)) => state,
            Some(Err(_)) => State { notice: Some(Notice::SavedWorkUnreadable), ..anew() },
        };
        let mut state = match (address::linked(), &self.named) {
            (Some(Ok(state)), _) => state,
            (Some(Err(why)), _) => {
                said.push(texts::link_unreadable(&why));
                last()
            }
            (None, Some(Ok(scenario))) => {
                State::new(Rc::clone(scenario)).kept_as(work::new_id(), Origin::Gallery)
            }
            (None, Some(Err(wrong))) => {
                said.push(wrong.clone());
                anew()
            }
            (None, None) => last(),
        };
        if let Some(selected) = &parameters.select {
            if is_known(selected, &state.scenario) {
                state.view.selected = selected.clone();
            } else {
                said.push(texts::not_there(&selected.principal, &selected.action));
            }
        }
        if !said.is_empty() {
            said.extend(state.notice.as_ref().map(notice_words));
            state.notice = Some(Notice::Refused(said.join(" ")));
        }
        parameters.applied(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"tags":[],"groups":[
        {"name":"lesson","names":["share-a-key"],"scenarios":[{"version":1,"title":"Lesson"}]},
        {"name":"situations","names":["iam-side-missing","two-regions"],"scenarios":[{"version":1,"title":"A"},{"version":1,"title":"B"}]},
        {"name":"myths","names":["myth-root"],"scenarios":[{"version":1,"titel":"C"}]}]}"#;

    fn found(lesson: bool, name: &str) -> Result<String, String> {
        let found = find(FILE, &Named { lesson, name: name.to_owned() });
        found.map(|scenario| scenario.title.clone().unwrap_or_default())
    }

    #[test]
    fn scenarios_are_found_by_name() {
        assert_eq!(found(false, "two-regions").as_deref(), Ok("B"));
        assert_eq!(found(true, "share-a-key").as_deref(), Ok("Lesson"));
        let newer = found(false, "myth-root").expect_err("it has a field that is not known");
        assert!(newer.contains("titel"), "{newer}");
    }

    #[test]
    fn of_a_name_that_is_not_known_the_nearest_is_said_or_all_are() {
        for (lesson, name, wanted) in [
            (false, "iam-side-mising", vec!["iam-side-missing"]),
            (false, "regions", vec!["two-regions"]),
            (false, "share-a-key", vec!["iam-side-missing", "two-regions", "myth-root"]),
            (true, "share-key", vec!["share-a-key"]),
            (true, "two-regions", vec!["share-a-key"]),
        ] {
            let said = found(lesson, name).expect_err("there is none");
            assert_eq!(said, texts::not_named(lesson, name, &wanted), "{name}");
        }
    }
}
