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
    set_root_attribute("data-started", "true");
}

/// Sets an attribute of the `html` element.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Fails only for an invalid name.
        let _ = root.set_attribute(name, value);
    }
}

/// Removes an attribute of the `html` element.
pub fn remove_root_attribute(name: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.remove_attribute(name);
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
    arrive(selector.to_owned(), true, FRAMES);
}

/// Scrolls an element into view, once what was just changed is drawn.
pub fn scroll_to(selector: &str) {
    arrive(selector.to_owned(), false, FRAMES);
}

/// Shows an element that scrolls by itself from its top.
pub fn scroll_up(selector: &str) {
    if let Some(element) = find(selector) {
        element.set_scroll_top(0);
    }
}

/// So many frames an element may take to come: Yew stops drawing after 16 ms and goes on later.
const FRAMES: u32 = 60;

fn arrive(selector: String, with_focus: bool, frames: u32) {
    let arrive = Closure::once_into_js(move || {
        if let Some(element) = find(&selector) {
            element.scroll_into_view();
            if with_focus {
                focus(&selector);
            }
        } else if frames > 0 {
            arrive(selector, with_focus, frames - 1);
        }
    });
    if let Some(window) = window() {
        // Fails only where the window is gone.
        let _ = window.request_animation_frame(arrive.unchecked_ref());
    }
}

/// After the next drawing: should the element with the focus have gone, puts the focus on what
/// comes next in this list, or else on what stands behind its place.
pub fn rescue_focus(list: &'static str) {
    let rescue = Closure::once_into_js(move || {
        if focus_is_lost() && !focus(&format!("#{list} button")) {
            let side = if list == "problems-key" { ".owner" } else { ".caller" };
            focus(&format!("{side} .status-actions button"));
        }
    });
    if let Some(window) = window() {
        // Fails only where the window is gone.
        let _ = window.request_animation_frame(rescue.unchecked_ref());
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
