//! A document of a side: beside others of its kind, with its editor.

use super::document_tabs::DocumentTabs;
use super::editor_pane::editor_pane;
use super::page::Page;
use crate::documents::{DocumentId, DocumentSlot};
use crate::state::Action;
use crate::texts;
use yew::prelude::*;

/// A row with the documents `beside` each other, and the editor of the one that is shown. Where that
/// one is not there the editor of `resting` stays, unseen: nobody loses the place.
pub fn document_pane(
    id: &'static str,
    document: DocumentId,
    beside: &[DocumentId],
    resting: Option<DocumentId>,
    page: &Page<'_>,
) -> Html {
    let scenario = page.scenario();
    let edited = if document.is_there(scenario) { Some(document) } else { resting };
    let more = match document.slot {
        DocumentSlot::Scp | DocumentSlot::Rcp => Some(document),
        DocumentSlot::Session | DocumentSlot::ManagedSession => {
            Some(DocumentSlot::ManagedSession.at([document.at[0]]))
        }
        _ => None,
    };
    // The key policy is always there, and the identity policies have the first row for themselves.
    let alone = matches!(
        document.slot,
        DocumentSlot::KeyPolicy | DocumentSlot::Saved | DocumentSlot::Identity
    );
    let has_row = !alone && (document.is_there(scenario) || beside.len() > 1 || more.is_some());
    let names = if has_row {
        beside.iter().map(|one| texts::among(*one, scenario)).collect()
    } else {
        Vec::new()
    };
    let choose = choose(beside.to_vec(), page);
    html! {
        <DocumentTabs {id} label={texts::together(document)} {names}
            selected={beside.iter().position(|one| *one == document).unwrap_or(0)} {choose} scenario={page.scenario_now()}
            document={Some(document).filter(|_| !alone)} {more}>
            if let Some(edited) = edited { { editor_pane(edited, texts::document(edited, scenario), page) } }
        </DocumentTabs>
    }
}

/// Shows one of these documents.
pub fn choose(documents: Vec<DocumentId>, page: &Page<'_>) -> Callback<usize> {
    let intents = page.intents.clone();
    Callback::from(move |index: usize| {
        if let Some(document) = documents.get(index) {
            intents.send(Action::ShowDocument(*document));
        }
    })
}

/// The documents of a side with the one that is shown, should it be none of them, and the index of
/// the tab that it stands behind.
pub fn with_shown(
    mut documents: Vec<Vec<DocumentId>>,
    shown: DocumentId,
) -> (Vec<Vec<DocumentId>>, usize) {
    let tab = documents.iter().position(|beside| beside.contains(&shown));
    if tab.is_none() {
        documents.push(vec![shown]);
    }
    let last = documents.len() - 1;
    (documents, tab.unwrap_or(last))
}
