//! Documents as tabs over what is shown of one, with what can be done to it.

use super::icon::Icon;
use super::name_form::NameForm;
use super::tab_list::tab_list;
use crate::browser;
use crate::documents::DocumentId;
use crate::embed::is_read_only;
use crate::intents::use_intents;
use crate::same::Same;
use crate::state::{Action, suggested_name};
use crate::texts;
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct DocumentTabsProps {
    /// What the ids of the tabs begin with.
    pub id: &'static str,
    /// What they are called together.
    pub label: &'static str,
    /// Their names; none where there is nothing to choose from.
    pub names: Vec<String>,
    /// The index of the one that is shown.
    pub selected: usize,
    /// Another was chosen.
    pub choose: Callback<usize>,
    pub scenario: Same<Scenario>,
    /// The document that is shown, or the place where it would stand, which can be named, removed
    /// and added here; `None` where that is done in another row.
    pub document: Option<DocumentId>,
    /// The list that can get a further document here.
    pub more: Option<DocumentId>,
    /// What is shown of the document.
    pub children: Html,
}

/// What the row of tabs is replaced by.
#[derive(Clone, PartialEq)]
enum Asking {
    Nothing,
    /// The name of a new document.
    NewName(DocumentId),
    /// Another name for this document, which is called so now.
    OtherName(DocumentId, AttrValue),
}

#[component]
pub fn DocumentTabs(props: &DocumentTabsProps) -> Html {
    let intents = use_intents();
    let asking = use_state_eq(|| Asking::Nothing);
    let DocumentTabsProps { id, label, names, selected, choose, scenario, .. } = props;
    let absent = props.document.filter(|one| !one.is_there(scenario));
    let there = props.document.filter(|_| absent.is_none());
    // A button or an editor with the focus may have gone with its document, or with the form. The
    // button that removed one is that of another now.
    let (first, removed) = (use_mut_ref(|| true), use_mut_ref(|| false));
    {
        let (id, removed) = (*id, Rc::clone(&removed));
        use_effect_with((names.len(), absent, (*asking).clone()), move |_| {
            let first = first.replace(false);
            if !first
                && (removed.replace(false) || browser::focus_is_lost())
                && !browser::focus(&format!("#{id}-tabs [aria-selected=true]"))
            {
                browser::focus(&format!("#{id}-panel .add-policy"));
            }
        });
        use_effect_with((*selected, names.len()), move |(selected, _)| {
            browser::scroll_to_tab(&format!("#{id}-tab-{selected}"));
        });
    }
    let asked = match &*asking {
        Asking::Nothing => true,
        Asking::NewName(place) => {
            absent == Some(*place) || props.more.is_some_and(|more| more.is_beside(*place))
        }
        // Unless the document has gone, or another has come to its place.
        Asking::OtherName(document, now) => {
            there == Some(*document) && document.name(scenario) == &**now
        }
    };
    {
        let asking = asking.setter();
        use_effect_with(asked, move |asked| {
            if !asked {
                asking.set(Asking::Nothing);
            }
        });
    }
    let set = |what: Asking| {
        let asking = asking.setter();
        Callback::from(move |_: MouseEvent| asking.set(what.clone()))
    };
    let add = |place: DocumentId| {
        if place.slot.has_name() {
            return set(Asking::NewName(place));
        }
        intents.on(Action::AddDocument { document: place, name: String::new() })
    };
    let on_cancel = asking.setter();
    let on_cancel = Callback::from(move |()| on_cancel.set(Asking::Nothing));
    let form = |document: DocumentId, now: Option<&AttrValue>| {
        let (intents, setter) = (intents.clone(), asking.setter());
        let renamed = now.is_some();
        let on_name = Callback::from(move |name| {
            setter.set(Asking::Nothing);
            intents.send(if renamed {
                Action::RenameDocument { document, name }
            } else {
                Action::AddDocument { document, name }
            });
        });
        let name = now.cloned().unwrap_or_else(|| suggested_name(scenario, document).into());
        let others =
            document.list(scenario).into_iter().filter(|one| Some(*one) != there || !renamed);
        let taken: Vec<String> = others.map(|one| one.name(scenario).to_owned()).collect();
        let submit = if renamed { texts::RENAME } else { texts::NAME_ADD };
        html! { <NameForm {name} {taken} {submit} {on_name} on_cancel={on_cancel.clone()} /> }
    };
    let read_only = is_read_only();
    let add_button = |place: DocumentId, class: &'static str| {
        if read_only {
            return Html::default();
        }
        let (words, hint) = texts::add_document(place, scenario);
        html! {
            <button type="button" class={classes!("add-policy", class)} title={hint} onclick={add(place)}>
                { Icon::Add.draw() }<span>{ words }</span>
            </button>
        }
    };
    let remove = |document: DocumentId| {
        let (intents, removed) = (intents.clone(), Rc::clone(&removed));
        Callback::from(move |_: MouseEvent| {
            removed.replace(true);
            intents.send(Action::RemoveDocument(document));
        })
    };
    let row = match &*asking {
        Asking::NewName(place) if asked => form(*place, None),
        Asking::OtherName(document, now) if asked => form(*document, Some(now)),
        _ if names.is_empty() => Html::default(),
        _ => {
            // The first of a list is added where it would stand.
            let more = props.more.filter(|more| absent.is_none_or(|one| !one.is_beside(*more)));
            html! {
                <div class="tabs" id={format!("{id}-tabs")}>
                    { tab_list(id, label, &names.iter().map(String::as_str).collect::<Vec<_>>(), *selected, choose) }
                    if let Some(more) = more { { add_button(more, "quiet small") } }
                    if let Some(document) = there.filter(|_| !read_only) {
                        { actions(document, scenario, &set, remove(document)) }
                    }
                </div>
            }
        }
    };
    let role = (!names.is_empty()).then_some("tabpanel");
    let tab = role.map(|_| format!("{id}-tab-{selected}"));
    html! {
        <>
            { row }
            <div class="editor-panel" id={format!("{id}-panel")} {role} aria-labelledby={tab}>
                if let Some(place) = absent {
                    <div class="empty">
                        <p>{ texts::no_document(place, scenario) }</p>
                        { add_button(place, "primary") }
                    </div>
                }
                <div class="editor-panel" hidden={absent.is_some()}>{ props.children.clone() }</div>
            </div>
        </>
    }
}

/// What can be done to a document.
fn actions(
    document: DocumentId,
    scenario: &Scenario,
    ask: &dyn Fn(Asking) -> Callback<MouseEvent>,
    remove: Callback<MouseEvent>,
) -> Html {
    let name = texts::named(document, scenario);
    let now = AttrValue::from(document.name(scenario).to_owned());
    html! {
        <span class="tab-actions">
            if document.slot.has_name() {
                <button type="button" class="quiet icon-button" aria-label={format!("{} {name}", texts::RENAME)}
                    title={texts::RENAME} onclick={ask(Asking::OtherName(document, now))}>{ Icon::Rename.draw() }</button>
            }
            <button type="button" class="quiet icon-button" aria-label={format!("{} {name}", texts::REMOVE)}
                title={texts::REMOVE} onclick={remove}>{ Icon::Remove.draw() }</button>
        </span>
    }
}
