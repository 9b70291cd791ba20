//! The steps of the scenario: what to do, the checks that turn by themselves, hint and solution.

use super::icon::Icon;
use super::page::Page;

use crate::browser;
use crate::embed::{Part, hides, is_read_only};
use crate::state::Action;
use crate::texts;
use kms_policy::report::Decision;
use kms_policy::scenario::{Request, Step};
use std::rc::Rc;
use yew::prelude::*;

/// Leads here: the title, which folds the rest.
pub const STEPS: &str = "#steps";

/// Nothing for a scenario without steps.
pub fn steps_panel(page: &Page<'_>, phone: bool) -> Html {
    let Some(step) = page.state.step() else {
        return Html::default();
    };
    let (index, count) = (page.state.progress.step, page.scenario().steps.len());
    let shown = page.state.view.steps.unwrap_or(!phone);
    let held = page.derived.held();
    let all_held = !step.checks.is_empty() && page.derived.all_held();
    html! {
        <section class={classes!("steps", "card", all_held.then_some("is-done"))} aria-labelledby="steps">
            <h2>
                <button type="button" class="quiet" id="steps" aria-expanded={shown.to_string()}
                    onclick={page.intents.on(Action::ShowSteps(!shown))}>
                    <span class="steps-title">{ texts::step(index, count, &step.title) }</span>
                    if !held.is_empty() {
                        <span class="steps-held">{ if all_held { "✓ " } else { "" } }{ held }</span>
                    }
                    { Icon::Fold.draw() }
                </button>
            </h2>
            if shown {
                <div class="steps-body">
                    if index == 0 { { situation(page) } }
                    <p>{ step.text.clone() }</p>
                    if !step.checks.is_empty() {
                        <ul class="checks">{ for step.checks.iter().enumerate().map(|(at, one)| check(one, at, page)) }</ul>
                    }
                    if let Some(hint) = step.hint.as_ref().filter(|_| !hides(Part::Hint)) {
                        // Folded again at the next step.
                        <details key={step.title.clone()}>
                            <summary>{ texts::HINT }</summary><p>{ hint.clone() }</p>
                        </details>
                    }
                </div>
                if let Some(learned) = step.learned.clone().filter(|_| page.derived.all_held()) {
                    <p class="learned"><b>{ texts::LEARNED }</b>{ " " }{ learned }</p>
                }
                { buttons(step, page) }
                if count > 1 {
                    <nav class="steps-list" aria-label={texts::STEPS}>
                        { for page.scenario().steps.iter().enumerate().map(|(at, one)| html! {
                            <button type="button" class="small" aria-current={(at == index).then_some("step")}
                                onclick={go_to(page, at)}>{ format!("{} {}", at + 1, one.title) }</button>
                        }) }
                    </nav>
                }
            }
        </section>
    }
}

/// What there is to know before the first step.
fn situation(page: &Page<'_>) -> Html {
    let scenario = page.scenario();
    let (symptom, question) = scenario
        .gallery
        .as_ref()
        .map_or((None, None), |gallery| (gallery.symptom.clone(), gallery.question.clone()));
    html! {
        <>
            if symptom.is_some() { <p class="symptom">{ symptom }</p> }
            if question.is_some() { <p class="question">{ question }</p> }
            <details><summary>{ texts::MORE }</summary><p>{ scenario.description.clone() }</p></details>
        </>
    }
}

/// A check: whether it holds, of whom and what it is, what is wanted, and what is so instead.
fn check(check: &Request, index: usize, page: &Page<'_>) -> Html {
    let decision = page.derived.checks.get(index);
    let held = decision.and_then(|decision| decision.held) == Some(true);
    let name = page.everyone.iter().find(|who| who.id == check.principal);
    let wanted = check.expect.as_ref().and_then(|expect| {
        expect.verdict.map(|verdict| texts::verdict_short(verdict, expect.error.as_deref()))
    });
    let now = |decision: &Decision| {
        texts::check_now(&texts::verdict_short(decision.verdict, decision.error.as_deref()))
    };
    let details = texts::check_details(check, page.scenario());
    let (sign, word) = if held { ("✓", texts::CHECK_HOLDS) } else { ("✗", texts::CHECK_OPEN) };
    html! {
        <li class={held.then_some("is-held")} data-held={held.to_string()}>
            <span class="check-sign" role="img" aria-label={word}>{ sign }</span>
            <span>
                <b>{ name.map_or(check.principal.as_str(), |who| who.name.as_str()).to_owned() }</b>
                { " · " }{ check.action.clone() }{ ": " }{ wanted }
                if !held { { decision.map(now) } }
                if !details.is_empty() { <small>{ details }</small> }
            </span>
        </li>
    }
}

fn buttons(step: &Step, page: &Page<'_>) -> Html {
    let index = page.state.progress.step;
    let (ready, failed) = (page.inspected.is_done(), page.inspected.has_failed());
    let title = if ready || failed { "" } else { texts::STEPS_WAITING };
    let solve = {
        let (intents, progress) = (page.intents.clone(), page.state.progress.clone());
        let of = Rc::clone(&page.state.scenario);
        move |_: MouseEvent| {
            if let Some(scenario) = intents.latest.solved(&of, &progress) {
                intents.send(Action::Solve { scenario: Rc::new(scenario), of: Rc::clone(&of) });
            }
        }
    };
    let begin = {
        let (intents, progress) = (page.intents.clone(), page.state.progress.clone());
        move |_: MouseEvent| {
            if let Some(scenario) = intents.latest.begun(&progress) {
                intents.send(Action::BeginAgain(Rc::new(scenario)));
            }
        }
    };
    let done = page.derived.all_held();
    let last = index + 1 == page.scenario().steps.len();
    html! {
        <div class="steps-buttons">
            if index > 0 { { button(texts::BACK, "", "", false, go_to(page, index - 1)) } }
            if !last { { button(texts::NEXT, "", if done { "primary" } else { "" }, false, go_to(page, index + 1)) } }
            if !step.checks.is_empty() && !is_read_only() {
                if !hides(Part::Solution) { { button(texts::SOLUTION, title, "", !ready, Callback::from(solve)) } }
                { button(texts::RESET_STEP, title, "", !ready, Callback::from(begin)) }
            }
            if failed { <span class="hint">{ texts::STEPS_FAILED }</span> }
        </div>
    }
}

fn button(
    name: &'static str,
    title: &'static str,
    class: &'static str,
    disabled: bool,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! { <button key={name} type="button" {class} {title} {disabled} {onclick}>{ name }</button> }
}

/// Goes to a step, and with the focus to its title.
fn go_to(page: &Page<'_>, step: usize) -> Callback<MouseEvent> {
    let intents = page.intents.clone();
    Callback::from(move |_| {
        intents.send(Action::GoToStep(step));
        browser::scroll_to(".steps-list [aria-current]");
        browser::go_to(STEPS);
    })
}
