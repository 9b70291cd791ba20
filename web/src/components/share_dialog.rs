//! What there is to share: a link, Markdown, a frame, files; and what whoever gets it can read. The
//! inspector makes all of it from the work as it is saved.

use super::bar_button::bar_button;
use super::copy_button::CopyButton;
use super::dialog::use_dialog;
use super::dialog_header::dialog_header;
use super::file_dialog::{button, part, row, save_file, save_text};
use super::icon::Icon;
use crate::answer::{flag, items, number, string, text};
use crate::browser;
use crate::editor::assist::ErrorRead;
use crate::hooks::Work;
use crate::same::Same;
use crate::state::{Selected, save};
use crate::texts;
use gloo::timers::callback::Timeout;
use kms_policy::json::{Node, quoted};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

const ID: &str = "share-dialog";

/// Until the inspector is asked for again, in milliseconds.
const PAUSE: u32 = 150;

/// The button that opens the dialog.
pub fn share_button() -> Html {
    let show = Callback::from(|_: MouseEvent| browser::show_dialog(ID));
    bar_button(Icon::Share, texts::SHARE, Some("dialog"), show)
}

/// What is shown. Nothing of it is drawn while the dialog is closed.
#[derive(Default)]
struct Shown {
    /// What the inspector says (`share.rs` there).
    read: Option<ErrorRead>,
    /// What it says of the link as Markdown and frame.
    snippets: Option<Node>,
    /// Are names replaced by examples?
    examples: bool,
    /// The parts that are left out.
    dropped: Vec<String>,
    /// Is the check file about the selected cell only?
    one_cell: bool,
    frame: Frame,
    timer: Option<Timeout>,
}

/// How a frame is to look.
struct Frame {
    /// `None`: the scenario's.
    title: Option<String>,
    width: String,
    height: String,
    theme: String,
    follow: bool,
}

impl Default for Frame {
    fn default() -> Self {
        let (width, height) = (texts::FRAME_WIDTH.to_owned(), texts::FRAME_HEIGHT.to_owned());
        Self { title: None, width, height, theme: String::new(), follow: true }
    }
}

type Dialog = super::dialog::Dialog<Shown>;

#[derive(Properties, PartialEq)]
pub struct ShareDialogProps {
    pub work: Same<Work>,
}

#[component]
pub fn ShareDialog(props: &ShareDialogProps) -> Html {
    let dialog = use_dialog(&props.work, Shown::default);
    let shown = dialog.shown.borrow();
    html! {
        <dialog id={ID} class="reader share-dialog" aria-labelledby="share-title" closedby="any"
            onfocusin={dialog.on(Dialog::ask_once)} onclose={dialog.on(Dialog::closed)}>
            { dialog_header(ID, "share-title", texts::SHARE) }
            <div class="reader-body">
                { match &shown.read {
                    None => Html::default(),
                    Some(ErrorRead::Waiting) => without(&dialog, texts::SHARE_WAITING),
                    Some(ErrorRead::Failed | ErrorRead::Unknown) => without(&dialog, texts::SHARE_FAILED),
                    Some(ErrorRead::Read(answer)) => sections(&dialog, &shown, answer),
                } }
            </div>
        </dialog>
    }
}

/// Without the inspector there is no link; the file needs none.
fn without(dialog: &Dialog, say: &'static str) -> Html {
    html! {
        <>
            <p class="say" role="status">{ say }</p>
            { row(vec![button(texts::SAVE_FILE, "", save_file(&dialog.work))]) }
        </>
    }
}

fn sections(dialog: &Dialog, shown: &Shown, answer: &Node) -> Html {
    html! {
        <>
            { part(texts::LINK, texts::LINK_HINT, link(dialog, answer)) }
            { part(texts::DISCLOSED, texts::DISCLOSED_HINT, disclosed(dialog, shown, answer)) }
            if let Some(snippets) = &shown.snippets {
                { part(texts::MARKDOWN, "", field("share-markdown", texts::MARKDOWN, text(snippets, "markdown"), false)) }
                { part(texts::FRAME, texts::FRAME_HINT, frame(dialog, &shown.frame, answer, snippets)) }
            }
            { part(texts::SHARE_FILE, texts::SHARE_FILE_HINT, row(vec![save_button(answer, "")])) }
            { part(texts::CHECK, texts::CHECK_HINT, check(dialog, shown, answer)) }
        </>
    }
}

/// The link with how long it is, and what makes it so.
fn link(dialog: &Dialog, answer: &Node) -> Html {
    let (fragment, error) = (text(answer, "fragment"), text(answer, "error"));
    let characters = number(answer.get("characters"));
    let size = text(answer, "size");
    let parts = items(answer, "parts");
    let is_long = size != "short";
    html! {
        <>
            if error.is_empty() {
                { field("share-link", texts::LINK, &format!("{}{fragment}", browser::address()), false) }
            } else {
                <p class="wrong">{ texts::no_link(error) }</p>
                { row(vec![save_button(answer, "primary")]) }
            }
            { meter(characters, size) }
            <p class="hint" role="status">{ texts::link_size(characters, size) }</p>
            if !parts.is_empty() {
                <details key={size.to_owned()} open={is_long || parts.iter().any(|part| flag(part, "dropped"))}>
                    <summary>{ texts::LONGEST_PARTS }</summary>
                    <ul class="share-parts">{ for parts.iter().map(|one| drop_part(dialog, one)) }</ul>
                </details>
            }
        </>
    }
}

/// As long as this the meter is.
const METER: u32 = 10_000;

/// The length of a link, with the marks of links that some and that many programs cut off.
fn meter(characters: u32, size: &str) -> Html {
    let filled = characters.min(METER).to_string();
    html! {
        <div class="share-meter" data-size={size.to_owned()}>
            <svg viewBox="0 0 10000 10" preserveAspectRatio="none" role="meter" aria-label={texts::LINK_LENGTH}
                aria-valuemin="0" aria-valuemax={METER.to_string()} aria-valuenow={filled.clone()}
                aria-valuetext={texts::characters(characters)}>
                <rect class="share-meter-all" width="10000" height="10" />
                <rect class="share-meter-now" width={filled} height="10" />
                <path class="share-meter-marks" d="M2000 0v10M8000 0v10" vector-effect="non-scaling-stroke" />
            </svg>
            <span aria-hidden="true">{ texts::thousands(2_000) }</span>
            <span aria-hidden="true">{ texts::thousands(8_000) }</span>
        </div>
    }
}

/// A part with what a link saves without it.
fn drop_part(dialog: &Dialog, part: &Node) -> Html {
    let id = text(part, "id").to_owned();
    let (dropped, title) = (flag(part, "dropped"), text(part, "title").to_owned());
    let word = if dropped { texts::PUT_BACK } else { texts::LEAVE_OUT };
    let change = dialog.on(move |dialog| {
        dialog.change(|shown| {
            let before = shown.dropped.len();
            shown.dropped.retain(|one| *one != id);
            if shown.dropped.len() == before {
                shown.dropped.push(id.clone());
            }
        });
        dialog.ask();
        browser::focus_one(vec![format!("[data-part={}] button", quoted(&id))]);
    });
    html! {
        <li data-part={text(part, "id").to_owned()} key={text(part, "id").to_owned()}>
            <span>{ texts::share_part(&title, number(part.get("saves")), flag(part, "decides"), dropped) }</span>
            <button type="button" class="small" aria-label={format!("{word}: {title}")} onclick={change}>{ word }</button>
        </li>
    }
}

/// What can be read in it, and the box that replaces names.
fn disclosed(dialog: &Dialog, shown: &Shown, answer: &Node) -> Html {
    let (replaced, left) = (items(answer, "replaced"), items(answer, "left"));
    let kinds = items(answer, "disclosed");
    let counts: Vec<String> = kinds
        .iter()
        .map(|kind| texts::with_count(text(kind, "title"), items(kind, "items").len()))
        .collect();
    let set = |shown: &mut Shown, on| shown.examples = on;
    html! {
        <>
            { checkbox(dialog, texts::USE_EXAMPLES, shown.examples, Dialog::ask, set) }
            if shown.examples {
                <p class="hint" role="status">{ texts::examples(replaced.len(), left.len()) }</p>
                { folded(texts::REPLACED, replaced) }
                { folded(texts::LEFT, left) }
            }
            <details>
                <summary>{ texts::readable_in_it(&counts) }</summary>
                { for kinds.iter().map(|kind| html! {
                    <>
                        <h4>{ text(kind, "title").to_owned() }</h4>
                        { lines(items(kind, "items")) }
                    </>
                }) }
            </details>
        </>
    }
}

fn folded(title: &'static str, all: &[Node]) -> Html {
    if all.is_empty() {
        return Html::default();
    }
    html! { <details><summary>{ texts::with_count(title, all.len()) }</summary>{ lines(all) }</details> }
}

fn lines(all: &[Node]) -> Html {
    html! { <ul class="share-lines">{ for all.iter().map(|line| html! { <li>{ string(line).to_owned() }</li> }) }</ul> }
}

/// How a frame is to look, and what to paste.
fn frame(dialog: &Dialog, frame: &Frame, answer: &Node, snippets: &Node) -> Html {
    let title = frame.title.clone().unwrap_or_else(|| title(answer));
    let input =
        |id: &'static str, label: &'static str, value: &str, set: fn(&mut Frame, String)| {
            html! {
                <>
                    <label for={id}>{ label }</label>
                    <input {id} value={value.to_owned()} oninput={dialog.typed(set)} />
                </>
            }
        };
    let choose = {
        let dialog = dialog.clone();
        move |event: Event| {
            let list = event.target().and_then(|list| list.dyn_into::<HtmlSelectElement>().ok());
            if let Some(list) = list {
                dialog.change(|shown| shown.frame.theme = list.value());
                dialog.make_snippets();
            }
        }
    };
    let theme = |(value, name): &(&'static str, &'static str)| {
        html! { <option value={*value} selected={*value == frame.theme}>{ *name }</option> }
    };
    html! {
        <>
            <div class="share-fields">
                { input("share-frame-title", texts::FRAME_TITLE, &title, |frame, text| frame.title = Some(text)) }
                { input("share-frame-width", texts::WIDTH, &frame.width, |frame, text| frame.width = text) }
                { input("share-frame-height", texts::HEIGHT, &frame.height, |frame, text| frame.height = text) }
                <label for="share-frame-theme">{ texts::THEME }</label>
                <select id="share-frame-theme" onchange={choose}>{ for texts::FRAME_THEMES.iter().map(theme) }</select>
            </div>
            { checkbox(dialog, texts::FOLLOW_HEIGHT, frame.follow, Dialog::make_snippets, |shown, on| shown.frame.follow = on) }
            { field("share-frame", texts::FRAME, text(snippets, "frame"), true) }
        </>
    }
}

/// The scenario as a check, with the command that runs it.
fn check(dialog: &Dialog, shown: &Shown, answer: &Node) -> Html {
    let Some(check) = answer.get("check").filter(|check| check.get("text").is_some()) else {
        return html! { <p class="hint">{ texts::NO_CHECK }</p> };
    };
    let name = format!("{}-check", text(check, "name"));
    let save = {
        let (name, file) = (name.clone(), text(check, "text").to_owned());
        Callback::from(move |_: MouseEvent| save_text(&name, &file))
    };
    let (count, left_out) = (number(check.get("count")), number(check.get("leftOut")));
    html! {
        <>
            { checkbox(dialog, texts::ONE_CELL, shown.one_cell, Dialog::ask, |shown, on| shown.one_cell = on) }
            <p class="hint">{ texts::checks(count, left_out) }</p>
            { row(vec![button(texts::SAVE_CHECK, "", save)]) }
            { field("share-command", texts::COMMAND_TO_RUN, &format!("kms-policy evaluate {name}.json"), false) }
        </>
    }
}

/// A text to copy; in the field it can be selected where the browser lets no page copy.
fn field(id: &'static str, label: &'static str, value: &str, long: bool) -> Html {
    let select = Callback::from(move |_: FocusEvent| browser::select_all(id));
    let value = value.to_owned();
    html! {
        <div class="share-copy">
            if long {
                <textarea {id} class="share-text" readonly=true aria-label={label} spellcheck="false" value={value.clone()} onfocus={select} />
            } else {
                <input {id} class="share-text" readonly=true aria-label={label} value={value.clone()} onfocus={select} />
            }
            <CopyButton text={value} what={label} field={id} />
        </div>
    }
}

/// A box with its words, and what is made anew then.
fn checkbox(
    dialog: &Dialog,
    label: &'static str,
    checked: bool,
    then: fn(&Dialog),
    set: impl Fn(&mut Shown, bool) + 'static,
) -> Html {
    let dialog = dialog.clone();
    let onchange = move |event: Event| {
        let target = event.target().and_then(|one| one.dyn_into::<HtmlInputElement>().ok());
        if let Some(target) = target {
            dialog.change(|shown| set(shown, target.checked()));
            then(&dialog);
        }
    };
    html! {
        <label class="share-check"><input type="checkbox" {checked} {onchange} /><span>{ label }</span></label>
    }
}

/// What is shared as a file.
fn save_button(answer: &Node, class: &'static str) -> Html {
    let (title, share) = (title(answer), text(answer, "share").to_owned());
    button(
        texts::SAVE_SHARED,
        class,
        Callback::from(move |_: MouseEvent| save_text(&title, &share)),
    )
}

fn title(answer: &Node) -> String {
    match text(answer, "title") {
        "" => texts::UNTITLED.to_owned(),
        title => title.to_owned(),
    }
}

impl Dialog {
    /// A handler of a field about the frame.
    fn typed(&self, set: fn(&mut Frame, String)) -> Callback<InputEvent> {
        let dialog = self.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                dialog.change(|shown| set(&mut shown.frame, field.value()));
                dialog.make_snippets();
            }
        })
    }

    /// Once the dialog is drawn: what is large takes a while.
    fn ask_once(&self) {
        let mut shown = self.shown.borrow_mut();
        if shown.read.is_none() && shown.timer.is_none() {
            let dialog = self.clone();
            shown.timer = Some(Timeout::new(0, move || dialog.ask()));
        }
    }

    /// Lets the inspector make everything, and again while it is on its way.
    fn ask(&self) {
        let state = self.work.now();
        let options = {
            let shown = self.shown.borrow();
            let dropped: Vec<String> = shown.dropped.iter().map(|id| quoted(id)).collect();
            let Selected { principal, action } = &state.view.selected;
            let cell = if shown.one_cell {
                format!(r#"{{"principal":{},"action":{}}}"#, quoted(principal), quoted(action))
            } else {
                "null".to_owned()
            };
            format!(
                r#"{{"examples":{},"drop":[{}],"cell":{cell},"base":{}}}"#,
                shown.examples,
                dropped.join(","),
                quoted(&browser::address()),
            )
        };
        let read = self.intents.latest.share(&save(&state), &options);
        let dialog = self.clone();
        let again =
            matches!(read, ErrorRead::Waiting).then(|| Timeout::new(PAUSE, move || dialog.ask()));
        self.change(|shown| (shown.read, shown.timer) = (Some(read), again));
        self.make_snippets();
    }

    /// Makes what is pasted into other pages anew.
    fn make_snippets(&self) {
        let options = {
            let shown = self.shown.borrow();
            let Some(ErrorRead::Read(answer)) = &shown.read else { return };
            let Frame { title: own, width, height, theme, follow } = &shown.frame;
            let title = own.clone().unwrap_or_else(|| title(answer));
            (!text(answer, "fragment").is_empty()).then(|| {
                format!(
                    r#"{{"base":{},"fragment":{},"title":{},"width":{},"height":{},"theme":{},"follow":{follow}}}"#,
                    quoted(&browser::address()),
                    quoted(text(answer, "fragment")),
                    quoted(&title),
                    quoted(width),
                    quoted(height),
                    quoted(theme),
                )
            })
        };
        let snippets = options.and_then(|options| self.intents.latest.snippets(&options));
        self.change(|shown| shown.snippets = snippets);
    }

    /// What was chosen for one scenario may be wrong for the next.
    fn closed(&self) {
        self.change(|shown| {
            let examples = shown.examples;
            *shown = Shown { examples, ..Shown::default() };
        });
    }
}
