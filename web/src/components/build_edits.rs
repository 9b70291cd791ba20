//! What is done in a form of the scenario: asked of the core, by the inspector, and sent on.

use super::build_dialog;
use crate::answer::{string, text};
use crate::browser;
use crate::documents::DocumentId;
use crate::intents::Intents;
use crate::same::Same;
use crate::state::{Action, Built, Drafts, Selected};
use kms_policy::json::{Node, Value};
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What waits beside the scenario, as the inspector takes it.
pub fn written(drafts: &Drafts) -> &str {
    if drafts.built.is_empty() { "{}" } else { &drafts.built }
}

/// What a form needs to do something.
#[derive(Clone)]
pub struct Doing {
    pub intents: Intents,
    pub id: AttrValue,
    pub drafts: Same<Drafts>,
    pub selected: Selected,
    pub said: UseStateHandle<(AttrValue, bool)>,
}

impl Doing {
    pub fn clicked(&self, event: &MouseEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("button[data-do]").ok().flatten());
        let Some(button) = button else { return };
        let get = |name: &str| button.get_attribute(name).unwrap_or_default();
        let (what, at, mut say) = (get("data-do"), get("data-at"), get("data-text"));
        if say == kms_policy::build::CELL {
            say = format!("{}\n{}", self.selected.principal, self.selected.action);
        }
        if let Some(chosen) = browser::chosen(&get("data-from")) {
            say = chosen;
        }
        match what.as_str() {
            "go" => self.go(&at),
            "open" => {
                if let Some(document) = DocumentId::parse(&at) {
                    browser::close_dialog(build_dialog::ID);
                    self.intents.reveal(document, 0, 0);
                }
            }
            _ => self.act(&what, &at, &say),
        }
    }

    /// Shows another form, from its title on.
    fn go(&self, at: &str) {
        self.said.set(Default::default());
        self.intents.send(Action::ShowForm(Some(AttrValue::from(at.to_owned()))));
        browser::go_to(&format!("#{}-form", self.id));
    }

    /// Carries out what a button asks for, says what came of it, and leads there.
    fn act(&self, what: &str, at: &str, say: &str) {
        let Some((answer, json)) =
            self.intents.latest.build(written(&self.drafts.0), (what, at, say))
        else {
            return;
        };
        if let Some(error) = answer.get("error") {
            self.said.set((AttrValue::from(string(error).to_owned()), true));
            browser::go_to(&format!("[id='{}-{}']", self.id, text(&answer, "at")));
            return;
        }
        self.take(&answer, &json, None);
        self.said.set((AttrValue::from(text(&answer, "said").to_owned()), false));
        let title = format!("#{}-form", self.id);
        let place = answer.get("at").filter(|node| matches!(node.value, Value::String(_)));
        let place = place.map(string);
        match (what, place) {
            ("put" | "set", _) => {}
            ("drop" | "raise" | "lower", _) => {
                let buttons = format!("#{}-body [data-at='{at}']", self.id);
                let same = format!("{buttons}[data-do='{what}'][data-text='{say}']:enabled");
                browser::focus_one(vec![same, format!("{buttons}:enabled"), title]);
            }
            // Parts of the scenario have forms of their own.
            (_, Some(place)) if self.id == build_dialog::ID && place.matches('/').count() < 3 => {
                self.intents.send(Action::ShowForm(Some(AttrValue::from(place.to_owned()))));
                browser::go_to(&title);
            }
            _ => {
                let place = place.unwrap_or("none");
                let new = format!("#{}-body [data-section='{place}'] > [tabindex]", self.id);
                browser::focus_one(vec![new, title]);
            }
        }
    }

    /// Something was written into a field, ticked or chosen.
    pub fn written(&self, event: &InputEvent) {
        let Some(control) = event.target().and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        let Some(at) = control.get_attribute("data-field") else { return };
        let old = control.get_attribute("data-value").unwrap_or_default();
        if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
            self.build("set", &at, &select.value(), None);
        } else if let Some(area) = control.dyn_ref::<HtmlTextAreaElement>() {
            self.build(
                "set",
                &at,
                &area.value(),
                Some((&old, area.selection_start().ok().flatten())),
            );
        } else if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
            match (input.type_().as_str(), control.get_attribute("data-entry")) {
                ("checkbox", Some(entry)) => {
                    self.build(if input.checked() { "put" } else { "drop" }, &at, &entry, None);
                }
                ("checkbox", None) => {
                    self.build("set", &at, if input.checked() { "true" } else { "" }, None);
                }
                _ => {
                    let what = if input.has_attribute("data-name") { "draft" } else { "set" };
                    self.build(
                        what,
                        &at,
                        &input.value(),
                        Some((&old, input.selection_start().ok().flatten())),
                    );
                }
            }
        }
    }

    /// A name is complete.
    pub fn completed(&self, event: &Event) {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input.filter(|input| input.has_attribute("data-name")) else { return };
        let (at, name) = (input.get_attribute("data-field").unwrap_or_default(), input.value());
        let caret = u32::try_from(name.encode_utf16().count()).ok();
        self.build("set", &at, &name, Some((&name, caret)));
    }

    /// Carries out an edit of a field; typing, with what was there and the caret, goes on as one
    /// change.
    fn build(&self, what: &str, at: &str, say: &str, typing: Option<(&str, Option<u32>)>) {
        let built = self.intents.latest.build(written(&self.drafts.0), (what, at, say));
        let Some((answer, json)) = built.filter(|(answer, _)| answer.get("error").is_none()) else {
            return;
        };
        let typing = typing.map(|(old, caret)| {
            let length = |text: &str| text.encode_utf16().count().cast_signed();
            (number(at), caret.unwrap_or(0) as usize, length(say) - length(old), browser::now())
        });
        self.take(&answer, &json, typing);
        self.said.set((AttrValue::from(text(&answer, "said").to_owned()), false));
    }

    fn take(&self, answer: &Node, json: &str, typing: Option<(u32, usize, isize, f64)>) {
        let Ok(scenario) = Scenario::from_json(text(answer, "scenario")) else { return };
        let drafts = answer.get("drafts").map_or("{}", |node| node.span.of(json));
        let drafts = if drafts == "{}" { String::new() } else { drafts.to_owned() };
        let said = text(answer, "said").to_owned();
        let built = Built { scenario: Rc::new(scenario), drafts, said, typing };
        self.intents.send(Action::Build(built));
    }
}

/// A number that tells places apart.
fn number(at: &str) -> u32 {
    at.bytes().fold(1, |number: u32, byte| number.wrapping_mul(31).wrapping_add(u32::from(byte)))
}
