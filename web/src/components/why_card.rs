//! The selected cell: why it is as it is, or the request that it asks about.

use super::page::Page;
use super::request_panel::request_panel;
use super::tab_list::tab_list;
use super::why_panel::why_panel;
use super::with_code::with_code;
use crate::embed::{Part, hides};
use crate::state::{Action, WhyTab};
use crate::texts;
use yew::prelude::*;

pub fn why_card(page: &Page<'_>) -> Html {
    let alone = hides(Part::Request);
    let tab = if alone { WhyTab::Why } else { page.state.view.why_tab };
    let tabs: &[&str] = if alone { &[texts::WHY] } else { &[texts::WHY, texts::REQUEST] };
    let choose = {
        let intents = page.intents.clone();
        Callback::from(move |tab| {
            let tab = if tab == 0 { WhyTab::Why } else { WhyTab::Request };
            intents.send(Action::SelectWhyTab(tab));
        })
    };
    let index = usize::from(tab == WhyTab::Request);
    html! {
        <section class={classes!("card", "why", page.is_stale().then_some("is-stale"))} id="why" aria-labelledby="why-title"
            data-testid="why" tabindex="0">
            <h2 class="visually-hidden" id="why-title">{ texts::WHY }</h2>
            <div class="tabs">{ tab_list("why", texts::WHY_TABS, tabs, index, &choose) }</div>
            if let (Some(decision), WhyTab::Request) = (&page.derived.decision, tab) {
                <p class="answer"><b class={classes!("pill", decision.verdict.name())}>
                    { texts::verdict_sign(decision.verdict) }{ " " }{ texts::verdict(decision.verdict, decision.error.as_deref()) }
                </b>{ " " }{ with_code(&decision.sentence) }</p>
            }
            <div class="why-content" id="why-panel" role="tabpanel" aria-labelledby={format!("why-tab-{index}")}>
                { match tab {
                    WhyTab::Why => why_panel(page),
                    WhyTab::Request => request_panel(page),
                } }
            </div>
        </section>
    }
}
