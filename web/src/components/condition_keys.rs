//! What conditions see of the selected request: every condition key with its value and where that
//! comes from, and those that were asked for and missing.

use super::page::Page;
use super::request_panel::{control, show};
use crate::embed::is_read_only;
use crate::state::{Action, Part};
use crate::texts;
use kms_policy::form::{Filled, filled_by, source};
use kms_policy::report::ContextValue;
use yew::prelude::*;

pub fn condition_keys(page: &Page<'_>) -> Html {
    let (Some(caller), Some(decision)) = (page.caller, &page.derived.decision) else {
        return Html::default();
    };
    let row = |one: &ContextValue| {
        html! {
            <tr>
                <th scope="row"><code>{ &one.key }</code></th>
                <td><code>{ one.values.join(", ") }</code><small>{ source(&one.from) }</small></td>
            </tr>
        }
    };
    html! {
        <section class="condition-keys">
            <h3>{ texts::CONDITION_KEYS }</h3>
            <p class="ask"><b>{ &caller.name }</b>{ " · " }<code>{ &decision.action }</code></p>
            if !decision.missing.is_empty() {
                <p>{ texts::MISSING }</p>
                <ul class="missing">{ for decision.missing.iter().map(|key| missing(page, caller.index, &decision.action, key)) }</ul>
            }
            <table>
                <thead class="visually-hidden"><tr><th scope="col">{ texts::CONDITION_KEY }</th><th scope="col">{ texts::VALUE_AND_SOURCE }</th></tr></thead>
                <tbody>{ for decision.context.iter().map(row) }</tbody>
            </table>
        </section>
    }
}

/// A key that was asked for, with a way to give it a value.
fn missing(page: &Page<'_>, principal: usize, action: &str, key: &str) -> Html {
    let asked = (principal, action, page.key_index);
    let Filled { field, name } = filled_by(page.scenario(), asked, key);
    let rows = page.state.rows(field);
    let known = rows.iter().position(|row| row.name == name);
    let part = if name.is_empty() && field.is_list() { Part::Name } else { Part::Value };
    let show = show(page.intents, control(field, known.unwrap_or(rows.len()), part));
    let add = (field.is_list() && known.is_none()).then_some(Action::AddRow { field, name });
    let intents = page.intents.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        if let Some(add) = add.clone() {
            intents.send(add);
        }
        show.emit(event);
    });
    html! {
        <li><code>{ key.to_owned() }</code>
            if !is_read_only() {
                <button type="button" class="small" aria-label={texts::supply(key)} {onclick}>{ texts::SUPPLY }</button>
            }
        </li>
    }
}
