//! What a decision rests on, and how sure it is.

use super::HOW_SURE;
use super::with_code::with_code;
use crate::texts;
use kms_policy::report::{Confidence, Decision};
use kms_policy::rules::Rule;
use yew::prelude::*;

pub fn rule_list(decision: &Decision) -> Html {
    let rules: Vec<Rule> = decision.rules.iter().filter_map(|id| Rule::named(id)).collect();
    // The page about open questions has a place for each of them.
    let is_open = |rule: &&Rule| {
        let service = rule.id().starts_with("S-") && rule.confidence() == Confidence::Uncertain;
        rule.id().starts_with("Q-") || service
    };
    let open = rules.iter().find(is_open).map(|rule| rule.id());
    let uncertain = decision.confidence == Confidence::Uncertain;
    let how_sure = open.map_or_else(|| HOW_SURE.to_owned(), |id| format!("{HOW_SURE}#{id}"));
    let rules = rules.iter().map(|rule| {
        let source = match rule.id() {
            id if id.starts_with("Q-") => format!("{HOW_SURE}#{id}"),
            _ => rule.source(),
        };
        let confidence = rule.confidence().words();
        let unsure = rule.confidence() == Confidence::Uncertain;
        html! {
            <li>
                <span class="rule-id">{ rule.id() }</span>
                <span>
                    { rule.text() }{ " " }
                    <a class={classes!(unsure.then_some("is-uncertain"))} href={source} target="_blank" rel="noopener noreferrer"
                        aria-label={texts::source(confidence, rule.id())}>{ confidence }</a>
                </span>
            </li>
        }
    });
    html! {
        <section class="rules">
            <h3>{ texts::RULES }<span class={classes!("confidence", uncertain.then_some("is-uncertain"))}>
                { decision.confidence.words() }
            </span></h3>
            if uncertain {
                { for decision.doubts().iter().map(|doubt| html! { <p class="how-sure">{ with_code(doubt) }</p> }) }
                <p class="how-sure"><a href={how_sure} target="_blank">{ texts::WHY_UNCERTAIN }</a></p>
            }
            <ul>{ for rules }</ul>
        </section>
    }
}
