//! The key and its policy.

use super::copy_button::CopyButton;
use super::editor_pane::editor_pane;
use super::page::Page;
use super::pickers::key_picker;
use crate::documents::{DocumentId, current_key};
use crate::texts;
use crate::who::account_name;
use yew::prelude::*;

pub fn owner_pane(page: &Page<'_>) -> Html {
    let (scenario, key) = (page.scenario(), page.key);
    if scenario.keys.is_empty() {
        return html! {
            <section class="card side owner" aria-label={texts::OWNER_REGION}><p class="empty">{ texts::NO_KEY }</p></section>
        };
    }
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
            <div class="tabs"><h3 class="tab-title">{ texts::KEY_POLICY }</h3></div>
            { editor_pane(DocumentId::Key(current_key(scenario)), texts::key_policy_of(&key.short), page) }
        </section>
    }
}
