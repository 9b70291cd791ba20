//! Layers of a decision with their statements and grants.

use super::page::Page;
use super::statement_trace::{Place, statement};
use super::with_code::with_code;
use crate::texts;
use kms_policy::report::{Arns, GrantTrace, Layer, LayerName, LayerResult, Match};
use yew::prelude::*;

/// Layers with what is in them; `part` tells the parts of an operation apart.
pub fn layer_list(layers: &[&Layer], part: usize, page: &Page<'_>) -> Html {
    let silent = |layer: &&&Layer| {
        layer.result == LayerResult::NoImpact && layer.layer != LayerName::Identity
    };
    let names: Vec<&str> = layers.iter().filter(silent).map(|layer| layer.layer.words()).collect();
    html! {
        <ul class="layers">
            { for layers.iter().filter(|layer| !silent(layer)).map(|layer| one(layer, part, page)) }
            if !names.is_empty() {
                <li class="says-nothing"><span class="layer-sign" aria-hidden="true">{ LayerResult::NoImpact.sign() }</span><small>{ texts::no_impact(&names) }</small></li>
            }
        </ul>
    }
}

fn one(layer: &Layer, part: usize, page: &Page<'_>) -> Html {
    let (_, near) = rows(layer, false, part, page);
    let (apart, others) = rows(layer, true, part, page);
    let attached = layer.layer == LayerName::Identity && layer.result == LayerResult::NoImpact;
    html! {
        <li class={texts::layer_class(layer.result)}>
            <span class="layer-sign" aria-hidden="true">{ layer.result.sign() }</span>
            <div>
                <b class="layer-name">{ layer.layer.words() }</b>{ " " }
                if let Some(level) = &layer.level { <code>{ level }</code>{ " " } }
                <span class="layer-words">{ layer.result.words() }if attached { { texts::NONE_ATTACHED } }</span>
            </div>
            { near }
            if apart > 0 {
                <details class="apart">
                    <summary><span class="statement-sign" aria-hidden="true">{ Match::Irrelevant.sign() }</span>{ texts::apart(apart, layer.layer) }</summary>
                    { others }
                </details>
            }
        </li>
    }
}

/// So many statements and grants of a layer are listed, and as many more that decide.
const MOST: usize = 100;

/// The statements and grants of a layer that apply, or those that do not, and how many.
fn rows(layer: &Layer, apart: bool, part: usize, page: &Page<'_>) -> (usize, Html) {
    let (mut rows, mut count) = (Vec::new(), 0);
    let mut takes = |matched: Match, listed: usize| {
        let wanted = (matched == Match::Irrelevant) == apart;
        count += usize::from(wanted);
        wanted && listed < if matched == Match::Decisive { 2 * MOST } else { MOST }
    };
    for trace in &layer.statements {
        if takes(trace.matched, rows.len()) {
            rows.push(statement(trace, Place { layer: layer.layer, part }, page));
        }
    }
    for trace in &layer.grants {
        if takes(trace.matched, rows.len()) {
            rows.push(grant(trace));
        }
    }
    let more = count - rows.len();
    let list = html! {
        if !rows.is_empty() {
            <ul class="statements">
                { for rows }
                if more > 0 { <li class="hint">{ texts::more_statements(more) }</li> }
            </ul>
        }
    };
    (count, list)
}

/// A grant, with what it is for and what stands against it.
fn grant(trace: &GrantTrace) -> Html {
    html! {
        <li class={classes!("grant", texts::match_class(trace.matched))}>
            <span class="statement-sign" aria-hidden="true">{ trace.matched.sign() }</span>
            <div>
                { trace.name() }if trace.matched != Match::NearMiss { { " " }<small>{ trace.matched.words() }</small> }
                if let Some(words) = trace.words() { <p class="reason">{ words }</p> }
                <p><small>{ with_code(&trace.terms(Arns::Short)) }</small></p>
            </div>
        </li>
    }
}
