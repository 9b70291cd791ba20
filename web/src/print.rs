//! A scenario on paper: what it is about, the whole matrix, why the selected cell is as it is, every
//! document to its end.
//!
//! It is made of plain elements at once, while the browser waits: Yew would draw it after the page was
//! printed. Nothing of it is there otherwise.

use crate::browser;
use crate::derive::Derived;
use crate::documents::{DocumentId, DocumentSlot};
use crate::state::Selected;
use crate::texts;
use crate::who::Who;
use js_sys::Date;
use kms_policy::decide::MatrixVerdicts;
use kms_policy::scenario::Scenario;
use std::rc::Rc;
use std::sync::Arc;
use web_sys::{Document, Element};

/// So many actions stand side by side on a sheet; the others in tables below.
const COLUMNS: usize = 7;

/// What is printed.
pub struct Printed {
    pub scenario: Rc<Scenario>,
    pub derived: Rc<Derived>,
    pub everyone: Rc<Vec<Who>>,
    pub selected: Selected,
}

/// Puts the sheet at the end of the page. The style sheet shows it on paper only.
pub fn sheet(printed: &Printed) -> Option<()> {
    let pen = Pen(browser::document()?);
    let body = pen.0.query_selector("body").ok()??;
    let sheet = pen.draw(&body, "article", "")?;
    sheet.set_id("sheet");
    let scenario = &*printed.scenario;
    pen.draw(&sheet, "h1", scenario.title.as_deref().unwrap_or(texts::UNTITLED))?;
    pen.draw(&sheet, "p", scenario.description.as_deref().unwrap_or_default())?;
    pen.draw(&sheet, "h2", texts::MATRIX)?;
    match &printed.derived.matrix {
        Some(matrix) => pen.matrix(&sheet, matrix, &printed.everyone)?,
        None => _ = pen.draw(&sheet, "p", texts::NOT_DECIDED)?,
    }
    for stale in &printed.derived.stale {
        pen.draw(&sheet, "p", &stale.sentence)?;
    }
    pen.why(&sheet, printed)?;
    for (name, text) in documents(scenario) {
        pen.draw(&sheet, "h2", &name)?;
        pen.draw(&sheet, "pre", &text)?;
    }
    let date: String = Date::new_0().to_date_string().into();
    pen.draw(&sheet, "footer", &texts::printed(&date))?;
    Some(())
}

/// Every document with its name; a key without a policy has the default one.
fn documents(scenario: &Scenario) -> Vec<(String, Arc<str>)> {
    let key_policies = (0..scenario.keys.len()).map(|index| DocumentSlot::KeyPolicy.at([index]));
    let mut all: Vec<DocumentId> = key_policies.collect();
    scenario.clone().for_each_document(|at, _| {
        all.extend(DocumentId::parse(at).filter(|one| one.slot != DocumentSlot::KeyPolicy));
    });
    let named = |one: DocumentId| Some((texts::document(one, scenario), one.text(scenario)?));
    all.into_iter().filter_map(named).collect()
}

/// Draws elements.
struct Pen(Document);

impl Pen {
    fn draw(&self, parent: &Element, name: &str, text: &str) -> Option<Element> {
        let element = self.0.create_element(name).ok()?;
        if !text.is_empty() {
            element.set_text_content(Some(text));
        }
        parent.append_child(&element).ok()?;
        Some(element)
    }

    fn matrix(&self, sheet: &Element, matrix: &MatrixVerdicts, everyone: &[Who]) -> Option<()> {
        for actions in matrix.actions.chunks(COLUMNS) {
            let table = self.draw(sheet, "table", "")?;
            let head = self.draw(&self.draw(&table, "thead", "")?, "tr", "")?;
            self.draw(&head, "th", texts::PRINCIPAL)?;
            for action in actions {
                self.draw(&head, "th", texts::bare(action))?;
            }
            let body = self.draw(&table, "tbody", "")?;
            for id in &matrix.principals {
                let row = self.draw(&body, "tr", "")?;
                let who = everyone.iter().find(|who| who.id == *id);
                let name = self.draw(&row, "th", "")?;
                self.draw(&name, "bdi", who.map_or(id.as_str(), |who| who.name.as_str()))?;
                self.draw(&name, "small", &who.map_or_else(String::new, Who::role))?;
                for action in actions {
                    let cell = matrix.cell(id, action);
                    self.draw(&row, "td", &cell.map_or_else(String::new, texts::printed_cell))?;
                }
            }
        }
        Some(())
    }

    /// The reasons as the page shows them now, with everything unfolded; else the sentence alone.
    fn why(&self, sheet: &Element, printed: &Printed) -> Option<()> {
        let Some(decision) = &printed.derived.decision else { return Some(()) };
        let who = printed.everyone.iter().find(|who| who.id == *printed.selected.principal);
        let name = who.map_or("", |who| who.name.as_str());
        self.draw(sheet, "h2", &texts::heard_cell(name, decision))?;
        let sentence = decision.sentence.replace('`', "");
        self.draw(sheet, "p", &sentence)?;
        let shown = self.0.query_selector("#why-panel > .chain").ok()?;
        let Some(copy) = shown.and_then(|shown| shown.clone_node_with_deep(true).ok()) else {
            return Some(());
        };
        sheet.append_child(&copy).ok()?;
        let folded = sheet.query_selector_all("details").ok()?;
        for index in 0..folded.length() {
            if let Some(details) = folded.get(index) {
                let details: Element = wasm_bindgen::JsCast::dyn_into(details).ok()?;
                details.set_attribute("open", "").ok()?;
            }
        }
        if let Some(message) = &decision.message {
            self.draw(sheet, "h3", texts::AWS_PRINTS)?;
            self.draw(sheet, "p", message)?;
        }
        Some(())
    }
}
