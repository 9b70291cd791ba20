//! Reads what is pasted into the field for errors, when typing pauses.

use crate::editor::assist::{ErrorRead, Latest};
use crate::storage::Area;
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// A pause, in milliseconds.
const PAUSE: u32 = 150;

/// What is in the field, for the tab.
const KEPT: &str = "kms-policy-playground.error";

/// The field, and what was read in it last.
#[derive(Debug)]
pub struct ErrorReader {
    pub field: NodeRef,
    /// What was in it before the page was loaded again.
    pub kept: Option<AttrValue>,
    /// `None` where nothing is in it.
    pub read: UseStateHandle<Option<ErrorRead>>,
    timer: Rc<RefCell<Option<Timeout>>>,
    latest: Latest,
}

#[hook]
pub fn use_error_reader(latest: &Latest) -> Rc<ErrorReader> {
    let (field, read, timer) = (use_node_ref(), use_state(|| None), use_mut_ref(|| None));
    let kept = (*use_memo((), |()| Area::Tab.read(KEPT).map(AttrValue::from))).clone();
    Rc::new(ErrorReader { field, kept, read, timer, latest: latest.clone() })
}

impl ErrorReader {
    /// Reads after a pause, and again while the inspector is on its way. To be asked for when
    /// something was typed, and on coming back, when the scenario may be another one.
    pub fn ask(self: &Rc<Self>) {
        let reader = Rc::clone(self);
        *self.timer.borrow_mut() = Some(Timeout::new(PAUSE, move || {
            let read = reader.read_now();
            let waits = matches!(read, Some(ErrorRead::Waiting));
            reader.read.set(read);
            if waits {
                reader.ask();
            }
        }));
    }

    /// Reads at once.
    pub fn read_now(&self) -> Option<ErrorRead> {
        let text = self.field.cast::<HtmlTextAreaElement>()?.value();
        // Where it cannot be kept, it is lost with the page only.
        let _ = Area::Tab.write(KEPT, &text);
        (!text.trim().is_empty()).then(|| self.latest.read_error(&text))
    }
}
