//! A plain text field with the same text: until the editor has arrived, or if it never does.

use super::handle::{Edited, Events};
use crate::state::Target;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct PlainEditorProps {
    pub document: AttrValue,
    pub text: Arc<str>,
    pub label: AttrValue,
    pub placeholder: AttrValue,
    pub events: PlainEvents,
    /// A place to select.
    pub target: Option<Target>,
    pub read_only: bool,
}

/// Events, all equal: what they do never changes.
#[derive(Clone, Debug)]
pub struct PlainEvents(pub Events);

impl PartialEq for PlainEvents {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[component]
pub fn PlainEditor(props: &PlainEditorProps) -> Html {
    let field = use_node_ref();
    {
        let (field, revealed) = (field.clone(), props.events.0.revealed.clone());
        use_effect_with(props.target, move |target| {
            if let (Some(field), Some(target)) = (field.cast::<HtmlTextAreaElement>(), target) {
                let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                // A place that is no longer there is not worth a word.
                let _ = field.focus();
                let _ = field.set_selection_range(place(target.from), place(target.to));
                revealed.emit(());
            }
        });
    }
    let oninput = {
        let change = props.events.0.change.clone();
        let document = props.document.to_string();
        Callback::from(move |event: InputEvent| {
            let field =
                event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
            if let Some(field) = field {
                change.emit(Edited {
                    document: document.clone(),
                    text: field.value(),
                    caret: field.selection_end().ok().flatten().unwrap_or(0) as usize,
                });
            }
        })
    };
    html! {
        <textarea ref={field} class="plain-editor" spellcheck="false" autocomplete="off" autocapitalize="off"
            aria-label={props.label.clone()} placeholder={props.placeholder.clone()}
            value={props.text.to_string()} readonly={props.read_only} {oninput} />
    }
}
