//! Principal and NotPrincipal against a caller (M-20 to M-28, K-4 to K-6, K-40).

use super::{Fit, Fitted};
use crate::caller::{Caller, CallerKind};
use crate::policy::{Effect, Element, PrincipalEntry, Spanned, Statement};
use crate::report::Trust;
use crate::rules::Rule;

/// The result of the test of Principal.
#[derive(Clone, Copy, Debug)]
pub struct PrincipalFit {
    /// How well it fits, and by which rule.
    pub fitted: Fitted,
    /// Where an entry names the caller: the most specific way in which one does.
    pub trust: Option<Trust>,
}

/// Is the statement about this caller?
pub fn fit(statement: &Statement, caller: &Caller) -> PrincipalFit {
    let Some(element) = &statement.principal else {
        let rule = Some(Rule::K32);
        return PrincipalFit {
            fitted: Fitted { fit: Fit::Unsupported, rule, span: statement.span },
            trust: None,
        };
    };
    let mut found =
        if element.negated { not_listed(element, caller) } else { listed(element, caller) };
    // Whoever has a boundary is always caught by such a Deny (E-41).
    let caught = element.negated && caller.has_boundary && statement.effect == Effect::Deny;
    if caught && found.fitted.fit != Fit::Yes {
        let fitted = Fitted { fit: Fit::Yes, rule: Some(Rule::E41), span: element.span };
        found = PrincipalFit { fitted, trust: None };
    }
    let unsupported =
        statement.unsupported_in(if element.negated { "NotPrincipal" } else { "Principal" });
    if let Some(span) = unsupported.or_else(|| statement.unsupported_in("Principal")) {
        // An Allow with NotPrincipal does not reach those whom it lists in any reading, and an entry
        // that names the caller does whatever stands beside it.
        let settled = if element.negated { Fit::No } else { Fit::Yes };
        let entries_only = statement.unsupported_entries_only("Principal", element.span);
        if found.fitted.fit != settled || !(element.negated || entries_only) {
            let rule = Some(if element.negated { Rule::K6 } else { Rule::J1 });
            found =
                PrincipalFit { fitted: Fitted { fit: Fit::Unsupported, rule, span }, trust: None };
        }
    }
    found
}

/// How well does a statement that names the caller by `trust` name everyone as well? A session's own
/// ARN and everyone go round different limits (E-32, E-36, E-40), so that both open more than either;
/// an entry that cannot be evaluated may mean everyone.
pub(crate) fn everyone_too(statement: &Statement, trust: Option<Trust>) -> Fit {
    let (Some(element), Some(trust)) = (&statement.principal, trust) else {
        return Fit::No;
    };
    let entry = |entry: &Spanned<PrincipalEntry>| match entry.value {
        PrincipalEntry::Everyone | PrincipalEntry::EveryIdentity => Fit::Yes,
        PrincipalEntry::Invalid(_) => Fit::Unsupported,
        _ => Fit::No,
    };
    let best = element.entries.iter().map(entry).max().unwrap_or(Fit::No);
    let malformed = statement.unsupported_in("Principal").is_some();
    let best = if malformed { best.max(Fit::Unsupported) } else { best };
    if trust == Trust::Everyone { Fit::No } else { best }
}

/// `Principal`: one entry that names the caller is enough; the most specific one counts.
fn listed(element: &Element<PrincipalEntry>, caller: &Caller) -> PrincipalFit {
    let mut best = PrincipalFit {
        fitted: Fitted { fit: Fit::No, rule: None, span: element.span },
        trust: None,
    };
    for entry in &element.entries {
        let (fit, trust, rule) = one(&entry.value, caller);
        let fitted = Fitted { fit, rule, span: entry.span };
        let better = match (best.trust, trust) {
            (Some(best), Some(this)) => this.rank(caller.kind) < best.rank(caller.kind),
            (None, Some(_)) => true,
            (Some(_), None) => false,
            // Neither names the caller: prefer what cannot be evaluated, then what has a rule.
            (None, None) => (fit, rule.is_some()) > (best.fitted.fit, best.fitted.rule.is_some()),
        };
        if better {
            best = PrincipalFit { fitted, trust };
        }
    }
    if best.fitted.fit == Fit::No {
        best.fitted.span = element.span;
    }
    best
}

/// One entry against the caller.
pub(crate) fn one(entry: &PrincipalEntry, caller: &Caller) -> (Fit, Option<Trust>, Option<Rule>) {
    use PrincipalEntry as Entry;
    let (kind, trust) = match entry {
        Entry::Everyone if caller.kind == CallerKind::Service => {
            return (Fit::Yes, Some(Trust::Everyone), Some(Rule::K5Service));
        }
        Entry::Everyone => return (Fit::Yes, Some(Trust::Everyone), Some(Rule::K5)),
        // Whether it means services too is not said: it does in a Deny, not in an Allow (M-21).
        Entry::EveryIdentity if caller.kind == CallerKind::Service => {
            return (Fit::Unsupported, None, Some(Rule::M21));
        }
        Entry::EveryIdentity => return (Fit::Yes, Some(Trust::Everyone), Some(Rule::K5)),
        Entry::Account { account, partition }
            if *account == caller.account
                && partition.as_ref().is_none_or(|partition| *partition == caller.partition) =>
        {
            return (Fit::Yes, Some(Trust::Account), Some(Rule::K4));
        }
        Entry::Account { .. } => return (Fit::No, None, None),
        Entry::NeverCallsKms(_) => return (Fit::No, None, Some(Rule::M25)),
        Entry::CanonicalUser(_) if caller.kind == CallerKind::Service => {
            return (Fit::No, None, Some(Rule::M25));
        }
        Entry::CanonicalUser(_) => {
            return (Fit::Unsupported, Some(Trust::Account), Some(Rule::M25));
        }
        Entry::Invalid(_) => return (Fit::Unsupported, None, Some(Rule::K31)),
        Entry::UniqueId(id) => {
            // A federated user has that of the user behind it.
            let has_one = match caller.kind {
                CallerKind::User | CallerKind::RoleSession => true,
                CallerKind::FederatedUser => caller.issuer_arn.is_some(),
                CallerKind::Root | CallerKind::Service => false,
            };
            let same = has_one && caller.unique_id.as_deref() == Some(id);
            let trust = match caller.kind {
                CallerKind::RoleSession => Trust::Role,
                _ => Trust::User,
            };
            return (Fit::when(same), same.then_some(trust), Some(Rule::K40));
        }
        // A user's federated users count as that user (E-34, M-23).
        Entry::User(arn) if caller.kind == CallerKind::FederatedUser => {
            let issued = caller.issuer_arn.as_deref() == Some(arn);
            if issued && caller.recreated {
                return (Fit::No, None, Some(Rule::K40));
            }
            return (Fit::when(issued), issued.then_some(Trust::User), Some(Rule::E83));
        }
        Entry::User(_) => (CallerKind::User, Trust::User),
        Entry::Role(_) => (CallerKind::RoleSession, Trust::Role),
        Entry::Session(_) => (CallerKind::RoleSession, Trust::Session),
        Entry::FederatedUser(_) => (CallerKind::FederatedUser, Trust::Federated),
        Entry::Service(_) => (CallerKind::Service, Trust::Service),
    };
    let (Entry::User(arn)
    | Entry::Role(arn)
    | Entry::Session(arn)
    | Entry::FederatedUser(arn)
    | Entry::Service(arn)) = entry
    else {
        return (Fit::No, None, None);
    };
    if kind != caller.kind {
        return (Fit::No, None, None);
    }
    let by_session = trust == Trust::Session;
    let is_tied = matches!(trust, Trust::User | Trust::Role);
    if *arn == if by_session { caller.arn.as_str() } else { caller.identity_arn.as_str() } {
        // The ARN of a session is compared as text; users and roles are tied to their unique IDs
        // (K-41).
        if caller.recreated && is_tied {
            return (Fit::No, None, Some(Rule::K40));
        }
        let rule = match trust {
            Trust::Service => Rule::M28,
            Trust::Session if caller.recreated => Rule::K41,
            _ => Rule::M23,
        };
        return (Fit::Yes, Some(trust), Some(rule));
    }
    let same_name = |a: &str, b: &str| {
        a.rsplit('/').next().unwrap_or(a).eq_ignore_ascii_case(b.rsplit('/').next().unwrap_or(b))
    };
    let nearly = if trust == Trust::Service {
        Some(Rule::M28)
    } else if by_session {
        (role_of(arn) == role_of(&caller.arn)).then_some(Rule::M27)
    } else {
        same_name(arn, &caller.identity_arn).then_some(Rule::M23)
    };
    (Fit::No, None, nearly)
}

/// A session ARN without its session name.
fn role_of(session: &str) -> &str {
    session.rsplit_once('/').map_or(session, |(role, _)| role)
}

/// `NotPrincipal`: the caller is exempt if its account and its own ARN are both listed (M-26). A
/// session whose role is listed but not its own ARN is taken as exempt, which is uncertain.
fn not_listed(element: &Element<PrincipalEntry>, caller: &Caller) -> PrincipalFit {
    let names = |wanted: Trust| {
        element.entries.iter().any(|entry| {
            let (fit, trust, _) = one(&entry.value, caller);
            fit == Fit::Yes && trust == Some(wanted)
        })
    };
    let lists_every_identity =
        element.entries.iter().any(|entry| entry.value == PrincipalEntry::EveryIdentity);
    let with = |account: bool| match caller.kind {
        _ if names(Trust::Everyone) => Fit::No,
        CallerKind::Root => Fit::when(!account),
        CallerKind::RoleSession if account && names(Trust::Role) => {
            if names(Trust::Session) {
                Fit::No
            } else {
                Fit::Doubtful
            }
        }
        CallerKind::RoleSession => Fit::Yes,
        CallerKind::User => Fit::when(!(account && names(Trust::User))),
        CallerKind::FederatedUser if account && names(Trust::Federated) => Fit::No,
        // The user behind it is listed: whether that is enough is not said.
        CallerKind::FederatedUser if account && names(Trust::User) => Fit::Likely,
        CallerKind::FederatedUser => Fit::Yes,
        CallerKind::Service if names(Trust::Service) => Fit::No,
        CallerKind::Service if lists_every_identity => Fit::Unsupported,
        CallerKind::Service => Fit::Yes,
    };
    let mut fit = with(names(Trust::Account));
    let by_canonical_id =
        |entry: &Spanned<PrincipalEntry>| matches!(entry.value, PrincipalEntry::CanonicalUser(_));
    if element.entries.iter().any(by_canonical_id) && with(true) != fit {
        // It may be the caller's account.
        fit = Fit::Unsupported;
    }
    let unreadable =
        element.entries.iter().any(|entry| matches!(entry.value, PrincipalEntry::Invalid(_)));
    let fit = if unreadable { fit.min(Fit::Unsupported) } else { fit };
    let fitted = Fitted { fit, rule: Some(Rule::M26), span: element.span };
    PrincipalFit { fitted, trust: None }
}
