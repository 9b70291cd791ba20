//! What an embed and the page around it tell each other, and what an embed knows of how it began.

use crate::derive::Derived;
use crate::editor::assist::Latest;
use crate::editor::sys;
use crate::embed::protocol::{self, Asked};
use crate::embed::{Parameters, given, is_known};
use crate::inspection::Inspected;
use crate::intents::Intents;
use crate::same::Same;
use crate::state::{self, Action, Selected, State, save};
use crate::{browser, texts};
use js_sys::Function;
use kms_policy::scenario::Scenario;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

/// The id of the field with a link that could not be opened.
pub const LINK_FIELD: &str = "embed-link";

/// An embed.
#[derive(Debug)]
pub struct Embed {
    given: Rc<Parameters>,
    latest: RefCell<UseReducerHandle<State>>,
    /// How it began: by its address, or by what the page around gave last.
    came: RefCell<Rc<State>>,
    /// The latest decisions, and the latest of the selected cell.
    decisions: Told,
    selected: Told,
    checks: RefCell<Option<Checks>>,
    /// Is the page around waiting for a link?
    asked: Cell<bool>,
    /// The link that no window could be opened with.
    link: RefCell<Option<AttrValue>>,
    inspector: Latest,
    draw: UseForceUpdateHandle,
}

/// A message of which only the latest counts.
#[derive(Debug, Default)]
struct Told {
    message: RefCell<String>,
    /// Has the page around got it?
    sent: Cell<bool>,
}

/// The checks of a step.
#[derive(Debug, PartialEq)]
struct Checks {
    of: Same<Scenario>,
    step: usize,
    held: bool,
}

/// What the decisions that are drawn belong to. A message or a key may come before they are told.
#[derive(PartialEq)]
struct Drawn {
    derived: Same<Derived>,
    scenario: Same<Scenario>,
    selected: Selected,
    step: usize,
}

impl Drawn {
    fn is_of(&self, state: &State) -> bool {
        Rc::ptr_eq(&self.scenario.0, &state.scenario)
            && self.selected == state.view.selected
            && self.step == state.progress.step
    }
}

impl Told {
    /// Sends a message unless it is the one that was sent last.
    fn tell(&self, message: String) {
        if *self.message.borrow() != message {
            *self.message.borrow_mut() = message;
            self.sent.set(false);
        }
        self.send();
    }

    /// Sends what is due.
    fn send(&self) {
        if !self.sent.get() && !self.message.borrow().is_empty() {
            self.sent.set(sys::tell(&self.message.borrow()));
        }
    }

    /// Whoever came late has not heard the latest.
    fn again(&self) {
        self.sent.set(false);
    }

    /// The next message is sent, whatever it is.
    fn forget(&self) {
        self.message.borrow_mut().clear();
        self.sent.set(false);
    }
}

/// `None` where the page is no embed. While something is being decided there is nothing to tell.
#[hook]
pub fn use_embed(
    state: &UseReducerHandle<State>,
    derived: Option<&Rc<Derived>>,
    inspected: &Inspected,
    intents: &Intents,
) -> Option<Rc<Embed>> {
    let draw = use_force_update();
    let embed = use_memo((), |()| Embed {
        given: given(),
        latest: RefCell::new(state.clone()),
        came: RefCell::new(Rc::new(State::clone(state))),
        decisions: Told::default(),
        selected: Told::default(),
        checks: RefCell::default(),
        asked: Cell::default(),
        link: RefCell::default(),
        inspector: intents.latest.clone(),
        draw,
    });
    *embed.latest.borrow_mut() = state.clone();
    let is_embed = embed.given.embed;
    {
        let embed = Rc::clone(&embed);
        use_effect_with((), move |()| {
            if is_embed {
                embed.begin();
            }
        });
    }
    {
        let embed = Rc::clone(&embed);
        let drawn = derived.map(|derived| Drawn {
            derived: Same(Rc::clone(derived)),
            scenario: Same(Rc::clone(&state.scenario)),
            selected: state.view.selected.clone(),
            step: state.progress.step,
        });
        let link = embed.asked.get() && embed.is_as_it_came();
        let ready = (inspected.is_done(), inspected.has_failed());
        use_effect_with((drawn, link, ready), move |(drawn, ..)| {
            if let Some(drawn) = drawn.as_ref().filter(|_| is_embed) {
                embed.tell(drawn);
            }
        });
    }
    is_embed.then_some(embed)
}

impl Embed {
    fn now(&self) -> UseReducerHandle<State> {
        self.latest.borrow().clone()
    }

    fn begin(self: &Rc<Self>) {
        sys::announce(&protocol::ready(!self.given.read_only));
        sys::watch_height();
        let embed = Rc::clone(self);
        let take =
            Closure::<dyn Fn(String)>::new(move |json: String| match protocol::read(&json) {
                Some(asked) => embed.take(asked),
                None => sys::ignored(),
            });
        sys::hear(self.given.origin.as_deref(), take.as_ref().unchecked_ref::<Function>());
        // The page listens for as long as it is there.
        take.forget();
    }

    fn take(&self, asked: Asked) {
        sys::accepted();
        let state = self.now();
        if asked == Asked::Ready {
            self.decisions.again();
            self.selected.again();
            sys::tell_height();
        }
        // What is due is of the scenario that is here: not worth a word where another one comes.
        if !matches!(asked, Asked::SetScenario(..)) {
            self.tell_due();
        }
        match asked {
            Asked::Ready => {}
            Asked::SetScenario(text, has_lines) => match state::read(&text) {
                Ok(scenario) => {
                    let came = Rc::new(self.given.applied(scenario));
                    *self.came.borrow_mut() = Rc::clone(&came);
                    self.decisions.forget();
                    self.selected.forget();
                    state.dispatch(Action::Set(came));
                    self.answer();
                }
                Err(error) => {
                    self.tell_due();
                    let why = if has_lines { error.to_string() } else { error.without_line() };
                    let text = texts::set_refused(&why);
                    sys::warn(&text);
                    sys::ignored();
                    state.dispatch(Action::Answered { done: false, text });
                }
            },
            Asked::SetTheme(theme) => state.dispatch(Action::SetTheme(theme)),
            Asked::Select(selected) if is_known(&selected, &state.scenario) => {
                let (principal, action) = (selected.principal, Some(selected.action));
                state.dispatch(Action::Select { principal, action });
            }
            Asked::Select(_) => sys::ignored(),
            Asked::Reset => self.reset(),
            Asked::GetLink => {
                self.asked.set(true);
                self.answer();
            }
        }
    }

    /// Tells what could not be told yet.
    fn tell_due(&self) {
        self.decisions.send();
        self.selected.send();
    }

    /// Tells what is decided now, as far as it is something else.
    fn tell(&self, drawn: &Drawn) {
        let state = self.now();
        if !drawn.is_of(&state) {
            return;
        }
        let Drawn { derived, selected, step, .. } = drawn;
        let step = *step;
        self.decisions.tell(protocol::changed(derived.matrix.as_deref(), selected, step));
        // What S3's console shows is not of the selected cell.
        if let Some(decision) = derived.decision.as_ref().filter(|_| derived.s3.is_none()) {
            self.selected.tell(protocol::decision(selected, decision));
        }
        let of = Same(Rc::clone(&state.progress.opened));
        let held = !derived.checks.is_empty() && derived.all_held();
        let now = Checks { of, step, held };
        let before = self.checks.borrow_mut().take();
        let open =
            before.is_some_and(|before| !before.held && before.step == step && before.of == now.of);
        if open && held {
            sys::tell(&protocol::solved(step, state.scenario.steps.len()));
        }
        *self.checks.borrow_mut() = Some(now);
        self.answer();
    }

    /// Answers the page around, if it waits for a link: what it gave itself, or the address, at once;
    /// else the user is asked.
    fn answer(&self) {
        if self.asked.get() {
            if self.is_as_it_came() {
                self.give_link();
            }
            self.draw.force_update();
        }
    }

    fn is_as_it_came(&self) -> bool {
        self.now().is_as(&self.came.borrow())
    }

    /// A link to what is here, or why there is none; nothing while the inspector is on its way.
    fn make_link(&self) -> Option<Result<String, &'static str>> {
        let fragment = self.inspector.link(&save(&self.now()))?;
        Some(fragment.map(|fragment| browser::address() + &fragment))
    }

    /// Is the user asked for a link?
    pub fn asks_for_link(&self) -> bool {
        self.asked.get() && !self.is_as_it_came()
    }

    /// Gives the page around the link that it waits for.
    pub fn give_link(&self) {
        if let Some(link) = self.make_link() {
            let link = link.as_ref().map(String::as_str).map_err(|why| *why);
            self.end_asking(&protocol::link(link));
        }
    }

    /// Does not give it.
    pub fn refuse_link(&self) {
        self.end_asking(&protocol::link(Err(texts::LINK_REFUSED)));
    }

    fn end_asking(&self, answer: &str) {
        self.asked.set(false);
        sys::tell(answer);
        self.draw.force_update();
    }

    /// Opens the whole page with what is here.
    pub fn open_full(&self) {
        let state = self.now();
        *self.link.borrow_mut() = None;
        match self.make_link() {
            Some(Ok(link)) if !sys::open_window(&link) => {
                *self.link.borrow_mut() = Some(link.into());
                browser::go_to_text(LINK_FIELD);
            }
            Some(Err(why)) => {
                state.dispatch(Action::Answered { done: false, text: why.to_owned() });
            }
            _ => {}
        }
        self.draw.force_update();
    }

    /// The link that no window could be opened with.
    pub fn unopened(&self) -> Option<AttrValue> {
        self.link.borrow().clone()
    }

    /// The user has seen that link.
    pub fn dismiss(&self) {
        *self.link.borrow_mut() = None;
        self.draw.force_update();
    }

    /// Goes back to how it began.
    pub fn reset(&self) {
        self.now().dispatch(Action::Reset(Rc::clone(&self.came.borrow())));
    }
}
