//! What becomes of a whole scenario: begun, opened, imported into, saved, found again, forgotten.

use super::bar_button::bar_button;
use super::dialog::use_dialog;
use super::dialog_header::dialog_header;
use super::error_dialog::read_error;
use super::icon::Icon;
use super::import_view::{Import, Read, Source, import_view};
use super::recent_list::{Recent, recent_list};
use super::with_code::with_code;
use crate::browser;
use crate::editor::sys;
use crate::hooks::{Work, with_held};
use crate::same::Same;
use crate::state::{Action, LARGE, Origin, State, empty, save, two_accounts};
use crate::storage::Area::Tab;
use crate::texts;
use crate::work;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Function};
use kms_policy::json::format;
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

const ID: &str = "file-dialog";

/// What was pasted and not put in, over a reload.
const PASTED: &str = "kms-policy-playground.import";

/// A pause while a text is written, and until the inspector is asked for again, in milliseconds.
const PAUSE: u32 = 150;

/// The button that opens the dialog.
pub fn file_button() -> Html {
    let show = Callback::from(|_: MouseEvent| browser::show_dialog(ID));
    bar_button(Icon::File, texts::FILE, Some("dialog"), show)
}

/// What is shown. Nothing of it is drawn while the dialog is closed.
#[derive(Default)]
pub struct Shown {
    recent: Option<Recent>,
    import: Import,
    /// Is it asked whether everything is to be forgotten?
    forget: bool,
    timer: Option<Timeout>,
}

pub type Dialog = super::dialog::Dialog<Shown>;

#[derive(Properties, PartialEq)]
pub struct FileDialogProps {
    pub work: Same<Work>,
}

#[component]
pub fn FileDialog(props: &FileDialogProps) -> Html {
    let dialog = use_dialog(&props.work, || {
        let pasted = Tab.read(PASTED).unwrap_or_default();
        Shown { import: Import { pasted, ..Import::default() }, ..Shown::default() }
    });
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            let dropped = Closure::<dyn Fn(JsValue)>::new(move |files| dialog.take(&files));
            sys::on_drop(dropped.as_ref().unchecked_ref::<Function>());
            // The page listens for as long as it is there.
            dropped.forget();
        });
    }
    let shown = dialog.shown.borrow();
    html! {
        <>
            <dialog id={ID} class="reader file-dialog" aria-labelledby="file-title" closedby="any"
                onfocusin={dialog.on(Dialog::refresh_once)} onclose={dialog.on(Dialog::closed)}>
                { dialog_header(ID, "file-title", texts::FILE) }
                if let Some(recent) = &shown.recent {
                    <div class="reader-body">{ sections(&dialog, &shown, recent) }</div>
                }
            </dialog>
            <p class="drop-hint" aria-hidden="true">{ texts::DROP }</p>
        </>
    }
}

fn sections(dialog: &Dialog, shown: &Shown, recent: &Recent) -> Html {
    let begin = |word, scenario: fn() -> Rc<Scenario>| {
        let begin = dialog.on(move |dialog| dialog.open(State::new(scenario()), Origin::New));
        button(word, "", begin)
    };
    let typed = {
        let dialog = dialog.clone();
        move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                dialog.look_at_pasted(area.value());
            }
        }
    };
    let print = dialog.on(|_| {
        browser::close_dialog(ID);
        sys::print();
    });
    let ask = |ask| dialog.on(move |dialog| dialog.ask(ask));
    let forget = if shown.forget {
        row(vec![
            button(texts::FORGET, "primary", dialog.on(Dialog::forget)),
            button(texts::KEEP, "", ask(false)),
        ])
    } else {
        row(vec![button(texts::FORGET_BUTTON, "", ask(true))])
    };
    html! {
        <>
            { part(texts::SAVE, texts::SAVE_HINT, row(vec![
                button(texts::SAVE_FILE, "primary", save_file(&dialog.work)),
                button(texts::PRINT, "", print),
            ])) }
            { part(texts::NEW_SCENARIO, "", row(vec![
                begin(texts::NEW_TWO_ACCOUNTS, two_accounts),
                begin(texts::NEW_EMPTY, empty),
            ])) }
            { part(texts::OPEN_OR_IMPORT, texts::OPEN_HINT, html! {
                <>
                    { row(vec![button(texts::OPEN_FILE, "", dialog.on(Dialog::pick))]) }
                    <label for="import-text">{ with_code(texts::IMPORT_HINT) }</label>
                    <textarea id="import-text" spellcheck="false" value={shown.import.pasted.clone()} oninput={typed} />
                    { import_view(dialog, &shown.import) }
                </>
            }) }
            { recent_list(dialog, recent) }
            { part(texts::FORGET, if shown.forget { texts::FORGET_QUESTION } else { texts::FORGET_HINT }, forget) }
        </>
    }
}

/// A part of the dialog.
pub fn part(title: &'static str, hint: &'static str, body: Html) -> Html {
    html! {
        <section class="file-part">
            <h3 tabindex="-1">{ title }</h3>
            <p class="hint">{ hint }</p>
            { body }
        </section>
    }
}

/// A button.
pub fn button(word: &'static str, class: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" {class} {onclick}>{ word }</button> }
}

/// Buttons beside each other.
pub fn row(buttons: Vec<Html>) -> Html {
    html! { <p class="file-buttons">{ buttons }</p> }
}

/// A handler that saves the work as a file.
pub fn save_file(work: &Same<Work>) -> Callback<MouseEvent> {
    let work = work.clone();
    Callback::from(move |_| {
        let state = work.now();
        save_text(state.scenario.title.as_deref().unwrap_or_default(), &save(&state));
        work.exported();
    })
}

/// Saves a `Share` as a file that is named after its scenario. One that is broken stays as it is.
pub fn save_text(title: &str, share: &str) {
    let safe = |one: char| if one < ' ' || r#"/\:*?"<>|"#.contains(one) { '-' } else { one };
    let name: String = title.trim_matches([' ', '.']).chars().take(80).map(safe).collect();
    let name = if name.is_empty() { texts::UNTITLED } else { &name };
    let text = format(share).map_or_else(|| share.to_owned(), |text| text + "\n");
    sys::save_file(&format!("{name}.json"), &text);
}

impl Dialog {
    fn refresh_once(&self) {
        if self.shown.borrow().recent.is_none() {
            self.refresh();
            // The scenario may be another one than when something was pasted.
            self.look(false);
        }
    }

    /// Lists the entries anew.
    pub fn refresh(&self) {
        let dialog = self.clone();
        with_held(move |held| {
            let own = dialog.work.now().entry.id.to_string();
            let recent = Recent { entries: work::all(), held, own, asked: None, problem: None };
            dialog.change(|shown| shown.recent = Some(recent));
        });
    }

    fn closed(&self) {
        self.change(|shown| {
            // What waits for the inspector would open the dialog again.
            (shown.recent, shown.forget, shown.timer) = (None, false, None);
            shown.import.files.clear();
        });
    }

    /// Asks whether an entry is to be removed, or no longer does.
    pub fn ask_of(&self, id: Option<String>) {
        self.change(|shown| {
            if let Some(recent) = &mut shown.recent {
                recent.asked = id;
            }
        });
    }

    /// Says what is wrong with an entry.
    pub fn refuse(&self, id: &str, problem: &str) {
        self.change(|shown| {
            if let Some(recent) = &mut shown.recent {
                recent.problem = Some((id.to_owned(), problem.to_owned()));
            }
        });
    }

    /// Opens a scenario as an entry of its own.
    pub fn open(&self, state: State, from: Origin) {
        browser::close_dialog(ID);
        self.intents.open(state, from);
    }

    /// Goes on with an entry.
    pub fn go_on(&self, state: State) {
        browser::close_dialog(ID);
        self.intents.send(Action::Open(Rc::new(state)));
    }

    fn pick(&self) {
        let dialog = self.clone();
        let done = Closure::once_into_js(move |files: JsValue| dialog.take(&files));
        sys::pick_files(done.unchecked_ref::<Function>());
    }

    /// Takes files: a scenario is opened at once, and of anything else it is shown what it is.
    fn take(&self, files: &JsValue) {
        let read = |file: JsValue| {
            let file = Array::from(&file);
            Source {
                name: file.get(0).as_string().unwrap_or_default(),
                text: file.get(1).as_string(),
            }
        };
        let files: Vec<Source> = Array::from(files).iter().map(read).collect();
        let is_large = |file: &Source| file.text.as_ref().is_some_and(|text| text.len() > LARGE);
        if !files.iter().any(is_large) {
            return self.look_at(files);
        }
        // What takes a while is read once that is painted.
        browser::show_dialog(ID);
        let dialog = self.clone();
        let later = Timeout::new(PAUSE, move || dialog.look_at(files));
        self.change(|shown| (shown.import.read, shown.timer) = (Some(Read::Reading), Some(later)));
    }

    fn look_at(&self, files: Vec<Source>) {
        self.change(|shown| {
            shown.import.files = files;
            shown.import.hints = Vec::new();
        });
        self.look(true);
    }

    fn look_at_pasted(&self, text: String) {
        let dialog = self.clone();
        if text.is_empty() {
            Tab.remove(PASTED);
        } else {
            // Where that is refused, the text is on the page as long as that stands.
            let _ = Tab.write(PASTED, &text);
        }
        self.change(|shown| {
            if text.len() > LARGE {
                shown.import.read = Some(Read::Reading);
            }
            shown.import.pasted = text;
            shown.import.files.clear();
            shown.import.hints = Vec::new();
            shown.timer = Some(Timeout::new(PAUSE, move || dialog.look(false)));
        });
    }

    /// Answers what the texts do not say.
    pub fn hint(&self, name: &str, value: String) {
        self.change(|shown| {
            let hints = &mut shown.import.hints;
            hints.retain(|(one, _)| one != name);
            hints.push((name.to_owned(), value));
        });
        self.look(false);
    }

    /// Looks at what came in, and again while the inspector is on its way.
    fn look(&self, at_once: bool) {
        let read = self.shown.borrow().import.look(&self.intents.latest);
        match read {
            Some(Read::Scenario(state, from)) if at_once => {
                self.change(|shown| shown.import.files.clear());
                self.open(State::clone(&state), from);
            }
            Some(Read::Error(text)) if at_once => {
                self.change(|shown| shown.import.files.clear());
                self.read_error(&text);
            }
            read => {
                if at_once {
                    browser::show_dialog(ID);
                }
                let waits = matches!(read, Some(Read::Waiting));
                let dialog = self.clone();
                let again = waits.then(|| Timeout::new(PAUSE, move || dialog.look(at_once)));
                self.change(|shown| (shown.import.read, shown.timer) = (read, again));
                if at_once && !waits {
                    browser::go_to("#import-answer");
                }
            }
        }
    }

    /// Goes over to the dialog that reads errors.
    pub fn read_error(&self, text: &str) {
        browser::close_dialog(ID);
        read_error(text);
    }

    /// Carries out the import: that of the scenario as it is now.
    pub fn put_in(&self) {
        let read = self.shown.borrow().import.look(&self.intents.latest);
        if let Some(Read::Output(answer)) = read
            && let Some(action) = answer.action()
        {
            self.change(|shown| shown.import = Import::default());
            Tab.remove(PASTED);
            browser::close_dialog(ID);
            self.intents.send(action);
        }
    }

    /// Leaves everything as it is.
    pub fn cancel(&self) {
        browser::close_dialog(ID);
    }

    fn ask(&self, ask: bool) {
        self.change(|shown| shown.forget = ask);
        let of = if ask { "h3" } else { "button" };
        browser::go_to(&format!(".file-part:last-child {of}"));
    }

    fn forget(&self) {
        work::forget_all();
        self.work.forgotten();
        self.change(|shown| shown.import = Import::default());
        browser::close_dialog(ID);
        browser::type_into("#reader-text", "");
        self.intents.send(Action::Forget(work::new_id()));
    }
}
