//! Statements and policies added.

use super::candidate::{Candidate, InStatement, What};
use super::statement::{breadth_of, is_of_aws};
use super::values::{self, Name};
use crate::actions::Action;
use crate::caller::CallerKind;
use crate::decide::{Place, Target};
use crate::edit::replace;
use crate::explain::{LayerSources, Source};
use crate::json::{self, Node, quoted};
use crate::policy::{Effect, PolicyKind};
use crate::report::{Edit, Json, LayerName};
use crate::scenario::{Principal, Scenario};
use crate::text::Span;

/// A statement of this effect added to each document of a layer that takes part.
pub(crate) fn statements(
    layer: &LayerSources<'_>,
    place: &Place<'_>,
    action: Action,
    effect: Effect,
) -> Vec<Candidate> {
    let mut all = Vec::new();
    let own = layer.documents.iter().filter(|source| !is_of_aws(source, layer.layer));
    for source in own {
        let root = json::parse(&source.policy.source.text).0;
        let (name, resource) = (values::action(action), resource_in(source, place));
        let to = InStatement {
            layer: layer.layer,
            level: layer.level.clone(),
            document: source.pointer.clone(),
            policy: source.name.clone(),
            sid: None,
            index: 0,
            effect,
        };
        for named in principals_in(source, place) {
            let principal = named.as_ref();
            let statement = statement(effect, principal, &name, &resource);
            let Some(edit) = add(&root, &source.policy.source.text, &statement) else { continue };
            let what = What::AddStatement {
                to: to.clone(),
                principal: principal.map(|name| name.text.clone()),
                action: name.clone(),
                resource: resource.clone(),
            };
            all.push(Candidate {
                size: 2 + usize::from(principal.is_some()),
                principals: principal
                    .map_or_else(|| breadth_of(source, layer.layer, place), |name| name.breadth),
                ..Candidate::one(what, edit).in_document(&source.pointer)
            });
        }
    }
    all
}

/// The names that a statement of this document can be written for; one without, where it names
/// nobody.
fn principals_in(source: &Source<'_>, place: &Place<'_>) -> Vec<Option<Name>> {
    if !source.policy.source.kind.has_principal() {
        return vec![None];
    }
    values::names(place.caller).into_iter().map(Some).collect()
}

fn resource_in(source: &Source<'_>, place: &Place<'_>) -> String {
    match source.policy.source.kind {
        PolicyKind::KeyPolicy => "*".to_owned(),
        _ => values::resource(place),
    }
}

/// A further policy for the caller.
pub(crate) fn policy(
    scenario: &Scenario,
    place: &Place<'_>,
    action: Action,
    effect: Effect,
) -> Option<Candidate> {
    let person = !matches!(place.caller.kind, CallerKind::Root | CallerKind::Service);
    let index = place.caller.policies_of;
    let owner = scenario.principals.get(index).filter(|_| person)?;
    let (action_name, resource) = (values::action(action), values::resource(place));
    let statement = statement(effect, None, &action_name, &resource);
    let document = document(&statement)?;
    let name = free_name(owner, action, effect);
    let value = format!("{{\"name\":{},\"document\":{}}}", quoted(&name), quoted(&document));
    let set = format!("/principals/{index}/policies/-");
    let what = What::AddPolicy {
        owner: place.model.callers.get(index).unwrap_or(place.caller).short_name().to_owned(),
        effect,
        action: action_name,
        resource,
    };
    Some(Candidate {
        size: 2,
        ..Candidate::one(what, Edit::Set { set, value: Json::written(&value) })
    })
}

/// A bucket policy, where the bucket has none.
pub(crate) fn bucket_policy(
    place: &Place<'_>,
    action: Action,
    effect: Effect,
) -> Option<Candidate> {
    let Target::Resource { bucket: Some(bucket) } = place.target else { return None };
    let own = place.model.scenario.buckets.get(bucket).filter(|own| own.policy.is_none())?;
    let name = values::names(place.caller).into_iter().next()?;
    let (action, resource) = (values::action(action), values::resource(place));
    let statement = statement(effect, Some(&name), &action, &resource);
    let document = document(&statement)?;
    let set = format!("/buckets/{bucket}/policy");
    let to = InStatement {
        layer: LayerName::BucketPolicy,
        level: None,
        document: set.clone(),
        policy: own.name.clone(),
        sid: None,
        index: 0,
        effect,
    };
    let what = What::AddStatement { to, principal: Some(name.text), action, resource };
    let edit = Edit::Set { set, value: Json::written(&quoted(&document)) };
    Some(Candidate { size: 3, principals: name.breadth, ..Candidate::one(what, edit) })
}

/// A whole policy of one statement, laid out.
fn document(statement: &str) -> Option<String> {
    json::format(&format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statement}]}}"))
}

fn statement(effect: Effect, principal: Option<&Name>, action: &str, resource: &str) -> String {
    let effect = if effect == Effect::Allow { "Allow" } else { "Deny" };
    let principal = principal.map_or_else(String::new, |name| {
        format!("\"Principal\":{{\"{}\":{}}},", name.kind, quoted(&name.text))
    });
    format!(
        "{{\"Effect\":\"{effect}\",{principal}\"Action\":{},\"Resource\":{}}}",
        quoted(action),
        quoted(resource)
    )
}

/// A name that no policy of the principal has.
fn free_name(owner: &Principal, action: Action, effect: Effect) -> String {
    let verb = if effect == Effect::Allow { "Allow" } else { "Deny" };
    let base = format!("{verb}{}", action.bare_name());
    let taken = |name: &str| owner.policies.iter().any(|policy| policy.name == name);
    let further = (2..).map(|number| format!("{base}{number}"));
    std::iter::once(base.clone()).chain(further).find(|name| !taken(name)).unwrap_or(base)
}

/// Puts a statement behind the others, in their layout.
fn add(root: &Node, text: &str, statement: &str) -> Option<Edit> {
    let all = root.get("Statement")?;
    let json::Value::Array(items) = &all.value else {
        // One that stands alone becomes the first of a list.
        let json::Value::Object(_) = all.value else { return None };
        return Some(replace(all.span, format!("[{}, {statement}]", all.span.of(text))));
    };
    let Some(last) = items.last() else {
        return Some(replace(all.span, format!("[{statement}]")));
    };
    let head = text.get(..last.span.start)?;
    let gap = head.get(head.trim_end().len()..)?;
    let end = Span::new(last.span.end, last.span.end);
    let Some((_, indent)) = gap.rsplit_once('\n') else {
        return Some(replace(end, format!(", {statement}")));
    };
    let pretty = json::format(statement)?;
    let line = if gap.contains("\r\n") { "\r\n" } else { "\n" };
    let pretty = pretty.trim_end().replace('\n', &format!("{line}{indent}"));
    Some(replace(end, format!(",{line}{indent}{pretty}")))
}
