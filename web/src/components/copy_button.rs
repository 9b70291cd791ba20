//! Copies a text.

use super::icon::Icon;
use crate::browser;
use crate::hooks::{Copied, use_copy};
use crate::texts;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct CopyButtonProps {
    /// The field that has the text, by its id: where the page may not copy, the text is selected there.
    #[prop_or_default]
    pub field: &'static str,
    pub text: AttrValue,
    /// What is copied, for those who do not see where the button stands.
    pub what: AttrValue,
}

#[component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let (copied, onclick) = use_copy(props.text.clone());
    {
        let field = props.field;
        use_effect_with(copied, move |copied| {
            if *copied == Copied::Refused && !field.is_empty() {
                browser::focus(&format!("#{field}"));
            }
        });
    }
    let word = match copied {
        Copied::No => texts::COPY,
        Copied::Yes => texts::COPIED,
        Copied::Refused => texts::COPY_REFUSED,
    };
    html! {
        <button type="button" class="small" aria-label={format!("{word}: {}", props.what)} {onclick}>
            { Icon::Copy.draw() }<span>{ word }</span>
        </button>
    }
}
