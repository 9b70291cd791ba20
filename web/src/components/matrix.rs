//! Who may do what: principals by actions, or an upload or download in S3's console.

use super::build_dialog::build_button;
use super::compare_bar::{compare_summary, pin_actions};
use super::matrix_grid::MatrixGrid;
use super::matrix_list::MatrixList;
use super::page::Page;
use super::request_note::request_note;
use super::request_panel::{control, show};
use super::s3_panel::s3_panel;
use super::stale_note::stale_note;
use super::tab_list::tab_list;
use crate::embed::{self, Pane, Part, hides};
use crate::state::{Action, MatrixTab, Part as Control};
use crate::texts;
use kms_policy::form::Field;
use std::rc::Rc;
use yew::prelude::*;

/// Where the page shows one thing at a time.
pub const PHONE: &str = "(max-width: 43.75em)";
/// The same in an embed, which is rarely wider than a text and still has room for two things.
pub const NARROW: &str = "(max-width: 39.99em)";

pub fn matrix_card(page: &Page<'_>, phone: bool) -> Html {
    let stale = page.is_stale();
    let pinned = page.pinned.map(|pinned| pinned.matrix.clone());
    let only = page.state.view.only_differences && pinned.is_some();
    let s3 = page.state.s3().is_some();
    let choose = {
        let intents = page.intents.clone();
        Callback::from(move |tab| {
            let tab = if tab == 0 { MatrixTab::Decisions } else { MatrixTab::S3 };
            intents.send(Action::SelectMatrixTab(tab));
        })
    };
    let tabs: &[&str] =
        if hides(Part::S3) { &[texts::DECISIONS] } else { &[texts::DECISIONS, texts::S3_TEST] };
    let class = classes!("card", "matrix", stale.then_some("is-stale"));
    html! {
        <section {class} aria-labelledby="matrix-title" data-stale={stale.to_string()}>
            <header class="card-header">
                <h2 id="matrix-title">{ texts::MATRIX }</h2>
                <div class="tabs">{ tab_list("matrix", texts::MATRIX_TABS, tabs, usize::from(s3), &choose) }</div>
                if !s3 {
                    <span class="matrix-actions">{ build_button(page, texts::MATRIX_BUTTON, "/matrix") }{ request_button(page) }{ pin_actions(page) }</span>
                }
                { stale_note(page) }
                { request_note(page) }
            </header>
            <div class="matrix-panel" id="matrix-panel" role="tabpanel" aria-labelledby={format!("matrix-tab-{}", usize::from(s3))}>
                if let Some(shown) = &page.derived.s3 {
                    { s3_panel(page, shown) }
                } else if page.scenario().keys.is_empty() || page.scenario().principals.is_empty() {
                    <p class="empty">{ texts::EMPTY_SCENARIO }</p>
                } else if let Some(matrix) = page.derived.matrix.as_ref().filter(|_| !s3) {
                    { compare_summary(page) }
                    if phone {
                        <MatrixList matrix={Rc::clone(matrix)} everyone={Rc::clone(page.everyone)}
                            selected={page.state.view.selected.clone()} {pinned} {only} />
                    } else {
                        <MatrixGrid matrix={Rc::clone(matrix)} everyone={Rc::clone(page.everyone)}
                            selected={page.state.view.selected.clone()} {pinned} {only} />
                    }
                } else if !page.deciding {
                    <p class="empty">{ texts::NOT_DECIDED }</p>
                    <ul>{ for page.derived.errors.iter().map(|error| html! { <li>{ error.to_string() }</li> }) }</ul>
                }
            </div>
        </section>
    }
}

/// Leads to the request, and says what it is where it is no plain call.
fn request_button(page: &Page<'_>) -> Html {
    let onclick = show(page.intents, control(Field::Key, 0, Control::Value));
    let request = texts::request(page.scenario(), usize::MAX);
    html! {
        <>
            if request != texts::DIRECT_CALL { <span class="matrix-request">{ request }</span> }
            if !hides(Part::Request) && embed::given().shows(Pane::Why) {
                <button type="button" class="small" title={texts::REQUEST_BUTTON_HINT} {onclick}>{ texts::REQUEST_BUTTON }</button>
            }
        </>
    }
}
