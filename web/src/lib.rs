//! The page of the KMS Policy Playground.
//!
//! Everything a user can do is an [`state::Action`]; [`state::reduce`] is pure and knows no
//! browser. What is shown follows from the state in [`derive`]. The rules of AWS stand in the
//! `kms-policy` crate: the page holds none.

mod address;
mod answer;
mod app;
mod browser;
mod components;
mod derive;
mod documents;
mod editor;
mod embed;
mod heard;
mod hooks;
mod inspection;
mod intents;
mod pinned;
mod print;
mod same;
pub mod state;
mod storage;
mod texts;
mod who;
mod work;

// What strangers send: fuzzed, like links and scenarios.
pub use embed::protocol;

/// Starts the page in the element with the id `app`.
pub fn start() {
    let Some(root) = browser::document().and_then(|document| document.get_element_by_id("app"))
    else {
        return;
    };
    editor::sys::keep_visible();
    // What is there already stays until there is something to show.
    embed::begin(move |begun| {
        root.set_inner_html("");
        yew::Renderer::<app::App>::with_root_and_props(root, app::AppProps { begun }).render();
        browser::tell_started();
    });
}
