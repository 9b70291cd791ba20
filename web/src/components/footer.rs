//! What the page is not, and what it does not do yet.

use crate::texts;
use yew::prelude::*;

pub fn footer() -> Html {
    html! {
        <footer class="footer">
            <p>{ texts::FOOTER }</p>
            <details>
                <summary>{ texts::NOT_YET }</summary>
                <div class="footer-list">
                    <p>{ texts::NOT_YET_INTRO }</p>
                    <ul>{ for texts::NOT_YET_LIST.map(|item| html! { <li>{ item }</li> }) }</ul>
                </div>
            </details>
        </footer>
    }
}
