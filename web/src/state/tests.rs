//! The reducer, without a browser.

use super::*;
use crate::derive::Derived;
use crate::documents::{DocumentId, DocumentSlot, of_caller, of_key};
use kms_policy::form::Field;
use kms_policy::report::{Edit, Repair, Verdict};
use kms_policy::scenario::Scenario;
use kms_policy::share::Contents;
use kms_policy::text::Span;
use std::rc::Rc;
use std::sync::Arc;
use yew::AttrValue;

const KEY: DocumentId = DocumentId { slot: DocumentSlot::KeyPolicy, at: [0; 3] };
const STUART: &str = "arn:aws:iam::123456789012:user/Stuart";
const KEY_USER: &str = "arn:aws:iam::111122223333:user/KeyUser";

fn start() -> State {
    State::new(opening())
}

/// A scenario as someone opens it.
fn opened(scenario: Rc<Scenario>, from: Origin) -> Rc<State> {
    Rc::new(State::new(scenario).kept_as("another".into(), from))
}

fn again() -> Action {
    Action::Open(opened(opening(), Origin::Demonstration))
}

fn text(state: &State, document: DocumentId) -> Arc<str> {
    document.text(&state.scenario).expect("the document is there")
}

/// Types `added` at the place behind `after`, in one keystroke.
fn typed(state: &State, document: DocumentId, after: &str, added: &str, at: f64) -> State {
    let old = text(state, document);
    let place = old.find(after).expect("the place is there") + after.len();
    let new = format!("{}{added}{}", &old[..place], &old[place..]);
    let caret = place + added.len();
    reduce(state, Action::EditText { document, text: new.into(), caret, at })
}

fn done(state: &State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state.clone(), |state, action| reduce(&state, action))
}

#[test]
fn a_place_shown_among_the_reasons_goes_with_its_cell() {
    let shown = Shown {
        document: "/accounts/0/scps/0/0/document".to_owned(),
        span: Span::new(0, 1),
        part: 0,
    };
    let state = reduce(&start(), Action::Show(Some(shown.clone())));
    assert_eq!(state.view.shown, Some(shown));
    let select = Action::Select { principal: KEY_USER.into(), action: None };
    assert_eq!(reduce(&state, select).view.shown, None);
    assert_eq!(reduce(&state, Action::Show(None)).view.shown, None);
    assert!(!state.history.can_undo());
}

#[test]
fn a_repair_is_one_step_and_can_mend_a_broken_text() {
    let broken = typed(&start(), KEY, "\"Effect\": \"Allow\"", ";", 0.0);
    assert!(broken.fallback.contains_key(&KEY));
    let at = text(&broken, KEY).find(';').expect("it was typed");
    let edit = |start, end, text: &str| Edit::Text {
        document: KEY.to_string(),
        span: Span::new(start, end),
        text: text.to_owned(),
    };
    let edits = vec![edit(at, at + 1, ""), edit(0, 0, "\n")];
    let repair = Repair { title: "Mend it".to_owned(), edits, ..Repair::default() };
    let repaired = reduce(&broken, Action::Repair { repair, of: Rc::clone(&broken.scenario) });
    assert_eq!(*text(&repaired, KEY), *format!("\n{}", text(&start(), KEY)));
    assert!(repaired.fallback.is_empty());
    let back = reduce(&repaired, Action::Undo);
    assert_eq!(text(&back, KEY), text(&broken, KEY));
    assert!(back.fallback.contains_key(&KEY));
}

#[test]
fn a_repair_of_a_text_that_has_changed_does_nothing() {
    let edit =
        Edit::Text { document: KEY.to_string(), span: Span::new(0, 1), text: "[".to_owned() };
    let repair = Repair { edits: vec![edit], ..Repair::default() };
    let seen = start();
    let of = Rc::clone(&seen.scenario);
    let repaired = reduce(&seen, Action::Repair { repair: repair.clone(), of: Rc::clone(&of) });
    assert!(text(&repaired, KEY).starts_with('['));
    // The place is still there, and something else stands in it.
    let changed = typed(&seen, KEY, "{", "x{", 0.0);
    let after = reduce(&changed, Action::Repair { repair, of });
    assert_eq!(after.scenario, changed.scenario);
    assert_eq!(text(&after, KEY), text(&changed, KEY));
}

fn add_policy(principal: usize, name: &str) -> Action {
    Action::AddDocument { document: DocumentSlot::Identity.at([principal]), name: name.to_owned() }
}

fn verdict(state: &State, principal: &str, action: &str) -> Verdict {
    let derived = Derived::of(state);
    let matrix = derived.matrix.expect("the scenario can be decided");
    let row = matrix.principals.iter().position(|one| one == principal).expect("a row");
    let column = matrix.actions.iter().position(|one| one == action).expect("a column");
    matrix.cells[row * matrix.actions.len() + column].verdict
}

/// The two edits of the demonstration.
fn share(state: &State) -> State {
    let user = "\"arn:aws:iam::111122223333:user/KeyUser\"";
    let old = text(state, KEY);
    let place = old.find(user).expect("KeyUser is named") + user.len();
    let new = format!("{},\n\"arn:aws:iam::123456789012:root\"{}", &old[..place], &old[place..]);
    reduce(state, Action::EditText { document: KEY, text: new.into(), caret: 0, at: 0.0 })
}

fn key_demo(state: &State) -> State {
    let state = reduce(state, add_policy(0, "KeyDemo"));
    let document = DocumentSlot::Identity.at([0, 0]);
    let text = text(&state, document)
        .replace("\"Action\": []", "\"Action\": [\"kms:Encrypt\", \"kms:Decrypt\"]")
        .replace("\"Resource\": []", &format!("\"Resource\": \"{}\"", state.scenario.keys[0].arn));
    reduce(&state, Action::EditText { document, text: text.into(), caret: 0, at: 0.0 })
}

#[test]
fn the_demonstration_needs_both_edits() {
    let start = start();
    let shared = share(&start);
    let only_iam = key_demo(&start);
    let both = key_demo(&shared);
    assert_eq!(verdict(&start, STUART, "kms:Decrypt"), Verdict::ImplicitDeny);
    assert_eq!(verdict(&shared, STUART, "kms:Decrypt"), Verdict::ImplicitDeny);
    assert_eq!(verdict(&only_iam, STUART, "kms:Decrypt"), Verdict::ImplicitDeny);
    assert_eq!(verdict(&both, STUART, "kms:Decrypt"), Verdict::Allow);
    assert_eq!(verdict(&both, STUART, "kms:PutKeyPolicy"), Verdict::ImplicitDeny);
    assert_eq!(verdict(&both, KEY_USER, "kms:Decrypt"), Verdict::Allow);
}

#[test]
fn typing_is_one_entry_until_a_pause() {
    let start = start();
    let mut state = start.clone();
    for (index, letter) in ["a", "b", "c"].iter().enumerate() {
        let after = format!("\"key-{}", &"abc"[..index]);
        state = typed(&state, KEY, &after, letter, 100.0 * index as f64);
    }
    let paused = typed(&state, KEY, "\"key-abc", "d", 5000.0);
    let back = reduce(&paused, Action::Undo);
    assert!(back.scenario == state.scenario);
    let back = reduce(&back, Action::Undo);
    assert!(back.scenario == start.scenario);
    assert!(!back.history.can_undo());
    let again = done(&back, [Action::Redo, Action::Redo, Action::Redo]);
    assert!(again.scenario == paused.scenario);
}

#[test]
fn typing_elsewhere_is_another_entry() {
    let state = typed(&start(), KEY, "\"key-", "a", 0.0);
    let state = typed(&state, KEY, "\"Allow use of the key", "b", 10.0);
    let state = reduce(&state, Action::Undo);
    assert!(text(&state, KEY).contains("\"key-a"));
    assert!(state.history.can_undo());
}

#[test]
fn deleting_goes_on_as_one_entry() {
    let start = start();
    let mut state = start.clone();
    for (count, at) in [(1, 0.0), (2, 50.0)] {
        let new = text(&start, KEY).replace("consolepolicy", &"consolepolicy"[..13 - count]);
        let caret = new.find("consolepol").map_or(0, |at| at + 13 - count);
        state = reduce(&state, Action::EditText { document: KEY, text: new.into(), caret, at });
    }
    assert!(reduce(&state, Action::Undo).scenario == start.scenario);
}

#[test]
fn one_history_covers_both_sides() {
    let a = typed(&start(), KEY, "\"key-", "a", 0.0);
    let b = reduce(&a, add_policy(0, "KeyDemo"));
    let first = reduce(&b, Action::Undo);
    assert!(first.scenario == a.scenario);
    let second = reduce(&first, Action::Undo);
    assert!(second.scenario == opening());
    assert!(done(&second, [Action::Redo, Action::Redo]).scenario == b.scenario);
}

#[test]
fn a_change_after_undo_forgets_what_was_undone() {
    let state = done(&start(), [add_policy(0, "KeyDemo"), Action::Undo, add_policy(1, "Other")]);
    assert!(!state.history.can_redo());
}

#[test]
fn the_history_has_an_end() {
    let mut state = start();
    for number in 0..MAX_ENTRIES + 20 {
        state = typed(&state, KEY, "\"key-", "x", PAUSE_MS * 2.0 * number as f64);
    }
    let mut undone = 0;
    while state.history.can_undo() {
        state = reduce(&state, Action::Undo);
        undone += 1;
    }
    assert_eq!(undone, MAX_ENTRIES);
}

#[test]
fn what_undo_holds_of_large_texts_has_an_end() {
    const LENGTH: usize = 1 << 20;
    let mut state = start();
    for number in 0..100 {
        let text = format!("{{\"Id\": \"{number}{}\"}}", "x".repeat(LENGTH));
        let at = PAUSE_MS * 2.0 * f64::from(number);
        state = reduce(&state, Action::EditText { document: KEY, text: text.into(), caret: 0, at });
    }
    let last = Rc::clone(&state.scenario);
    let mut undone = 0;
    while state.history.can_undo() {
        state = reduce(&state, Action::Undo);
        undone += 1;
    }
    assert!((50..=MOST_HELD / LENGTH).contains(&undone), "{undone}");
    while state.history.can_redo() {
        state = reduce(&state, Action::Redo);
    }
    assert!(state.scenario == last);
}

#[test]
fn the_last_change_can_be_undone_however_large_it_is() {
    let text = " ".repeat(MOST_HELD + 1);
    let large =
        reduce(&start(), Action::EditText { document: KEY, text: text.into(), caret: 0, at: 0.0 });
    assert!(large.is_large() && !start().is_large());
    let small =
        reduce(&large, Action::EditText { document: KEY, text: "{}".into(), caret: 0, at: 9e9 });
    assert!(reduce(&small, Action::Undo).scenario == large.scenario);
}

#[test]
fn undo_shows_what_it_changed() {
    let state = done(
        &start(),
        [
            add_policy(0, "KeyDemo"),
            add_policy(1, "Other"),
            Action::Select { principal: AttrValue::from(STUART), action: None },
            Action::Undo,
        ],
    );
    assert_eq!(state.view.selected.principal, KEY_USER);
    let state = done(&state, [Action::Undo, Action::Redo]);
    assert_eq!(state.view.selected.principal, STUART);
    assert_eq!(state.caller_document(), Some(DocumentSlot::Identity.at([0, 0])));
}

#[test]
fn a_broken_text_keeps_the_last_readable_one() {
    let shared = share(&start());
    let state = key_demo(&shared);
    let broken = typed(&state, KEY, "\"key-", "\"", 0.0);
    let broken = typed(&broken, KEY, "\"key-\"", "\"", 10.0);
    assert_eq!(broken.fallback.get(&KEY), Some(&text(&state, KEY)));
    assert_eq!(verdict(&broken, STUART, "kms:Decrypt"), Verdict::Allow);
    let derived = Derived::of(&broken);
    assert_eq!(derived.stale.len(), 1);
    assert!(
        derived.stale[0].sentence.starts_with("The key policy is not valid JSON (line 3, column")
    );
    let mended = reduce(&broken, Action::Undo);
    assert!(mended.fallback.is_empty());
}

#[test]
fn a_text_that_never_was_readable_decides_nothing() {
    let mut scenario = (*opening()).clone();
    KEY.set_text(&mut scenario, "{".into());
    let state = reduce(&start(), Action::Open(opened(Rc::new(scenario), Origin::File)));
    let state = typed(&state, KEY, "{", "{", 0.0);
    assert!(state.fallback.is_empty());
    assert_eq!(verdict(&state, STUART, "kms:Decrypt"), Verdict::Error);
}

#[test]
fn removing_a_policy_moves_the_broken_texts_behind_it() {
    let state = done(&start(), [add_policy(0, "One"), add_policy(0, "Two")]);
    let second = DocumentSlot::Identity.at([0, 1]);
    let state = typed(&state, second, "{", "{", 0.0);
    assert!(state.fallback.contains_key(&second));
    let state = reduce(&state, Action::RemoveDocument(DocumentSlot::Identity.at([0, 0])));
    assert_eq!(state.fallback.keys().collect::<Vec<_>>(), [&DocumentSlot::Identity.at([0, 0])]);
    assert_eq!(state.notice, Some(Notice::Removed("policy One".to_owned())));
    assert!(reduce(&state, Action::Undo).fallback.contains_key(&second));
}

#[test]
fn a_change_that_moves_a_broken_policy_keeps_its_last_readable_text() {
    let state = done(&start(), [add_policy(0, "One"), add_policy(0, "Two")]);
    let (first, second) = (DocumentSlot::Identity.at([0, 0]), DocumentSlot::Identity.at([0, 1]));
    let readable = text(&state, second);
    let state = typed(&state, second, "{", "{", 0.0);
    let mut scenario = Scenario::clone(&state.scenario);
    first.remove(&mut scenario);
    let (scenario, title) = (Rc::new(scenario), "One removed".to_owned());
    let state = reduce(&state, Action::Change { scenario, document: None, title });
    assert_eq!(state.fallback.get(&first), Some(&readable));
    assert_eq!(state.fallback.get(&second), None);
}

#[test]
fn an_entry_is_opened_with_what_was_chosen_of_s3_and_undo_brings_back_what_was_chosen_before() {
    let choose =
        |value: &str| Action::Choose { field: "object".to_owned(), value: value.to_owned() };
    let now = done(&start(), [Action::SelectMatrixTab(MatrixTab::Decisions), choose("one.txt")]);
    let chosen = done(
        &State::new(empty()).kept_as("another".into(), Origin::New),
        [Action::SelectMatrixTab(MatrixTab::S3), choose("two.txt")],
    );
    assert_ne!(now.view.s3, chosen.view.s3);
    let state = reduce(&now, Action::Open(Rc::new(chosen.clone())));
    assert_eq!((state.view.matrix_tab, &state.view.s3), (MatrixTab::S3, &chosen.view.s3));
    let back = reduce(&state, Action::Undo);
    assert_eq!(back.view.s3, now.view.s3);
    assert_eq!(reduce(&back, Action::Redo).view.s3, chosen.view.s3);
}

#[test]
fn opening_the_same_scenario_without_what_was_written_or_pinned_can_be_undone() {
    let drafts = write(Field::Key, 0, Part::Value, "arn:aws:s3:::b", 0.0);
    for action in [drafts, Action::Pin] {
        let state = reduce(&start(), action);
        assert_eq!(state.scenario, start().scenario);
        let opened = reduce(&state, again());
        let back = reduce(&opened, Action::Undo);
        assert_eq!((back.drafts, back.view.pinned), (state.drafts, state.view.pinned));
    }
}

#[test]
fn an_entry_of_the_changed_demonstration_is_not_the_opening_scenario() {
    let changed = reduce(&start(), add_policy(0, "One")).scenario;
    let state = reduce(&start(), Action::Open(opened(changed, Origin::Demonstration)));
    assert!(matches!(state.notice, Some(Notice::Opened(_))));
    assert_eq!(reduce(&state, again()).notice, Some(Notice::StartedAgain));
}

#[test]
fn starting_again_can_be_undone() {
    let shared = share(&start());
    let again = reduce(&shared, again());
    assert!(again.scenario == opening());
    assert!(reduce(&again, Action::Undo).scenario == shared.scenario);
}

#[test]
fn a_new_policy_has_the_caret_among_its_actions() {
    let state = reduce(&start(), add_policy(0, "KeyDemo"));
    let target = state.view.target.expect("a place to go to");
    let text = text(&state, target.document);
    assert!(text[..target.from].ends_with("\"Action\": ["));
    assert!(text[target.from..].starts_with(']'));
    assert_eq!(suggested_name(&start().scenario, DocumentSlot::Identity.at([0])), "KeyDemo");
    assert_eq!(suggested_name(&state.scenario, DocumentSlot::Identity.at([0])), "Policy2");
}

#[test]
fn format_changes_the_layout_only() {
    let state = start();
    let old = text(&state, KEY);
    let flat = old.replace('\n', " ");
    let edit = Action::EditText { document: KEY, text: flat.into(), caret: 0, at: 0.0 };
    let state = done(&state, [edit, Action::Format(KEY)]);
    assert_eq!(text(&state, KEY), old);
    let history = format!("{:?}", state.history);
    let again = reduce(&state, Action::Format(KEY));
    assert_eq!(format!("{:?}", again.history), history);
}

#[test]
fn what_is_saved_comes_back() {
    let mut state = share(&start());
    state.view.selected = Selected { principal: KEY_USER.into(), action: "kms:Encrypt".into() };
    let back = read(&save(&state)).expect("it can be read");
    assert!(back.scenario == state.scenario);
    assert_eq!(back.view.selected, state.view.selected);
    assert!(read("{").is_err());
    let text = "{\"version\":1,\"scenario\":{\"version\":1},\"view\":{\"selected\":1}}";
    assert!(read(text).is_ok(), "a view that cannot be used loses no work");
    assert!(read("{\"version\":2,\"scenario\":{\"version\":1}}").is_err());
}

#[test]
fn what_is_decided_otherwise_than_when_it_was_saved_is_said() {
    let state = share(&start());
    let text = save(&state);
    assert_eq!(read(&text).expect("it was just saved").notice, None);
    let (before, behind) = text.rsplit_once("\"verdicts\":\"").expect("verdicts are saved");
    let other = format!("{before}\"verdicts\":\"2{}", &behind[1..]);
    let notice = read(&other).expect("it can be read").notice;
    let Some(Notice::DecidedOtherwise(said)) = notice else { panic!("{notice:?}") };
    assert!(said.contains(env!("CARGO_PKG_VERSION")) && said.contains("kms:Encrypt"), "{said}");
    let opened = reduce(&start(), Action::Open(Rc::new(read(&other).expect("it can be read"))));
    assert!(matches!(opened.notice, Some(Notice::DecidedOtherwise(_))));

    let given = reduce(&start(), Action::Set(Rc::new(read(&other).expect("it can be read"))));
    assert!(matches!(given.notice, Some(Notice::DecidedOtherwise(_))));

    // While a text is broken, what is stored is about the broken one: others have no earlier text.
    let broken = typed(&state, KEY, "\"Statement\": [", ",", 10_000.0);
    assert_eq!(read(&save(&broken)).expect("it can be read").notice, None);
    assert!(!broken.is_as(&State { fallback: Rc::default(), ..broken.clone() }));
    let alone = Contents::decided((*broken.scenario).clone()).expect("it can be decided");
    assert!(
        save(&broken)
            .ends_with(&format!("\"verdicts\":\"{}\"}}", alone.verdicts.expect("verdicts")))
    );
}

#[test]
fn a_broken_text_keeps_its_last_readable_one_over_a_reload() {
    let state = share(&start());
    let broken = typed(&state, KEY, "\"Statement\": [", ",", 10_000.0);
    assert_eq!(broken.fallback.len(), 1);
    let back = read(&save(&broken)).expect("it can be read");
    assert_eq!(back.fallback, broken.fallback);
    assert_eq!(text(&back, KEY), text(&broken, KEY));
}

#[test]
fn the_place_of_a_broken_text_is_where_it_is_broken() {
    let state = typed(&start(), KEY, "\"Effect\": \"Al", "l", 10_000.0);
    let broken = typed(&state, KEY, "\"Statement\": [", "\n,", 20_000.0);
    let derived = Derived::of(&broken);
    let sentence = &derived.stale.first().expect("a broken document").sentence;
    assert!(sentence.contains("line 5, column 1"), "{sentence}");
}

#[test]
fn starting_again_from_the_start_offers_no_undo() {
    let state = done(&start(), [again()]);
    assert_eq!(state.notice, None);
    assert!(!state.history.can_undo());
}

#[test]
fn a_policy_is_held_edited_and_put_in_force_or_given_up() {
    let held = reduce(&start(), Action::HoldInForce(0));
    assert!(held.scenario.keys[0].saved.is_some());
    let edited = share(&held);
    let saved = reduce(&edited, Action::PutInForce(0));
    assert_eq!(saved.scenario.keys[0].saved, None);
    assert_eq!(text(&saved, KEY), text(&edited, KEY));
    let back = reduce(&edited, Action::BackToInForce(0));
    assert_eq!(back.scenario.keys[0].saved, None);
    assert_eq!(text(&back, KEY), text(&start(), KEY));
    let undone = reduce(&back, Action::Undo);
    assert_eq!(text(&undone, KEY), text(&edited, KEY));
    assert!(undone.scenario.keys[0].saved.is_some());
}

#[test]
fn a_broken_policy_is_given_up_for_the_one_in_force() {
    let held = reduce(&start(), Action::HoldInForce(0));
    let broken = typed(&held, KEY, "{", "{", 0.0);
    assert!(broken.fallback.contains_key(&KEY));
    let back = reduce(&broken, Action::BackToInForce(0));
    assert!(back.fallback.is_empty());
    assert!(reduce(&back, Action::Undo).fallback.contains_key(&KEY));
}

#[test]
fn a_place_in_the_key_policy_is_shown_in_its_editor() {
    let rehearsed = reduce(&start(), Action::SelectOwnerTab(OwnerTab::Rehearsal));
    let led = reduce(&rehearsed, Action::Reveal { document: KEY, from: 0, to: 1 });
    assert_eq!(led.view.owner_tab, OwnerTab::Policy);
}

#[test]
fn the_cell_of_an_error_is_shown_as_one_change() {
    let broken = typed(&start(), KEY, "\"Effect\": \"Allow\"", ";", 0.0);
    let mut scenario = (*broken.scenario).clone();
    scenario.matrix.get_or_insert_with(Default::default).actions =
        Some(vec!["kms:Sign".to_owned()]);
    let show = Action::ShowCell {
        scenario: Rc::new(scenario.clone()),
        principal: KEY_USER.into(),
        action: "kms:Sign".into(),
    };
    let shown = reduce(&broken, show.clone());
    assert_eq!(*shown.scenario, scenario);
    assert_eq!(
        (&*shown.view.selected.principal, &*shown.view.selected.action),
        (KEY_USER, "kms:Sign")
    );
    // The broken text keeps the one that decisions are made from.
    assert!(shown.fallback.contains_key(&KEY));
    assert_eq!(*reduce(&shown, Action::Undo).scenario, *broken.scenario);
    // A cell that is there already changes nothing.
    let again = reduce(&shown, show);
    assert!(Rc::ptr_eq(&again.scenario, &shown.scenario));
}

#[test]
fn what_is_pinned_stays_until_it_is_given_up_or_gone_back_to() {
    let pinned = reduce(&start(), Action::Pin);
    let edited = typed(&pinned, KEY, "\"Effect\": \"Allow\"", ";", 0.0);
    assert_eq!(edited.view.pinned.as_ref(), Some(&start().scenario));
    assert!(!edited.fallback.is_empty());

    let back = reduce(&edited, Action::BackToPin);
    assert_eq!(back.scenario, start().scenario);
    assert!(back.fallback.is_empty());
    assert!(back.view.pinned.is_some());
    let again = reduce(&back, Action::Undo);
    assert_eq!((&again.scenario, &again.fallback), (&edited.scenario, &edited.fallback));

    let filtered = reduce(&again, Action::OnlyDifferences(true));
    let unpinned = reduce(&filtered, Action::Unpin);
    assert_eq!((unpinned.view.pinned, unpinned.view.only_differences), (None, false));
}

#[test]
fn going_back_to_what_is_there_is_no_change() {
    let pinned = done(&start(), [Action::Pin, Action::BackToPin]);
    assert!(!pinned.history.can_undo());
    assert!(!reduce(&start(), Action::BackToPin).history.can_undo());
}

#[test]
fn the_pin_is_saved_with_the_work() {
    let actions = [Action::Pin, add_policy(0, "KeyDemo"), Action::OnlyDifferences(true)];
    let state = done(&start(), actions);
    let restored = read(&save(&state)).expect("it was just saved");
    assert_eq!(restored.scenario, state.scenario);
    assert_eq!(restored.view.pinned, state.view.pinned);
    assert!(restored.view.only_differences);

    // A pinned scenario that cannot be decided is left out, and the work is not.
    let text = save(&state).replacen(r#""pinned":{"version":1"#, r#""pinned":{"version":7"#, 1);
    let restored = read(&text).expect("the scenario is as it was");
    assert_eq!((restored.view.pinned, restored.view.only_differences), (None, false));
    let without = read(&save(&start())).expect("it was just saved");
    assert_eq!(without.view.pinned, None);
}

fn write(field: Field, row: usize, part: Part, text: &str, at: f64) -> Action {
    let slot = Slot { field, row, part };
    Action::Write { slot, text: text.to_owned(), typing: Some((text.len(), at)) }
}

/// Types a text into a line, a keystroke every 100 ms.
fn type_into(state: &State, field: Field, row: usize, part: Part, text: &str) -> State {
    let keys = (1..=text.len()).map(|end| {
        write(field, row, part, &text[..end], f64::from(u32::try_from(end).expect("short")) * 100.0)
    });
    done(state, keys)
}

fn region(state: &State) -> Option<&str> {
    state.scenario.matrix.as_ref()?.request.region.as_deref()
}

#[test]
fn typing_into_a_field_is_one_change_and_what_cannot_be_used_waits() {
    let good = type_into(&start(), Field::Region, 0, Part::Value, "eu-west-2");
    assert_eq!(region(&good), Some("eu-west-2"));
    assert!(good.drafts.is_empty());
    let bad = reduce(&good, write(Field::Region, 0, Part::Value, "eu-west-", 1_000.0));
    // The last good one goes on deciding, and nothing typed is lost.
    assert_eq!(region(&bad), Some("eu-west-2"));
    assert_eq!(bad.rows(Field::Region)[0].value, "eu-west-");
    let found = crate::derive::faults(&bad.scenario, &bad.drafts);
    assert!(found[0].1.message.starts_with("`eu-west-` is no Region"), "{found:?}");

    let back = reduce(&bad, Action::Undo);
    assert_eq!((&back.scenario, back.drafts.is_empty()), (&start().scenario, true));
    assert!(!back.history.can_undo());
    let forward = reduce(&back, Action::Redo);
    assert_eq!(forward.rows(Field::Region), bad.rows(Field::Region));
    assert_eq!(forward.view.why_tab, WhyTab::Request);
}

#[test]
fn lines_are_added_named_and_taken_away_one_change_each() {
    let pairs = Field::EncryptionContext;
    let state = reduce(&start(), Action::AddRow { field: pairs, name: String::new() });
    assert_eq!(state.scenario, start().scenario);
    assert_eq!(state.rows(pairs).len(), 1);
    let state = type_into(&state, pairs, 0, Part::Value, "IT");
    assert_eq!(state.scenario, start().scenario);
    let state = type_into(&state, pairs, 0, Part::Name, "Dept");
    let context = |state: &State| {
        state.scenario.matrix.clone().expect("there is one").request.encryption_context
    };
    assert_eq!(context(&state).get("Dept").map(String::as_str), Some("IT"));
    assert!(state.drafts.is_empty());

    let twice = done(
        &state,
        [
            Action::AddRow { field: pairs, name: "Dept".into() },
            Action::AddRow { field: pairs, name: "Team".into() },
        ],
    );
    assert_eq!(twice.rows(pairs).len(), 2);
    let gone = reduce(&twice, Action::RemoveRow { field: pairs, row: 0 });
    assert_eq!(context(&gone).len(), 1);
    let back = done(&gone, [Action::Undo, Action::Undo, Action::Undo, Action::Undo, Action::Undo]);
    assert_eq!((&back.scenario, back.drafts.is_empty()), (&start().scenario, true));
    assert!(!back.history.can_undo());
}

#[test]
fn a_condition_key_can_be_made_absent_and_keeps_its_value() {
    let state =
        reduce(&start(), Action::AddRow { field: Field::Context, name: "aws:UserAgent".into() });
    assert!(state.scenario == start().scenario);
    let state = type_into(&state, Field::Context, 0, Part::Value, "curl");
    let slot = Slot { field: Field::Context, row: 0, part: Part::Absent };
    let absent = reduce(&state, Action::Write { slot, text: "true".into(), typing: None });
    let context =
        |state: &State| state.scenario.matrix.clone().expect("there is one").request.context;
    assert!(context(&absent)["aws:UserAgent"].is_null());
    let again = reduce(&absent, Action::Write { slot, text: "false".into(), typing: None });
    assert_eq!(context(&again)["aws:UserAgent"], "curl");
}

#[test]
fn undoing_in_the_form_looks_at_whom_it_was_about() {
    let stuart = start();
    let tags = stuart.principal_fields().expect("he is there").1;
    let tagged = reduce(&stuart, Action::AddRow { field: tags, name: "team".into() });
    let elsewhere = done(
        &tagged,
        [
            Action::Select { principal: KEY_USER.into(), action: None },
            Action::SelectWhyTab(WhyTab::Why),
        ],
    );
    let back = reduce(&elsewhere, Action::Undo);
    assert_eq!(back.view.selected.principal, STUART);
    assert_eq!(back.view.why_tab, WhyTab::Request);
}

#[test]
fn choosing_a_key_and_loading_put_what_is_there_in_place_of_a_draft() {
    let draft = reduce(&start(), write(Field::Key, 0, Part::Value, "arn:aws:s3:::b", 0.0));
    assert!(!draft.drafts.is_empty());
    let loaded = reduce(&draft, Action::Open(opened(Rc::default(), Origin::New)));
    assert!(loaded.drafts.is_empty());
    let pinned = done(&start(), [Action::Pin, add_policy(0, "KeyDemo")]);
    let draft = reduce(&pinned, write(Field::Key, 0, Part::Value, "arn:aws:s3:::b", 0.0));
    assert!(reduce(&draft, Action::BackToPin).drafts.is_empty());
}

#[test]
fn what_is_typed_is_saved_with_the_work() {
    let state = type_into(&start(), Field::Region, 0, Part::Value, "mars-1");
    let state = reduce(&state, Action::AddRow { field: Field::Context, name: "aws:\"".into() });
    let restored = read(&save(&state)).expect("it was just saved");
    assert_eq!(restored.rows(Field::Region), state.rows(Field::Region));
    assert_eq!(restored.rows(Field::Context), state.rows(Field::Context));
    assert_eq!(restored.scenario, state.scenario);
}

fn lesson() -> State {
    let text = include_str!("../../../cases/lesson/share-a-key.json");
    let lesson = Scenario::from_json(text).expect("the lesson can be read");
    reduce(&start(), Action::Open(opened(laid_out(lesson), Origin::Gallery)))
}

/// As the inspector does it.
fn solved(state: &State) -> State {
    let scenario = kms_policy::steps::solve(&state.scenario, state.progress.step).expect("solved");
    let of = Rc::clone(&state.scenario);
    reduce(state, Action::Solve { scenario: Rc::new(scenario), of })
}

fn held(state: &State) -> String {
    Derived::of(state).held()
}

#[test]
fn the_lesson_is_opened_and_taken_back() {
    let state = lesson();
    assert!(matches!(state.notice, Some(Notice::Opened(_))));
    assert_eq!((state.progress.step, held(&state).as_str()), (0, ""));
    let back = reduce(&reduce(&state, Action::GoToStep(1)), Action::Undo);
    assert_eq!((back.scenario.steps.len(), &back.scenario), (0, &opening()));
    let again = reduce(&back, Action::Redo);
    assert_eq!((again.progress.step, again.step().is_some()), (1, true));
    assert_eq!(again.progress.opened, state.scenario);
}

#[test]
fn a_solution_is_one_change_of_its_step() {
    let state = done(&lesson(), [Action::GoToStep(1)]);
    assert_eq!(held(&state), "0 of 2 checks hold");
    let solved = solved(&state);
    assert_eq!(held(&solved), "2 of 2 checks hold");
    assert!(
        matches!(&solved.notice, Some(Notice::Solved(title)) if title == "Administrators and users")
    );
    let back = done(&solved, [Action::GoToStep(2), Action::Undo]);
    assert_eq!((back.progress.step, held(&back).as_str()), (1, "0 of 2 checks hold"));
}

#[test]
fn a_solution_of_an_older_scenario_changes_nothing() {
    let state = done(&lesson(), [Action::GoToStep(1)]);
    let typed = typed(&state, KEY, "\"Statement\": [", " ", 0.0);
    let late = Action::Solve { scenario: opening(), of: Rc::clone(&state.scenario) };
    assert_eq!(reduce(&typed, late).scenario, typed.scenario);
}

#[test]
fn a_step_is_begun_again_from_the_scenario_as_it_was_opened() {
    let state = solved(&done(&lesson(), [Action::GoToStep(1)]));
    let begun = kms_policy::steps::begin(&state.progress.opened, 1).expect("begun");
    let again = reduce(&state, Action::BeginAgain(Rc::new(begun)));
    assert_eq!((again.progress.step, held(&again).as_str()), (1, "0 of 2 checks hold"));
    assert_eq!(held(&reduce(&again, Action::Undo)), "2 of 2 checks hold");
}

#[test]
fn a_solution_mends_a_document_that_was_broken() {
    let state = done(&lesson(), [Action::GoToStep(1)]);
    let state = typed(&state, KEY, "\"Effect\": \"Allow\"", ";", 0.0);
    assert!(state.fallback.contains_key(&KEY));
    let solved = solved(&state);
    assert!(solved.fallback.is_empty());
    assert_eq!(held(&solved), "2 of 2 checks hold");
}

#[test]
fn the_step_and_how_it_began_are_saved() {
    let state = solved(&done(&lesson(), [Action::GoToStep(2)]));
    let back = read(&save(&state)).expect("restored");
    assert_eq!(back.progress.step, 2);
    assert_eq!((&back.scenario, &back.progress.opened), (&state.scenario, &state.progress.opened));
    let wrong = save(&state).replace("\"step\":2", "\"step\":99");
    assert_eq!(read(&wrong).expect("restored").progress.step, 0);
}

#[test]
fn there_is_no_step_behind_the_last() {
    let state = done(&lesson(), [Action::GoToStep(99)]);
    assert_eq!(state.progress.step, state.scenario.steps.len() - 1);
    assert_eq!(done(&start(), [Action::GoToStep(3)]).progress.step, 0);
}

#[test]
fn the_page_opens_with_the_demonstration_without_its_checks() {
    let text = include_str!("../../../cases/demonstration/share-a-key.json");
    let mut demonstration = Scenario::from_json(text).expect("the demonstration can be read");
    demonstration.requests.clear();
    demonstration.case = None;
    assert_eq!(opening(), laid_out(demonstration));
}

#[test]
fn a_saved_file_opens_as_it_was_and_is_saved_the_same() {
    let mut state = share(&start());
    state.view.selected = Selected { principal: KEY_USER.into(), action: "kms:Encrypt".into() };
    let broken = typed(&state, KEY, "\"Statement\": [", ",", 10_000.0);
    let drafted = type_into(&broken, Field::Region, 0, Part::Value, "eu-\"1");
    let pinned = done(&start(), [Action::Pin, add_policy(0, "KeyDemo")]);
    let stepped = reduce(&lesson(), Action::GoToStep(2));
    for state in [start(), state, broken, drafted, pinned, stepped] {
        let file = kms_policy::json::format(&save(&state)).expect("it is JSON");
        let back = read(&file).expect("it can be read");
        assert_eq!(kms_policy::json::format(&save(&back)).as_ref(), Some(&file));
    }
}

#[test]
fn a_broken_text_stays_decided_while_documents_come_and_go() {
    let broken = typed(&share(&start()), KEY, "\"Effect\": \"Allow\"", ";", 0.0);
    assert!(broken.fallback.contains_key(&KEY));
    let state = reduce(&broken, add_policy(0, "KeyDemo"));
    assert_eq!(state.fallback, broken.fallback);
    let state = reduce(&state, Action::RemoveDocument(DocumentSlot::Identity.at([0, 0])));
    assert_eq!(state.fallback, broken.fallback);
}

#[test]
fn what_points_into_a_list_follows_when_a_document_goes() {
    let text = r#"{"version": 1,
        "principals": [{"arn": "arn:aws:iam::111122223333:user/a", "policies": [
            {"name": "A", "document": "{}"}, {"name": "B", "document": "{}"}]}],
        "requests": [{"principal": "arn:aws:iam::111122223333:user/a", "action": "kms:ListKeys",
            "expect": {"document": "/principals/0/policies/1/document", "statement": 0}}]}"#;
    let scenario = Scenario::from_json(text).expect("it can be read");
    let mut state = State::new(Rc::new(scenario));
    let typed = |at: &str| format!(r#"{{"/principals/0/policies/{at}/name":"x"}}"#);
    Rc::make_mut(&mut state.drafts).built = typed("1");
    let expected = |state: &State| {
        let expect = state.scenario.requests.first().and_then(|one| one.expect.clone());
        expect.and_then(|expect| expect.document)
    };
    let first = Action::RemoveDocument(DocumentSlot::Identity.at([0, 0]));
    let once = reduce(&state, first.clone());
    assert_eq!(expected(&once).as_deref(), Some("/principals/0/policies/0/document"));
    assert_eq!(once.drafts.built, typed("0"));
    let twice = reduce(&once, first);
    assert_eq!((expected(&twice), twice.drafts.built.as_str()), (None, ""));
    let back = reduce(&twice, Action::Undo);
    assert_eq!((expected(&back), &back.drafts.built), (expected(&once), &typed("0")));
}

/// A scenario with an organization, a role with a session, an endpoint and a bucket.
fn organized() -> State {
    let full = "{\\\"Statement\\\": []}";
    let text = format!(
        r#"{{
            "version": 1,
            "accounts": [{{
                "id": "123456789012",
                "organization": {{"id": "o-exampleorgid", "path": ["r-ab12"]}},
                "scps": [[{{"name": "FullAWSAccess", "document": "{full}"}}], []]
            }}],
            "keys": [
                {{"arn": "arn:aws:kms:eu-west-1:123456789012:key/one", "ramPolicy": "{full}"}},
                {{"arn": "arn:aws:kms:eu-west-1:111122223333:key/two"}}
            ],
            "principals": [
                {{"arn": "arn:aws:iam::111122223333:user/alice"}},
                {{"id": "build", "arn": "arn:aws:iam::123456789012:role/Build", "boundary": {{"name": "Edge", "document": "{full}"}}}},
                {{"id": "build-2", "issuer": "build", "arn": "arn:aws:iam::123456789012:role/Build", "session": {{"name": "two"}}}},
                {{"arn": "arn:aws:iam::123456789012:root"}}
            ],
            "vpcEndpoints": [{{"id": "vpce-1"}}],
            "buckets": [{{"name": "b"}}],
            "matrix": {{"request": {{"vpcEndpoint": "vpce-1"}}}}
        }}"#
    );
    State::new(Rc::new(Scenario::from_json(&text).expect("it can be read")))
}

fn pointers(documents: &[Vec<DocumentId>]) -> Vec<String> {
    let group = |beside: &Vec<DocumentId>| {
        beside.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    documents.iter().map(group).collect()
}

#[test]
fn a_caller_has_the_documents_that_its_calls_are_held_against() {
    let state = organized();
    let scps = "/accounts/0/scps/0/0/document /accounts/0/scps/1/0/document";
    assert_eq!(
        pointers(&of_caller(&state.scenario, 2)),
        [
            "/principals/1/policies/0/document",
            "/principals/1/boundary/document",
            "/principals/2/session/policy",
            scps,
            "/vpcEndpoints/0/policy"
        ]
    );
    assert_eq!(pointers(&of_caller(&state.scenario, 3)), [scps, "/vpcEndpoints/0/policy"]);
    assert_eq!(
        pointers(&of_key(&state.scenario, 0)),
        [
            "/keys/0/policy",
            "/keys/0/ramPolicy",
            "/accounts/0/rcps/0/0/document /accounts/0/rcps/1/0/document",
            "/buckets/0/policy"
        ]
    );
    assert_eq!(pointers(&of_key(&state.scenario, 1)), ["/keys/1/policy", "/buckets/0/policy"]);
}

#[test]
fn being_led_to_a_document_shows_it_on_its_side_and_whom_it_is_for() {
    let state = organized();
    let reveal =
        |state: &State, document| reduce(state, Action::Reveal { document, from: 0, to: 0 });
    let boundary = DocumentSlot::Boundary.at([1]);
    let led = reveal(&state, boundary);
    assert_eq!((&*led.view.selected.principal, led.caller_document()), ("build", Some(boundary)));
    assert_eq!(led.view.panel, Panel::Identity);
    // The other session uses it too, and stays selected.
    let second = done(&state, [Action::Select { principal: "build-2".into(), action: None }]);
    assert_eq!(reveal(&second, boundary).view.selected.principal, "build-2");

    let rehearsed = reduce(&state, Action::SelectOwnerTab(OwnerTab::Rehearsal));
    let other = DocumentSlot::KeyPolicy.at([1]);
    let led = reveal(&rehearsed, other);
    assert_eq!((led.owner_document(), led.view.panel), (other, Panel::KeyPolicy));
    let back = reduce(&led, Action::ShowDocument(DocumentSlot::KeyPolicy.at([0])));
    assert_eq!(back.view.owner_tab, OwnerTab::Policy);
}

#[test]
fn every_kind_of_document_is_added_edited_renamed_and_removed_one_step_each() {
    for (document, there) in [
        (DocumentSlot::Scp.at([0, 0]), 1),
        (DocumentSlot::Scp.at([0, 1]), 0),
        (DocumentSlot::Rcp.at([0, 1]), 0),
        (DocumentSlot::Identity.at([1]), 0),
        (DocumentSlot::Boundary.at([0]), 0),
        (DocumentSlot::Session.at([1]), 0),
        (DocumentSlot::ManagedSession.at([2]), 0),
        (DocumentSlot::Endpoint.at([0]), 0),
        (DocumentSlot::Bucket.at([0]), 0),
    ] {
        let start = organized();
        let added = reduce(&start, Action::AddDocument { document, name: "New".to_owned() });
        let new = added.view.target.expect("it is shown").document;
        assert_eq!(new, document.list(&added.scenario)[there], "{document}");
        assert!(new.is_readable(&added.scenario, &text(&added, new)), "{new}");
        let broken = typed(&added, new, "{", "{", 0.0);
        assert!(broken.fallback.contains_key(&new), "{new}");
        let renamed =
            reduce(&broken, Action::RenameDocument { document: new, name: "Other".to_owned() });
        assert_eq!(new.name(&renamed.scenario) == "Other", new.slot.has_name(), "{new}");
        let removed = reduce(&renamed, Action::RemoveDocument(new));
        assert!(removed.fallback.is_empty() && !new.is_there(&removed.scenario), "{new}");
        let mut back = removed;
        while back.history.can_undo() {
            back = reduce(&back, Action::Undo);
        }
        assert_eq!(back.scenario, start.scenario, "{new}");
    }
}

#[test]
fn a_scenario_by_itself_opens_too_and_its_documents_are_laid_out() {
    let text = include_str!("../../../cases/demonstration/share-a-key.json");
    let state = read(text).expect("it can be read");
    let key = state.scenario.keys[0].policy.as_ref().and_then(|policy| policy.text());
    assert!(key.expect("a text").starts_with("{\n  \"Version\""));
    // A text is kept as it is.
    let text = r#"{"version":1,"keys":[{"arn":"arn:aws:kms:eu-west-1:111122223333:key/k","policy":"{ }"}]}"#;
    let state = read(text).expect("it can be read");
    assert_eq!(state.scenario.to_json(), text);
}

#[test]
fn what_cannot_be_opened_says_where_and_why() {
    let said = |text: &str| read(text).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(said("{\n  \"version\": 1,\n  \"keys\": [}").starts_with("line 3, column 12: "));
    let share = "{\"version\": 1,\n\"scenario\": {\"version\": 1,\n\"principles\": []}}";
    assert!(
        said(share).starts_with("line 3, column 1: /principles: unknown field"),
        "{}",
        said(share)
    );
    assert!(
        said("{\"version\": 1, \"scenario\": {\"version\": 1}, \"veiw\": 1}")
            .contains("did you mean `view`")
    );
    let elsewhere = r#"{"version": 1, "keys": [{"arn": "arn:aws:kms:eu-west-1:111122223333:key/k",
        "policy": {"file": "key.json"}}]}"#;
    assert!(
        said(elsewhere).starts_with("line 2, column 19: /keys/0/policy: "),
        "{}",
        said(elsewhere)
    );
}

#[test]
fn opening_is_an_entry_of_its_own_and_undo_goes_back_to_the_one_before() {
    let first = State::new(opening()).kept_as("first".into(), Origin::default());
    let pinned =
        done(&first, [Action::Pin, add_policy(0, "KeyDemo"), Action::OnlyDifferences(true)]);
    let other = reduce(&pinned, Action::Open(opened(two_accounts(), Origin::New)));
    assert_eq!((&*other.entry.id, other.entry.from), ("another", Origin::New));
    // A pin is not compared with another scenario.
    assert_eq!((&other.view.pinned, other.view.only_differences), (&None, false));
    assert!(!other.is_touched());
    let back = reduce(&other, Action::Undo);
    assert_eq!((&*back.entry.id, &back.scenario), ("first", &pinned.scenario));
    assert_eq!(back.view.pinned, pinned.view.pinned);
    let forward = reduce(&back, Action::Redo);
    assert_eq!((&*forward.entry.id, &forward.view.pinned), ("another", &None));
}

#[test]
fn an_entry_is_touched_once_something_differs_from_what_it_began_with() {
    assert!(!start().is_touched());
    let select = Action::Select { principal: KEY_USER.into(), action: None };
    assert!(!reduce(&start(), select).is_touched());
    assert!(share(&start()).is_touched());
    assert!(reduce(&start(), Action::Pin).is_touched());
    assert!(reduce(&start(), write(Field::Region, 0, Part::Value, "x", 0.0)).is_touched());
    assert!(!reduce(&share(&start()), Action::Undo).is_touched());
}

#[test]
fn a_copy_keeps_the_work_and_its_history_under_another_name() {
    let first = share(&State::new(opening()).kept_as("first".into(), Origin::Gallery));
    let copy = reduce(&first, Action::Fork("copy".into()));
    assert_eq!(
        (&*copy.entry.id, copy.entry.from, copy.is_touched()),
        ("copy", Origin::Copy, false)
    );
    assert_eq!((&copy.scenario, &copy.notice), (&first.scenario, &Some(Notice::Copied)));
    // What is undone is the copy's: the other tab has the first one.
    let back = reduce(&copy, Action::Undo);
    assert_eq!((&*back.entry.id, &back.scenario), ("copy", &opening()));
}

#[test]
fn nothing_is_left_of_what_is_forgotten() {
    let state = done(&share(&start()), [Action::Pin, Action::SetTheme(Theme::Dark)]);
    let state = reduce(&state, Action::Forget("anew".into()));
    assert_eq!((&*state.entry.id, &state.scenario), ("anew", &opening()));
    assert_eq!(
        (state.view.theme, state.view.pinned, state.history.can_undo()),
        (Theme::System, None, false)
    );
}

#[test]
fn what_a_change_sets_is_decided_as_it_stands() {
    let broken = typed(&start(), KEY, "\"Effect\": \"Allow\"", ";", 0.0);
    let mut scenario = (*broken.scenario).clone();
    KEY.set_text(&mut scenario, "{\"Statement\": []}".into());
    let change =
        Action::Change { scenario: Rc::new(scenario), document: None, title: String::new() };
    let changed = reduce(&broken, change);
    assert!(changed.fallback.is_empty());
    assert_eq!(verdict(&changed, KEY_USER, "kms:Decrypt"), Verdict::ImplicitDeny);
    assert!(reduce(&changed, Action::Undo).fallback.contains_key(&KEY));
}

#[test]
fn new_scenarios_can_be_decided() {
    assert_eq!(
        verdict(
            &State::new(two_accounts()),
            "arn:aws:iam::111122223333:user/KeyUser",
            "kms:Decrypt"
        ),
        Verdict::ImplicitDeny
    );
    let nothing = State::new(empty());
    assert!(Derived::of(&nothing).errors.is_empty());
}

#[test]
fn a_broken_document_of_any_kind_comes_back_with_its_last_readable_text() {
    let scp = DocumentSlot::Scp.at([0, 0, 0]);
    let broken = typed(&organized(), scp, "{", "{", 0.0);
    let back = read(&save(&broken)).expect("it can be read");
    assert_eq!(back.fallback, broken.fallback);
    assert_eq!(text(&back, scp), text(&broken, scp));
    let derived = Derived::of(&back);
    let sentence = &derived.stale.first().expect("it is broken").sentence;
    assert!(sentence.starts_with("The service control policy FullAWSAccess is not"), "{sentence}");
}

fn build(
    state: &State,
    change: impl FnOnce(&mut Scenario),
    typing: Option<(u32, usize, isize, f64)>,
) -> State {
    let mut scenario = Scenario::clone(&state.scenario);
    change(&mut scenario);
    let built =
        Built { scenario: Rc::new(scenario), drafts: String::new(), said: String::new(), typing };
    reduce(state, Action::Build(built))
}

fn titled(state: &State, title: &str, caret: usize, at: f64) -> State {
    let title = Some(title.to_owned());
    build(state, |scenario| scenario.title = title, Some((1, caret, 1, at)))
}

#[test]
fn typing_in_a_form_of_the_scenario_is_one_change() {
    let state = titled(&titled(&start(), "A", 1, 0.0), "AB", 2, 100.0);
    let other = build(&state, |scenario| scenario.closed = true, None);
    assert_eq!(reduce(&other, Action::Undo).scenario, state.scenario);
    let back = done(&other, [Action::Undo, Action::Undo]);
    assert_eq!(back.scenario, start().scenario);
    assert!(!back.history.can_undo());
    // Nothing done is no change.
    assert!(!build(&start(), |_| {}, None).history.can_undo());
}

#[test]
fn what_cannot_be_used_in_a_form_is_undone_and_saved() {
    let drafts = r#"{"/time":"yester\"day"}"#.to_owned();
    let scenario = start().scenario;
    let built = Built { scenario, drafts: drafts.clone(), said: String::new(), typing: None };
    let state = reduce(&start(), Action::Build(built));
    assert_eq!((&state.drafts.built, &state.scenario), (&drafts, &start().scenario));
    assert_eq!(read(&save(&state)).expect("restored").drafts, state.drafts);
    assert!(reduce(&state, Action::Undo).drafts.is_empty());
    let wrong = save(&state).replace("\"built\":{", "\"built\":{\"a\":1,");
    assert!(read(&wrong).expect("restored").drafts.is_empty());
}

#[test]
fn who_is_selected_stays_so_under_another_name_and_broken_texts_move_with_their_principal() {
    let state = done(
        &start(),
        [add_policy(0, "KeyDemo"), Action::Select { principal: STUART.into(), action: None }],
    );
    let broken = typed(&state, DocumentSlot::Identity.at([0, 0]), "{", "{", 10_000.0);
    assert_eq!(broken.fallback.len(), 1);
    let renamed = build(
        &broken,
        |scenario| {
            if let Some(stuart) = scenario.principals.first_mut() {
                stuart.arn = Some(STUART.replace("Stuart", "Bob"));
            }
        },
        None,
    );
    assert_eq!(*renamed.view.selected.principal, STUART.replace("Stuart", "Bob"));
    let moved = build(&renamed, |scenario| scenario.principals.swap(0, 1), None);
    assert!(moved.fallback.contains_key(&DocumentSlot::Identity.at([1, 0])));
    let gone = build(&moved, |scenario| drop(scenario.principals.remove(1)), None);
    assert!(gone.fallback.is_empty());
    assert_eq!(&*gone.view.selected.principal, KEY_USER);
}

#[test]
fn what_is_written_of_a_principal_does_not_become_that_of_another() {
    let tags = Field::PrincipalTags(0);
    let draft = reduce(&start(), Action::AddRow { field: tags, name: String::new() });
    assert!(!draft.drafts.is_empty());
    let gone = build(&draft, |scenario| drop(scenario.principals.remove(0)), None);
    assert!(gone.drafts.is_empty());
    assert_eq!(reduce(&gone, Action::Undo).drafts, draft.drafts);
}

#[test]
fn what_is_chosen_in_s3s_console_is_no_change_and_survives_a_reload() {
    let choose = |field: &str, value: &str| Action::Choose {
        field: field.to_owned(),
        value: value.to_owned(),
    };
    let state = done(
        &start(),
        [
            Action::SelectMatrixTab(MatrixTab::S3),
            choose("encryption", "entered"),
            choose("entered", "arn:aws:kms:half"),
            choose("newName", "half-a-buck"),
        ],
    );
    assert!(!state.history.can_undo());
    let back = read(&save(&state)).expect("it was just saved");
    assert_eq!(back.view.s3, state.view.s3);
    assert_eq!(back.view.matrix_tab, MatrixTab::S3);
    let broken = save(&state).replace("\"entered\"", "\"entered2\"");
    assert!(read(&broken).is_ok(), "choices that cannot be used lose no work");
    // A cell leads back to the decisions; another principal does not.
    let of = |action: Option<&str>| Action::Select {
        principal: KEY_USER.into(),
        action: action.map(|one| AttrValue::from(one.to_owned())),
    };
    assert_eq!(reduce(&state, of(None)).view.matrix_tab, MatrixTab::S3);
    assert_eq!(reduce(&state, of(Some("kms:Decrypt"))).view.matrix_tab, MatrixTab::Decisions);
    // Another scenario has other buckets.
    let opened = reduce(&state, Action::Open(opened(Rc::new(Scenario::default()), Origin::New)));
    assert_eq!(opened.view.s3, View::default().s3);
    assert_eq!(opened.view.matrix_tab, MatrixTab::Decisions);
}

#[test]
fn what_s3_answers_is_said_and_changes_nothing() {
    let text = "Upload failed. AccessDenied".to_owned();
    let state = reduce(&start(), Action::Answered { done: false, text: text.clone() });
    assert_eq!(state.notice, Some(Notice::Refused(text)));
    assert!(!state.history.can_undo());
    let next = Action::Choose { field: "object".to_owned(), value: "a".to_owned() };
    assert_eq!(reduce(&state, next).notice, None, "it is of what was asked before");
}

#[test]
fn s3s_console_decides_in_the_place_of_the_cell() {
    let state = reduce(&start(), Action::SelectMatrixTab(MatrixTab::S3));
    let none = Derived::of(&state);
    assert!(none.decision.is_none(), "there is no bucket");
    assert!(none.s3.is_some_and(|shown| shown.outcome.is_err()));
    assert!(Derived::of(&start()).decision.is_some());
}

/// A state in which every edit of [`edits`] has something to do.
fn busy() -> State {
    let mut scenario = Scenario::clone(&opening());
    let mut second = scenario.keys[0].clone();
    second.arn.push('2');
    scenario.keys.push(second);
    let pinned = done(
        &State::new(Rc::new(scenario)),
        [
            add_policy(0, "KeyDemo"),
            Action::AddRow { field: Field::Context, name: "aws:SourceIp".to_owned() },
            Action::HoldInForce(0),
            Action::Pin,
        ],
    );
    let edited = typed(&pinned, KEY, "{", "   ", 0.0);
    let edited = typed(&edited, KEY, "\"Effect\": \"Allow\"", " ", 9e9);
    reduce(&edited, Action::Undo)
}

/// What changes the scenario or what waits beside it: one of each.
fn edits(state: &State) -> Vec<Action> {
    let other = two_accounts();
    let policy = DocumentSlot::Identity.at([0, 0]);
    let edit =
        Edit::Text { document: KEY.to_string(), span: Span::new(0, 1), text: "[".to_owned() };
    let field = Field::Context;
    vec![
        Action::EditText { document: KEY, text: "{}".into(), caret: 0, at: 0.0 },
        Action::Write {
            slot: Slot { field, row: 0, part: Part::Value },
            text: "203.0.113.7".to_owned(),
            typing: None,
        },
        Action::AddRow { field, name: String::new() },
        Action::RemoveRow { field, row: 0 },
        Action::Build(Built {
            scenario: Rc::clone(&other),
            drafts: String::new(),
            said: String::new(),
            typing: None,
        }),
        Action::MakeBucket(Some(kms_policy::s3_console::NewBucket::default())),
        add_policy(0, "Another"),
        Action::RenameDocument { document: policy, name: "Another".to_owned() },
        Action::RemoveDocument(policy),
        Action::Change { scenario: Rc::clone(&other), document: None, title: String::new() },
        Action::Solve { scenario: Rc::clone(&other), of: Rc::clone(&state.scenario) },
        Action::BeginAgain(Rc::clone(&other)),
        Action::Repair {
            repair: Repair { edits: vec![edit], ..Repair::default() },
            of: Rc::clone(&state.scenario),
        },
        Action::Format(KEY),
        Action::ShowCell {
            scenario: Rc::clone(&other),
            principal: STUART.into(),
            action: "kms:Encrypt".into(),
        },
        Action::SelectKey(1),
        Action::HoldInForce(0),
        Action::PutInForce(0),
        Action::BackToInForce(0),
        Action::BackToPin,
        Action::Undo,
        Action::Redo,
        Action::Open(opened(other, Origin::New)),
        Action::Forget("anew".into()),
    ]
}

/// What only looks: one of each.
fn looks() -> Vec<Action> {
    vec![
        Action::ShowForm(Some("/keys/0".into())),
        Action::SelectWhyTab(WhyTab::Request),
        Action::SelectMatrixTab(MatrixTab::S3),
        Action::Choose { field: "bucket".to_owned(), value: "b".to_owned() },
        Action::Answered { done: true, text: String::new() },
        Action::GoToStep(3),
        Action::ShowSteps(true),
        Action::Select { principal: KEY_USER.into(), action: Some("kms:Encrypt".into()) },
        Action::ShowDocument(DocumentSlot::Identity.at([0, 0])),
        Action::SelectOwnerTab(OwnerTab::Grants),
        Action::Pin,
        Action::Unpin,
        Action::OnlyDifferences(true),
        Action::SelectPanel(Panel::Identity),
        Action::Reveal { document: KEY, from: 0, to: 1 },
        Action::Show(None),
        Action::Revealed,
        Action::Fork("copy".into()),
        Action::SetTheme(Theme::Dark),
        Action::SetLarge(true),
        Action::SetSingleKeys(false),
        Action::ToggleIntro,
        Action::ShowProblems(true),
        Action::DismissNotice,
    ]
}

#[test]
fn every_action_is_an_edit_or_only_looks_or_is_the_page_arounds() {
    let source = include_str!("action.rs");
    let body = source.split("pub enum Action {").nth(1).and_then(|rest| rest.split("\n}").next());
    let is_variant = |line: &&str| {
        let name = line.strip_prefix("    ").unwrap_or_default();
        name.starts_with(|first: char| first.is_ascii_uppercase())
    };
    let variants = body.expect("the enum is there").lines().filter(is_variant).count();
    // Besides these two: what the page around gives, and the way back to it.
    assert_eq!(edits(&busy()).len() + looks().len() + 2, variants);
    let kinds: std::collections::HashSet<_> =
        edits(&busy()).iter().chain(&looks()).map(std::mem::discriminant).collect();
    assert_eq!(kinds.len() + 2, variants, "one of each");
}

#[test]
fn where_nothing_may_be_changed_nothing_is() {
    let state = busy();
    let read_only = State { read_only: true, ..state.clone() };
    let same = |after: &State| after.scenario == state.scenario && after.drafts == state.drafts;
    for action in edits(&state) {
        assert!(action.is_edit(), "{action:?}");
        let changed = reduce(&state, action.clone());
        assert!(
            !same(&changed) || changed.view.s3 != state.view.s3,
            "it does something: {action:?}"
        );
        let after = reduce(&read_only, action.clone());
        assert!(Rc::ptr_eq(&after.scenario, &state.scenario), "{action:?}");
        assert!(Rc::ptr_eq(&after.drafts, &state.drafts), "{action:?}");
        assert_eq!(
            (after.view, after.notice),
            (state.view.clone(), state.notice.clone()),
            "{action:?}"
        );
    }
    for action in looks() {
        assert!(!action.is_edit(), "{action:?}");
        for state in [&state, &read_only] {
            let after = reduce(state, action.clone());
            assert!(same(&after), "{action:?}");
            assert_eq!(after.read_only, state.read_only, "{action:?}");
        }
    }
}

#[test]
fn what_the_page_around_gives_is_the_beginning() {
    for read_only in [false, true] {
        let state = State { read_only, ..busy() };
        let given = opened(two_accounts(), Origin::File);
        let after = reduce(&state, Action::Set(Rc::clone(&given)));
        assert!(after.is_as(&given));
        assert!(!after.history.can_undo() && !after.history.can_redo());
        assert_eq!((after.read_only, after.notice), (read_only, None));
    }
}

#[test]
fn back_to_how_it_came_is_one_change() {
    let came = Rc::new(start());
    let edited = share(&reduce(&came, Action::SelectOwnerTab(OwnerTab::Grants)));
    let reset = reduce(&edited, Action::Reset(Rc::clone(&came)));
    assert!(reset.is_as(&came));
    assert_eq!(
        (reset.notice.clone(), reset.view.owner_tab),
        (Some(Notice::Reset), OwnerTab::Policy)
    );
    assert!(reduce(&reset, Action::Undo).is_as(&edited));
    let again = reduce(&reset, Action::Reset(Rc::clone(&came)));
    assert_eq!(again.notice, None, "there was nothing to take back");
}

#[test]
fn what_is_only_looked_at_goes_back_without_a_change() {
    let came = Rc::new(State { read_only: true, ..start() });
    let looked = done(
        &came,
        [
            Action::Select { principal: KEY_USER.into(), action: None },
            Action::Choose { field: "bucket".to_owned(), value: "b".to_owned() },
        ],
    );
    let reset = reduce(&looked, Action::Reset(Rc::clone(&came)));
    assert!(reset.is_as(&came));
    assert_eq!(reset.view.selected, came.view.selected);
    assert_eq!((reset.notice, reset.history.can_undo()), (None, false));
}
