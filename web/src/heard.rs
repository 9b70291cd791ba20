//! What a screen reader hears of the page without asking: a sentence a subject, each said when it is
//! another one and typing has paused. The page has one place for all of it, `#said`.

use crate::browser;
use crate::components::notice_words;
use crate::derive::Derived;
use crate::pinned::Pinned;
use crate::state::{Selected, State};
use crate::texts;
use crate::who::Who;
use kms_policy::report::Finding;
use std::rc::Rc;
use yew::prelude::*;

/// What there is to hear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    selected: Selected,
    /// The notice, the selected cell, the step's checks, the problems, what differs from the pin.
    facts: [String; 5],
}

/// Where the selected cell stands among the facts.
const CELL: usize = 1;

impl Heard {
    pub fn of(
        state: &State,
        derived: &Derived,
        caller: Option<&Who>,
        findings: &[&Finding],
        pinned: Option<&Pinned>,
    ) -> Self {
        let notice = state.notice.as_ref().map(notice_words);
        let cell = caller.zip(derived.decision.as_ref());
        let facts = [
            notice.map_or_else(String::new, |words| words.replace('`', "")),
            cell.map_or_else(String::new, |(who, decision)| texts::heard_cell(&who.name, decision)),
            derived.held(),
            texts::problems(findings),
            pinned.map_or_else(String::new, |pinned| texts::since_the_pin(&pinned.clauses)),
        ];
        Self { selected: state.view.selected.clone(), facts }
    }

    /// What is to be said after `before` was. `reading`: the focus is in the matrix, whose cells say
    /// themselves what they hold.
    fn news(&self, before: &Self, reading: bool) -> String {
        let mut news = Vec::new();
        for (index, (now, then)) in self.facts.iter().zip(&before.facts).enumerate() {
            let is_read = index == CELL && reading && self.selected != before.selected;
            if now != then && !now.is_empty() && !is_read {
                news.push(now.trim_end_matches('.'));
            }
        }
        news.join(". ")
    }
}

/// Says what is new since the last time.
#[hook]
pub fn use_announcer(heard: &Rc<Heard>) {
    let before = use_mut_ref(|| Rc::clone(heard));
    use_effect_with(Rc::clone(heard), move |heard| {
        let before = before.replace(Rc::clone(heard));
        let news = heard.news(&before, browser::focus_is_in("[role=grid]"));
        if !news.is_empty() {
            browser::say(&news);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(principal: &str, facts: [&str; 5]) -> Heard {
        let selected = Selected { principal: principal.to_owned().into(), action: "a".into() };
        Heard { selected, facts: facts.map(str::to_owned) }
    }

    #[test]
    fn only_what_is_new_is_said() {
        let before = heard("Stuart", ["", "Stuart: denied", "", "No problems", ""]);
        let after = heard("Stuart", ["Done: that.", "Stuart: allowed", "", "No problems", ""]);
        assert_eq!(after.news(&before, false), "Done: that. Stuart: allowed");
        assert_eq!(after.news(&after, false), "");
    }

    #[test]
    fn a_cell_that_is_reached_in_the_matrix_is_read_there() {
        let before = heard("Stuart", ["", "Stuart: denied", "", "", ""]);
        let other = heard("Bob", ["", "Bob: denied", "", "", ""]);
        assert_eq!(other.news(&before, true), "");
        assert_eq!(other.news(&before, false), "Bob: denied");
        let changed = heard("Stuart", ["", "Stuart: allowed", "", "", ""]);
        assert_eq!(changed.news(&before, true), "Stuart: allowed", "it was changed, not reached");
    }
}
