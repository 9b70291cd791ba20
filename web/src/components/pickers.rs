//! Pickers of principals and keys.

use super::build_form::chosen_option;
use super::page::Page;
use crate::documents::current_key;
use crate::embed::is_read_only;
use crate::state::Action;
use crate::texts;
use crate::who::{KeyName, Who};
use kms_policy::caller::CallerKind;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

fn chosen(event: &Event) -> Option<String> {
    Some(event.target()?.dyn_into::<HtmlSelectElement>().ok()?.value())
}

/// So many principals are offered at once: browsers take long for thousands.
const MOST: usize = 500;

pub fn principal_picker(
    label: &'static str,
    everyone: &[Who],
    selected: &str,
    pick: &Callback<AttrValue>,
) -> Html {
    let pick = pick.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(id) = chosen(&event) {
            pick.emit(id.into());
        }
    });
    let at = everyone.iter().position(|who| *who.id == *selected).unwrap_or(0);
    let first = at / MOST * MOST;
    let shown = || everyone.iter().skip(first).take(MOST);
    // Leads to the others, by the first or last of them.
    let other = |index: Option<usize>, word: &str| {
        let who = index.and_then(|index| everyone.get(index))?;
        Some(chosen_option(who.id.clone(), format!("{word}…"), false))
    };
    let mut accounts: Vec<&str> = Vec::new();
    for who in shown() {
        if !accounts.contains(&who.account_name.as_str()) {
            accounts.push(&who.account_name);
        }
    }
    let option = |who: &Who| {
        let label = match who.kind {
            CallerKind::Root => who.name.clone(),
            kind => format!("{}, {}", who.name, texts::caller_kind(kind)),
        };
        chosen_option(who.id.clone(), label, *selected == *who.id)
    };
    html! {
        <select aria-label={label} class="picker" {onchange}>
            { for other(first.checked_sub(1), texts::ROWS_BEFORE) }
            { for accounts.into_iter().map(|account| html! {
                <optgroup label={account.to_owned()}>
                    { for shown().filter(|who| who.account_name == account).map(option) }
                </optgroup>
            }) }
            { for other(Some(first + MOST), texts::ROWS_BEHIND) }
        </select>
    }
}

pub fn key_picker(page: &Page<'_>) -> Html {
    let (scenario, intents) = (page.scenario(), page.intents.clone());
    let keys = &scenario.keys;
    let name = |index| KeyName::of(scenario, index).unwrap_or_default();
    let label = |key: &KeyName| format!("{} · {}", key.short, key.region);
    if keys.len() < 2 {
        return html! { <span class="picked">{ label(&name(0)) }</span> };
    }
    let onchange = Callback::from(move |event: Event| {
        if let Some(index) = chosen(&event).and_then(|index| index.parse().ok()) {
            intents.send(Action::SelectKey(index));
        }
    });
    let current = current_key(scenario);
    html! {
        // The key that is asked about is the scenario's.
        <select aria-label={texts::KEY} class="picker" disabled={is_read_only()} {onchange}>
            { for (0..keys.len()).map(|index| chosen_option(index.to_string(), label(&name(index)), index == current)) }
        </select>
    }
}
