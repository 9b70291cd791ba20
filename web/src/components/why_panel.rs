//! Why the selected cell is as it is.

use super::aws_message::aws_message;
use super::halves::chain;
use super::page::Page;
use super::rule_list::rule_list;
use super::stale_note::stale_note;
use super::with_code::with_code;
use crate::texts;
use kms_policy::report::Confidence;
use yew::prelude::*;

pub fn why_panel(page: &Page<'_>) -> Html {
    let (Some(caller), Some(decision)) = (page.caller, &page.derived.decision) else {
        return html! { <aside class="card why" id="why" aria-label={texts::WHY} data-testid="why" /> };
    };
    let stale = page.is_stale();
    let region = &page.key.region;
    let request = page.scenario().matrix.as_ref().map(|matrix| &matrix.request);
    let via = request.and_then(|request| request.via.as_deref());
    let sign = texts::verdict_sign(decision.verdict);
    let verdict = texts::verdict(decision.verdict, decision.error.as_deref());
    html! {
        <aside class={classes!("card", "why", stale.then_some("is-stale"))} id="why" aria-label={texts::WHY}
            data-testid="why" tabindex="0">
            { stale_note(&page.derived.stale, page.intents) }
            <h2 class={classes!("pill", texts::verdict_name(decision.verdict))}>
                { sign }{ " " }{ verdict }
                if decision.confidence == Confidence::Uncertain { <span title="uncertain">{ " ?" }</span> }
            </h2>
            <p class="ask"><b>{ &caller.name }</b>{ " · " }<code>{ &decision.action }</code>
                { format!(" · key in {region} · {}", texts::call(via)) }</p>
            <p class="say">{ with_code(&decision.sentence) }</p>
            // Another cell opens with what answered unfolded.
            <div key={format!("{} {}", decision.principal, decision.action)} class="chain">{ chain(decision, page) }</div>
            if let Some(message) = &decision.message { { aws_message(message) } }
            { rule_list(decision) }
        </aside>
    }
}
