//! The few things that are asked of the browser. Each answers without failing.

use crate::editor::sys;
use js_sys::{Date, Function};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Document, Element, Event, EventInit, HtmlDialogElement, HtmlElement, HtmlInputElement,
    HtmlScriptElement, HtmlTextAreaElement, Window,
};

/// The window; `None` outside of a browser, where the tests run.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// Now, in milliseconds.
pub fn now() -> f64 {
    Date::now()
}

/// Now, in whole milliseconds: writing and reading fractions takes 20 KB of WebAssembly.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is after 1970")]
pub fn now_whole() -> u64 {
    now() as u64
}

/// A time in milliseconds, as the user writes dates.
#[expect(clippy::cast_precision_loss, reason = "a date")]
pub fn when(at: u64) -> String {
    sys::when(at as f64)
}

/// A name that was never given before.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1")]
pub fn new_id() -> String {
    let chance = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
    format!("{}-{chance}", now_whole())
}

/// Tells the page's first script that the application runs.
pub fn tell_started() {
    set_attribute("html", "data-started", "true");
}

/// Sets an attribute of the first element that a selector finds.
pub fn set_attribute(selector: &str, name: &str, value: &str) {
    if let Some(element) = find(selector) {
        // Fails only for an invalid name.
        let _ = element.set_attribute(name, value);
    }
}

/// Removes it.
pub fn remove_attribute(selector: &str, name: &str) {
    if let Some(element) = find(selector) {
        let _ = element.remove_attribute(name);
    }
}

/// The address of the script with this id.
pub fn script_source(id: &str) -> Option<String> {
    let script = document()?.get_element_by_id(id)?;
    Some(script.dyn_into::<HtmlScriptElement>().ok()?.src())
}

/// Puts the focus on the first element that a selector finds; `false` where there is none.
pub fn focus(selector: &str) -> bool {
    find(selector)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Puts the focus on the field with this id and selects what it holds, once what was just changed is
/// drawn.
pub fn go_to_text(id: &'static str) {
    when_drawn(FRAMES, move || {
        let there = focus(&format!("#{id}"));
        select_all(id);
        there
    });
}

/// Is the focus in an element that a selector finds?
pub fn focus_is_in(selector: &str) -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_some_and(|active| active.closest(selector).is_ok_and(|one| one.is_some()))
}

/// Takes an element off the page.
pub fn remove(selector: &str) {
    if let Some(element) = find(selector) {
        element.remove();
    }
}

/// Lets a screen reader say something when it has finished what it says now.
pub fn say(text: &str) {
    if let Some(place) = find("#said") {
        place.set_text_content(Some(text));
    }
}

/// Does the page's text run from right to left?
pub fn is_right_to_left() -> bool {
    find("html[dir=rtl]").is_some()
}

/// Has the element with the focus gone, after someone had been using it?
pub fn focus_is_lost() -> bool {
    let Some(document) = document() else {
        return false;
    };
    let active = document.active_element();
    active.is_none_or(|active| active.tag_name() == "BODY")
}

/// Scrolls an element into view and gives it the focus, once what was just changed is drawn.
pub fn go_to(selector: &str) {
    arrive(selector.to_owned(), true);
}

/// Scrolls an element into view, once what was just changed is drawn.
pub fn scroll_to(selector: &str) {
    arrive(selector.to_owned(), false);
}

/// Shows an element that scrolls by itself from its top.
pub fn scroll_up(selector: &str) {
    if let Some(element) = find(selector) {
        element.set_scroll_top(0);
    }
}

/// Scrolls a row sideways until this tab of it is in sight; nothing else moves.
pub fn scroll_to_tab(selector: &str) {
    let tab = find(selector);
    let Some((tab, row)) = tab.and_then(|tab| Some((tab.clone(), tab.parent_element()?))) else {
        return;
    };
    let (inner, outer) = (tab.get_bounding_client_rect(), row.get_bounding_client_rect());
    let before = (inner.left() - outer.left()).min(0.0);
    let behind = (inner.right() - outer.right()).max(0.0);
    row.scroll_by_with_x_and_y(before + behind, 0.0);
}

/// Puts the focus on the first of these that is there, once what was just changed is drawn.
pub fn focus_one(selectors: Vec<String>) {
    when_drawn(FRAMES, move || selectors.iter().any(|selector| focus(selector)));
}

/// What is chosen in the list with this id.
pub fn chosen(id: &str) -> Option<String> {
    let list = document()?.get_element_by_id(id)?;
    Some(list.dyn_into::<web_sys::HtmlSelectElement>().ok()?.value())
}

fn arrive(selector: String, with_focus: bool) {
    when_drawn(FRAMES, move || {
        let Some(element) = find(&selector) else { return false };
        element.scroll_into_view();
        if with_focus {
            focus(&selector);
        }
        true
    });
}

/// So many frames are waited for what is to be drawn.
const FRAMES: u8 = 60;

/// Does something at the next frame, and at those after it until it succeeds: Yew stops drawing after
/// 16 ms and goes on later.
fn when_drawn(frames: u8, mut act: impl FnMut() -> bool + 'static) {
    let frame = Closure::once_into_js(move || {
        if !act() && frames > 1 {
            when_drawn(frames - 1, act);
        }
    });
    if let Some(window) = window() {
        // Fails only where the window is gone.
        let _ = window.request_animation_frame(frame.unchecked_ref());
    }
}

/// The parts of the page that F6 goes round, and what of each gets the focus: the first that is there.
const PANES: [(&str, &[&str]); 7] = [
    (".bar", &["button:enabled", "button"]),
    (".owner", &["[role=tab][aria-selected=true]", "button", "select"]),
    (".caller", &["[role=tab][aria-selected=true]", "button", "select"]),
    (".matrix", &["[data-cell][tabindex='0']", "button"]),
    (".steps", &["h2 button", "button"]),
    (".why", &["[role=tab][aria-selected=true]", "button"]),
    (".phone-tabs", &["[aria-current]", "button"]),
];

/// Leads to the next part of the page that is shown, or to the one before.
pub fn next_pane(onwards: bool) {
    let panes: Vec<&str> =
        PANES.iter().map(|(pane, _)| *pane).filter(|pane| is_shown(pane)).collect();
    let count = panes.len();
    let next = match (panes.iter().position(|pane| focus_is_in(pane)), onwards) {
        (Some(at), true) => at + 1,
        (Some(at), false) => at + count - 1,
        (None, true) => 0,
        (None, false) => count.saturating_sub(1),
    };
    if let Some(pane) = panes.get(next.checked_rem(count).unwrap_or(0)) {
        focus_pane(pane);
    }
}

/// Puts the focus where someone goes on who leaves a note, which goes: on a phone the answer may not be
/// shown.
pub fn leave_note() {
    if !is_shown("#why") || !focus("#why") {
        focus_pane(".phone-tabs");
    }
}

/// Leads to a part of the page, once what was just changed is drawn.
pub fn go_to_pane(pane: &'static str) {
    when_drawn(FRAMES, move || focus_pane(pane));
}

fn focus_pane(pane: &str) -> bool {
    let inner = PANES.iter().find(|(one, _)| *one == pane).map_or(&[][..], |(_, inner)| inner);
    inner.iter().map(|inner| format!("{pane} {inner}")).any(|one| is_shown(&one) && focus(&one))
}

fn is_shown(selector: &str) -> bool {
    find(selector).is_some_and(|one| one.client_height() > 0)
}

/// Once what was just changed is drawn: should the element with the focus have gone with it, puts the
/// focus on what comes next in this list, or else on what stands behind its place.
pub fn rescue_focus(list: &'static str) {
    when_drawn(FRAMES, move || {
        let lost = focus_is_lost();
        if lost && !focus(&format!("#{list} button")) {
            let side = if list == "problems-key" { ".owner" } else { ".caller" };
            focus(&format!("{side} .status-actions button"));
        }
        lost
    });
}

/// Puts a text into a text area, as if it had been typed.
pub fn type_into(selector: &str, text: &str) {
    if let Some(area) = find(selector).and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok())
    {
        area.set_value(text);
        let init = EventInit::new();
        init.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict("input", &init) {
            // Fails only for an event that is on its way already.
            let _ = area.dispatch_event(&event);
        }
    }
}

fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok()?
}

/// Opens a dialog: what is behind it waits, Escape closes it, and the focus comes back.
pub fn show_dialog(id: &str) {
    if let Some(dialog) = dialog(id).filter(|dialog| !dialog.open()) {
        // Fails only where it is open, or no longer on the page.
        let _ = dialog.show_modal();
        // Not `autofocus`: browsers look for that when a page is loaded, and complain in a frame.
        focus(&format!("#{id} [data-first]"));
    }
}

/// Closes it.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The address of the page without what is shared behind it, and without the parameters of embeds.
pub fn address() -> String {
    let url = document().and_then(|document| document.url().ok()).unwrap_or_default();
    url.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// Selects all that is in the field with this id.
pub fn select_all(id: &str) {
    let Some(field) = document().and_then(|document| document.get_element_by_id(id)) else {
        return;
    };
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.select();
    } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        area.select();
    }
}

/// Copies a text, then says whether that worked: a frame may not be allowed to.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let done = Closure::once_into_js(move |worked: bool| done(worked));
    sys::copy(text, done.unchecked_ref::<Function>());
}
