//! The caller, its identity policies and what else limits it.

use super::build_dialog::{build_button, build_icon};
use super::document_pane::{choose, document_pane, with_shown};
use super::document_tabs::DocumentTabs;
use super::icon::Icon;
use super::page::Page;
use super::pickers::principal_picker;
use crate::documents::{DocumentId, DocumentSlot, of_caller};
use crate::texts;
use crate::who::Who;
use yew::prelude::*;

pub fn caller_pane(page: &Page<'_>) -> Html {
    let (Some(caller), Some(policies_of)) = (page.caller, page.state.policies_of()) else {
        return html! {
            <section class="card side caller" aria-label={texts::CALLER_REGION}>
                <div class="empty"><p>{ texts::NO_PRINCIPAL }</p>{ build_button(page, texts::NEW_PRINCIPAL, "/principals") }</div>
            </section>
        };
    };
    html! {
        <section class="card side caller" aria-label={texts::CALLER_REGION}>
            <header class="side-header">
                <h2>{ texts::CALLER }</h2>
                { principal_picker(texts::PRINCIPAL, page.everyone, &caller.id, &page.intents.on_principal()) }
                <span class="side-actions">
                    { build_icon(page, Icon::Rename, texts::DETAILS, &format!("/principals/{}", caller.index)) }
                    { build_icon(page, Icon::Add, texts::NEW_PRINCIPAL, "/principals") }
                </span>
                <span class="account">
                    if caller.account_name != caller.account { { &caller.account_name }{ " " } }
                    <code>{ &caller.account }</code>
                </span>
                if caller.is_owner { <span class="same-account">{ texts::SAME_ACCOUNT }</span> }
            </header>
            if !caller.has_policies { <p class="empty">{ texts::no_policies_possible(caller.kind, &caller.name) }</p> }
            if let Some(document) = page.state.caller_document() { { documents(page, caller, policies_of, document) } }
        </section>
    }
}

fn documents(page: &Page<'_>, caller: &Who, policies_of: usize, document: DocumentId) -> Html {
    let scenario = page.scenario();
    let (documents, tab) = with_shown(of_caller(scenario, caller.index), document);
    let firsts: Vec<DocumentId> =
        documents.iter().filter_map(|beside| beside.first().copied()).collect();
    let names: Vec<String> =
        firsts.iter().map(|first| texts::tab(*first, scenario).to_owned()).collect();
    let policies = DocumentSlot::Identity.at([policies_of]);
    let of_another = policies_of != caller.index
        && matches!(document.slot, DocumentSlot::Identity | DocumentSlot::Boundary);
    html! {
        <>
            if of_another { <p class="hint">{ texts::policies_of(&texts::principal(scenario, policies_of)) }</p> }
            <DocumentTabs id="policy" label={texts::CALLER_TABS} {names} selected={tab}
                choose={choose(firsts, page)} scenario={page.scenario_now()}
                document={Some(document).filter(|one| one.slot == DocumentSlot::Identity)}
                more={caller.has_policies.then_some(policies)}>
                { document_pane("caller-document", document, documents.get(tab).map_or(&[], Vec::as_slice),
                    Some(policies).filter(|one| one.is_there(scenario)), page) }
            </DocumentTabs>
        </>
    }
}
