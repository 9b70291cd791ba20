//! Any form of the scenario, as the core describes it: sections, fields, buttons. The page knows
//! nothing of what they are about.

use super::build_edits::{Doing, written};
use super::icon::Icon;
use super::page::Page;
use super::with_code::with_code;
use crate::answer::{flag, items, string, text};
use crate::embed::is_read_only;
use crate::intents::use_intents;
use crate::same::Same;
use crate::state::{Drafts, Selected};
use crate::texts;
use kms_policy::json::Node;
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct BuildFormProps {
    /// Tells the controls of two forms apart.
    pub id: AttrValue,
    /// The place in the scenario, a JSON Pointer.
    pub at: AttrValue,
    /// Are the parts of the scenario shown beside the form?
    #[prop_or_default]
    pub parts: bool,
    pub scenario: Same<Scenario>,
    pub drafts: Same<Drafts>,
    pub selected: Selected,
    /// Has the inspector arrived?
    pub ready: bool,
    /// Will it not?
    pub failed: bool,
}

/// A form behind a tab.
pub fn form_tab(page: &Page<'_>, at: String) -> Html {
    html! {
        <div class="build-tab" key={at.clone()}>
            <BuildForm id="tab" {at} scenario={page.scenario_now()} drafts={Same(Rc::clone(&page.state.drafts))}
                selected={page.state.view.selected.clone()} ready={page.inspected.is_done()} failed={page.inspected.has_failed()} />
        </div>
    }
}

#[component]
pub fn BuildForm(props: &BuildFormProps) -> Html {
    let intents = use_intents();
    // What was said of the last button.
    let said = use_state(|| (AttrValue::default(), false));
    let form = {
        let deps = (props.scenario.clone(), props.drafts.clone(), props.at.clone(), props.ready);
        let latest = intents.latest.clone();
        use_memo(deps, move |(_, drafts, at, _)| latest.form(written(&drafts.0), at))
    };
    let Some(form) = &*form else {
        let said = if props.failed { texts::FORM_FAILED } else { texts::FORM_WAITING };
        return html! { <p class="hint" role="status">{ said }</p> };
    };
    let doing = Doing {
        intents,
        id: props.id.clone(),
        drafts: props.drafts.clone(),
        selected: props.selected.clone(),
        said: said.clone(),
    };
    let onclick = {
        let doing = doing.clone();
        Callback::from(move |event: MouseEvent| doing.clicked(&event))
    };
    let oninput = {
        let doing = doing.clone();
        Callback::from(move |event: InputEvent| doing.written(&event))
    };
    let onchange = Callback::from(move |event: Event| doing.completed(&event));
    // Enter completes a name and sends nothing anywhere.
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let id = props.id.as_str();
    html! {
        <div id={format!("{id}-body")} class={classes!("build-body", props.parts.then_some("has-parts"))} {onclick}>
            if props.parts {
                <nav class="build-parts" aria-label={texts::PARTS}>{ for items(form, "parts").iter().map(|one| part(one, &props.at)) }</nav>
            }
            <form class="build-form" autocomplete="off" {oninput} {onchange} {onsubmit}>
                <h3 id={format!("{id}-form")} tabindex="-1">{ text(form, "title").to_owned() }</h3>
                <p class={classes!("build-said", said.1.then_some("field-fault"))} role="status">{ with_code(&said.0) }</p>
                <fieldset class="fields" role="presentation" disabled={is_read_only()}>
                    { for items(form, "sections").iter().map(|one| section(one, id)) }
                </fieldset>
            </form>
        </div>
    }
}

fn part(part: &Node, now: &str) -> Html {
    let item = |item: &Node| {
        let at = item.pointer("/0").map_or("", string);
        let name = item.pointer("/1").map_or("", string).to_owned();
        html! {
            <li key={at.to_owned()}><button type="button" class="quiet" data-do="go" data-at={at.to_owned()}
                aria-current={(at == now).then_some("true")}>{ name }</button></li>
        }
    };
    html! {
        <section key={text(part, "title").to_owned()}>
            <h3>{ text(part, "title").to_owned() }</h3>
            <ul>{ for items(part, "items").iter().map(item) }</ul>
            { for items(part, "buttons").iter().map(|one| button(one, "")) }
        </section>
    }
}

fn section(section: &Node, id: &str) -> Html {
    let (at, title) = (text(section, "at"), text(section, "title"));
    let (note, shown) = (text(section, "note"), text(section, "text"));
    let heading = if flag(section, "inner") { "h5" } else { "h4" };
    let label = format!("{id}-{}-title", if at.is_empty() { title } else { at }).replace(' ', "-");
    html! {
        <div key={label.clone()} role="group" class={classes!("build-section", flag(section, "inner").then_some("is-inner"))}
            aria-labelledby={(!title.is_empty()).then(|| label.clone())} data-section={at.to_owned()}>
            if !title.is_empty() { <@{heading} id={label} tabindex="-1">{ title.to_owned() }</@> }
            if !note.is_empty() { <p class="build-note">{ with_code(note) }</p> }
            <div class="build-fields">{ for items(section, "fields").iter().map(|one| field(one, id)) }</div>
            if !shown.is_empty() { <pre tabindex="0" role="group" aria-label={title.to_owned()}><code>{ shown.to_owned() }</code></pre> }
            if !items(section, "buttons").is_empty() {
                <div class="build-buttons">{ for items(section, "buttons").iter().map(|one| button(one, title)) }</div>
            }
        </div>
    }
}

/// A button, with what it is about for those who only hear it.
fn button(button: &Node, of: &str) -> Html {
    let (what, at, say) = (text(button, "do"), text(button, "at"), text(button, "text"));
    let (label, also) = (text(button, "label"), text(button, "also"));
    let name = (!of.is_empty()).then(|| texts::of(label, of));
    let (class, icon) = match what {
        "create" => ("primary", None),
        "add" => ("small", Some(Icon::Add)),
        _ => ("small", None),
    };
    html! {
        <span class="build-action" key={format!("{what}{at}{say}")}>
            <button type="button" {class} aria-label={name} data-do={what.to_owned()} data-at={at.to_owned()} data-text={say.to_owned()}>
                { for icon.map(Icon::draw) }{ label.to_owned() }
            </button>
            if !also.is_empty() { <small>{ also.to_owned() }</small> }
        </span>
    }
}

fn field(field: &Node, form: &str) -> Html {
    let at = text(field, "at");
    let id = format!("{form}-{at}");
    let (kind, label, help) =
        (text(field, "kind"), text(field, "label").to_owned(), text(field, "help"));
    let error = field.get("error").map_or("", string);
    let value = text(field, "value").to_owned();
    let mut described = Vec::new();
    let pending = flag(field, "pending");
    for (there, name) in
        [(!help.is_empty(), "help"), (!error.is_empty(), "error"), (pending, "pending")]
    {
        if there {
            described.push(format!("{id}-{name}"));
        }
    }
    let described = (!described.is_empty()).then(|| described.join(" "));
    let invalid = (!error.is_empty()).then_some("true");
    let (place, offers) = (at.to_owned(), items(field, "offers"));
    let list = format!("{id}-offers");
    // An ARN is long, and its end decides.
    let wide = WIDE.iter().any(|end| at.ends_with(end)).then_some("build-wide");
    let control = match kind {
        "choice" => html! {
            <select id={id.clone()} data-field={place} aria-describedby={described} aria-invalid={invalid}>{ for offers.iter().map(option) }</select>
        },
        "long" | "lines" => html! {
            <textarea id={id.clone()} data-field={place} class={(kind == "lines").then_some("code")} rows={rows(&value, kind)} spellcheck="false"
                value={value.clone()} data-value={text(field, "value").to_owned()} aria-describedby={described} aria-invalid={invalid} />
        },
        "box" => html! {
            <input id={id.clone()} type="checkbox" data-field={place} checked={value == "true"} aria-describedby={described} aria-invalid={invalid} />
        },
        "set" => {
            return several(
                field,
                &id,
                described,
                html! {
                    <div class="build-set">{ for offers.iter().map(|one| tick(one, at)) }</div>
                },
            );
        }
        "order" => return several(field, &id, described, order(offers, at, &id)),
        _ => html! {
            <>
                <input id={id.clone()} class={wide} data-field={place} data-name={(kind == "name").then_some("")} {value} spellcheck="false" autocapitalize="off"
                    list={(!offers.is_empty()).then(|| list.clone())} data-value={text(field, "value").to_owned()}
                    aria-describedby={described} aria-invalid={invalid} />
                if !offers.is_empty() { <datalist id={list}>{ for offers.iter().map(option) }</datalist> }
            </>
        },
    };
    html! {
        <div class={classes!("field", format!("is-{kind}"))} key={at.to_owned()}>
            <label for={id.clone()}>{ label }</label>
            { control }
            if kind == "lines" && !offers.is_empty() { { chooser(offers, at, &id) } }
            if !help.is_empty() { <small id={format!("{id}-help")}>{ help.to_owned() }</small> }
            if !error.is_empty() { <p class="field-fault" id={format!("{id}-error")}>{ with_code(error) }</p> }
            // Over what follows: nothing moves away from under a click that completes the name.
            if pending { <p class="build-pending" id={format!("{id}-pending")}>{ texts::PENDING }</p> }
        </div>
    }
}

/// How places end that hold ARNs.
const WIDE: [&str; 8] =
    ["/arn", "Arn", "/grantee", "/retiring", "/key", "Key", "/resource", "/source"];

/// Lines of a text area: as many as it has, and one to go on.
fn rows(value: &str, kind: &str) -> String {
    let lines = value.lines().count();
    if kind == "long" { "4".to_owned() } else { (lines + 1).clamp(2, 8).to_string() }
}

/// A field of several entries.
fn several(field: &Node, id: &str, described: Option<String>, entries: Html) -> Html {
    let (help, error) = (text(field, "help"), field.get("error").map_or("", string));
    html! {
        <div class="field is-several" key={text(field, "at").to_owned()} role="group" aria-labelledby={id.to_owned()}
            aria-describedby={described}>
            <span class="build-label" id={id.to_owned()}>{ text(field, "label").to_owned() }</span>
            { entries }
            if !help.is_empty() { <small id={format!("{id}-help")}>{ help.to_owned() }</small> }
            if !error.is_empty() { <p class="field-fault" id={format!("{id}-error")}>{ with_code(error) }</p> }
        </div>
    }
}

fn option(offer: &Node) -> Html {
    let (value, name) = (text(offer, "value").to_owned(), text(offer, "name").to_owned());
    chosen_option(value, name, flag(offer, "chosen"))
}

/// An option of a list. It is another element once it is chosen: a browser heeds `selected` no longer
/// after somebody chose by hand, and undo would not be seen.
pub fn chosen_option(value: String, name: String, chosen: bool) -> Html {
    html! { <option key={format!("{chosen}{value}")} {value} selected={chosen}>{ name }</option> }
}

fn tick(offer: &Node, at: &str) -> Html {
    let value = text(offer, "value").to_owned();
    html! {
        <label key={value.clone()}>
            <input type="checkbox" data-field={at.to_owned()} data-entry={value} checked={flag(offer, "chosen")} />
            { text(offer, "name").to_owned() }
        </label>
    }
}

/// What is chosen, in its order, and what else can be.
fn order(offers: &[Node], at: &str, id: &str) -> Html {
    let chosen: Vec<&Node> = offers.iter().filter(|one| flag(one, "chosen")).collect();
    let last = chosen.len().saturating_sub(1);
    let entry = |(index, one): (usize, &&Node)| {
        let (value, name) = (text(one, "value"), text(one, "name"));
        let act = |what: &'static str, icon: Icon, label: &str, disabled: bool| {
            let label = texts::of(label, name);
            html! {
                <button type="button" class="icon-button quiet" aria-label={label.clone()} title={label} {disabled}
                    data-do={what} data-at={at.to_owned()} data-text={value.to_owned()}>{ icon.draw() }</button>
            }
        };
        html! {
            <li key={value.to_owned()}>
                <span>{ name.to_owned() }</span>
                { act("raise", Icon::Up, texts::RAISE, index == 0) }
                { act("lower", Icon::Down, texts::LOWER, index == last) }
                { act("drop", Icon::Close, texts::REMOVE, false) }
            </li>
        }
    };
    html! {
        <>
            <ol class="build-order">{ for chosen.iter().enumerate().map(entry) }</ol>
            { chooser(offers, at, id) }
        </>
    }
}

/// Adds one of what is offered.
fn chooser(offers: &[Node], at: &str, id: &str) -> Html {
    let list = format!("{id}-more");
    let left: Vec<&Node> = offers.iter().filter(|one| !flag(one, "chosen")).collect();
    html! {
        if !left.is_empty() {
            <div class="build-chooser">
                <select id={list.clone()} aria-label={texts::WHAT_TO_ADD}>{ for left.into_iter().map(option) }</select>
                <button type="button" class="small" data-do="put" data-at={at.to_owned()} data-from={list}>{ Icon::Add.draw() }{ texts::NAME_ADD }</button>
            </div>
        }
    }
}
