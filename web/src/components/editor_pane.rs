//! An editor with what stands under it.

use super::page::Page;
use super::status_line::status_line;
use crate::documents::DocumentId;
use crate::editor::component::Editor;
use crate::embed::is_read_only;
use std::rc::Rc;
use std::sync::Arc;
use yew::prelude::*;

pub fn editor_pane(document: DocumentId, label: String, page: &Page<'_>) -> Html {
    let label = AttrValue::from(label);
    let text = document.text(page.scenario()).unwrap_or_else(|| Arc::from(""));
    let findings = page.findings_of(document);
    let drawn = || Rc::new(page.derived.drawn(document, &text, &findings));
    html! {
        <>
            <Editor {document} text={Arc::clone(&text)} label={label.clone()} drawn={(!page.deciding).then(drawn)} target={page.state.view.target}
                read_only={is_read_only()} />
            { status_line(document, &text, &label, &findings, page) }
        </>
    }
}
