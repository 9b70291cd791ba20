//! Asks for the name of a policy.

use crate::texts;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct NameFormProps {
    /// The name that is there already.
    pub name: AttrValue,
    /// Names that other policies have.
    pub taken: Vec<String>,
    /// What the button says.
    pub submit: AttrValue,
    pub on_name: Callback<String>,
    pub on_cancel: Callback<()>,
}

#[component]
pub fn NameForm(props: &NameFormProps) -> Html {
    let field = use_node_ref();
    // What is written, also while the page is drawn anew around it.
    let text = use_state_eq(|| props.name.clone());
    {
        let field = field.clone();
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                let _ = field.focus();
                field.select();
            }
        });
    }
    let onsubmit = {
        let (field, on_name) = (field.clone(), props.on_name.clone());
        let taken = props.taken.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(field) = field.cast::<HtmlInputElement>() else { return };
            let name = field.value().trim().to_owned();
            if taken.contains(&name) {
                field.set_custom_validity(texts::NAME_TAKEN);
                field.report_validity();
            } else if !name.is_empty() {
                on_name.emit(name);
            }
        })
    };
    // What was said of the last name is not said of the next.
    let oninput = {
        let (field, text) = (field.clone(), text.setter());
        Callback::from(move |_: InputEvent| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.set_custom_validity("");
                text.set(field.value().into());
            }
        })
    };
    let onkeydown = {
        let on_cancel = props.on_cancel.clone();
        Callback::from(move |event: KeyboardEvent| {
            let typed =
                event.target().is_some_and(|target| target.dyn_ref::<HtmlInputElement>().is_some());
            if event.key() == "Escape" && typed {
                on_cancel.emit(());
            }
        })
    };
    let cancel = props.on_cancel.reform(|_: MouseEvent| ());
    // What IAM takes as the name of a policy.
    html! {
        <form class="name-form" {onsubmit} {onkeydown}>
            <input ref={field} {oninput} aria-label={texts::POLICY_NAME} value={(*text).clone()} required=true maxlength="128"
                pattern="[\\w+=,.@\\-]+" title={texts::NAME_RULE} spellcheck="false" autocomplete="off" />
            <button type="submit" class="primary">{ &props.submit }</button>
            <button type="button" onclick={cancel}>{ texts::NAME_CANCEL }</button>
        </form>
    }
}
