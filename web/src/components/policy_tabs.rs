//! The identity policies of a principal as tabs, with what can be done to them.

use super::icon::Icon;
use super::name_form::NameForm;
use super::tab_list::tab_list;
use crate::browser;
use crate::documents::DocumentId;
use crate::intents::use_intents;
use crate::state::Action;
use crate::texts;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct PolicyTabsProps {
    /// The index of the principal.
    pub principal: usize,
    /// The names of its policies.
    pub names: Vec<String>,
    /// The index of the policy that is shown.
    pub selected: usize,
    /// A name for the next one.
    pub suggested: String,
    /// What is said where there is none.
    pub none: String,
}

/// What the row of tabs is replaced by.
#[derive(Clone, PartialEq)]
enum Asking {
    Nothing,
    NewName,
    /// Another name for the policy at this index, which is called so now.
    OtherName(usize, AttrValue),
}

#[component]
pub fn PolicyTabs(props: &PolicyTabsProps) -> Html {
    let intents = use_intents();
    let asking = use_state_eq(|| Asking::Nothing);
    // A button or an editor with the focus may have gone with its policy, or with the form.
    let first = use_mut_ref(|| true);
    use_effect_with((props.names.len(), (*asking).clone()), move |_| {
        let first = first.replace(false);
        if !first
            && browser::focus_is_lost()
            && !browser::focus("#policy-tabs [aria-selected=true]")
        {
            browser::focus(".add-policy");
        }
    });
    let PolicyTabsProps { principal, names, selected, .. } = props;
    let (principal, selected) = (*principal, *selected);
    let document = DocumentId::Identity(principal, selected);
    let ask = |what: Asking| {
        let asking = asking.setter();
        Callback::from(move |_: MouseEvent| asking.set(what.clone()))
    };
    let on_cancel = {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(Asking::Nothing))
    };
    let name = |action: fn(DocumentId, usize, String) -> Action| {
        let (intents, asking) = (intents.clone(), asking.setter());
        Callback::from(move |name| {
            asking.set(Asking::Nothing);
            intents.send(action(document, principal, name));
        })
    };
    match &*asking {
        Asking::NewName => {
            let on_name = name(|_, principal, name| Action::AddPolicy { principal, name });
            return html! {
                <NameForm name={props.suggested.clone()} taken={names.clone()} submit={texts::NAME_ADD} {on_name} {on_cancel} />
            };
        }
        // Unless the policy has gone, or another has come to its place.
        Asking::OtherName(policy, now)
            if *policy == selected && names.get(selected).is_some_and(|name| *name == **now) =>
        {
            let on_name = name(|document, _, name| Action::RenamePolicy { document, name });
            let others = names.iter().filter(|name| **name != **now).cloned().collect::<Vec<_>>();
            return html! { <NameForm name={now} taken={others} submit={texts::RENAME} {on_name} {on_cancel} /> };
        }
        Asking::OtherName(..) | Asking::Nothing => {}
    }
    if names.is_empty() {
        return html! {
            <div class="empty">
                <p>{ &props.none }</p>
                <button type="button" class="primary add-policy" onclick={ask(Asking::NewName)}>
                    { Icon::Add.draw() }<span>{ texts::ADD_POLICY }</span>
                </button>
            </div>
        };
    }
    let choose = {
        let intents = intents.clone();
        Callback::from(move |policy| intents.send(Action::SelectTab { principal, policy }))
    };
    html! {
        <div class="tabs" id="policy-tabs">
            { tab_list("policy", texts::POLICIES, &names.iter().map(String::as_str).collect::<Vec<_>>(), selected, &choose) }
            <button type="button" class="quiet small add-policy" onclick={ask(Asking::NewName)}>
                { Icon::Add.draw() }<span>{ texts::ADD_POLICY }</span>
            </button>
            if let Some(name) = names.get(selected) {
                <span class="tab-actions">
                    <button type="button" class="quiet icon-button" aria-label={format!("{} {name}", texts::RENAME)}
                        title={texts::RENAME} onclick={ask(Asking::OtherName(selected, name.clone().into()))}>{ Icon::Rename.draw() }</button>
                    <button type="button" class="quiet icon-button" aria-label={format!("{} {name}", texts::REMOVE)}
                        title={texts::REMOVE} onclick={intents.on(Action::RemovePolicy(document))}>
                        { Icon::Remove.draw() }
                    </button>
                </span>
            }
        </div>
    }
}
