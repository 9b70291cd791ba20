//! Links that are followed while the page is open, and a link that goes once its scenario is changed.

use crate::address;
use crate::editor::sys;
use crate::hooks::Work;
use crate::intents::Intents;
use crate::same::Same;
use crate::state::{Action, Drafts, State};
use crate::{embed, texts, work};
use js_sys::Function;
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

/// The entry that the link in the address is about, and what was in it when the link was followed.
#[derive(Debug)]
struct Followed {
    entry: Rc<str>,
    as_it_was: Option<(Same<Scenario>, Same<Drafts>)>,
}

impl Followed {
    fn new(entry: Rc<str>) -> Self {
        Self { entry, as_it_was: None }
    }
}

/// What an edit changes.
fn content(state: &State) -> (Same<Scenario>, Same<Drafts>) {
    (Same(Rc::clone(&state.scenario)), Same(Rc::clone(&state.drafts)))
}

/// Follows every link that comes into the address, and takes it away after the first edit: from then on
/// it says something else than the page.
#[hook]
pub fn use_address(state: &State, work: &Same<Work>, intents: &Intents) {
    let id = Rc::clone(&state.entry.id);
    let followed = use_mut_ref(|| Followed::new(Rc::clone(&id)));
    {
        let followed = Rc::clone(&followed);
        use_effect_with((id, content(state)), move |(id, now)| {
            let mut followed = followed.borrow_mut();
            let still = followed.entry == *id
                && followed.as_it_was.get_or_insert_with(|| now.clone()) == now;
            if !still {
                followed.entry = "".into();
            }
            sys::set_place(id, !still && address::has_link());
        });
    }
    let (work, intents) = (work.clone(), intents.clone());
    use_effect_with((), move |()| {
        let changed = Closure::<dyn Fn()>::new(move || {
            // The page around an embed gave it another address: it is reset to that.
            if embed::given().embed {
                if address::has_link() {
                    sys::begin_again();
                }
                return;
            }
            let now = work.now();
            let here = Rc::clone(&now.entry.id);
            let place = sys::place();
            // The browser tells of one place more than once.
            let is_followed = |one: &str| one == &*followed.borrow().entry;
            if place.as_deref().is_some_and(|one| one == &*here || is_followed(one)) {
                // An anchor of the page had been its place since, and an edit was made there.
                if !is_followed(&here) && address::has_link() {
                    sys::set_place(&here, true);
                }
                return;
            }
            // What was typed right before may not be drawn yet.
            work.0.save();
            let arrive = |entry: &Rc<str>| {
                sys::set_place(entry, false);
                *followed.borrow_mut() = Followed::new(Rc::clone(entry));
            };
            if let Some(Ok(state)) = place.and_then(|entry| work::open(&entry)) {
                intents.send(Action::Open(Rc::new(state)));
                return;
            }
            match address::linked() {
                Some(Ok(state)) => {
                    arrive(&state.entry.id);
                    intents.send(Action::Open(Rc::new(state)));
                }
                Some(Err(why)) => {
                    arrive(&here);
                    followed.borrow_mut().as_it_was = Some(content(&now));
                    let text = texts::link_unreadable(&why);
                    intents.send(Action::Answered { done: false, text });
                }
                None => {}
            }
        });
        sys::on_place(changed.as_ref().unchecked_ref::<Function>());
        // The page listens for as long as it is there.
        changed.forget();
    });
}
