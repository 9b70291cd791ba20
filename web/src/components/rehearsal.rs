//! What KMS would answer if the key policy were saved, and what would change.

use super::aws_message::aws_message;
use super::pickers::principal_picker;
use super::with_code::with_code;
use crate::browser;
use crate::documents::DocumentSlot;
use crate::editor::ranges::Utf16;
use crate::embed::is_read_only;
use crate::hooks::use_settled;
use crate::intents::{Intents, use_intents};
use crate::same::Same;
use crate::state::Action;
use crate::texts;
use crate::who::Who;
use kms_policy::caller::CallerKind;
use kms_policy::policy::{PolicyKind, read};
use kms_policy::rehearsal::{Rehearsal as Answer, rehearse};
use kms_policy::report::{CellChange, Confidence, Verdict};
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use std::sync::Arc;
use yew::prelude::*;

/// More changes than anyone reads one by one.
const MAX_CHANGES: usize = 200;

#[derive(Properties, PartialEq)]
pub struct RehearsalProps {
    /// The scenario as it is written.
    pub scenario: Same<Scenario>,
    /// The key.
    pub index: usize,
    /// Who may save.
    pub everyone: Rc<Vec<Who>>,
}

#[component]
pub fn Rehearsal(props: &RehearsalProps) -> Html {
    let intents = use_intents();
    let chosen = use_state(|| None::<String>);
    let bypass = use_state(|| false);
    let RehearsalProps { scenario, index, everyone } = props;
    // The root user of the key's account, or another of it, until someone is chosen.
    let someone = |fits: &dyn Fn(&Who) -> bool| everyone.iter().find(|who| fits(who));
    let saver = someone(&|who| chosen.as_ref() == Some(&who.id))
        .or_else(|| someone(&|who| who.is_owner && who.kind == CallerKind::Root))
        .or_else(|| someone(&|who| who.is_owner))
        .or_else(|| everyone.first());
    let id = saver.map_or_else(String::new, |who| who.id.clone());
    // While someone types elsewhere the answer stays; what is done to the key counts at once.
    let settled = use_settled(scenario.clone(), || scenario.clone());
    let rehearsed = if policies(&settled, *index) == policies(scenario, *index) {
        Same::clone(&settled)
    } else {
        scenario.clone()
    };
    let answer = use_memo((rehearsed, *index, id.clone(), *bypass), |asked| {
        let (scenario, key, principal, bypass) = asked;
        rehearse(scenario, *key, principal, *bypass)
    });
    // Said when it is another one; at first it is read with the tab that was chosen.
    let said = answer
        .as_ref()
        .as_ref()
        .map(|answer| texts::saving(answer.decision.verdict, answer.decision.error.as_deref()));
    let before = use_mut_ref(|| said.clone());
    use_effect_with(said, move |said| {
        let before = before.replace(said.clone());
        if let Some(said) = said.as_ref().filter(|_| before != *said) {
            browser::say(said);
        }
    });
    let onpick = {
        let chosen = chosen.setter();
        Callback::from(move |id: AttrValue| chosen.set(Some(id.to_string())))
    };
    let oncheck = {
        let bypass = bypass.clone();
        Callback::from(move |_: Event| bypass.set(!*bypass))
    };
    html! {
        <div class="rehearsal" tabindex="0">
            <p class="hint">{ texts::REHEARSAL_HINT }</p>
            <div class="rehearsal-ask">
                <span>{ texts::SAVED_BY }{ " " }{ principal_picker(texts::SAVED_BY, everyone, &id, &onpick) }</span>
                <label><input type="checkbox" checked={*bypass} onchange={oncheck} />{ texts::BYPASS }</label>
            </div>
            if let Some(answer) = &*answer {
                { what_kms_answers(answer, *index, scenario, &intents) }
                { what_changes(answer, *index, scenario, everyone, &intents) }
            } else {
                <p>{ texts::NOT_REHEARSED }</p>
            }
        </div>
    }
}

/// The policy of a key, and the one in force.
fn policies(scenario: &Scenario, key: usize) -> (Arc<str>, Option<&Arc<str>>) {
    let saved = scenario.keys.get(key).and_then(|key| key.saved.as_ref());
    (scenario.key_policy_text(key), saved.and_then(|saved| saved.text()))
}

fn what_kms_answers(answer: &Answer, key: usize, scenario: &Scenario, intents: &Intents) -> Html {
    let decision = &answer.decision;
    let uncertain = decision.confidence == Confidence::Uncertain;
    let text = scenario.key_policy_text(key);
    let unheeded = answer.without_effect.iter().map(|statement| {
        let (from, to) = Utf16::new(&text).range(statement.span);
        let reveal = Action::Reveal { document: DocumentSlot::KeyPolicy.at([key]), from, to };
        let name = texts::statement_name(statement.sid.as_deref(), statement.index);
        html! { <li><button type="button" class="link" onclick={intents.on(reveal)}>{ name }</button></li> }
    });
    html! {
        <div class="rehearsal-answer">
            <h3 class={classes!("pill", decision.verdict.name())}>
                { texts::verdict_sign(decision.verdict) }{ " " }
                { texts::saving(decision.verdict, decision.error.as_deref()) }
                if uncertain { <span title={texts::UNCERTAIN}>{ " ?" }</span> }
            </h3>
            <p class="say">{ with_code(&decision.sentence) }</p>
            if let Some(message) = &decision.message { { aws_message(message) } }
            if !answer.without_effect.is_empty() {
                <p>{ texts::WITHOUT_EFFECT }</p>
                <ul class="unheeded">{ for unheeded }</ul>
            }
        </div>
    }
}

fn what_changes(
    answer: &Answer,
    key: usize,
    scenario: &Scenario,
    everyone: &[Who],
    intents: &Intents,
) -> Html {
    let held = scenario.keys.get(key).is_some_and(|key| key.saved.is_some());
    if !held {
        let readable = read(scenario.key_policy_text(key), PolicyKind::KeyPolicy).policy.is_some();
        return html! {
            <section class="changes">
                <h3>{ texts::CHANGES }</h3>
                <p>{ texts::IN_FORCE }</p>
                if !is_read_only() {
                    <p><button type="button" disabled={!readable} onclick={intents.on(Action::HoldInForce(key))}>{ texts::HOLD }</button></p>
                }
            </section>
        };
    }
    let change = |change: &CellChange| {
        let who = everyone.iter().find(|who| who.id == change.principal);
        let name = who.map_or(change.principal.as_str(), |who| who.name.as_str());
        let verdict = |verdict: Verdict| {
            html! {
                <span class={classes!("chip", verdict.name())}>
                    <span class="chip-sign">{ texts::verdict_sign(verdict) }</span>
                    <span class="chip-word">{ texts::verdict_short(verdict, None) }</span>
                </span>
            }
        };
        html! {
            <li><b>{ name.to_owned() }</b>{ " " }<code>{ &change.action }</code>
                <span class="change">{ verdict(change.from) }{ " → " }{ verdict(change.to) }</span></li>
        }
    };
    let more = answer.changes.len().saturating_sub(MAX_CHANGES);
    let saved = answer.decision.verdict == Verdict::Allow;
    html! {
        <section class="changes">
            <h3>{ texts::CHANGES }</h3>
            <p>{ texts::once_saved(&answer.clauses) }</p>
            <ul>{ for answer.changes.iter().take(MAX_CHANGES).map(change) }</ul>
            if more > 0 { <p>{ texts::more_changes(more) }</p> }
            if !is_read_only() {
                <p class="rehearsal-actions">
                    <button type="button" class="primary" disabled={!saved} onclick={intents.on(Action::PutInForce(key))}>{ texts::PUT_IN_FORCE }</button>
                    <button type="button" onclick={intents.on(Action::BackToInForce(key))}>{ texts::BACK_TO_IN_FORCE }</button>
                </p>
            }
        </section>
    }
}
