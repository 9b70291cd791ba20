//! The caller and its identity policies.

use super::editor_pane::editor_pane;
use super::page::Page;
use super::pickers::principal_picker;
use super::policy_tabs::PolicyTabs;
use crate::documents::DocumentId;
use crate::state::suggested_name;
use crate::texts;
use crate::who::Who;
use yew::prelude::*;

pub fn caller_pane(page: &Page<'_>) -> Html {
    let (Some(caller), Some(policies_of)) = (page.caller, page.state.policies_of()) else {
        return html! {
            <section class="card side caller" aria-label={texts::CALLER_REGION}><p class="empty">{ texts::NO_PRINCIPAL }</p></section>
        };
    };
    html! {
        <section class="card side caller" aria-label={texts::CALLER_REGION}>
            <header class="side-header">
                <h2>{ texts::CALLER }</h2>
                { principal_picker(texts::PRINCIPAL, page.everyone, &caller.id, &page.intents.on_principal()) }
                <span class="account">
                    if caller.account_name != caller.account { { &caller.account_name }{ " " } }
                    <code>{ &caller.account }</code>
                </span>
                if caller.is_owner { <span class="same-account">{ texts::SAME_ACCOUNT }</span> }
            </header>
            if caller.has_policies {
                { policies(page, caller, policies_of) }
            } else {
                <p class="empty">{ texts::no_policies_possible(caller.kind, &caller.name) }</p>
            }
        </section>
    }
}

fn policies(page: &Page<'_>, caller: &Who, principal: usize) -> Html {
    let (scenario, document) = (page.scenario(), page.state.identity_document());
    let owner = page.everyone.iter().find(|who| who.index == principal);
    let name = owner.map_or(caller.name.as_str(), |who| who.name.as_str());
    let names: Vec<String> = scenario
        .principals
        .get(principal)
        .map(|principal| principal.policies.iter().map(|policy| policy.name.clone()).collect())
        .unwrap_or_default();
    let selected = match document {
        Some(DocumentId::Identity(_, policy)) => policy,
        _ => 0,
    };
    let policy = names.get(selected).cloned().unwrap_or_default();
    html! {
        <>
            if principal != caller.index { <p class="hint">{ texts::policies_of(name) }</p> }
            <PolicyTabs key={principal} {principal} {names} {selected} suggested={suggested_name(scenario, principal)}
                none={texts::no_policies_yet(name, caller.is_owner)} />
            if let Some(document) = document {
                <div class="editor-panel" id="policy-panel" role="tabpanel" aria-labelledby={format!("policy-tab-{selected}")}>
                    { editor_pane(document, texts::policy_of(&policy, name), page) }
                </div>
            }
        </>
    }
}
