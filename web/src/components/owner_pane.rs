//! The key, its policy and the other documents of its side.

use super::build_dialog::{build_button, build_icon};
use super::build_form::form_tab;
use super::copy_button::CopyButton;
use super::document_pane::{document_pane, with_shown};
use super::icon::Icon;
use super::page::Page;
use super::pickers::key_picker;
use super::rehearsal::Rehearsal;
use super::tab_list::tab_list;
use crate::documents::{DocumentSlot, current_key, of_key};
use crate::state::{Action, OwnerTab};
use crate::texts;
use crate::who::account_name;
use std::rc::Rc;
use yew::prelude::*;

/// What there is to see of a key besides its documents, behind their tabs.
const BESIDES: [(OwnerTab, &str); 3] = [
    (OwnerTab::Settings, texts::SETTINGS),
    (OwnerTab::Grants, texts::GRANTS),
    (OwnerTab::Rehearsal, texts::REHEARSAL),
];

pub fn owner_pane(page: &Page<'_>) -> Html {
    let (scenario, key) = (page.scenario(), page.key);
    if scenario.keys.is_empty() {
        return html! {
            <section class="card side owner" aria-label={texts::OWNER_REGION}>
                <div class="empty"><p>{ texts::NO_KEY }</p>{ build_button(page, texts::NEW_KEY, "/newKey") }</div>
            </section>
        };
    }
    let index = current_key(scenario);
    let document = page.state.owner_document();
    let (documents, behind) = with_shown(of_key(scenario, index), document);
    let shown = page.state.view.owner_tab;
    let besides = BESIDES.iter().position(|(tab, _)| *tab == shown);
    let tab = besides.map_or(behind, |besides| documents.len() + besides);
    let firsts = documents.iter().filter_map(|beside| beside.first());
    let names: Vec<&str> = firsts
        .clone()
        .map(|first| texts::tab(*first, scenario))
        .chain(BESIDES.map(|(_, name)| name))
        .collect();
    let choose = {
        let (intents, firsts) = (page.intents.clone(), firsts.copied().collect::<Vec<_>>());
        Callback::from(move |tab: usize| match firsts.get(tab) {
            Some(first) => intents.send(Action::ShowDocument(*first)),
            None => {
                if let Some((tab, _)) = BESIDES.get(tab - firsts.len()) {
                    intents.send(Action::SelectOwnerTab(*tab));
                }
            }
        })
    };
    let name = account_name(scenario, &key.account);
    let key_policy = DocumentSlot::KeyPolicy.at([index]);
    html! {
        <section class="card side owner" aria-label={texts::OWNER_REGION}>
            <header class="side-header">
                <h2>{ texts::OWNER }</h2>
                <span class="account">
                    if name != key.account && name != texts::OWNER { { name }{ " " } }
                    <code>{ &key.account }</code>
                </span>
                { key_picker(page) }
                { build_icon(page, Icon::Add, texts::NEW_KEY, "/newKey") }
            </header>
            <div class="arn">
                <code aria-label={texts::KEY_ARN}>{ &key.arn }</code>
                <CopyButton text={key.arn.clone()} what={texts::KEY_ARN} />
            </div>
            <div class="tabs">{ tab_list("owner", texts::OWNER_TABS, &names, tab, &choose) }</div>
            <div class="editor-panel" id="owner-panel" role="tabpanel" aria-labelledby={format!("owner-tab-{tab}")}>
                // The editor stays: nobody loses the place.
                <div class="editor-panel" hidden={besides.is_some()}>
                    { document_pane("owner-document", document, documents.get(behind).map_or(&[], Vec::as_slice), Some(key_policy), page) }
                </div>
                { match shown {
                    OwnerTab::Rehearsal => html! {
                        <Rehearsal key={index} scenario={page.scenario_now()} index={index} everyone={Rc::clone(page.everyone)} />
                    },
                    OwnerTab::Settings => form_tab(page, format!("/keys/{index}")),
                    OwnerTab::Grants => form_tab(page, format!("/keys/{index}/grants")),
                    OwnerTab::Policy | OwnerTab::Document(_) => Html::default(),
                } }
            </div>
        </section>
    }
}
