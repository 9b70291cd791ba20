//! What came in as files or as a pasted text: what it is, what it would set, what it does not say.

use super::change_list::lines;
use super::file_dialog::{Dialog, button, row};
use super::with_code::with_code;
use crate::address::{carried, is_address};
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
    /// Nobody knows yet: it is large.
    Reading,
    /// The inspector is on its way.
    Waiting,
    /// It did not arrive, or stopped.
    Failed,
    /// A scenario, and where it is from.
    Scenario(Rc<State>, Origin),
    /// Something that cannot be used, and why.
    Wrong(String),
    /// An error that the other dialog reads.
    Error(String),
    /// Output of AWS's command line, or something that is not known.
    Output(Answer),
}

/// What `web/inspector/src/import.rs` says, and the scenario with it; nothing where nothing changes.
pub struct Answer {
    said: Rc<Node>,
    scenario: Option<Rc<Scenario>>,
}

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
            && let Some((read, from)) = whole(text)
        {
            return Some(match read {
                Ok(state) => Read::Scenario(Rc::new(state), from),
                Err(error) => Read::Wrong(texts::no_scenario(name, &error)),
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
            ErrorRead::Read(said) => {
                let scenario = Scenario::from_json(text(&said, "scenario")).ok().map(Rc::new);
                Read::Output(Answer { said, scenario })
            }
        })
    }
}

/// A text that is meant as a whole scenario, read, or why it cannot be: a link, or JSON that has a
/// version in small letters, which no output of AWS has.
fn whole(text: &str) -> Option<(Result<State, String>, Origin)> {
    if is_address(text) {
        return Some((carried(text), Origin::Link));
    }
    let is_version = |node: &Node| matches!(node.value, Value::Number(_));
    let is_scenario = parse(text).0.get("version").is_some_and(is_version);
    is_scenario.then(|| (read(text).map_err(|error| error.to_string()), Origin::File))
}

impl Answer {
    /// The change that puts it in; nothing where nothing changes.
    pub fn action(&self) -> Option<Action> {
        let scenario = self.scenario.clone()?;
        let documents = items(&self.said, "set").iter().flat_map(|one| items(one, "documents"));
        let document = documents.filter_map(|one| DocumentId::parse(text(one, "document"))).next();
        let outputs: Vec<&str> = items(&self.said, "outputs").iter().map(string).collect();
        Some(Action::Change { scenario, document, title: texts::imported(&outputs) })
    }
}

pub fn import_view(dialog: &Dialog, import: &Import) -> Html {
    let mut buttons = Vec::new();
    let mut body = Html::default();
    let say = match &import.read {
        None => String::new(),
        Some(Read::Reading) => texts::IMPORT_READING.to_owned(),
        Some(Read::Waiting) => texts::IMPORT_WAITING.to_owned(),
        Some(Read::Failed) => texts::IMPORT_FAILED.to_owned(),
        Some(Read::Wrong(why)) => why.clone(),
        Some(Read::Scenario(state, from)) => {
            let (opened, from) = (Rc::clone(state), *from);
            let open = dialog.on(move |dialog| dialog.open(State::clone(&opened), from));
            buttons.push(button(texts::OPEN_SCENARIO, "primary", open));
            texts::is_scenario(state.scenario.title.as_deref().unwrap_or(texts::UNTITLED))
        }
        Some(Read::Error(error)) => {
            let error = error.clone();
            let read = dialog.on(move |dialog| dialog.read_error(&error));
            buttons.push(button(texts::READ_ERROR, "primary", read));
            texts::IS_ERROR.to_owned()
        }
        Some(Read::Output(Answer { said, scenario })) => {
            let part = |name| items(said, name);
            let usable = scenario.is_some();
            body = html! {
                <div class="import">
                    { list("", part("parts"), scenario) }
                    { for part("ask").iter().map(|one| question(dialog, one)) }
                    { list(texts::WILL_BE_SET, if usable { part("set") } else { &[] }, scenario) }
                    { list(texts::NOT_TAKEN, part("notes"), scenario) }
                </div>
            };
            if usable {
                buttons.push(button(texts::PUT_IN, "primary", dialog.on(Dialog::put_in)));
                buttons.push(button(texts::NAME_CANCEL, "", dialog.on(Dialog::cancel)));
            }
            let say = match part("parts") {
                [] => texts::IMPORT_UNKNOWN,
                _ if usable => texts::IMPORT_QUESTION,
                _ if part("ask").is_empty() => texts::IMPORT_NOTHING,
                _ => texts::IMPORT_WHERE,
            };
            say.to_owned()
        }
    };
    html! {
        <div id="import-answer" tabindex="-1">
            <p class="say" role="status">{ with_code(&say) }</p>
            { body }
            { row(buttons) }
        </div>
    }
}

/// Items, each with its fields and lines.
fn list(title: &'static str, list: &[Node], scenario: &Option<Rc<Scenario>>) -> Html {
    let name = |document: &Node| match scenario {
        Some(scenario) => texts::touched(text(document, "document"), scenario),
        None => String::new(),
    };
    let item = |item: &Node| {
        let (fields, documents) = (items(item, "fields"), items(item, "documents"));
        let few = fields.len() + documents.len() < 4;
        html! {
            <li>
                { with_code(text(item, "text")) }
                if !(fields.is_empty() && documents.is_empty()) {
                    <details open={few}>
                        <summary>{ texts::MORE_OF_IT }</summary>
                        { for fields.iter().map(|field| html! { <p>{ with_code(string(field)) }</p> }) }
                        { for documents.iter().map(|one| lines(one, name(one))) }
                    </details>
                }
            </li>
        }
    };
    if list.is_empty() {
        return Html::default();
    }
    html! { <><h4>{ title }</h4><ul>{ for list.iter().map(item) }</ul></> }
}

/// What the texts do not say, to be chosen.
fn question(dialog: &Dialog, question: &Node) -> Html {
    let (name, chosen) = (text(question, "hint").to_owned(), text(question, "chosen").to_owned());
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
    let option = |value: &str, name: &str| {
        html! {
            <option value={value.to_owned()} selected={value == chosen}>{ name.to_owned() }</option>
        }
    };
    html! {
        <label class="import-question">
            <span>{ label }</span>
            <select onchange={choose}>
                { option("", texts::CHOOSE) }
                { for items(question, "options").iter().map(|one| option(string(one), string(one))) }
            </select>
        </label>
    }
}
