//! What came in as files or as a pasted text: what it is, what it would set, what it does not say.

use super::change_list::lines;
use super::file_dialog::Dialog;
use super::with_code::with_code;
use crate::answer::{flag, items, string, text};
use crate::documents::DocumentId;
use crate::editor::assist::{ErrorRead, Latest};
use crate::state::{Action, Origin, State, read};
use crate::texts;
use kms_policy::json::{Node, Value, parse, quoted};
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What came in.
#[derive(Default)]
pub struct Import {
    /// The text in the field; it stays while the dialog is closed.
    pub pasted: String,
    /// Files, which are looked at instead.
    pub files: Vec<Source>,
    /// What the texts do not say: the name of a hint and its value.
    pub hints: Vec<(String, String)>,
    /// What it is; nothing where there is nothing.
    pub read: Option<Read>,
}

/// A file.
pub struct Source {
    pub name: String,
    /// `None` where it is no text.
    pub text: Option<String>,
}

/// What texts are.
pub enum Read {
    /// The inspector is on its way.
    Waiting,
    /// It did not arrive, or stopped.
    Failed,
    /// A scenario.
    Scenario(Rc<State>),
    /// Something that cannot be used, and why.
    Wrong(String),
    /// An error that the other dialog reads.
    Error(String),
    /// Output of AWS's command line, or something that is not known.
    Output(Answer),
}

/// What `web/inspector/src/import.rs` says.
pub struct Answer(Rc<Node>);

impl Import {
    /// What the texts are.
    pub fn look(&self, latest: &Latest) -> Option<Read> {
        let mut sources: Vec<(&str, &str)> = Vec::new();
        for file in &self.files {
            match &file.text {
                Some(text) => sources.push((&file.name, text)),
                None => return Some(Read::Wrong(texts::no_text(&file.name))),
            }
        }
        if self.files.is_empty() && !self.pasted.trim().is_empty() {
            sources.push((texts::PASTED, &self.pasted));
        }
        if let [(name, text)] = sources.as_slice()
            && is_scenario(text)
        {
            return Some(match read(text) {
                Ok(state) => Read::Scenario(Rc::new(state)),
                Err(error) => Read::Wrong(texts::no_scenario(name, &error.to_string())),
            });
        }
        let (_, first) = *sources.first()?;
        let pair = |(name, text): &(&str, &str)| format!("[{},{}]", quoted(name), quoted(text));
        let sources = sources.iter().map(pair).collect::<Vec<_>>().join(",");
        let hint = |(name, value): &(String, String)| format!("{}:{}", quoted(name), quoted(value));
        let hints = self.hints.iter().map(hint).collect::<Vec<_>>().join(",");
        Some(match latest.import(&format!("[{sources}]"), &format!("{{{hints}}}")) {
            ErrorRead::Waiting => Read::Waiting,
            ErrorRead::Failed | ErrorRead::Unknown => Read::Failed,
            ErrorRead::Read(node) if flag(&node, "error") => Read::Error(first.to_owned()),
            ErrorRead::Read(node) => Read::Output(Answer(node)),
        })
    }
}

/// Is it meant as a scenario, broken or not? No output of AWS has a version in small letters.
fn is_scenario(text: &str) -> bool {
    let root = parse(text).0;
    root.get("version").is_some_and(|node| matches!(node.value, Value::Number(_)))
}

impl Answer {
    /// The change that puts it in; nothing where nothing changes.
    pub fn action(&self) -> Option<Action> {
        let scenario = Rc::new(Scenario::from_json(text(&self.0, "scenario")).ok()?);
        let documents = items(&self.0, "set").iter().flat_map(|one| items(one, "documents"));
        let document = documents.filter_map(|one| DocumentId::parse(text(one, "document"))).next();
        let mut outputs: Vec<&str> = Vec::new();
        for part in items(&self.0, "parts") {
            let output = text(part, "output");
            if !outputs.contains(&output) {
                outputs.push(output);
            }
        }
        Some(Action::Change { scenario, document, title: texts::imported(&outputs) })
    }
}

pub fn import_view(dialog: &Dialog, import: &Import) -> Html {
    let (say, body) = match &import.read {
        None => ("".to_owned(), Html::default()),
        Some(Read::Waiting) => (texts::IMPORT_WAITING.to_owned(), Html::default()),
        Some(Read::Failed) => (texts::IMPORT_FAILED.to_owned(), Html::default()),
        Some(Read::Wrong(why)) => (why.clone(), Html::default()),
        Some(Read::Scenario(state)) => {
            let title = state.scenario.title.as_deref().unwrap_or(texts::UNTITLED);
            let state = Rc::clone(state);
            let open = dialog.on(move |dialog| dialog.open(State::clone(&state), Origin::File));
            (texts::is_scenario(title), button(texts::OPEN_SCENARIO, true, open))
        }
        Some(Read::Error(error)) => {
            let error = error.clone();
            let read = dialog.on(move |dialog| dialog.read_error(&error));
            (texts::IS_ERROR.to_owned(), button(texts::READ_ERROR, true, read))
        }
        Some(Read::Output(answer)) => output(dialog, &answer.0),
    };
    html! {
        <div id="import-answer" tabindex="-1">
            <p class="say" role="status">{ with_code(&say) }</p>
            { body }
        </div>
    }
}

fn button(word: &'static str, primary: bool, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class={primary.then_some("primary")} {onclick}>{ word }</button> }
}

/// What output holds and would set, and the question.
fn output(dialog: &Dialog, answer: &Node) -> (String, Html) {
    let (parts, set, notes) =
        (items(answer, "parts"), items(answer, "set"), items(answer, "notes"));
    let usable = !text(answer, "scenario").is_empty();
    let say = match (parts, usable) {
        ([], _) => texts::IMPORT_UNKNOWN.to_owned(),
        (parts, true) => texts::recognised(parts.len()),
        (_, false) if items(answer, "ask").is_empty() => texts::IMPORT_NOTHING.to_owned(),
        (_, false) => texts::IMPORT_WHERE.to_owned(),
    };
    let body = html! {
        <div class="import">
            <ul>{ for parts.iter().map(|part| html! {
                <li>{ with_code(&format!("`{}`: {}", text(part, "output"), text(part, "what"))) }</li>
            }) }</ul>
            { for items(answer, "ask").iter().map(|one| question(dialog, one)) }
            if usable {
                <h4>{ texts::WILL_BE_SET }</h4>
                <ul>{ for set.iter().map(one) }</ul>
            }
            if !notes.is_empty() {
                <h4>{ texts::NOT_TAKEN }</h4>
                <ul>{ for notes.iter().map(|note| html! {
                    <li>{ with_code(&texts::note(text(note, "place"), text(note, "message"), text(note, "help"))) }</li>
                }) }</ul>
            }
            if usable {
                <p class="file-buttons">
                    { button(texts::PUT_IN, true, dialog.on(Dialog::put_in)) }
                    { button(texts::NAME_CANCEL, false, dialog.on(Dialog::cancel)) }
                </p>
            }
        </div>
    };
    (say, body)
}

/// What the texts do not say, to be chosen.
fn question(dialog: &Dialog, question: &Node) -> Html {
    let (name, chosen) = (text(question, "hint").to_owned(), text(question, "chosen").to_owned());
    let id = format!("import-{name}");
    let label = texts::import_hint(&name);
    let choose = {
        let dialog = dialog.clone();
        move |event: Event| {
            let list = event.target().and_then(|list| list.dyn_into::<HtmlSelectElement>().ok());
            if let Some(value) = list.map(|list| list.value()).filter(|value| !value.is_empty()) {
                dialog.hint(&name, value);
            }
        }
    };
    html! {
        <p class="import-question">
            <label for={id.clone()}>{ label }</label>
            <select {id} onchange={choose}>
                if chosen.is_empty() { <option value="" selected=true>{ texts::CHOOSE }</option> }
                { for items(question, "options").iter().map(string).map(|option| html! {
                    <option value={option.to_owned()} selected={option == chosen}>{ option.to_owned() }</option>
                }) }
            </select>
        </p>
    }
}

/// Something that would be set: fields with their old and new values, documents with their lines.
fn one(set: &Node) -> Html {
    let verb = if flag(set, "new") { texts::NEW } else { texts::REPLACED };
    let (fields, documents) = (items(set, "fields"), items(set, "documents"));
    html! {
        <li>
            <b>{ verb }</b>{ " " }{ text(set, "what").to_owned() }
            if !(fields.is_empty() && documents.is_empty()) {
                <details open={!flag(set, "new")}>
                    <summary>{ texts::CHANGED_LINES }</summary>
                    if !fields.is_empty() {
                        <dl>{ for fields.iter().map(|field| html! {
                            <>
                                <dt>{ text(field, "name").to_owned() }</dt>
                                <dd><del>{ value(field, "before") }</del>{ " → " }<ins>{ value(field, "after") }</ins></dd>
                            </>
                        }) }</dl>
                    }
                    { for documents.iter().map(|document| lines(document, text(document, "document").to_owned())) }
                </details>
            }
        </li>
    }
}

fn value(field: &Node, name: &str) -> String {
    let value = text(field, name);
    if value.is_empty() { texts::NOTHING.to_owned() } else { value.to_owned() }
}
