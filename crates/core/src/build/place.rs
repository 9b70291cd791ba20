//! JSON Pointers of a scenario: as the pattern of their field, and where they point after entries of
//! a list went or changed places.

use super::Drafts;
use crate::report::Edit;
use crate::scenario::Scenario;

/// A pointer with `*` for every index: `/keys/0/state` is `/keys/*/state`.
pub(super) fn pattern(at: &str) -> String {
    let part = |part: &str| if is_index(part) { "*".to_owned() } else { part.to_owned() };
    at.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// The indices of a pointer, in order.
pub(super) fn indices(at: &str) -> Vec<usize> {
    at.split('/').filter(|part| is_index(part)).filter_map(|part| part.parse().ok()).collect()
}

/// The list of an entry, and its index; nothing for what is no entry of a list.
pub(super) fn entry(at: &str) -> Option<(&str, usize)> {
    let (list, index) = at.rsplit_once('/')?;
    Some((list, index.parse().ok().filter(|_| is_index(index))?))
}

fn is_index(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Where the entries of a list are now: by their former index; nothing for those that are gone.
pub(super) struct Moved<'a> {
    pub list: &'a str,
    pub now: Vec<Option<usize>>,
}

impl<'a> Moved<'a> {
    /// A list of `count` entries without some of them.
    pub fn without(list: &'a str, count: usize, gone: &[usize]) -> Self {
        let mut left = 0..;
        let now = (0..count).map(|index| if gone.contains(&index) { None } else { left.next() });
        Self { list, now: now.collect() }
    }

    /// Where a pointer points now; nothing where that is gone.
    pub fn pointer(&self, at: &str) -> Option<String> {
        let rest = at.strip_prefix(self.list).and_then(|rest| rest.strip_prefix('/'));
        let Some(rest) = rest else { return Some(at.to_owned()) };
        let (index, below) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        // A place behind the last entry stays one.
        let Some(index) = index.parse::<usize>().ok().filter(|index| *index < self.now.len())
        else {
            return Some(at.to_owned());
        };
        let now = self.now.get(index).copied().flatten()?;
        Some(format!("{}/{now}{below}", self.list))
    }

    /// Lets everything follow that points into the list: what checks expect, what solutions edit,
    /// what was typed.
    pub fn apply(&self, scenario: &mut Scenario, drafts: &mut Drafts) {
        let of_steps = scenario.steps.iter_mut().flat_map(|step| &mut step.checks);
        for check in scenario.requests.iter_mut().chain(of_steps) {
            let Some(expect) = &mut check.expect else { continue };
            let Some(document) = &expect.document else { continue };
            let now = self.pointer(document);
            if now.is_none() {
                expect.statement = None;
            }
            expect.document = now;
        }
        for edit in scenario.steps.iter_mut().flat_map(|step| &mut step.solution) {
            let (Edit::Text { document: at, .. } | Edit::Set { set: at, .. }) = edit;
            if let Some(now) = self.pointer(at) {
                *at = now;
            }
        }
        let typed = std::mem::take(drafts);
        let moved = typed.into_iter().filter_map(|(at, text)| Some((self.pointer(&at)?, text)));
        *drafts = moved.collect();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn pointers_follow_what_moves() {
        let moved = Moved::without("/keys", 4, &[1]);
        assert_eq!(moved.pointer("/keys/0/arn").unwrap(), "/keys/0/arn");
        assert_eq!(moved.pointer("/keys/1/arn"), None);
        assert_eq!(moved.pointer("/keys/3/grants/1/id").unwrap(), "/keys/2/grants/1/id");
        assert_eq!(moved.pointer("/keys/4/arn").unwrap(), "/keys/4/arn");
        assert_eq!(moved.pointer("/keysore/3").unwrap(), "/keysore/3");
        assert_eq!(pattern("/accounts/0/scps/12/3/document"), "/accounts/*/scps/*/*/document");
        assert_eq!(entry("/keys/3"), Some(("/keys", 3)));
        assert_eq!(entry("/keys/3/policy"), None);
    }
}
