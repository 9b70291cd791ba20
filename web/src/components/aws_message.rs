//! What AWS prints.

use super::copy_button::CopyButton;
use crate::embed::{Part, hides};
use crate::texts;
use yew::prelude::*;

pub fn aws_message(message: &str) -> Html {
    if hides(Part::Message) {
        return Html::default();
    }
    html! {
        <section class="aws-message">
            <header><h3>{ texts::AWS_PRINTS }</h3><CopyButton text={message.to_owned()} what={texts::AWS_PRINTS} /></header>
            <p class="quote">{ message }</p>
        </section>
    }
}
