//! Who may do what: principals by actions.

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
    let class = classes!("card", "matrix", stale.then_some("is-stale"));
    html! {
        <section {class} aria-labelledby="matrix-title" data-stale={stale.to_string()}>
            <header class="card-header">
                <h2 id="matrix-title">{ texts::MATRIX }</h2>
                { stale_note(&page.derived.stale, page.intents) }
            </header>
            if let Some(matrix) = &page.derived.matrix {
                if phone {
                    <MatrixList matrix={Rc::clone(matrix)} everyone={Rc::clone(page.everyone)}
                        selected={page.state.view.selected.clone()} />
                } else {
                    <MatrixGrid matrix={Rc::clone(matrix)} everyone={Rc::clone(page.everyone)}
                        selected={page.state.view.selected.clone()} />
                }
            } else {
                <p class="empty">{ texts::NOT_DECIDED }</p>
                <ul>{ for page.derived.errors.iter().map(|error| html! { <li>{ error.to_string() }</li> }) }</ul>
            }
        </section>
    }
}
