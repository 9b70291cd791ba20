//! The editor's bundle: fetched once, after the first decisions are on the screen.

use super::sys::{self, EditorModule};
use crate::browser;
use crate::documents::DocumentId;
use crate::intents::Intents;
use js_sys::Function;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// How far the bundle is.
#[derive(Clone, Debug, PartialEq)]
pub enum Module {
    /// On its way.
    Loading,
    /// There.
    Ready(EditorModule),
    /// It could not be loaded.
    Failed,
}

/// Imports the bundle after the first render. Who types in a plain field then goes on in the editor
/// that takes its place.
#[hook]
pub fn use_editor_module(intents: Intents) -> Module {
    let module = use_state_eq(|| Module::Loading);
    {
        let module = module.setter();
        use_effect_with((), move |()| {
            let Some(source) = browser::script_source("editor-bundle") else {
                module.set(Module::Failed);
                return;
            };
            let done = Closure::once_into_js(move |loaded: JsValue| {
                if !loaded.is_object() {
                    module.set(Module::Failed);
                    return;
                }
                module.set(Module::Ready(loaded.unchecked_into()));
                if let Some((document, from, to)) = typing_place() {
                    intents.reveal(document, from, to);
                }
            });
            sys::import_module(&source, done.unchecked_ref::<Function>());
        });
    }
    (*module).clone()
}

/// The plain field with the focus, and its selection.
fn typing_place() -> Option<(DocumentId, usize, usize)> {
    let field = browser::document()?.active_element()?.dyn_into::<HtmlTextAreaElement>().ok()?;
    let editor = field.closest("[data-editor]").ok()??;
    let document = DocumentId::parse(&editor.get_attribute("data-editor")?)?;
    let from = field.selection_start().ok()??;
    let to = field.selection_end().ok()??;
    Some((document, from as usize, to as usize))
}
