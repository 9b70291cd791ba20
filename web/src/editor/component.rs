//! The editor as the page shows it.

use super::handle::{Edited, Events, Handle};
use super::module::Module;
use super::plain::{PlainEditor, PlainEvents};
use super::ranges::Drawn;
use crate::documents::DocumentId;
use crate::intents::use_intents;
use crate::state::{Action, Target};
use crate::texts;
use std::rc::Rc;
use std::sync::Arc;
use web_sys::Element;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct EditorProps {
    pub document: DocumentId,
    pub text: Arc<str>,
    pub label: AttrValue,
    /// What is drawn in the text; `None`: what is drawn stays, and moves along with it.
    pub drawn: Option<Rc<Drawn>>,
    pub target: Option<Target>,
    pub read_only: bool,
}

#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let module = use_context::<Module>().unwrap_or(Module::Loading);
    let intents = use_intents();
    let events = use_memo(intents, |intents| {
        let edit = intents.clone();
        Events {
            change: Callback::from(move |edited: Edited| {
                if let Some(document) = DocumentId::parse(&edited.document) {
                    edit.edit(document, &edited.text, edited.caret);
                }
            }),
            assist: intents.latest.clone(),
            undo: intents.on(Action::Undo),
            redo: intents.on(Action::Redo),
            revealed: intents.on(Action::Revealed),
        }
    });
    let id = AttrValue::from(props.document.to_string());
    let target = props.target.filter(|target| target.document == props.document);
    match module {
        Module::Ready(module) => html! {
            <CodeEditor {module} {id} text={Arc::clone(&props.text)} label={props.label.clone()}
                drawn={props.drawn.clone()} {target} read_only={props.read_only} events={PlainEvents((*events).clone())} />
        },
        other => html! {
            <div class="editor" data-editor={id.clone()}>
                <PlainEditor document={id} text={Arc::clone(&props.text)} label={props.label.clone()}
                    placeholder={texts::EDITOR_PLACEHOLDER} events={PlainEvents((*events).clone())}
                    {target} read_only={props.read_only} />
                if other == Module::Failed {
                    <p class="editor-note">{ texts::EDITOR_FAILED }</p>
                }
            </div>
        },
    }
}

#[derive(Properties, PartialEq)]
struct CodeEditorProps {
    module: super::sys::EditorModule,
    id: AttrValue,
    text: Arc<str>,
    label: AttrValue,
    drawn: Option<Rc<Drawn>>,
    target: Option<Target>,
    read_only: bool,
    events: PlainEvents,
}

#[component]
fn CodeEditor(props: &CodeEditorProps) -> Html {
    let host = use_node_ref();
    let handle = use_mut_ref(|| None::<Handle>);
    {
        let (host, handle) = (host.clone(), Rc::clone(&handle));
        let (label, events) = (props.label.clone(), props.events.0.clone());
        use_effect_with(props.module.clone(), move |module| {
            if let Some(host) = host.cast::<Element>() {
                let editor =
                    Handle::mount(module, &host, events, &label, texts::EDITOR_PLACEHOLDER);
                *handle.borrow_mut() = editor;
            }
            move || drop(handle.take())
        });
    }
    {
        let handle = Rc::clone(&handle);
        let deps = (props.id.clone(), Arc::clone(&props.text), props.label.clone());
        let read_only = props.read_only;
        use_effect_with(deps, move |(id, text, label)| {
            if let Some(handle) = handle.borrow().as_ref() {
                handle.show(id, text, read_only);
                handle.label(label);
            }
        });
    }
    {
        let handle = Rc::clone(&handle);
        let deps = (props.id.clone(), props.drawn.clone());
        use_effect_with(deps, move |(_, drawn)| {
            if let (Some(handle), Some(drawn)) = (handle.borrow().as_ref(), drawn) {
                handle.draw(drawn);
            }
        });
    }
    {
        let (handle, revealed) = (Rc::clone(&handle), props.events.0.revealed.clone());
        use_effect_with(props.target, move |target| {
            if let (Some(handle), Some(target)) = (handle.borrow().as_ref(), target) {
                handle.reveal(target.from, target.to);
                revealed.emit(());
            }
        });
    }
    html! { <div ref={host} class="editor" data-editor={props.id.clone()} /> }
}
