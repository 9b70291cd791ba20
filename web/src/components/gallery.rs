//! The scenarios that come with the page: found by words and tags, opened, myths asked first.

use super::bar_button::bar_button;
use super::dialog_header::dialog_header;
use super::icon::Icon;
use super::preview::{File, Preview};
use super::steps_panel::STEPS;
use crate::answer::{items, string, text};
use crate::browser;
use crate::editor::sys;
use crate::intents::use_intents;
use crate::same::Same;
use crate::state::{Origin, State, laid_out};
use crate::texts;
use gloo::timers::callback::Timeout;
use js_sys::Function;
use kms_policy::json::{Node, parse};
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlInputElement;
use yew::prelude::*;

const ID: &str = "gallery";

/// What proves the myth that was judged last.
const PROOF: &str = "proof";

/// So many cards are drawn at once.
const FEW: usize = 6;

/// The file that comes late; `web/gallery.mjs` makes it of `cases/`.
const FILE: &str = "scenarios";

/// What is shown.
#[derive(Clone, Default)]
struct Shown {
    /// `{tags, groups: [{name, scenarios}]}`.
    file: Option<Rc<File>>,
    /// Was the file asked for?
    asked: bool,
    failed: bool,
    words: String,
    tag: String,
    /// What was answered to myths, by their claims: are they true?
    answers: Vec<(String, bool)>,
}

/// The button that opens the dialog.
pub fn gallery_button() -> Html {
    let show = Callback::from(|_: MouseEvent| browser::show_dialog(ID));
    bar_button(Icon::Scenarios, texts::SCENARIOS, Some("dialog"), show)
}

/// The dialog. Its file is fetched when the focus first comes in; what was typed stays while it is closed.
#[component]
pub fn Gallery() -> Html {
    let intents = use_intents();
    let shown = use_state(Shown::default);
    // Cards are drawn a few at a time: all at once would keep the page from answering.
    let drawn = use_state(|| FEW);
    {
        let setter = drawn.setter();
        let groups = shown.file.as_ref().map_or(&[][..], |file| items(&file.root, "groups"));
        let all: usize = groups.iter().map(|group| items(group, "scenarios").len()).sum();
        use_effect_with((*drawn, all), move |(drawn, all)| {
            let more = *drawn + FEW;
            let timer = (*drawn < *all).then(|| Timeout::new(0, move || setter.set(more)));
            move || drop(timer)
        });
    }
    let load = {
        let shown = shown.clone();
        move || {
            shown.set(Shown { asked: true, failed: false, ..(*shown).clone() });
            let shown = shown.clone();
            let done = Closure::once_into_js(move |text: JsValue| {
                let file =
                    text.as_string().map(|text| Rc::new(File { root: parse(&text).0, text }));
                let failed = file.is_none();
                shown.set(Shown { file, failed, asked: true, ..(*shown).clone() });
            });
            sys::fetch_late(FILE, done.unchecked_ref::<Function>());
        }
    };
    let first = {
        let (load, asked) = (load.clone(), shown.asked);
        move |_: FocusEvent| {
            if !asked {
                load();
            }
        }
    };
    let open = |file: &Rc<File>, pointer: &str| {
        let (intents, file) = (intents.clone(), Rc::clone(file));
        let pointer = pointer.to_owned();
        Callback::from(move |_: MouseEvent| {
            let node = file.root.pointer(&pointer);
            let read = node.and_then(|node| Scenario::from_node(node, &file.text).ok());
            if let Some(scenario) = read {
                browser::close_dialog(ID);
                intents.open(State::new(laid_out(scenario)), Origin::Gallery);
                browser::go_to(STEPS);
            }
        })
    };
    let body = match &shown.file {
        None if shown.failed => html! {
            <>
                <p role="alert">{ texts::SCENARIOS_FAILED }</p>
                <p><button type="button" onclick={move |_: MouseEvent| load()}>{ texts::TRY_AGAIN }</button></p>
            </>
        },
        None => html! { <p role="status">{ texts::SCENARIOS_WAITING }</p> },
        Some(file) => {
            let mut count = 0;
            let mut groups = Vec::new();
            for (at, group) in items(&file.root, "groups").iter().enumerate() {
                let mut cards = Vec::new();
                for (index, one) in items(group, "scenarios").iter().enumerate() {
                    if !shown.wants(one, file) {
                        continue;
                    }
                    count += 1;
                    if count <= *drawn {
                        let pointer = format!("/groups/{at}/scenarios/{index}");
                        let open = open(file, &pointer);
                        let preview = html! { <Preview file={Same(Rc::clone(file))} {pointer} /> };
                        cards.push(card(one, preview, &shown, &open));
                    }
                }
                if !cards.is_empty() {
                    let name = texts::gallery_group(text(group, "name"));
                    groups.push(html! { <section key={name}><h3>{ name }</h3><ul class="cards">{ cards }</ul></section> });
                }
            }
            let typed = {
                let shown = shown.clone();
                move |event: InputEvent| {
                    let field = event.target_dyn_into::<HtmlInputElement>();
                    let words = field.map_or_else(String::new, |field| field.value());
                    shown.set(Shown { words, ..(*shown).clone() });
                }
            };
            html! {
                <>
                    <div class="gallery-search">
                        <label for="gallery-words">{ texts::SEARCH }</label>
                        <input id="gallery-words" type="search" placeholder={texts::SEARCH_HINT} oninput={typed} />
                        <div class="tags" role="group" aria-label={texts::TAGS}>
                            { for items(&file.root, "tags").iter().map(|tag| tag_button(string(tag), &shown)) }
                        </div>
                        <p role="status">{ texts::found(count) }</p>
                    </div>
                    // A list of its own: the field stays the same one when a group goes.
                    <div class="kinds">{ groups }</div>
                </>
            }
        }
    };
    html! {
        <dialog id={ID} class="reader gallery" aria-labelledby="gallery-title" closedby="any" onfocusin={first}>
            { dialog_header(ID, "gallery-title", texts::SCENARIOS) }
            <div class="reader-body">{ body }</div>
        </dialog>
    }
}

impl Shown {
    /// Has a scenario the tag and every word?
    fn wants(&self, scenario: &Node, file: &File) -> bool {
        let Some(shown) = scenario.get("gallery") else { return false };
        let tagged = |tag: &str| items(shown, "tags").iter().any(|one| string(one) == tag);
        if !self.tag.is_empty() && !tagged(&self.tag) {
            return false;
        }
        let all = format!("{} {}", text(scenario, "title"), shown.span.of(&file.text))
            .to_ascii_lowercase();
        self.words.to_ascii_lowercase().split(' ').all(|word| all.contains(word))
    }
}

fn tag_button(tag: &str, asked: &UseStateHandle<Shown>) -> Html {
    let pressed = asked.tag == tag;
    let choose = {
        let (asked, tag) = (asked.clone(), if pressed { String::new() } else { tag.to_owned() });
        move |_: MouseEvent| asked.set(Shown { tag: tag.clone(), ..(*asked).clone() })
    };
    html! { <button type="button" class="small" aria-pressed={pressed.to_string()} onclick={choose}>{ tag.to_owned() }</button> }
}

/// A scenario: what goes wrong and what there is to find out. Of a myth its claim, to be judged first.
fn card(
    scenario: &Node,
    preview: Html,
    asked: &UseStateHandle<Shown>,
    open: &Callback<MouseEvent>,
) -> Html {
    let Some(shown) = scenario.get("gallery") else { return Html::default() };
    let (title, claim) = (text(scenario, "title"), text(shown, "claim").to_owned());
    let answered = asked.answers.iter().find(|(one, _)| *one == claim).map(|(_, answer)| *answer);
    let latest = asked.answers.last().is_some_and(|(one, _)| *one == claim);
    let (lead, head, said) = match answered {
        _ if claim.is_empty() => (text(shown, "symptom"), title, text(shown, "question")),
        None => (texts::TRUE_OR_FALSE, claim.as_str(), ""),
        Some(true) => (texts::WRONG, claim.as_str(), text(shown, "truth")),
        Some(false) => (texts::RIGHT, claim.as_str(), text(shown, "truth")),
    };
    let symptom = if claim.is_empty() { "symptom" } else { "verdict" };
    let foot = if answered.is_some() || claim.is_empty() {
        let tags: Vec<&str> = items(shown, "tags").iter().map(string).collect();
        let what = if claim.is_empty() { texts::OPEN } else { texts::PROVE };
        html! {
            <>
                { button(what, title, latest.then_some(PROOF), open.clone()) }
                <small>{ texts::steps(items(scenario, "steps").len()) }{ " · " }{ tags.join(" · ") }</small>
            </>
        }
    } else {
        let answer = |value: bool| {
            let (asked, claim) = (asked.clone(), claim.clone());
            Callback::from(move |_: MouseEvent| {
                let mut next = (*asked).clone();
                next.answers.push((claim.clone(), value));
                asked.set(next);
                browser::go_to(&format!("#{PROOF}"));
            })
        };
        html! { <>{ button(texts::TRUE, &claim, None, answer(true)) }{ button(texts::FALSE, &claim, None, answer(false)) }</> }
    };
    html! {
        <li key={title.to_owned()}>
            <h4>{ head.to_owned() }</h4>
            <p class={symptom} role={answered.map(|_| "status")}>{ lead.to_owned() }</p>
            <p class="question">{ said.to_owned() }</p>
            { preview }
            if answered.is_some() || claim.is_empty() {
                <details><summary>{ texts::MORE }</summary><p>{ text(scenario, "description").to_owned() }</p></details>
            }
            <p class="card-foot">{ foot }</p>
        </li>
    }
}

fn button(
    what: &'static str,
    of: &str,
    id: Option<&'static str>,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! { <button {id} type="button" aria-label={format!("{what}: {of}")} {onclick}>{ what }</button> }
}
