//! A row of tabs.

use crate::browser;
use crate::texts;
use yew::prelude::*;

/// Tabs whose ids begin with `id`, over the panel `{id}-panel`. `choose` gets the index of the one
/// that was chosen, by mouse or arrow keys.
pub fn tab_list(
    id: &'static str,
    label: &'static str,
    names: &[&str],
    selected: usize,
    choose: &Callback<usize>,
) -> Html {
    let onkeydown = {
        let (choose, count) = (choose.clone(), names.len());
        Callback::from(move |event: KeyboardEvent| {
            let mirrored = browser::is_right_to_left();
            let index = match event.key().as_str() {
                "ArrowLeft" | "ArrowRight" if (event.key() == "ArrowLeft") != mirrored => {
                    selected.saturating_sub(1)
                }
                "ArrowLeft" | "ArrowRight" => (selected + 1).min(count.saturating_sub(1)),
                "Home" => 0,
                "End" => count.saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            choose.emit(index);
            browser::focus(&format!("#{id}-tab-{index}"));
        })
    };
    let tab = |(index, name): (usize, &&str)| {
        let current = index == selected;
        html! {
            <button type="button" role="tab" id={format!("{id}-tab-{index}")} aria-selected={current.to_string()}
                title={texts::long(name)} tabindex={if current { "0" } else { "-1" }} aria-controls={format!("{id}-panel")}
                onclick={choose.reform(move |_: MouseEvent| index)}>{ name.to_owned() }</button>
        }
    };
    html! {
        <div class="tab-list" role="tablist" aria-label={label} {onkeydown}>
            { for names.iter().enumerate().map(tab) }
        </div>
    }
}
