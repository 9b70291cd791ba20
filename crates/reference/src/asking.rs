//! The checks that each operation needs, on the keys that the request names.

use crate::context::{Check, Facts, request_tags};
use crate::decide::{Answer, Verdict};
use crate::formula::{is_closed_by_aws, never_across, on_key, retiring, without_key};
use crate::grants::Which;
use crate::identify::{Found, From};
use crate::key_state::{self, Refusal};
use crate::operation::{self, Decided, Operation};
use crate::outcome::Outcome;
use crate::reencrypt::same_key;
use crate::saving::{self, Draft};
use crate::scenario::{Grant, Key, Principal, Request, World};
use crate::truth::Truth;

/// Authorization, and what comes after it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Authorization.
    pub outcome: Outcome,
    /// What is wrong with the request's own parameters.
    pub own: Refusal,
    /// What state and kind of the keys refuse.
    pub state: Refusal,
    /// What the operation itself refuses then.
    pub then: Refusal,
}

impl Judged {
    /// Authorization alone.
    pub fn of(outcome: Outcome) -> Self {
        let [own, state, then] = [Refusal::default(), Refusal::default(), Refusal::default()];
        Self { outcome, own, state, then }
    }

    /// The answer.
    pub fn answer(self) -> Answer {
        if !self.outcome.readable {
            return Answer::error("UnreadablePolicy", true); // formats.md, "Documents that cannot be used"
        }
        let (verdict, uncertain) = self.outcome.verdict();
        if verdict != Verdict::Allow {
            // the state may be looked at first.
            let uncertain = uncertain || self.state.exception.is_some();
            return Answer { verdict, error: None, uncertain };
        }
        // OP-24: state, kind and the rest, for allowed calls only.
        let differ = self.state.exception.is_some() && self.state.exception != self.own.exception;
        let refusal = match &self.own.exception {
            // Which of the two is looked at first is not said.
            Some(_) => Refusal { open: self.own.open || differ, ..self.own },
            None => self.state.or_else(|| self.then),
        };
        let uncertain = uncertain || refusal.open;
        match refusal.exception {
            Some(name) => Answer::error(&name, uncertain),
            None => Answer { verdict, error: None, uncertain },
        }
    }
}

/// Either an identification error, or what authorization comes to.
pub type Result<T> = std::result::Result<T, Refusal>;

/// One operation, asked by one principal.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The scenario.
    pub world: &'a World,
    /// The request.
    pub request: &'a Request,
    /// Who calls.
    pub principal: &'a Principal,
    /// What is asked for.
    pub operation: &'a Operation,
    /// The endpoint's Region.
    pub region: Option<&'a str>,
}

impl<'a> Asking<'a> {
    fn from(&self) -> From<'a> {
        From { world: self.world, principal: self.principal, region: self.region }
    }

    /// The checks that the operation takes, in order; all must pass (E-14).
    pub fn checks(&self) -> Vec<Result<Judged>> {
        match (self.operation.decided, self.operation.name) {
            (Decided::NoKey, "CreateKey") => self.create_key(),
            (Decided::NoKey, "ListRetirableGrants") => vec![Ok(self.list_retirable_grants())],
            (Decided::NoKey, _) => vec![Ok(Judged::of(without_key(&self.on_nothing())))],
            (Decided::Alias, _) => self.alias_operation(),
            (Decided::Grant, _) => vec![self.retire()],
            // Not callable (section 3, N-1); of no concern to KMS.
            (Decided::Internal | Decided::Service, _) => {
                vec![Ok(Judged::of(without_key(&self.on_nothing()).refused()))]
            }
            (Decided::Key, _) => self.operation_on_key(),
        }
    }

    // Facts

    fn facts(&self, check: Check, key: Option<&'a Key>, resource: String) -> Facts<'a> {
        Facts {
            world: self.world,
            request: self.request,
            principal: self.principal,
            operation: self.operation,
            check,
            key,
            alias: None,
            resource,
            region: self.region.map(str::to_owned),
            same_key: None,
            grant: None,
            later: false,
            own: None,
        }
    }

    fn on(&self, key: &'a Key) -> Facts<'a> {
        self.facts(Check::Key, Some(key), key.arn.clone())
    }

    /// The facts of an operation on the key that was found.
    pub fn on_found(&self, found: &Found<'a>) -> Result<Facts<'a>> {
        match found {
            Found::Key { key, alias } => Ok(Facts { alias: alias.clone(), ..self.on(key) }),
            Found::Missing { named } => Ok(self.facts(Check::Key, None, named.clone())),
            Found::Fault(fault) => Err(fault.clone()),
        }
    }

    /// `arn:P:kms:REGION:CALLER:`
    fn caller_prefix(&self, region: Option<&str>) -> String {
        let caller = &self.principal.caller;
        let partition = if caller.partition.is_empty() { "aws" } else { &caller.partition };
        let account = caller.account.as_deref().unwrap_or_default();
        format!("arn:{partition}:kms:{}:{account}:", region.unwrap_or_default())
    }

    // Operations without a key

    /// E-13, OP-3
    fn on_nothing(&self) -> Facts<'a> {
        self.facts(Check::NoKey, None, format!("{}*", self.caller_prefix(self.region)))
    }

    /// OP-6; K-30: the first key policy is looked at too. The default one passes.
    fn create_key(&self) -> Vec<Result<Judged>> {
        let mut outcome = without_key(&self.on_nothing());
        if self.request.parameter_flag("MultiRegion") {
            // K-72: the first time iam:CreateServiceLinkedRole is needed too.
            outcome.allowed = outcome.allowed.and(Truth::open(true));
        }
        let new_key = format!("{}key/*", self.caller_prefix(self.region));
        let then = self.saving_of_parameter(self.facts(Check::NoKey, None, new_key));
        let mut checks = vec![Ok(Judged { then, ..Judged::of(outcome) })];
        checks.extend(self.tag_at_creation(self.region));
        checks
    }

    /// OP-3 in section 16: the resource is the retiring principal's ARN. N-2: of the own account;
    /// with which exception another one is refused is not said.
    fn list_retirable_grants(&self) -> Judged {
        let facts = self.on_nothing();
        let own = || self.principal.arn.clone().unwrap_or_default();
        let retiring = self.request.parameter_text("RetiringPrincipal").unwrap_or_else(own);
        let account =
            crate::arn::parts(&retiring).map(|[_, _, _, _, account, _]| account.to_owned());
        let is_foreign = account.is_some() && account != self.principal.caller.account;
        let outcome = without_key(&Facts { resource: retiring, ..facts });
        Judged::of(if is_foreign { outcome.refused() } else { outcome })
    }

    /// OP-6, R-14: kms:TagResource from an IAM policy, on `*` or `arn:aws:kms:*:ACCOUNT:key/*`.
    fn tag_at_creation(&self, region: Option<&str>) -> Option<Result<Judged>> {
        request_tags(self.request).filter(|tags| !tags.is_empty())?;
        let asking = Asking { operation: operation::named("TagResource")?, ..*self };
        let resource = format!("{}key/*", self.caller_prefix(region));
        let facts = asking.facts(Check::TagAtCreation, None, resource);
        Some(Ok(Judged::of(without_key(&Facts { region: region.map(str::to_owned), ..facts }))))
    }

    /// CreateKey and ReplicateKey with a Policy (K-30).
    fn saving_of_parameter(&self, facts: Facts<'a>) -> Refusal {
        match self.request.parameter("Policy") {
            Some(policy) => Draft::read(policy).refusal(&facts),
            None => Refusal::default(),
        }
    }

    // Operations on a key

    fn operation_on_key(&self) -> Vec<Result<Judged>> {
        let found = match self.operation.name {
            "Decrypt" | "ReEncryptFrom" => self.key_of_ciphertext(),
            "ReEncryptTo" => self.destination_of_reencrypt(),
            _ => self.named_key(),
        };
        let mut facts = match self.on_found(&found) {
            Ok(facts) => facts,
            Err(fault) => return vec![Err(fault)],
        };
        facts.same_key = self.other_half(&found);
        let mut judged = self.judge_on_key(&facts);
        if judged.outcome.allowed.taken {
            judged.then = self.refusal_of_operation(&facts);
        }
        let key = facts.key;
        match self.operation.name {
            "ReplicateKey" => self.replicate(judged),
            "UpdatePrimaryRegion" => self.update_primary(judged, key),
            _ => vec![Ok(judged)],
        }
    }

    fn named_key(&self) -> Found<'a> {
        match &self.request.key {
            Some(text) => self.from().key(self.operation, text),
            None => self.from().first(),
        }
    }

    /// The key that the ciphertext was made with.
    pub fn key_of_ciphertext(&self) -> Found<'a> {
        let request = self.request;
        self.from().decrypting(
            self.operation,
            request.key.as_deref(),
            request.ciphertext_key.as_deref(),
        )
    }

    /// The destination key; of ReEncryptTo asked alone also `key`.
    pub fn destination_of_reencrypt(&self) -> Found<'a> {
        let request = self.request;
        let alone = request.key.as_deref().filter(|_| request.action != "kms:ReEncrypt");
        match request.destination_key.as_deref().or(alone) {
            Some(text) => self.from().key(self.operation, text),
            None => self.from().first(),
        }
    }

    /// C-21 for a half that is asked alone: only where the request gives the other key too.
    fn other_half(&self, found: &Found<'a>) -> Option<bool> {
        let request = self.request;
        match self.operation.name {
            "ReEncryptFrom" => {
                let destination =
                    self.from().key(self.operation, request.destination_key.as_deref()?);
                same_key(found, &destination)
            }
            "ReEncryptTo" => {
                let named = request.key.as_deref().filter(|_| request.destination_key.is_some());
                let ciphertext = request.ciphertext_key.as_deref();
                named.or(ciphertext)?;
                same_key(&self.from().decrypting(self.operation, named, ciphertext), found)
            }
            _ => None,
        }
    }

    /// One check on a key, and its state.
    pub fn judge_on_key(&self, facts: &Facts<'a>) -> Judged {
        let outcome = on_key(facts, Which::Any);
        // X-2, K-50: denied whatever the state.
        let is_closed = |key: &Key| never_across(facts, key) || is_closed_by_aws(facts, key);
        let looked_at = facts.key.filter(|key| !is_closed(key));
        let state =
            looked_at.map(|key| key_state::refusal(self.operation, key)).unwrap_or_default();
        let own = facts.key.map(|key| self.refusal_of_parameters(key)).unwrap_or_default();
        Judged { own, state, ..Judged::of(outcome) }
    }

    fn refusal_of_parameters(&self, key: &Key) -> Refusal {
        let Request { key: named, ciphertext_key: ciphertext, .. } = self.request;
        match self.operation.name {
            "Decrypt" | "ReEncryptFrom" => {
                self.from().refusal_of_ciphertext(key, named.as_deref(), ciphertext.as_deref())
            }
            "CreateGrant" => key_state::of_new_grant(self.request, key),
            _ => Refusal::default(),
        }
    }

    /// K-72, R-11: kms:CreateKey in the replica's Region, kms:TagResource with tags.
    fn replicate(&self, mut primary: Judged) -> Vec<Result<Judged>> {
        let region = self.request.parameter_text("ReplicaRegion");
        if region.is_none() {
            // The API demands it.
            primary.outcome.allowed = primary.outcome.allowed.and(Truth::open(true));
        }
        let region = region.as_deref().or(self.region);
        let mut checks = vec![Ok(primary)];
        if let Some(creating) = operation::named("CreateKey") {
            let asking = Asking { operation: creating, ..*self };
            let resource = format!("{}*", self.caller_prefix(region));
            let facts = asking.facts(Check::CreateReplica, None, resource);
            let facts = Facts { region: region.map(str::to_owned), ..facts };
            let new_key = format!("{}key/*", self.caller_prefix(region));
            let then = self.saving_of_parameter(self.facts(Check::CreateReplica, None, new_key));
            checks.push(Ok(Judged { then, ..Judged::of(without_key(&facts)) }));
        }
        checks.extend(self.tag_at_creation(region));
        checks
    }

    /// K-72, R-11: UpdatePrimaryRegion tests the current primary and the replica in its Region.
    fn update_primary(&self, mut judged: Judged, primary: Option<&'a Key>) -> Vec<Result<Judged>> {
        let Some(region) = self.request.parameter_text("PrimaryRegion") else {
            // The API demands it.
            judged.outcome.allowed = judged.outcome.allowed.and(Truth::open(true));
            return vec![Ok(judged)];
        };
        let Some(primary) = primary else { return vec![Ok(judged)] };
        let Key { partition, account, id, .. } = primary;
        let replica = format!("arn:{partition}:kms:{region}:{account}:key/{id}");
        let there = From { region: Some(&region), ..self.from() };
        let second = self.on_found(&there.key(self.operation, &replica)).map(|facts| {
            let state = facts.key.map(|key| key_state::of_state(self.operation, key));
            let facts = Facts { region: Some(region.clone()), ..facts };
            let outcome = on_key(&facts, Which::Any);
            Judged { state: state.unwrap_or_default(), ..Judged::of(outcome) }
        });
        vec![Ok(judged), second]
    }

    /// What an allowed operation on a usable key still refuses.
    fn refusal_of_operation(&self, facts: &Facts<'a>) -> Refusal {
        let Some(key) = facts.key else { return Refusal::default() };
        let policy_name =
            self.request.parameter_text("PolicyName").unwrap_or_else(|| "default".into());
        match (self.operation.name, policy_name.as_str()) {
            ("PutKeyPolicy", "default") => saving::of_put_key_policy(facts, key),
            ("PutKeyPolicy", "AWS_RAM") => Refusal::sure("ValidationException"), // N-3
            ("PutKeyPolicy", _) => Refusal::open("ValidationException"),         // not said
            ("GetKeyPolicy", "default") => Refusal::default(),
            ("GetKeyPolicy", "AWS_RAM") if key.ram.is_some() => Refusal::default(), // N-3
            ("GetKeyPolicy", _) => Refusal::open("NotFoundException"),              // not said
            _ => Refusal::default(),
        }
    }

    // Alias operations

    /// OP-10: the alias, then each key, by its own formula. An alias is named by `AliasName`, or
    /// it is the first that the key has.
    fn alias_operation(&self) -> Vec<Result<Judged>> {
        let name = self.request.parameter_text("AliasName").or_else(|| self.first_alias());
        let text = name.as_deref().unwrap_or("alias/NAME"); // of a new alias: any name
        let resource = format!("{}{text}", self.caller_prefix(self.region));
        let mut alias = without_key(&self.facts(Check::Alias, None, resource));
        if text.starts_with("alias/aws/") {
            alias = alias.refused(); // K-55; with which exception is not said
        }
        let mut checks = vec![Ok(Judged::of(alias))];
        let current = || match name.as_deref().and_then(|name| self.from().with_alias(name)) {
            Some(key) => Ok(self.on(key)),
            None => Err(Refusal::sure("NotFoundException")), // OP-23
        };
        let target = || self.on_found(&self.alias_target());
        match self.operation.name {
            "CreateAlias" => checks.push(target().map(|facts| self.judge_on_key(&facts))),
            "DeleteAlias" => checks.push(current().map(|facts| self.judge_on_key(&facts))),
            _ => {
                // Section 3.2, note [10]: only the new key's state counts.
                let current = current();
                let of_current = |facts: &Facts<'a>| Judged::of(on_key(facts, Which::Any));
                checks.push(current.as_ref().map(of_current).map_err(Refusal::clone));
                checks.push(target().map(|facts| self.new_target(&facts, current.ok())));
            }
        }
        checks
    }

    /// The key that an alias is moved to.
    fn new_target(&self, facts: &Facts<'a>, current: Option<Facts<'a>>) -> Judged {
        let mut judged = self.judge_on_key(facts);
        let current = current.and_then(|facts| facts.key);
        if facts.key.is_some_and(|key| never_across(facts, key) || is_closed_by_aws(facts, key)) {
            return judged; // X-2, K-50
        }
        if let (Some(current), Some(new)) = (current, facts.key) {
            let pending = || key_state::of_new_alias_target(new);
            let differ = || match key_state::are_alike(current, new) {
                true => Refusal::default(),
                false => Refusal::open("ValidationException"), // OP-10; not named
            };
            judged.state = std::mem::take(&mut judged.state).or_else(pending).or_else(differ);
        }
        judged
    }

    /// The first alias of the key that the request names by its ARN or ID.
    fn first_alias(&self) -> Option<String> {
        let named = self.request.key.clone().or_else(|| self.request.parameter_text("TargetKeyId"));
        let key = match named {
            Some(text) => self.world.keys.iter().find(|key| key.arn == text || key.id == text),
            None => self.world.keys.first(),
        };
        key.and_then(|key| key.aliases.first()).cloned()
    }

    /// The request's key, or `TargetKeyId`.
    fn alias_target(&self) -> Found<'a> {
        match (&self.request.key, self.request.parameter_text("TargetKeyId")) {
            (None, Some(text)) => self.from().key(self.operation, &text),
            _ => self.named_key(),
        }
    }

    // RetireGrant

    /// G-12. The grant is named by its ID, or by a token; a request that names none is about the
    /// key's first one.
    fn retire(&self) -> Result<Judged> {
        let parameter = |name| self.request.parameter_text(name);
        let token = || self.request.grant_tokens.first().cloned();
        let wanted = parameter("GrantId").or_else(|| parameter("GrantToken")).or_else(token);
        let is_wanted = |grant: &&Grant| wanted.as_ref().is_none_or(|id| *id == grant.id);
        let found = match &self.request.key {
            Some(text) => self.from().key(self.operation, text),
            None => {
                let mut keys = self.world.keys.iter();
                let with = keys.find(|key| {
                    wanted.is_some() && key.grants.iter().any(|grant| is_wanted(&grant))
                });
                with.map_or_else(
                    || self.from().first(),
                    |key| self.from().key(self.operation, &key.arn),
                )
            }
        };
        let facts = self.on_found(&found)?;
        let Some(key) = facts.key else {
            return Ok(Judged::of(on_key(&facts, Which::None))); // MSG-20
        };
        match key.grants.iter().find(is_wanted) {
            Some(grant) => Ok(Judged::of(retiring(&facts, grant))),
            None if wanted.is_some() => Err(Refusal::sure("NotFoundException")), // as of other IDs
            // No grant, no claim.
            None => Ok(Judged::of(without_key(&facts).refused())),
        }
    }
}
