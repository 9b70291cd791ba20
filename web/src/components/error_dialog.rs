//! Reads a pasted error of AWS: who, what, on which key, what it blames, what to check.

use super::copy_button::CopyButton;
use super::icon::Icon;
use super::with_code::with_code;
use crate::answer::{items, number, string, text};
use crate::browser;
use crate::editor::assist::ErrorRead;
use crate::intents::{Intents, use_intents};
use crate::state::Action;
use crate::texts;
use gloo::timers::callback::Timeout;
use kms_policy::json::Node;
use kms_policy::scenario::Scenario;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// The dialog's id.
pub const ID: &str = "error-dialog";
/// A pause in typing, in milliseconds.
const PAUSE: u32 = 150;

/// The dialog. What is in its field stays there while it is closed.
#[component]
pub fn ErrorDialog() -> Html {
    let intents = use_intents();
    let field = use_node_ref();
    let timer = use_mut_ref(|| None);
    let answer = use_state(|| None::<ErrorRead>);
    // On typing, and on coming back, when the scenario may be another one.
    let ask = {
        let (latest, field, setter) = (intents.latest.clone(), field.clone(), answer.setter());
        let read = Rc::new(move || {
            let text = value(&field);
            let read = (!text.trim().is_empty()).then(|| latest.read_error(&text));
            let waits = matches!(read, Some(ErrorRead::Waiting));
            setter.set(read);
            waits
        });
        move || later(&timer, &read)
    };
    let oninput = {
        let ask = ask.clone();
        Callback::from(move |_: InputEvent| ask())
    };
    let onfocus = Callback::from(move |_: FocusEvent| ask());
    let (say, found) = match &*answer {
        None => (Html::default(), Html::default()),
        Some(ErrorRead::Waiting) => (texts::ERROR_WAITING.into(), Html::default()),
        Some(ErrorRead::Failed) => (texts::ERROR_FAILED.into(), Html::default()),
        Some(ErrorRead::Unknown) => (texts::ERROR_UNKNOWN.into(), Html::default()),
        Some(ErrorRead::Read(node)) => {
            let report = node.get("report");
            (with_code(text(report, "sentence")), found(report, &field, &intents))
        }
    };
    html! {
        <dialog id={ID} class="reader" aria-labelledby="reader-title" closedby="any">
            <header class="card-header">
                <h2 id="reader-title">{ texts::READ_ERROR }</h2>
                <button type="button" class="icon-button" aria-label={texts::CLOSE} title={texts::CLOSE}
                    onclick={|_| browser::close_dialog(ID)}>{ Icon::Close.draw() }</button>
            </header>
            <div class="reader-body">
                <label for="reader-text">{ texts::ERROR_HINT }</label>
                <textarea id="reader-text" ref={field} autofocus=true spellcheck="false" autocomplete="off"
                    autocapitalize="off" {oninput} {onfocus} />
                <p class="say" role="status">{ say }</p>
                { found }
            </div>
        </dialog>
    }
}

/// Reads after a pause, and again while the inspector is on its way.
fn later(timer: &Rc<RefCell<Option<Timeout>>>, read: &Rc<impl Fn() -> bool + 'static>) {
    let (again, reads) = (Rc::clone(timer), Rc::clone(read));
    let timeout = Timeout::new(PAUSE, move || {
        if reads() {
            later(&again, &reads);
        }
    });
    *timer.borrow_mut() = Some(timeout);
}

fn value(field: &NodeRef) -> String {
    field.cast::<HtmlTextAreaElement>().map_or_else(String::new, |field| field.value())
}

/// What was found.
fn found(report: Option<&Node>, field: &NodeRef, intents: &Intents) -> Html {
    let part = |node: &Node| {
        let place: Vec<u32> = items(node.get("span")).iter().map(number).collect();
        let (from, to) = match place.as_slice() {
            [from, to] => (*from, *to),
            _ => (0, 0),
        };
        let field = field.clone();
        let select = Callback::from(move |_: MouseEvent| {
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                let _ = field.focus();
                let _ = field.set_selection_range(from, to);
            }
        });
        html! {
            <div>
                <dt>{ text(Some(node), "label").to_owned() }</dt>
                <dd><button type="button" class="link" title={texts::SELECT_IN_TEXT} onclick={select}>
                    <code>{ text(Some(node), "value").to_owned() }</code>
                </button></dd>
            </div>
        }
    };
    let of = |name: &str| items(report.and_then(|report| report.get(name)));
    html! {
        <>
            <dl class="reader-parts">{ for of("parts").iter().map(part) }</dl>
            { here(report.and_then(|report| report.get("here")), field, intents) }
            { lines(texts::CHECKS, of("checks")) }
            { lines(texts::UNTOLD, of("untold")) }
        </>
    }
}

/// What it comes to in the scenario.
fn here(here: Option<&Node>, field: &NodeRef, intents: &Intents) -> Html {
    if here.is_none() {
        return Html::default();
    }
    let changes: Vec<&str> =
        items(here.and_then(|here| here.get("changes"))).iter().map(string).collect();
    let can_be_shown = here.and_then(|here| here.get("cell")).is_some();
    let (field, intents) = (field.clone(), intents.clone());
    let show = Callback::from(move |_: MouseEvent| {
        // The scenario may have changed since it was read.
        if let ErrorRead::Read(node) = intents.latest.read_error(&value(&field)) {
            show_cell(&node, &intents);
        }
    });
    html! {
        <section>
            <h3>{ texts::IN_SCENARIO }</h3>
            <p>{ with_code(text(here, "text")) }</p>
            if can_be_shown {
                if !changes.is_empty() { <p class="hint">{ texts::SHOWING_IT }{ changes.join("; ") }{ "." }</p> }
                <p><button type="button" class="primary" onclick={show}>{ texts::SHOW_CELL }</button></p>
            }
        </section>
    }
}

fn show_cell(node: &Node, intents: &Intents) {
    let cell = node.pointer("/report/here/cell");
    let (principal, action) = (text(cell, "principal"), text(cell, "action"));
    if let Ok(scenario) = Scenario::from_json(text(Some(node), "scenario")) {
        browser::close_dialog(ID);
        intents.send(Action::ShowCell {
            scenario: Rc::new(scenario),
            principal: principal.to_owned().into(),
            action: action.to_owned().into(),
        });
        browser::go_to("#why");
    }
}

fn lines(title: &'static str, lines: &[Node]) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let line = |node: &Node| {
        let command = text(Some(node), "command");
        html! {
            <li>{ with_code(text(Some(node), "text")) }
                if !command.is_empty() {
                    <p class="reader-command"><code>{ command.to_owned() }</code>
                        <CopyButton text={command.to_owned()} what={texts::COMMAND} /></p>
                }
            </li>
        }
    };
    html! { <section><h3>{ title }</h3><ul>{ for lines.iter().map(line) }</ul></section> }
}
