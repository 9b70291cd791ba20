//! What holds a policy together.

use super::place::{Place, same};
use super::repair;
use crate::edit::{remove_entry, replace, replace_string, without_layout};
use crate::english::findings::repairs as titles;
use crate::findings::statement::members;
use crate::findings::version::{self, VERSION};
use crate::json::{self, Node, Value};
use crate::policy::KEY_POLICY_BYTES;
use crate::report::Repair;
use crate::text::Span;

pub(super) fn version(at: &Place<'_>) -> Option<Repair> {
    if at.span == at.root.span {
        let edit = version::newer(at.root, at.text)?;
        return Some(repair(titles::WRITE_VERSION, vec![edit]).certain());
    }
    let old = at.span.of(at.text) == "\"2008-10-17\"";
    let write = repair(titles::WRITE_2012, vec![replace_string(at.span, VERSION)]);
    Some(write.certain_if(old))
}

/// A member that stands twice and says the same goes.
pub(super) fn duplicate(at: &Place<'_>) -> Option<Repair> {
    let (object, member) = at.member()?;
    let members = members(object);
    let index = members.iter().position(|one| one.key_span == member.key_span)?;
    let first = members.iter().find(|one| one.key.eq_ignore_ascii_case(&member.key))?;
    let again = first.key_span != member.key_span && same(&first.value, &member.value);
    let edit = again.then(|| remove_entry(object, index)).flatten()?;
    Some(repair(titles::REMOVE_SECOND, vec![edit]))
}

/// Puts statements that stand alone into a policy.
pub(super) fn wrapped(at: &Place<'_>) -> Option<Repair> {
    let start = at.root.span.start;
    let text = at.text.trim_end();
    let lines = if text.contains('\n') { ["\n  ", "\n"] } else { [" ", ""] };
    let [space, end] = lines;
    let head = format!(
        "{{{}\"Version\": \"{VERSION}\",{space}\"Statement\": ",
        space.trim_start_matches(' ')
    );
    let (before, behind) = match &at.root.value {
        Value::Array(_) => (head, format!("{end}}}")),
        Value::Object(members) => {
            // Version and Id stand where they belong, before the statement.
            let own = |name: &str| matches!(name, "Version" | "Id");
            let outside = members.iter().take_while(|member| own(&member.key)).count();
            let first = members.get(outside)?;
            if outside > 0 {
                let last = members.last()?;
                let open = Span::new(first.key_span.start, first.key_span.start);
                let close = Span::new(last.value.span.end, last.value.span.end);
                let edits = vec![replace(open, "\"Statement\": [{"), replace(close, "}]")];
                return certain(at, edits);
            }
            (format!("{head}["), format!("]{end}}}"))
        }
        _ => return None,
    };
    let edits = vec![
        replace(Span::new(start, start), before),
        replace(Span::new(text.len(), text.len()), behind),
    ];
    certain(at, edits)
}

/// The repair, where it makes a policy of statements.
fn certain(at: &Place<'_>, edits: Vec<crate::report::Edit>) -> Option<Repair> {
    let mut text = at.text.to_owned();
    for edit in edits.iter().rev() {
        if let crate::report::Edit::Text { span, text: new, .. } = edit {
            text.replace_range(span.start..span.end, new);
        }
    }
    let (root, errors) = json::parse(&text);
    let statement = |node: &Node| node.get("Effect").is_some() || node.get("Action").is_some();
    let statements = match &root.get("Statement")?.value {
        Value::Array(items) => !items.is_empty() && items.iter().all(statement),
        _ => false,
    };
    let elements = ["Version", "Id", "Statement"];
    let alone = members(&root).iter().all(|member| elements.contains(&member.key.as_str()));
    (errors.is_empty() && statements && alone).then(|| repair(titles::INTO_A_POLICY, edits))
}

/// A key policy that is small enough without the white space between its parts.
pub(super) fn compact(at: &Place<'_>) -> Option<Repair> {
    let text = without_layout(at.text);
    let all = Span::new(0, at.text.len());
    (text.len() <= KEY_POLICY_BYTES)
        .then(|| repair(titles::LEAVE_OUT_SPACE, vec![replace(all, text)]))
}
