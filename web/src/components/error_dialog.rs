//! Reads a pasted error of AWS: who, what, on which key, what it blames, what to check.

use super::bar_button::bar_button;
use super::copy_button::CopyButton;
use super::dialog_header::dialog_header;
use super::icon::Icon;
use super::with_code::with_code;
use crate::answer::{items, number, text};
use crate::browser;
use crate::editor::assist::ErrorRead;
use crate::hooks::ErrorReader;
use crate::intents::Intents;
use crate::state::Action;
use crate::texts;
use kms_policy::json::Node;
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

const ID: &str = "error-dialog";
const FIELD: &str = "#reader-text";

/// The button that opens it.
pub fn error_button(reader: &Rc<ErrorReader>) -> Html {
    let reader = Rc::clone(reader);
    let onclick = move |_: MouseEvent| {
        browser::show_dialog(ID);
        reader.ask();
    };
    bar_button(Icon::Error, texts::READ_ERROR, Some("dialog"), Callback::from(onclick))
}

/// Opens it with a text.
pub fn read_error(text: &str) {
    browser::show_dialog(ID);
    browser::type_into(FIELD, text);
    browser::focus(FIELD);
}

/// The dialog. What is in its field stays there while it is closed.
pub fn error_dialog(reader: &Rc<ErrorReader>, intents: &Intents) -> Html {
    let typed = Rc::clone(reader);
    let read = match &*reader.read {
        None => "",
        Some(ErrorRead::Waiting) => texts::ERROR_WAITING,
        Some(ErrorRead::Failed) => texts::ERROR_FAILED,
        Some(ErrorRead::Unknown) => texts::ERROR_UNKNOWN,
        Some(ErrorRead::Read(node)) => text(node, "say"),
    };
    html! {
        <dialog id={ID} class="reader" aria-labelledby="reader-title" closedby="any">
            { dialog_header(ID, "reader-title", texts::READ_ERROR) }
            <div class="reader-body">
                <label for="reader-text">{ texts::ERROR_HINT }</label>
                <textarea id="reader-text" ref={reader.field.clone()} autofocus=true spellcheck="false"
                    defaultvalue={reader.kept.clone()}
                    oninput={move |_| typed.ask()} />
                <p class="say" role="status">{ read.to_owned() }</p>
                if let Some(ErrorRead::Read(node)) = &*reader.read {
                    { for items(node, "sections").iter().map(|one| section(one, &reader.field)) }
                    if node.pointer("/cell/action").is_some() { { show_button(reader, intents) } }
                }
            </div>
        </dialog>
    }
}

fn section(section: &Node, field: &NodeRef) -> Html {
    let line = |line: &Node| {
        let (label, said, command) =
            (text(line, "label"), text(line, "text"), text(line, "command"));
        html! {
            <li>
                if label.is_empty() {
                    { with_code(said) }
                } else {
                    <span>{ label.to_owned() }</span>
                    <button type="button" class="link" title={texts::SELECT_IN_TEXT} onclick={select(line, field)}>
                        <code>{ said.to_owned() }</code>
                    </button>
                }
                if !command.is_empty() {
                    <p><code>{ command.to_owned() }</code><CopyButton text={command.to_owned()} what={texts::COMMAND} /></p>
                }
            </li>
        }
    };
    html! { <section><h3>{ text(section, "title").to_owned() }</h3><ul>{ for items(section, "lines").iter().map(line) }</ul></section> }
}

/// Selects in the field what a line is about.
fn select(line: &Node, field: &NodeRef) -> Callback<MouseEvent> {
    let (from, to) = (number(line.pointer("/span/0")), number(line.pointer("/span/1")));
    let field = field.clone();
    Callback::from(move |_| {
        if let Some(field) = field.cast::<HtmlTextAreaElement>() {
            let _ = field.focus();
            let _ = field.set_selection_range(from, to);
        }
    })
}

/// The button that shows the decision behind the dialog.
fn show_button(reader: &Rc<ErrorReader>, intents: &Intents) -> Html {
    let (reader, intents) = (Rc::clone(reader), intents.clone());
    let show = move |_: MouseEvent| {
        // The scenario may have changed since it was read.
        let Some(ErrorRead::Read(node)) = reader.read_now() else { return };
        let Some(cell) = node.get("cell") else { return };
        let Ok(scenario) = Scenario::from_json(text(&node, "scenario")) else { return };
        browser::close_dialog(ID);
        intents.send(Action::ShowCell {
            scenario: Rc::new(scenario),
            principal: text(cell, "principal").to_owned().into(),
            action: text(cell, "action").to_owned().into(),
        });
        browser::go_to("#why");
    };
    html! { <p class="reader-show"><button type="button" class="primary" onclick={show}>{ texts::SHOW_CELL }</button></p> }
}
