//! Who may do what: principals by actions.

use super::compare_bar::{compare_summary, pin_actions};
use super::matrix_grid::MatrixGrid;
use super::matrix_list::MatrixList;
use super::page::Page;
use super::request_note::request_note;
use super::request_panel::{control, show};
use super::stale_note::stale_note;
use crate::state::Part;
use crate::texts;
use kms_policy::form::Field;
use std::rc::Rc;
use yew::prelude::*;

/// Where the page shows one thing at a time.
pub const PHONE: &str = "(max-width: 700px)";

pub fn matrix_card(page: &Page<'_>, phone: bool) -> Html {
    let stale = page.is_stale();
    let pinned = page.pinned.map(|pinned| pinned.matrix.clone());
    let only = page.state.view.only_differences && pinned.is_some();
    let class = classes!("card", "matrix", stale.then_some("is-stale"));
    html! {
        <section {class} aria-labelledby="matrix-title" data-stale={stale.to_string()}>
            <header class="card-header">
                <h2 id="matrix-title">{ texts::MATRIX }</h2>
                <span class="matrix-actions">{ request_button(page) }{ pin_actions(page) }</span>
                { stale_note(&page.derived.stale, page.intents) }
                { request_note(page) }
            </header>
            { compare_summary(page) }
            if page.scenario().keys.is_empty() || page.scenario().principals.is_empty() {
                <p class="empty">{ texts::EMPTY_SCENARIO }</p>
            } else if let Some(matrix) = &page.derived.matrix {
                if phone {
                    <MatrixList matrix={Rc::clone(matrix)} everyone={Rc::clone(page.everyone)}
                        selected={page.state.view.selected.clone()} {pinned} {only} />
                } else {
                    <MatrixGrid matrix={Rc::clone(matrix)} everyone={Rc::clone(page.everyone)}
                        selected={page.state.view.selected.clone()} {pinned} {only} />
                }
            } else {
                <p class="empty">{ texts::NOT_DECIDED }</p>
                <ul>{ for page.derived.errors.iter().map(|error| html! { <li>{ error.to_string() }</li> }) }</ul>
            }
        </section>
    }
}

/// Leads to the request, and says what it is where it is no plain call.
fn request_button(page: &Page<'_>) -> Html {
    let onclick = show(page.intents, control(Field::Key, 0, Part::Value));
    let request = texts::request(page.scenario(), usize::MAX);
    html! {
        <>
            if request != texts::DIRECT_CALL { <span class="matrix-request">{ request }</span> }
            <button type="button" class="small" title={texts::REQUEST_BUTTON_HINT} {onclick}>{ texts::REQUEST_BUTTON }</button>
        </>
    }
}
