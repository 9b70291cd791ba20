//! The page: state, what follows from it, and the layout.

use crate::components::{
    FileDialog, Gallery, PHONE, Page, ROOMY, ShareDialog, app_bar, build_dialog, caller_pane,
    error_dialog, footer, matrix_card, notice_bar, owner_pane, phone_tabs, shortcuts_dialog,
    skip_links, steps_panel, strip, why_card, work_note,
};
use crate::derive::{derive, faults, problems};
use crate::documents::current_key;
use crate::editor::module::{Module, use_editor_module};
use crate::heard::{Heard, use_announcer};
use crate::hooks::{
    use_display, use_error_reader, use_inspector, use_keys, use_media, use_print, use_settled,
    use_work,
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
    state.view.large = storage::read(storage::SIZE).is_some();
    state.view.no_single_keys = storage::read(storage::SINGLE_KEYS).is_some();
    state
}

#[component]
pub fn App() -> Html {
    let state = use_reducer(start);
    let intents = use_memo((), |()| Intents::new(state.dispatcher(), &state.scenario));
    let phone = use_media(PHONE);
    let module = use_editor_module((*intents).clone());
    use_display(&state.view);
    let kept = use_work(&state);

    let scenario = Same(Rc::clone(&state.scenario));
    intents.latest.set(&state.scenario);
    let derived = {
        let fallback = Same(Rc::clone(&state.fallback));
        let s3 = state.s3().cloned();
        let deps =
            (scenario.clone(), fallback, state.view.selected.clone(), s3, state.progress.step);
        use_memo(deps, |(scenario, fallback, selected, s3, step)| {
            derive(&scenario.0, fallback, selected, s3.as_deref(), *step)
        })
    };
    let pinned = use_pinned(state.view.pinned.as_ref(), &scenario, &derived);
    let inspected = use_inspector(&scenario, &module, &intents.latest);
    let findings = use_memo((scenario.clone(), inspected.clone()), |(scenario, inspected)| {
        inspected.findings(scenario)
    });
    use_keys((*intents).clone(), &state, &findings);
    let (found, documents) = problems(&findings);
    let problems = use_settled((scenario.clone(), inspected.clone()), || documents.clone());
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
    let revision = (
        (scenario.clone(), inspected.clone(), state.progress.step),
        (state.view.selected.clone(), state.notice.clone(), pinned.clone()),
    );
    let heard =
        use_settled(revision, || Heard::of(&state, &derived, caller, &found, pinned.as_ref()));
    use_announcer(&heard);
    use_print(&state, &derived, &everyone);
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
                { skip_links(&intents) }
                { app_bar(&page, &reader, phone) }
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
                // The only place that is read out by itself; dialogs have their own, being all there is then.
                <p class="visually-hidden" role="status" id="said"></p>
                { phone_tabs(state.view.panel, &intents) }
                { error_dialog(&reader, &intents) }
                <Gallery />
                { build_dialog(&page) }
                <ShareDialog work={kept.clone()} />
                <FileDialog work={kept} />
                { shortcuts_dialog(&state.view, &intents) }
            </div>
        </ContextProvider<Module>>
        </ContextProvider<Intents>>
    }
}
