//! The few things that are asked of the browser. Each answers without failing.

use crate::editor::sys;
use js_sys::{Date, Function};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, HtmlDialogElement, HtmlElement, HtmlScriptElement, Window};

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

/// The hash in the name of the page's own module: another for every build that differs.
pub fn version() -> String {
    let module = find("link[rel=modulepreload]").and_then(|link| link.get_attribute("href"));
    module.and_then(|href| Some(href.rsplit(['-', '.']).nth(1)?.to_owned())).unwrap_or_default()
}

/// Puts the focus on the first element that a selector finds; `false` where there is none.
pub fn focus(selector: &str) -> bool {
    find(selector)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
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
const FRAMES: u8 = 10;

/// Does something at the next frame, and at those after it until it succeeds: a large change is drawn
/// a frame later than a small one.
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

/// After the next drawing: should the element with the focus have gone, puts the focus on what
/// comes next in this list, or else on what stands behind its place.
pub fn rescue_focus(list: &'static str) {
    when_drawn(1, move || {
        if focus_is_lost() && !focus(&format!("#{list} button")) {
            let side = if list == "problems-key" { ".owner" } else { ".caller" };
            focus(&format!("{side} .status-actions button"));
        }
        true
    });
}

fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok()?
}

/// Opens a dialog: what is behind it waits, Escape closes it, and the focus comes back.
pub fn show_dialog(id: &str) {
    if let Some(dialog) = dialog(id).filter(|dialog| !dialog.open()) {
        // Fails only where it is open, or no longer on the page.
        let _ = dialog.show_modal();
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

/// Copies a text, then says whether that worked: a frame may not be allowed to.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let done = Closure::once_into_js(move |worked: bool| done(worked));
    sys::copy(text, done.unchecked_ref::<Function>());
}
