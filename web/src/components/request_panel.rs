//! The request of the matrix as a form, and what conditions see of the selected one.

use super::build_form::chosen_option;
use super::condition_keys::condition_keys;
use super::icon::Icon;
use super::page::Page;
use super::with_code::with_code;
use crate::browser;
use crate::embed::is_read_only;
use crate::intents::Intents;
use crate::state::{Action, Part, Slot, WhyTab};
use crate::texts;
use kms_policy::caller::CallerKind;
use kms_policy::form::{Field, Row, choices};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

pub fn request_panel(page: &Page<'_>) -> Html {
    let scenario = page.scenario();
    let on_key = page.key_index;
    let principal = page.state.principal_fields();
    let (mfa, tags) = principal
        .filter(|_| page.caller.is_some_and(|one| one.kind != CallerKind::Service))
        .unzip();
    let tags = tags.filter(|_| page.caller.is_some_and(|one| one.has_policies));
    let summary = texts::request(scenario, page.caller.map_or(usize::MAX, |one| one.index));
    let writes = page.intents.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(write) = written(&event) {
            writes.send(write);
        }
    });
    // Enter sends nothing anywhere.
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let endpoint = choice(page, Field::Endpoint, texts::NO_ENDPOINT, str::to_owned);
    html! {
        <>
            <p class="request-summary">{ texts::REQUEST_HINT }{ " " }<b>{ summary }</b></p>
            <form class="request" {oninput} {onsubmit} autocomplete="off">
                <fieldset class="fields" role="presentation" disabled={is_read_only()}>
                    { text(page, Field::Key, &page.key.arn) }
                    { text(page, Field::Region, &page.key.region) }
                    { text(page, Field::Via, texts::VIA_EXAMPLE) }
                    { endpoint }
                    { text(page, Field::SourceIp, texts::UNSAID) }
                    { text(page, Field::Time, texts::UNSAID) }
                    { for mfa.map(|mfa| choice(page, mfa, texts::UNSAID, |value| texts::mfa(value).to_owned())) }
                    { list(page, Field::EncryptionContext) }
                    { list(page, Field::Parameters) }
                    { for tags.map(|tags| list(page, tags)) }
                    if on_key < scenario.keys.len() { { list(page, Field::KeyTags(on_key)) } }
                    { list(page, Field::Context) }
                </fieldset>
            </form>
            { condition_keys(page) }
        </>
    }
}

/// The id of what is written in.
pub fn control(field: Field, row: usize, part: Part) -> String {
    let part = match part {
        Part::Name => "name",
        Part::Value => "value",
        Part::Absent => "absent",
    };
    // Of a list as of a single text: what names the place in the scenario tells fields apart.
    format!("request{}-{row}-{part}", field.pointer().replace(['/', ':'], "-"))
}

/// A handler that leads to a control of the form.
pub fn show(intents: &Intents, control: String) -> Callback<MouseEvent> {
    let intents = intents.clone();
    Callback::from(move |_| {
        intents.show(crate::state::Panel::Decisions);
        intents.send(Action::SelectWhyTab(WhyTab::Request));
        browser::go_to(&format!("#{control}"));
    })
}

/// What was written, where.
fn written(event: &InputEvent) -> Option<Action> {
    let control = event.target()?.dyn_into::<Element>().ok()?;
    let field = Field::parse(&control.get_attribute("data-field")?)?;
    let row = control.get_attribute("data-row")?.parse().ok()?;
    let slot = |part| Slot { field, row, part };
    if let Some(choice) = control.dyn_ref::<HtmlSelectElement>() {
        return Some(Action::Write { slot: slot(Part::Value), text: choice.value(), typing: None });
    }
    let input = control.dyn_into::<HtmlInputElement>().ok()?;
    if input.type_() == "checkbox" {
        let text = input.checked().to_string();
        return Some(Action::Write { slot: slot(Part::Absent), text, typing: None });
    }
    let part = if input.has_attribute("data-name") { Part::Name } else { Part::Value };
    let caret = input.selection_start().ok().flatten().unwrap_or(0) as usize;
    let (slot, text) = (slot(part), input.value());
    Some(Action::Write { slot, text, typing: Some((caret, browser::now())) })
}

/// A text of one line, with what it offers.
fn text(page: &Page<'_>, field: Field, placeholder: &str) -> Html {
    let row = page.state.rows(field).into_iter().next().unwrap_or_default();
    let control = input(page, field, 0, Part::Value, row.value, None, placeholder);
    labelled(page, field, control, offers(page, field))
}

/// A choice among few.
fn choice(page: &Page<'_>, field: Field, none: &str, name: fn(&str) -> String) -> Html {
    let row = page.state.rows(field).into_iter().next().unwrap_or_default();
    let option = |value: String, name: String| {
        let chosen = value == row.value;
        chosen_option(value, name, chosen)
    };
    let choices = choices(field, page.scenario(), "").into_iter();
    let control = html! {
        <select id={control(field, 0, Part::Value)} data-field={field.pointer()} data-row="0">
            { option(String::new(), none.to_owned()) }
            { for choices.map(|value| { let name = name(&value); option(value, name) }) }
        </select>
    };
    labelled(page, field, control, Html::default())
}

fn labelled(page: &Page<'_>, field: Field, input: Html, offers: Html) -> Html {
    html! {
        <div class="field">
            <label for={control(field, 0, Part::Value)}>{ texts::field(field) }</label>
            { input }
            { offers }
            { fault(page, field, 0) }
        </div>
    }
}

/// A list of names with values.
fn list(page: &Page<'_>, field: Field) -> Html {
    let rows = page.state.rows(field);
    let add = {
        let (intents, row) = (page.intents.clone(), rows.len());
        Callback::from(move |_: MouseEvent| {
            intents.send(Action::AddRow { field, name: String::new() });
            browser::go_to(&format!("#{}", control(field, row, Part::Name)));
        })
    };
    let (label, add_id) = (
        format!("{}-list", control(field, 0, Part::Name)),
        format!("{}-add", control(field, 0, Part::Name)),
    );
    let line = |(index, row): (usize, &Row)| line(page, field, index, row, &add_id);
    html! {
        <div class="list" role="group" aria-labelledby={label.clone()}>
            <div class="list-head">
                <span id={label}>{ texts::field(field) }</span>
                <button type="button" class="small" id={add_id.clone()} onclick={add}>{ Icon::Add.draw() }{ texts::add(field) }</button>
            </div>
            { for rows.iter().enumerate().map(line) }
            { offers(page, field) }
        </div>
    }
}

fn line(page: &Page<'_>, field: Field, index: usize, row: &Row, add_id: &str) -> Html {
    let remove = {
        let (intents, add_id) = (page.intents.clone(), format!("#{add_id}"));
        Callback::from(move |_: MouseEvent| {
            intents.send(Action::RemoveRow { field, row: index });
            browser::go_to(&add_id);
        })
    };
    let (name, value) = texts::line(field, index);
    let hint = texts::remove_line(field, index);
    html! {
        <div class="line">
            { input(page, field, index, Part::Name, row.name.clone(), Some(name), texts::NAME_PLACEHOLDER) }
            if row.absent {
                <span class="line-absent">{ texts::ABSENT_VALUE }</span>
            } else {
                { input(page, field, index, Part::Value, row.value.clone(), Some(value), texts::VALUE_PLACEHOLDER) }
            }
            if field == Field::Context {
                <label class="absent"><input type="checkbox" checked={row.absent} data-field={field.pointer()} data-row={index.to_string()}
                    id={control(field, index, Part::Absent)} />{ texts::ABSENT }</label>
            }
            <button type="button" class="icon-button quiet" aria-label={hint.clone()} title={hint} onclick={remove}>{ Icon::Close.draw() }</button>
            { fault(page, field, index) }
        </div>
    }
}

fn input(
    page: &Page<'_>,
    field: Field,
    row: usize,
    part: Part,
    text: String,
    label: Option<String>,
    placeholder: &str,
) -> Html {
    let id = control(field, row, part);
    let faulty = page.faults.iter().any(|(one, fault)| (*one, fault.row) == (field, row));
    let is_name = part == Part::Name;
    let offered = (is_name || !field.is_list()).then(|| offers_id(field));
    html! {
        <input {id} class="code" value={text} aria-label={label} placeholder={placeholder.to_owned()} list={offered}
            spellcheck="false" autocapitalize="off" data-field={field.pointer()} data-row={row.to_string()} data-name={is_name.then_some("")}
            aria-invalid={faulty.then_some("true")} aria-describedby={faulty.then(|| fault_id(field, row))} />
    }
}

fn offers_id(field: Field) -> String {
    format!("{}-offers", control(field, 0, Part::Name))
}

/// What a field offers.
fn offers(page: &Page<'_>, field: Field) -> Html {
    let action = &page.state.view.selected.action;
    html! {
        <datalist id={offers_id(field)}>
            { for choices(field, page.scenario(), action).into_iter().map(|choice| html! { <option value={choice} /> }) }
        </datalist>
    }
}

fn fault_id(field: Field, row: usize) -> String {
    format!("{}-fault", control(field, row, Part::Name))
}

/// What is wrong with a line.
fn fault(page: &Page<'_>, field: Field, row: usize) -> Html {
    let found = page.faults.iter().find(|(one, fault)| (*one, fault.row) == (field, row));
    html! {
        if let Some((_, fault)) = found {
            <p class="field-fault" id={fault_id(field, row)}>{ with_code(&fault.message) }</p>
        }
    }
}
