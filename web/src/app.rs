//! The page: state, what follows from it, and the layout.

use crate::components::{
    FileDialog, Gallery, NARROW, PHONE, Page, ROOMY, ShareDialog, app_bar, build_dialog,
    caller_pane, embed_bar, embed_notes, error_dialog, footer, has_intro, matrix_card, notice_bar,
    owner_pane, phone_tabs, shortcuts_dialog, skip_links, steps_panel, strip, why_card, work_note,
};
use crate::derive::{faults, problems};
use crate::documents::current_key;
use crate::editor::module::{Module, use_editor_module};
use crate::embed::{self, Begun, Pane, Parameters, Part};
use crate::heard::{Heard, use_announcer};
use crate::hooks::{
    use_address, use_derived, use_display, use_embed, use_error_reader, use_inspector, use_keys,
    use_media, use_print, use_settled, use_work,
};
use crate::intents::Intents;
use crate::pinned::use_pinned;
use crate::same::Same;
use crate::state::{Panel, State, Theme};
use crate::storage;
use crate::who::{KeyName, Who};
use std::rc::Rc;
use yew::prelude::*;

/// What the address asks for, or was on the page last time, or the opening scenario.
fn start(begun: &Begun, given: &Parameters) -> State {
    let mut state = begun.state(given);
    let stored = || storage::read(storage::THEME).map(|theme| Theme::named(&theme));
    if let Some(theme) = given.theme.or_else(stored) {
        state.view.theme = theme;
    }
    state.view.large = storage::read(storage::SIZE).is_some();
    state.view.no_single_keys = storage::read(storage::SINGLE_KEYS).is_some();
    state
}

#[derive(Properties, PartialEq)]
pub struct AppProps {
    /// What was fetched for the first rendering.
    pub begun: Begun,
}

#[component]
pub fn App(props: &AppProps) -> Html {
    let given = embed::given();
    let state = use_reducer(|| start(&props.begun, &given));
    let intents = use_memo((), |()| Intents::new(state.dispatcher(), &state.scenario));
    let phone = use_media(if given.embed { NARROW } else { PHONE });
    let module = use_editor_module((*intents).clone());
    use_display(&state.view);
    let kept = use_work(&state, !given.embed);
    use_address(&state, &kept, &intents);

    let scenario = Same(Rc::clone(&state.scenario));
    intents.latest.set(&state.scenario);
    let large = state.is_large();
    let (derived, deciding) = use_derived(&state, large);
    if !deciding {
        kept.decided(&state, &derived);
    }
    let pinned = use_pinned(state.view.pinned.as_ref(), &scenario, &derived, deciding);
    let inspected = use_inspector(&scenario, &module, &intents.latest, large);
    let findings = use_memo((scenario.clone(), inspected.clone()), |(scenario, inspected)| {
        inspected.findings(scenario)
    });
    use_keys((*intents).clone(), &state, &findings);
    let (found, documents) = problems(&findings);
    let problems = use_settled((scenario.clone(), inspected.clone()), || documents.clone());
    // The height of an embed is that of its content: what is unfolded does not depend on it.
    let roomy = use_media(ROOMY) && !given.embed;
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
    let embed = use_embed(&state, (!deciding).then_some(&derived), &inspected, &intents);
    use_print(&state, &derived, &everyone);
    let page = Page {
        state: &state,
        derived: &derived,
        large,
        deciding,
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
    let panel = given.panel(state.view.panel);
    let class = match panel {
        Panel::Decisions => "panel-decisions",
        Panel::KeyPolicy => "panel-key-policy",
        Panel::Identity => "panel-identity",
    };
    let has_intro = !state.view.intro_folded && has_intro(&state);
    let intro = state.scenario.description.as_ref().filter(|_| has_intro);
    let steps =
        || if given.shows(Pane::Steps) { steps_panel(&page, phone) } else { Html::default() };
    html! {
        <ContextProvider<Intents> context={(*intents).clone()}>
        <ContextProvider<Module> context={module}>
            <div class={classes!("app", class, given.embed.then_some("embed"))}>
                { skip_links(&given, &intents) }
                { match &embed {
                    None => app_bar(&page, &reader, phone),
                    Some(_) if given.hides(Part::Bar) => Html::default(),
                    Some(embed) => embed_bar(&page, embed),
                } }
                if !given.hides(Part::Strip) { { strip(&page) } }
                { notice_bar(state.notice.as_ref(), &intents) }
                { match &embed {
                    None => work_note(&kept),
                    Some(embed) => embed_notes(&page, embed),
                } }
                // A phone has it above whatever is shown; elsewhere it is a card among the others.
                if phone { { steps() } }
                // Below an embed they would be far away.
                if given.embed { { phone_tabs(panel, &given, &intents) } }
                <main class="main">
                    if let Some(text) = intro { <p class="intro">{ text }</p> }
                    <div class="layout">
                        if given.shows(Pane::Key) { { owner_pane(&page) } }
                        if given.shows(Pane::Caller) { { caller_pane(&page) } }
                        if given.shows(Pane::Matrix) { { matrix_card(&page, phone) } }
                        if !phone { { steps() } }
                        if given.shows(Pane::Why) { { why_card(&page) } }
                    </div>
                    if !given.hides(Part::Footer) { { footer() } }
                </main>
                // The only place that is read out by itself; dialogs have their own, being all there is then.
                <p class="visually-hidden" role="status" id="said"></p>
                if !given.embed {
                    { phone_tabs(panel, &given, &intents) }
                    { error_dialog(&reader, &intents) }
                    <Gallery />
                    <ShareDialog work={kept.clone()} />
                    <FileDialog work={kept} />
                }
                { build_dialog(&page) }
                { shortcuts_dialog(&state.view, &intents) }
            </div>
        </ContextProvider<Module>>
        </ContextProvider<Intents>>
    }
}
