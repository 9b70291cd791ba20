//! The selected cell in one or two lines: in sight wherever the reasons are not.

use super::page::Page;
use super::with_code::with_code;
use crate::browser;
use crate::embed::{self, Pane};
use crate::state::{Action, Panel, WhyTab};
use crate::texts;
use yew::prelude::*;

pub fn strip(page: &Page<'_>) -> Html {
    let (Some(caller), Some(decision)) = (page.caller, &page.derived.decision) else {
        return html! {
            <section class="strip" aria-label={texts::STRIP} data-testid="strip">
                if page.deciding { <p><span class="strip-stale">{ texts::DECIDING }</span></p> }
            </section>
        };
    };
    let stale = page.is_stale();
    let error = decision.error.as_deref();
    let sign = texts::verdict_sign(decision.verdict);
    let verdict = texts::verdict_short(decision.verdict, error);
    let class = classes!("strip", decision.verdict.name(), stale.then_some("is-stale"));
    let intents = page.intents.clone();
    let why = Callback::from(move |_: MouseEvent| {
        intents.show(Panel::Decisions);
        intents.send(Action::SelectWhyTab(WhyTab::Why));
        browser::go_to("#why");
    });
    html! {
        <section {class} aria-label={texts::STRIP} data-testid="strip">
            <p title={decision.sentence.clone()}>
                if stale {
                    <span class="strip-stale">{ stale_word(page) }</span>{ " " }
                }
                <b><bdi>{ &caller.name }</bdi>{ format!(" · {}: {sign} {verdict}.", texts::bare(&decision.action)) }</b>
                { " " }{ with_code(&decision.sentence) }
            </p>
            if embed::given().shows(Pane::Why) {
                <button type="button" class="link strip-why" onclick={why}>{ texts::WHY }</button>
            }
        </section>
    }
}

/// Why what is shown is not of what stands there.
fn stale_word(page: &Page<'_>) -> &'static str {
    if page.deciding {
        texts::DECIDING
    } else if page.faults.is_empty() {
        texts::STALE
    } else {
        texts::STALE_REQUEST
    }
}
