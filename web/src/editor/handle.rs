//! One CodeMirror editor, safe to use: it goes when the handle goes.

use super::assist::Latest;
use super::ranges::Drawn;
use super::sys::{Editor, EditorModule};
use crate::texts;
use js_sys::{JSON, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::Element;
use yew::Callback;

/// The user changed a text.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The document, as it was given to [`Handle::show`].
    pub document: String,
    /// The whole text.
    pub text: String,
    /// The caret, in UTF-16 units.
    pub caret: usize,
}

/// Who is told what the user does.
#[derive(Clone, Debug)]
pub struct Events {
    /// The text changed.
    pub change: Callback<Edited>,
    /// Undo was asked for.
    pub undo: Callback<()>,
    /// Redo was asked for.
    pub redo: Callback<()>,
    /// What is asked while typing and pointing.
    pub assist: Latest,
    /// The place that was asked for is shown.
    pub revealed: Callback<()>,
}

/// A question about a place in a document: its name, its text, the place.
type Asked = dyn Fn(String, String, f64) -> JsValue;

/// An editor on the page.
#[derive(Debug)]
pub struct Handle {
    editor: Editor,
    _change: Closure<dyn Fn(String, String, f64)>,
    _assist: [Closure<Asked>; 2],
    _undo: Closure<dyn Fn()>,
    _redo: Closure<dyn Fn()>,
}

impl Handle {
    /// Puts an editor into `host`; `None` where the module refuses.
    pub fn mount(
        module: &EditorModule,
        host: &Element,
        events: Events,
        label: &str,
        placeholder: &str,
    ) -> Option<Self> {
        let Events { change, undo, redo, assist, .. } = events;
        let change = Closure::<dyn Fn(String, String, f64)>::new(move |document, text, caret| {
            change.emit(Edited { document, text, caret: position(caret) });
        });
        let pointing = assist.clone();
        let hover = Closure::new(move |document: String, text: String, at: f64| {
            pointing.hover(&document, &text, position(at))
        });
        let complete = Closure::new(move |document: String, text: String, at: f64| {
            assist.complete(&document, &text, position(at))
        });
        let undo = Closure::<dyn Fn()>::new(move || undo.emit(()));
        let redo = Closure::<dyn Fn()>::new(move || redo.emit(()));
        let callbacks = object(&[
            ("change", change.as_ref()),
            ("hover", hover.as_ref()),
            ("complete", complete.as_ref()),
            ("undo", undo.as_ref()),
            ("redo", redo.as_ref()),
        ]);
        let phrases = object(&[("documentation", &JsValue::from_str(texts::AWS_DOCUMENTATION))]);
        let options = object(&[
            ("label", &JsValue::from_str(label)),
            ("placeholder", &JsValue::from_str(placeholder)),
            ("phrases", &phrases),
        ]);
        Some(Self {
            editor: module.mount(host, &callbacks, &options).ok()?,
            _change: change,
            _assist: [hover, complete],
            _undo: undo,
            _redo: redo,
        })
    }

    /// Shows a document. Cheap where nothing changed.
    pub fn show(&self, document: &str, text: &str, read_only: bool) {
        self.editor.show(document, text, read_only);
    }

    /// Draws marks, underlines and findings.
    pub fn draw(&self, drawn: &Drawn) {
        self.editor.marks(&value(&drawn.marks));
        self.editor.highlights(&value(&drawn.highlights));
        self.editor.diagnostics(&value(&drawn.diagnostics));
    }

    /// Selects a range, scrolls to it and takes the focus. UTF-16 units.
    pub fn reveal(&self, from: usize, to: usize) {
        self.editor.reveal(from, to);
    }

    /// Sets the accessible name.
    pub fn label(&self, text: &str) {
        self.editor.label(text);
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.editor.destroy();
    }
}

/// As JavaScript has it; `null` where that fails.
fn value<T: Serialize + ?Sized>(value: &T) -> JsValue {
    serde_json::to_string(value)
        .ok()
        .and_then(|json| JSON::parse(&json).ok())
        .unwrap_or(JsValue::NULL)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position in a text")]
fn position(number: f64) -> usize {
    number as usize
}

fn object(entries: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        // Fails only for frozen objects and the like.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}
