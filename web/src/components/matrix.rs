//! Who may do what: principals by actions.

use super::compare_bar::{compare_summary, pin_actions};
use super::matrix_grid::MatrixGrid;
use super::matrix_list::MatrixList;
use super::page::Page;
use super::stale_note::stale_note;
use crate::texts;
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
                <span class="matrix-actions">{ pin_actions(page) }</span>
                { stale_note(&page.derived.stale, page.intents) }
            </header>
            { compare_summary(page) }
            if let Some(matrix) = &page.derived.matrix {
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
