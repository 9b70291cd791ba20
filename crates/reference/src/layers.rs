//! Which documents take part, and what they say (sections 1.3 to 1.7).

use crate::caller::Sort;
use crate::context::{Check, Facts};
use crate::document::{Document, Effect};
use crate::question::{Question, Way};
use crate::scenario::{Account, Key};
use crate::truth::Truth;

/// What one layer says.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    /// An Allow applies.
    pub allow: Truth,
    /// A Deny applies.
    pub deny: Truth,
}

impl Layer {
    /// Nothing limits.
    const PASSES: Self = Self { allow: Truth::YES, deny: Truth::NO };
    /// Nothing allows.
    const SILENT: Self = Self { allow: Truth::NO, deny: Truth::NO };
}

/// All layers but the key policy and the grants.
#[derive(Clone, Copy, Debug)]
pub struct Layers {
    /// Identity policies.
    pub identity: Layer,
    /// The permissions boundary.
    pub boundary: Layer,
    /// The session policy.
    pub session: Layer,
    /// SCPs.
    pub scp: Layer,
    /// RCPs: only their denies count (E-62).
    pub rcp: Truth,
    /// The VPC endpoint's policy.
    pub endpoint: Layer,
    /// Can every document that takes part be read?
    pub readable: bool,
}

impl Layers {
    /// Any explicit deny (E-4, E-38).
    pub fn deny(&self) -> Truth {
        let layers = [self.identity, self.boundary, self.session, self.scp, self.endpoint];
        Truth::any(layers.map(|layer| layer.deny)).or(self.rcp)
    }

    /// Boundary and session policy allow.
    pub fn limits(&self) -> Truth {
        self.boundary.allow.and(self.session.allow)
    }

    /// IDENTITY of section 0.3, within boundary and session policy.
    pub fn identity_within_limits(&self) -> Truth {
        self.identity.allow.and(self.limits())
    }

    /// SCPs and endpoint policy allow.
    pub fn outer(&self) -> Truth {
        self.scp.allow.and(self.endpoint.allow)
    }
}

/// What these documents say together.
fn weigh<'d>(documents: impl IntoIterator<Item = &'d Document>, question: &Question<'_>) -> Layer {
    let mut layer = Layer::SILENT;
    for document in documents {
        for statement in &document.statements {
            let applies = statement.applies(question);
            match statement.effect {
                Effect::Allow => layer.allow = layer.allow.or(applies),
                Effect::Deny => layer.deny = layer.deny.or(applies),
            }
        }
        if document.doubtful && document.limits {
            // A limit that AWS refuses to save may not be in force, and limits nothing then.
            layer.allow = layer.allow.or(Truth::open(false));
        }
    }
    layer
}

/// What the layers say of a check.
pub fn of(facts: &Facts<'_>) -> Layers {
    let identity = identity_documents(facts);
    let boundary = boundary_document(facts);
    let session = session_documents(facts);
    let scps = scp_levels(facts);
    let rcps = rcp_levels(facts);
    let endpoint = endpoint_document(facts);
    let readable = identity
        .iter()
        .chain(&boundary)
        .copied()
        .chain(session.into_iter().flatten())
        .chain(scps.into_iter().flatten().flatten())
        .chain(rcps.into_iter().flatten().flatten())
        .chain(endpoint)
        .all(|document| document.readable);
    facts.ask(|question| Layers {
        identity: match facts.principal.sort {
            Sort::Root => Layer::PASSES, // section 0.3 in section 16
            _ => weigh(identity.iter().copied(), question),
        },
        boundary: boundary.map_or(Layer::PASSES, |document| weigh([document], question)),
        session: match session {
            Some(documents) => weigh(documents, question),
            // E-39: GetFederationToken without a session policy: empty.
            None if facts.principal.sort == Sort::Federated => Layer::SILENT,
            None => Layer::PASSES,
        },
        scp: scps.map_or(Layer::PASSES, |levels| weigh_levels(levels, question)),
        rcp: rcps.map_or(Truth::NO, |levels| rcp_denies(facts, levels, question)),
        endpoint: endpoint.map_or(Layer::PASSES, |document| weigh([document], question)),
        readable,
    })
}

/// E-81 to E-83; the root user and services have none (E-80, E-84).
fn identity_documents<'a>(facts: &Facts<'a>) -> Vec<&'a Document> {
    let source = facts.world.source(facts.principal).filter(|_| has_own_policies(facts));
    source.map(|source| source.policies.iter().collect()).unwrap_or_default()
}

/// E-42
fn boundary_document<'a>(facts: &Facts<'a>) -> Option<&'a Document> {
    let source = facts.world.source(facts.principal).filter(|_| has_own_policies(facts));
    source?.boundary.as_ref()
}

fn session_documents<'a>(facts: &Facts<'a>) -> Option<&'a Vec<Document>> {
    match facts.principal.sort {
        Sort::Role | Sort::Federated => facts.principal.session.as_ref(),
        _ => None,
    }
}

fn has_own_policies(facts: &Facts<'_>) -> bool {
    !matches!(facts.principal.sort, Sort::Root | Sort::Service)
}

fn caller_account<'a>(facts: &Facts<'a>) -> Option<&'a Account> {
    facts.world.account(facts.principal.caller.account.as_deref()?)
}

fn is_managing(account: &Account) -> bool {
    account.organization.as_ref().is_some_and(|organization| organization.management)
}

/// E-50, E-51: those of the caller's account, root user included; not of the management account,
/// service-linked roles and services. E-52: none in force, the step passes.
fn scp_levels<'a>(facts: &Facts<'a>) -> Option<&'a Vec<Vec<Document>>> {
    let account = caller_account(facts)?;
    if is_managing(account) || facts.principal.is_service_linked() {
        return None;
    }
    account.scps.as_ref()
}

/// E-52: an Allow at every level, a Deny at any.
fn weigh_levels(levels: &[Vec<Document>], question: &Question<'_>) -> Layer {
    let said: Vec<Layer> = levels.iter().map(|level| weigh(level, question)).collect();
    Layer {
        allow: Truth::all(said.iter().map(|layer| layer.allow)),
        deny: Truth::any(said.iter().map(|layer| layer.deny)),
    }
}

/// E-60, E-61, E-64: those of the resource's account; without a resource those of the caller's.
fn rcp_levels<'a>(facts: &Facts<'a>) -> Option<&'a Vec<Vec<Document>>> {
    // E-63
    let exempt_key = facts.check == Check::Key && facts.key.is_some_and(|key| key.aws_managed);
    if exempt_key || facts.principal.is_service_linked() || facts.operation.name == "RetireGrant" {
        return None;
    }
    let account = match facts.check {
        Check::Key => facts.world.account(&facts.key?.account)?,
        Check::Service => facts.world.account(facts.own?.owner.as_deref()?)?,
        _ => caller_account(facts)?,
    };
    if is_managing(account) { None } else { account.rcps.as_ref() } // E-60
}

/// E-62: only denies count. E-64 in section 16: without a resource "?"; so is a resource of a
/// service of which it is not known whether RCPs reach it.
fn rcp_denies(facts: &Facts<'_>, levels: &[Vec<Document>], question: &Question<'_>) -> Truth {
    let deny = weigh_levels(levels, question).deny;
    let is_reached = facts.own.is_none_or(|own| own.service.is_reached_by_rcps());
    match facts.check {
        Check::Key | Check::Alias => deny,
        Check::Service if is_reached => deny,
        _ if deny == Truth::NO => deny,
        _ => deny.doubted(),
    }
}

/// E-70, E-71
fn endpoint_document<'a>(facts: &Facts<'a>) -> Option<&'a Document> {
    facts.world.endpoint(facts.endpoint_id()?)?.policy.as_ref()
}

/// What the key policies say, told apart by the way in which they name the caller.
#[derive(Clone, Debug)]
pub struct KeyPolicy {
    /// Of the policy named `default`.
    pub default: Vec<Allowed>,
    /// Of the policy named `AWS_RAM`.
    pub ram: Vec<Allowed>,
    /// Any explicit deny, of both.
    pub deny: Truth,
    /// Can both be read?
    pub readable: bool,
    /// AWS would refuse to save it: another one may be in force.
    pub doubtful: bool,
}

impl KeyPolicy {
    /// The policy in force. `saved` is it for PutKeyPolicy (formats.md).
    pub fn of(facts: &Facts<'_>, key: &Key) -> Self {
        let put = facts.operation.name == "PutKeyPolicy";
        let policy = key.saved.as_ref().filter(|_| put).unwrap_or(&key.policy);
        facts.ask_key_policy(|question| {
            let (default, deny) = weigh_by_way(policy, question);
            let (ram, ram_deny) =
                key.ram.as_ref().map_or((Vec::new(), Truth::NO), |ram| weigh_by_way(ram, question));
            Self {
                default,
                ram,
                deny: deny.or(ram_deny),
                readable: policy.readable && key.ram.as_ref().is_none_or(|ram| ram.readable),
                doubtful: policy.doubtful,
            }
        })
    }
}

/// An Allow of a key policy.
#[derive(Clone, Copy, Debug)]
pub struct Allowed {
    /// The way in which it names the caller.
    pub way: Way,
    /// Does it apply?
    pub truth: Truth,
    /// Has it a condition on aws:PrincipalArn (E-35)?
    pub by_arn: bool,
}

/// Allows by way, and any deny.
pub fn weigh_by_way(document: &Document, question: &Question<'_>) -> (Vec<Allowed>, Truth) {
    let mut allows = Vec::new();
    let mut deny = Truth::NO;
    for statement in &document.statements {
        match statement.effect {
            Effect::Allow => {
                let (ways, by_arn) =
                    (statement.applies_by(question), statement.asks_principal_arn());
                allows.extend(ways.into_iter().map(|(way, truth)| Allowed { way, truth, by_arn }));
            }
            Effect::Deny => deny = deny.or(statement.applies(question)),
        }
    }
    (allows, deny)
}

/// Does any of the Allows that pass the filter apply?
pub fn any_way(allows: &[Allowed], wanted: impl Fn(Way) -> bool) -> Truth {
    Truth::any(allows.iter().filter(|allowed| wanted(allowed.way)).map(|allowed| allowed.truth))
}
