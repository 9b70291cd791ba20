//! Every foreign function of the page, as JavaScript has it.

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen(module = "/js/page.js")]
extern "C" {
    /// Imports a module; `done` gets it, or `undefined` where that failed.
    #[wasm_bindgen(js_name = importModule)]
    pub fn import_module(url: &str, done: &Function);

    /// Imports the module that looks over the texts; `done` gets its [`Inspector`], or `undefined`
    /// where that failed.
    #[wasm_bindgen(js_name = importInspector)]
    pub fn import_inspector(done: &Function);

    /// Fetches one of the files that come late, by its name in the head; `done` gets its text, or
    /// `undefined` where that failed.
    #[wasm_bindgen(js_name = fetchLate)]
    pub fn fetch_late(name: &str, done: &Function);

    /// Copies a text; `done` gets whether that worked.
    pub fn copy(text: &str, done: &Function);
}

#[wasm_bindgen(module = "/js/visible.js")]
extern "C" {
    /// From now on shows characters by their number that nobody would see.
    #[wasm_bindgen(js_name = keepVisible)]
    pub fn keep_visible();
}

#[wasm_bindgen(module = "/js/address.js")]
extern "C" {
    /// The fragment of the address, with its `#`; empty where there is none.
    pub fn fragment() -> String;

    /// The entry that this place in the browser's history shows, where that was written down.
    pub fn place() -> Option<String>;

    /// `done` hears of every way to another place.
    #[wasm_bindgen(js_name = onPlace)]
    pub fn on_place(done: &Function);

    /// Loads the page once more, as its address says.
    #[wasm_bindgen(js_name = beginAgain)]
    pub fn begin_again();

    /// Writes down which entry this place shows; `bare`: and takes the fragment out of the address.
    #[wasm_bindgen(js_name = setPlace)]
    pub fn set_place(entry: &str, bare: bool);
}

#[wasm_bindgen(module = "/js/hold.js")]
extern "C" {
    /// Holds an entry instead of the one before; `done` gets whether that worked, and `false` where
    /// it is lost later.
    pub fn hold(id: &str, done: &Function);

    /// Lets go of it.
    #[wasm_bindgen(js_name = letGo)]
    pub fn let_go();

    /// Is it still held?
    pub fn holds() -> bool;

    /// `done` gets the names of all entries that any tab holds.
    #[wasm_bindgen(js_name = heldEntries)]
    pub fn held_entries(done: &Function);
}

#[wasm_bindgen(module = "/js/files.js")]
extern "C" {
    /// Lets the user pick files; `done` gets a list of names and texts.
    #[wasm_bindgen(js_name = pickFiles)]
    pub fn pick_files(done: &Function);

    /// From now on `done` gets the files that are dropped anywhere on the page.
    #[wasm_bindgen(js_name = onDrop)]
    pub fn on_drop(done: &Function);

    /// Saves a text as a file, where the browser puts downloads.
    #[wasm_bindgen(js_name = saveFile)]
    pub fn save_file(name: &str, text: &str);

    /// A time in milliseconds, as the user writes dates.
    pub fn when(at: f64) -> String;
}

#[wasm_bindgen(module = "/js/embed.js")]
extern "C" {
    /// The query of the page's address.
    pub fn query() -> String;

    /// Was the page here before, and has come back?
    #[wasm_bindgen(js_name = isReturn)]
    pub fn is_return() -> bool;

    /// Tells the page around the height of the content once more: it may have come late.
    #[wasm_bindgen(js_name = heightAgain)]
    pub fn tell_height();

    /// From now on `take` gets the messages of the page around, as JSON. Its origin is fixed here, or
    /// by the first one that is [`accepted`].
    pub fn hear(origin: Option<&str>, take: &Function);

    /// The message that is read is one of ours.
    pub fn accepted();

    /// Counts a message that changed nothing.
    pub fn ignored();

    /// Tells the page around something; `false` while its origin is not fixed.
    pub fn tell(json: &str) -> bool;

    /// Tells the page around, whoever it is.
    pub fn announce(json: &str);

    /// From now on tells the page around the height of the content whenever it changes.
    #[wasm_bindgen(js_name = watchHeight)]
    pub fn watch_height();

    /// Opens a window; `false` where a frame may not.
    #[wasm_bindgen(js_name = openWindow)]
    pub fn open_window(address: &str) -> bool;
}

#[wasm_bindgen]
extern "C" {
    /// Opens the browser's dialog for printing.
    pub fn print();

    /// Writes into the console, for whoever builds the page around.
    #[wasm_bindgen(js_namespace = console)]
    pub fn warn(text: &str);

    /// The editor's bundle.
    #[derive(Clone, Debug, PartialEq)]
    pub type EditorModule;

    #[wasm_bindgen(method, catch)]
    pub fn mount(
        this: &EditorModule,
        host: &Element,
        callbacks: &Object,
        options: &Object,
    ) -> Result<Editor, JsValue>;

    /// One editor.
    #[derive(Clone, Debug)]
    pub type Editor;

    #[wasm_bindgen(method)]
    pub fn show(this: &Editor, document: &str, text: &str, read_only: bool);

    #[wasm_bindgen(method)]
    pub fn marks(this: &Editor, list: &JsValue);

    #[wasm_bindgen(method)]
    pub fn highlights(this: &Editor, list: &JsValue);

    #[wasm_bindgen(method)]
    pub fn diagnostics(this: &Editor, list: &JsValue);

    #[wasm_bindgen(method)]
    pub fn reveal(this: &Editor, from: usize, to: usize);

    #[wasm_bindgen(method)]
    pub fn label(this: &Editor, text: &str);

    #[wasm_bindgen(method)]
    pub fn destroy(this: &Editor);

    /// What looks over the texts: `web/inspector`. Calls fail once it has panicked.
    #[derive(Clone, Debug, PartialEq)]
    pub type Inspector;

    #[wasm_bindgen(method, catch)]
    pub fn inspect(this: &Inspector, scenario: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn read_error(
        this: &Inspector,
        text: &str,
        scenario: &str,
    ) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn import(
        this: &Inspector,
        sources: &str,
        hints: &str,
        scenario: &str,
    ) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn share(this: &Inspector, share: &str, options: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn snippets(this: &Inspector, options: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn begin_changes(this: &Inspector, principal: &str, action: &str) -> Result<bool, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn begin_changes_of(this: &Inspector, asked: &str) -> Result<bool, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn more_changes(this: &Inspector) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn edited(this: &Inspector, edits: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn link(this: &Inspector, share: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn solve(this: &Inspector, scenario: &str, step: usize) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn begin(this: &Inspector, scenario: &str, step: usize) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn form(
        this: &Inspector,
        scenario: &str,
        drafts: &str,
        at: &str,
    ) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn build(
        this: &Inspector,
        scenario: &str,
        drafts: &str,
        what: &str,
        at: &str,
        text: &str,
    ) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn hover(
        this: &Inspector,
        kind: &str,
        text: &str,
        at: usize,
    ) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub fn complete(
        this: &Inspector,
        kind: &str,
        text: &str,
        at: usize,
    ) -> Result<Option<String>, JsValue>;
}
