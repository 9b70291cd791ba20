//! The key and its policy.

use super::copy_button::CopyButton;
use super::editor_pane::editor_pane;
use super::page::Page;
use super::pickers::key_picker;
use super::rehearsal::Rehearsal;
use super::tab_list::tab_list;
use crate::documents::{DocumentId, current_key};
use crate::same::Same;
use crate::state::{Action, OwnerTab};
use crate::texts;
use crate::who::account_name;
use std::rc::Rc;
use yew::prelude::*;

pub fn owner_pane(page: &Page<'_>) -> Html {
    let (scenario, key) = (page.scenario(), page.key);
    if scenario.keys.is_empty() {
        return html! {
            <section class="card side owner" aria-label={texts::OWNER_REGION}><p class="empty">{ texts::NO_KEY }</p></section>
        };
    }
    let index = current_key(scenario);
    let rehearsed = page.state.view.owner_tab == OwnerTab::Rehearsal;
    let tab = usize::from(rehearsed);
    let choose = {
        let intents = page.intents.clone();
        Callback::from(move |tab| {
            let tab = if tab == 0 { OwnerTab::Policy } else { OwnerTab::Rehearsal };
            intents.send(Action::SelectOwnerTab(tab));
        })
    };
    let name = account_name(scenario, &key.account);
    html! {
        <section class="card side owner" aria-label={texts::OWNER_REGION}>
            <header class="side-header">
                <h2>{ texts::OWNER }</h2>
                <span class="account">
                    if name != key.account && name != texts::OWNER { { name }{ " " } }
                    <code>{ &key.account }</code>
                </span>
                { key_picker(page) }
            </header>
            <div class="arn">
                <code aria-label={texts::KEY_ARN}>{ &key.arn }</code>
                <CopyButton text={key.arn.clone()} what={texts::KEY_ARN} />
            </div>
            <div class="tabs">{ tab_list("owner", texts::OWNER_TABS, &[texts::KEY_POLICY, texts::REHEARSAL], tab, &choose) }</div>
            <div class="editor-panel" id="owner-panel" role="tabpanel" aria-labelledby={format!("owner-tab-{tab}")}>
                // The editor stays: nobody loses the place.
                <div class="editor-panel" hidden={rehearsed}>
                    { editor_pane(DocumentId::Key(index), texts::key_policy_of(&key.short), page) }
                </div>
                if rehearsed {
                    <Rehearsal key={index} scenario={Same(Rc::clone(&page.state.scenario))} index={index} everyone={Rc::clone(page.everyone)} />
                }
            </div>
        </section>
    }
}
