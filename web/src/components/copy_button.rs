//! Copies a text.

use super::icon::Icon;
use crate::hooks::{Copied, use_copy};
use crate::texts;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct CopyButtonProps {
    pub text: AttrValue,
    /// What is copied, for those who do not see where the button stands.
    pub what: AttrValue,
}

#[component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let (copied, onclick) = use_copy(props.text.clone());
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
