//! JSON Pointers of a scenario: as the pattern of their field, and where they point after something
//! went or entries of a list changed places.

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
pub(crate) fn entry(at: &str) -> Option<(&str, usize)> {
    let (list, index) = at.rsplit_once('/')?;
    Some((list, index.parse().ok().filter(|_| is_index(index))?))
}

/// Is a place another, or below it?
pub(crate) fn within(at: &str, other: &str) -> bool {
    at.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where a pointer points once the member `gone` is; nothing for what goes with it.
pub(crate) fn without_member(at: &str, gone: &str) -> Option<String> {
    (!within(at, gone)).then(|| at.to_owned())
}

/// Lets everything of a scenario follow that points into it: what checks expect, and what solutions
/// edit. What points to nothing any more goes, except where a solution puts there what is missing.
pub(crate) fn follow(scenario: &mut Scenario, now: impl Fn(&str) -> Option<String>) {
    let of_steps = scenario.steps.iter_mut().flat_map(|step| &mut step.checks);
    for check in scenario.requests.iter_mut().chain(of_steps) {
        let Some(expect) = &mut check.expect else { continue };
        let Some(document) = &expect.document else { continue };
        let moved = now(document);
        if moved.is_none() {
            expect.statement = None;
        }
        expect.document = moved;
    }
    let puts = |at: &str| {
        let (parent, name) = at.rsplit_once('/')?;
        let parent = now(parent).filter(|_| !is_index(name))?;
        Some(format!("{parent}/{name}"))
    };
    for step in &mut scenario.steps {
        step.solution.retain_mut(|edit| {
            let (moved, at) = match edit {
                Edit::Text { document: at, .. } => (now(at), at),
                Edit::Set { set: at, .. } => (now(at).or_else(|| puts(at)), at),
            };
            moved.map(|moved| *at = moved).is_some()
        });
    }
}

fn is_index(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Where the entries of a list are now: by their former index; nothing for those that are gone.
pub(crate) struct Moved {
    pub list: String,
    pub now: Vec<Option<usize>>,
}

impl Moved {
    /// A list of `count` entries without some of them.
    pub fn without(list: &str, count: usize, gone: &[usize]) -> Self {
        let mut left = 0..;
        let now = (0..count).map(|index| if gone.contains(&index) { None } else { left.next() });
        Self { list: list.to_owned(), now: now.collect() }
    }

    /// Where a pointer points now; nothing where that is gone.
    pub fn pointer(&self, at: &str) -> Option<String> {
        let rest = at.strip_prefix(&*self.list).and_then(|rest| rest.strip_prefix('/'));
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

    /// Lets everything follow that points into the list, in a scenario and in what was typed.
    pub fn apply(&self, scenario: &mut Scenario, drafts: &mut Drafts) {
        follow(scenario, |at| self.pointer(at));
        self.typed(drafts);
    }

    /// Lets what was typed follow.
    pub fn typed(&self, drafts: &mut Drafts) {
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
