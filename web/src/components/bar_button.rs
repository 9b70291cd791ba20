//! A button of the bar: an icon with its name, where there is room for that. It closes the menu that it
//! stands in on a phone.

use super::app_bar::MENU;
use super::icon::Icon;
use yew::prelude::*;

pub fn bar_button(
    icon: Icon,
    name: &'static str,
    opens: Option<&'static str>,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! {
        <button type="button" class="bar-button" aria-haspopup={opens} aria-label={name} title={name}
            popovertarget={MENU} popovertargetaction="hide" {onclick}>
            { icon.draw() }<span>{ name }</span>
        </button>
    }
}
