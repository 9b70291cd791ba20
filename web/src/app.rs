//! The page: state, what follows from it, and the layout.

use crate::components::{
    FileDialog, Gallery, PHONE, Page, ROOMY, app_bar, caller_pane, error_dialog, footer,
    matrix_card, notice_bar, owner_pane, phone_tabs, steps_panel, strip, why_card, work_note,
};
use crate::derive::{derive, faults, problems};
use crate::documents::current_key;
use crate::editor::module::{Module, use_editor_module};
use crate::hooks::{
    use_error_reader, use_inspector, use_media, use_settled, use_theme, use_undo_keys, use_work,
};
use crate::intents::Intents;
use crate::pinned::use_pinned;
use crate::same::Same;
use crate::state::{Notice, Origin, Panel, State, Theme, opening};
use crate::storage;
use crate::who::{KeyName, Who};
use crate::work;
use std::rc::Rc;
use yew::prelude::*;

/// What was on the page last time, or the opening scenario.
fn start() -> State {
    let anew = || State::new(opening()).kept_as(work::new_id(), Origin::default());
    let mut state = match work::last() {
        None => anew(),
        Some(Ok(state)) => state,
        Some(Err(_)) => State { notice: Some(Notice::SavedWorkUnreadable), ..anew() },
    };
    if let Some(theme) = storage::read(storage::THEME) {
        state.view.theme = Theme::named(&theme);
    }
    state
}

#[component]
pub fn App() -> Html {
    let state = use_reducer(start);
    let intents = use_memo((), |()| Intents::new(state.dispatcher(), &state.scenario));
    let phone = use_media(PHONE);
    let module = use_editor_module((*intents).clone());
    use_theme(state.view.theme);
    let kept = use_work(&state);
    use_undo_keys((*intents).clone());

    let scenario = Same(Rc::clone(&state.scenario));
    intents.latest.set(&state.scenario);
    let derived = {
        let fallback = Same(Rc::clone(&state.fallback));
        let deps = (scenario.clone(), fallback, state.view.selected.clone(), state.progress.step);
        use_memo(deps, |(scenario, fallback, selected, step)| {
            derive(&scenario.0, fallback, selected, *step)
        })
    };
    let pinned = use_pinned(state.view.pinned.as_ref(), &scenario, &derived);
    let inspected = use_inspector(&scenario, &module, &intents.latest);
    let findings = use_memo((scenario.clone(), inspected.clone()), |(scenario, inspected)| {
        inspected.findings(scenario)
    });
    let revision = (scenario.clone(), inspected.clone(), state.progress.step);
    let problems = use_settled(revision, || problems(&findings, &derived));
    let roomy = use_media(ROOMY);
    let faults = faults(&scenario, &state.drafts);
    let reader = use_error_reader(&intents.latest);
    let key_index = current_key(&scenario);
    let key = use_memo((scenario.clone(), key_index), |(scenario, key)| {
        KeyName::of(scenario, *key).unwrap_or_default()
    });
    let everyone = use_memo((scenario.clone(), Rc::clone(&key)), |(scenario, key)| {
        Who::all(scenario, &key.account)
    });
    let caller = state.caller().and_then(|index| everyone.iter().find(|who| who.index == index));
    let page = Page {
        state: &state,
        derived: &derived,
        pinned: pinned.as_ref(),
        faults: &faults,
        key_index,
        key: &key,
        everyone: &everyone,
        caller,
        findings: &findings,
        inspected: &inspected,
        problems: &problems,
        roomy,
        intents: &intents,
    };
    let panel = match state.view.panel {
        Panel::Decisions => "panel-decisions",
        Panel::KeyPolicy => "panel-key-policy",
        Panel::Identity => "panel-identity",
    };
    let has_intro = !state.view.intro_folded && state.step().is_none();
    let intro = state.scenario.description.as_ref().filter(|_| has_intro);
    html! {
        <ContextProvider<Intents> context={(*intents).clone()}>
        <ContextProvider<Module> context={module}>
            <div class={classes!("app", panel)}>
                { app_bar(&page, &reader) }
                { strip(&page) }
                { notice_bar(state.notice.as_ref(), &intents) }
                { work_note(&kept) }
                // A phone has it above whatever is shown; elsewhere it is a card among the others.
                if phone { { steps_panel(&page, phone) } }
                <main class="main">
                    if let Some(text) = intro { <p class="intro">{ text }</p> }
                    <div class="layout">
                        { owner_pane(&page) }
                        { caller_pane(&page) }
                        { matrix_card(&page, phone) }
                        if !phone { { steps_panel(&page, phone) } }
                        { why_card(&page) }
                    </div>
                    { footer() }
                </main>
                <p class="visually-hidden" aria-live="polite" id="problem-count">{ &problems.count }</p>
                <p class="visually-hidden" aria-live="polite" id="checks-held">{ &problems.held }</p>
                { phone_tabs(state.view.panel, &intents) }
                { error_dialog(&reader, &intents) }
                <Gallery />
                <FileDialog work={kept} />
            </div>
        </ContextProvider<Module>>
        </ContextProvider<Intents>>
    }
}
