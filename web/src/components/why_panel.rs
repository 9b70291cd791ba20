//! Why the selected cell is as it is.

use super::aws_message::aws_message;
use super::change_list::ChangeList;
use super::halves::chain;
use super::page::Page;
use super::request_note::request_note;
use super::rule_list::rule_list;
use super::stale_note::stale_note;
use super::with_code::with_code;
use crate::embed::{Part, hides};
use crate::texts;
use kms_policy::report::Confidence;
use std::rc::Rc;
use yew::prelude::*;

pub fn why_panel(page: &Page<'_>) -> Html {
    let s3 = page.derived.s3.as_ref();
    let (Some(caller), Some(decision)) = (page.caller, &page.derived.decision) else {
        return match s3.map(|shown| &shown.outcome) {
            Some(Err(fault)) => html! { <p class="ask">{ with_code(&fault.message) }</p> },
            _ => Html::default(),
        };
    };
    let mut asked = None;
    let about = match s3.map(|shown| &shown.outcome) {
        Some(Ok(outcome)) => {
            asked = Some(Rc::clone(&outcome.asked));
            outcome.about.clone()
        }
        _ => texts::asked_of_key(&page.key.region, &texts::request(page.scenario(), caller.index)),
    };
    let sign = texts::verdict_sign(decision.verdict);
    let verdict = texts::verdict(decision.verdict, decision.error.as_deref());
    html! {
        <>
            { stale_note(page) }
            { request_note(page) }
            <h3 class={classes!("pill", decision.verdict.name())}>
                { sign }{ " " }{ verdict }
                if decision.confidence == Confidence::Uncertain { <span title={texts::UNCERTAIN}>{ " ?" }</span> }
            </h3>
            <p class="ask"><b>{ &caller.name }</b>{ " · " }<code>{ &decision.action }</code>
                { " · " }{ about }</p>
            <p class="say">{ with_code(&decision.sentence) }</p>
            // Another cell opens with what answered unfolded.
            <div key={format!("{} {}", decision.principal, decision.action)} class="chain">{ chain(decision, page) }</div>
            if let Some(message) = &decision.message { { aws_message(message) } }
            if !hides(Part::Changes) {
                <ChangeList scenario={page.scenario_now()} selected={page.state.view.selected.clone()} {asked}
                    verdict={decision.verdict} ready={page.is_inspected()} broken={page.is_stale()} failed={page.inspected.has_failed()} />
            }
            { rule_list(decision) }
        </>
    }
}
