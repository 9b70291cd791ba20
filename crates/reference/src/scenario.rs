//! The scenario, read from its JSON by hand (formats.md, "Scenario" and "Absent means").

use crate::arn;
use crate::bucket::Bucket;
use crate::caller::{self, Sort};
use crate::document::{Document, Kind};
use crate::key_state;
use crate::question::Caller;
use serde_json::{Map, Value, json};

/// Names and values, such as tags or an encryption context.
pub type Pairs = Vec<(String, String)>;

/// A scenario, read once.
#[derive(Clone, Debug)]
pub struct World {
    /// The clock, where given.
    pub time: Option<String>,
    /// Principals that are not defined do not exist.
    pub closed: bool,
    /// The accounts.
    pub accounts: Vec<Account>,
    /// The keys.
    pub keys: Vec<Key>,
    /// The principals.
    pub principals: Vec<Principal>,
    /// The VPC endpoints.
    pub endpoints: Vec<Endpoint>,
    /// The S3 buckets.
    pub buckets: Vec<Bucket>,
    /// The saved checks.
    pub requests: Vec<Request>,
    /// What holds for every cell of the matrix.
    pub every_cell: Request,
}

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// Its organization, if it is in one.
    pub organization: Option<Organization>,
    /// The opt-in Regions that are enabled; absent: every Region is (E-26).
    pub opt_in_regions: Option<Vec<String>>,
    /// The SCPs of each level; absent: not in force (E-52).
    pub scps: Option<Vec<Vec<Document>>>,
    /// The RCPs of each level; absent: not in force.
    pub rcps: Option<Vec<Vec<Document>>>,
}

/// An account's place in its organization.
#[derive(Clone, Debug)]
pub struct Organization {
    /// `o-...`
    pub id: String,
    /// The root and the OUs.
    pub path: Vec<String>,
    /// Is the account the management account?
    pub management: bool,
}

impl Organization {
    /// C-63: `o-.../r-.../ou-.../`.
    pub fn path_text(&self) -> String {
        let mut text = format!("{}/", self.id);
        for part in &self.path {
            text.push_str(part);
            text.push('/');
        }
        text
    }
}

/// A key.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its ARN.
    pub arn: String,
    /// Of the ARN.
    pub partition: String,
    /// Of the ARN.
    pub region: String,
    /// The owner account.
    pub account: String,
    /// The key ID.
    pub id: String,
    /// Alias names, `alias/...`.
    pub aliases: Vec<String>,
    /// An AWS managed key (K-50)?
    pub aws_managed: bool,
    /// Key spec.
    pub spec: String,
    /// Key usage.
    pub usage: String,
    /// Origin.
    pub origin: String,
    /// Key state.
    pub state: String,
    /// `primary` or `replica`, in lower case.
    pub multi_region: Option<String>,
    /// Its tags.
    pub tags: Pairs,
    /// The key policy.
    pub policy: Document,
    /// Is `policy` the one of K-51, because none was given?
    pub default_of_aws: bool,
    /// The policy in force, where it differs: authorizes PutKeyPolicy.
    pub saved: Option<Document>,
    /// The policy of AWS RAM (N-3).
    pub ram: Option<Document>,
    /// `policy` as it is written. PutKeyPolicy saves it, unless the request has another.
    pub written: Value,
    /// Its grants.
    pub grants: Vec<Grant>,
}

/// A grant.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Its ID; stands for its token too.
    pub id: String,
    /// GranteePrincipal.
    pub grantee: Option<String>,
    /// GranteeServicePrincipal.
    pub grantee_service: Option<String>,
    /// Names of operations.
    pub operations: Vec<String>,
    /// EncryptionContextEquals.
    pub context_equals: Option<Pairs>,
    /// EncryptionContextSubset.
    pub context_subset: Option<Pairs>,
    /// The SourceArn constraint.
    pub source_arn: Option<String>,
    /// Who issued it (G-24).
    pub issuing_account: String,
    /// RetiringPrincipal.
    pub retiring: Option<String>,
    /// RetiringServicePrincipal.
    pub retiring_service: Option<String>,
    /// Usable without its token (G-11).
    pub propagated: bool,
}

/// A principal: an entry of the scenario.
#[derive(Clone, Debug)]
pub struct Principal {
    /// How requests name it.
    pub id: String,
    /// What it is.
    pub sort: Sort,
    /// Its ARN; a service has none.
    pub arn: Option<String>,
    /// As policies see it. Keep `bounded` in step with `boundary`.
    pub caller: Caller,
    /// The entry whose policies, boundary and tags it uses: itself, or its issuer.
    pub source: Option<usize>,
    /// Identity policies, those of groups included.
    pub policies: Vec<Document>,
    /// The permissions boundary.
    pub boundary: Option<Document>,
    /// The session policies. None passed: absent.
    pub session: Option<Vec<Document>>,
    /// The session's name.
    pub session_name: String,
    /// The tags of the entry itself.
    pub tags: Pairs,
    /// The session's tags.
    pub session_tags: Pairs,
    /// MFA was used.
    pub mfa: bool,
    /// `AIDA...` or `AROA...`
    pub unique_id: Option<String>,
    /// Deleted and made again.
    pub recreated: bool,
    /// The session's source identity.
    pub source_identity: Option<String>,
    /// The service's resource (C-69).
    pub source_arn: Option<String>,
    /// The service's resource's account (C-69).
    pub source_account: Option<String>,
    /// Who issued the session, as written.
    pub issuer: Option<String>,
}

/// A VPC endpoint.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// `vpce-...`
    pub id: String,
    /// `vpc-...`
    pub vpc: Option<String>,
    /// Its owner.
    pub account: Option<String>,
    /// Its policy; absent: everything is allowed (E-70).
    pub policy: Option<Document>,
}

/// A request.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The principal's id.
    pub principal: String,
    /// Such as `kms:Decrypt`.
    pub action: String,
    /// The key as the caller writes it.
    pub key: Option<String>,
    /// The key that the ciphertext names.
    pub ciphertext_key: Option<String>,
    /// The second key of ReEncrypt, of a copy and of a replication.
    pub destination_key: Option<String>,
    /// The object, secret, queue, topic or volume of a compound operation.
    pub resource: Option<String>,
    /// The object that is copied or replicated.
    pub source: Option<String>,
    /// The endpoint's Region.
    pub region: Option<String>,
    /// Forward access session through this service.
    pub via: Option<String>,
    /// The encryption context.
    pub encryption_context: Pairs,
    /// What is not sure of the encryption context that a service sets.
    pub context_doubts: Vec<(String, Doubt)>,
    /// Grant tokens.
    pub grant_tokens: Vec<String>,
    /// The VPC endpoint's id.
    pub vpc_endpoint: Option<String>,
    /// The operation's own parameters.
    pub parameters: Map<String, Value>,
    /// Condition keys given by hand.
    pub context: Map<String, Value>,
    /// A cell of the matrix: entries that the action does not carry do not reach it.
    pub cell: bool,
    /// A cell of a matrix that names no key: `key` is the scenario's first one.
    pub is_first_key: bool,
}

/// Why a pair of the encryption context that a service sets is not sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is there, with a value that the scenario does not give.
    Unknown,
    /// Only general knowledge tells of it.
    Guessed,
}

impl World {
    /// Reads a scenario. The error tells what cannot be handled.
    pub fn read(scenario: &Value) -> Result<Self, String> {
        if !scenario.is_object() {
            return Err("the scenario is not an object".into());
        }
        let mut world = Self {
            time: text(scenario, "time"),
            closed: flag(scenario, "closed"),
            accounts: read_each(scenario, "accounts", read_account)?,
            keys: read_each(scenario, "keys", read_key)?,
            principals: read_each(scenario, "principals", read_principal)?,
            endpoints: read_each(scenario, "vpcEndpoints", read_endpoint)?,
            buckets: read_each(scenario, "buckets", Bucket::read)?,
            requests: read_each(scenario, "requests", |request| Ok(read_request(request)))?,
            every_cell: Request::default(),
        };
        caller::find_issuers(&mut world.principals);
        world.every_cell = read_cell(scenario, &world.keys);
        Ok(world)
    }

    /// The principal of this id.
    pub fn principal(&self, id: &str) -> Option<&Principal> {
        self.principals.iter().find(|principal| principal.id == id)
    }

    /// The entry whose policies, boundary and tags the principal uses.
    pub fn source(&self, principal: &Principal) -> Option<&Principal> {
        self.principals.get(principal.source?)
    }

    /// The account of this number.
    pub fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// The organization of an account.
    pub fn organization(&self, account: &str) -> Option<&Organization> {
        self.account(account)?.organization.as_ref()
    }

    /// The VPC endpoint of this id.
    pub fn endpoint(&self, id: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.id == id)
    }
}

impl Request {
    /// A cell of the matrix: `matrix.request` with a row's principal, a column's action and
    /// `matrix.key`.
    pub fn cell(world: &World, principal: &str, action: &str) -> Self {
        Self { principal: principal.into(), action: action.into(), ..world.every_cell.clone() }
    }

    /// A parameter; `null` means absent.
    pub fn parameter(&self, name: &str) -> Option<&Value> {
        self.parameters.get(name).filter(|value| !value.is_null())
    }

    /// A parameter as text; numbers and booleans as they are written.
    pub fn parameter_text(&self, name: &str) -> Option<String> {
        scalar(self.parameter(name)?)
    }

    /// A parameter that is true.
    pub fn parameter_flag(&self, name: &str) -> bool {
        self.parameter_text(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The grant tokens, of the request or of its parameters.
    pub fn has_token(&self, id: &str) -> bool {
        let of_parameters = self.parameter("GrantTokens").map(texts).unwrap_or_default();
        self.grant_tokens.iter().chain(&of_parameters).any(|token| token == id)
    }
}

// Reading

/// A field that is there; `null` means absent.
pub(crate) fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.get(name).filter(|field| !field.is_null())
}

pub(crate) fn text(value: &Value, name: &str) -> Option<String> {
    field(value, name)?.as_str().map(str::to_owned)
}

pub(crate) fn flag(value: &Value, name: &str) -> bool {
    field(value, name).and_then(Value::as_bool).unwrap_or(false)
}

/// A string, number or boolean as text.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A list of scalars, or one.
pub fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().filter_map(scalar).collect(),
        single => scalar(single).into_iter().collect(),
    }
}

/// An object of names and scalars.
pub fn pairs(value: &Value) -> Pairs {
    let object = value.as_object().into_iter().flatten();
    object.filter_map(|(name, value)| Some((name.clone(), scalar(value)?))).collect()
}

fn pairs_of(value: &Value, name: &str) -> Pairs {
    field(value, name).map(pairs).unwrap_or_default()
}

fn texts_of(value: &Value, name: &str) -> Vec<String> {
    field(value, name).map(texts).unwrap_or_default()
}

pub(crate) fn read_each<T>(
    value: &Value,
    name: &str,
    read: impl Fn(&Value) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    match field(value, name) {
        None => Ok(Vec::new()),
        Some(Value::Array(list)) => list.iter().map(read).collect(),
        Some(_) => Err(format!("{name} is not a list")),
    }
}

fn document(value: &Value, kind: Kind) -> Result<Document, String> {
    match value.get("file") {
        Some(_) => Err("documents in files".into()),
        None => Ok(Document::read(value, kind)),
    }
}

/// A field that is a document.
pub(crate) fn document_of(
    value: &Value,
    name: &str,
    kind: Kind,
) -> Result<Option<Document>, String> {
    field(value, name).map(|source| document(source, kind)).transpose()
}

/// A field that is `{name, document}`.
fn named_document(value: &Value, kind: Kind) -> Result<Option<Document>, String> {
    document_of(value, "document", kind)
}

fn named_documents(value: &Value, name: &str, kind: Kind) -> Result<Vec<Document>, String> {
    let documents = read_each(value, name, |entry| named_document(entry, kind))?;
    Ok(documents.into_iter().flatten().collect())
}

fn read_account(value: &Value) -> Result<Account, String> {
    let organization = field(value, "organization").map(|organization| Organization {
        id: text(organization, "id").unwrap_or_default(),
        path: texts_of(organization, "path"),
        management: flag(organization, "management"),
    });
    Ok(Account {
        id: text(value, "id").ok_or("an account without id")?,
        organization,
        opt_in_regions: field(value, "optInRegions").map(texts),
        scps: read_levels(value, "scps", Kind::Scp)?,
        rcps: read_levels(value, "rcps", Kind::Rcp)?,
    })
}

fn read_levels(
    value: &Value,
    name: &str,
    kind: Kind,
) -> Result<Option<Vec<Vec<Document>>>, String> {
    let Some(levels) = field(value, name) else { return Ok(None) };
    let levels = levels.as_array().ok_or_else(|| format!("{name} is not a list"))?;
    let read_level = |level: &Value| {
        let entries = level.as_array().ok_or_else(|| format!("a level of {name} is not a list"))?;
        let documents: Result<Vec<_>, String> =
            entries.iter().map(|entry| named_document(entry, kind)).collect();
        Ok(documents?.into_iter().flatten().collect())
    };
    levels.iter().map(read_level).collect::<Result<_, String>>().map(Some)
}

fn read_key(value: &Value) -> Result<Key, String> {
    let arn = text(value, "arn").ok_or("a key without ARN")?;
    let [_, partition, _, region, account, resource] =
        arn::parts(&arn).ok_or_else(|| format!("the key ARN {arn}"))?.map(str::to_owned);
    let id = resource.strip_prefix("key/").ok_or_else(|| format!("the key ARN {arn}"))?.to_owned();
    let aliases = texts_of(value, "aliases");
    let aws_managed = text(value, "manager").as_deref() == Some("aws");
    let spec = text(value, "spec").unwrap_or_else(|| "SYMMETRIC_DEFAULT".into());
    let source = match field(value, "policy") {
        Some(policy) => policy.clone(),
        None if aws_managed => aws_managed_policy(&partition, &region, &account, &aliases)?,
        None => default_policy(&partition, &account),
    };
    let grants = read_each(value, "grants", |grant| Ok(read_grant(grant, &account)))?;
    Ok(Key {
        usage: text(value, "usage").unwrap_or_else(|| key_state::usual_usage(&spec).into()),
        origin: text(value, "origin").unwrap_or_else(|| "AWS_KMS".into()),
        state: text(value, "state").unwrap_or_else(|| "Enabled".into()),
        multi_region: text(value, "multiRegion").map(|kind| kind.to_lowercase()),
        tags: pairs_of(value, "tags"),
        policy: document(&source, Kind::KeyPolicy)?,
        default_of_aws: aws_managed && field(value, "policy").is_none(),
        saved: document_of(value, "saved", Kind::KeyPolicy)?,
        ram: document_of(value, "ramPolicy", Kind::KeyPolicy)?,
        written: source,
        grants,
        spec,
        aliases,
        aws_managed,
        partition,
        region,
        account,
        id,
        arn,
    })
}

/// K-20: the API's default.
pub fn default_policy(partition: &str, account: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Id": "key-default-1",
        "Statement": [{
            "Sid": "Enable IAM User Permissions",
            "Effect": "Allow",
            "Principal": {"AWS": format!("arn:{partition}:iam::{account}:root")},
            "Action": "kms:*",
            "Resource": "*",
        }],
    })
}

/// K-51: the policy of the AWS managed key of the service in `alias/aws/SERVICE`.
fn aws_managed_policy(
    partition: &str,
    region: &str,
    account: &str,
    aliases: &[String],
) -> Result<Value, String> {
    let service = aliases
        .iter()
        .find_map(|alias| alias.strip_prefix("alias/aws/"))
        .ok_or("an AWS managed key without policy and without alias/aws/...")?;
    // C-44: EBS reaches KMS as ec2.
    let name = if service == "ebs" { "ec2" } else { service };
    let via = format!("{name}.{region}.amazonaws.com");
    let mut actions = vec![
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:DescribeKey",
    ];
    if takes_grants(aliases) {
        actions.push("kms:CreateGrant");
    }
    Ok(json!({
        "Version": "2012-10-17",
        "Id": format!("auto-{service}-2"),
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": actions,
                "Resource": "*",
                "Condition": {"StringEquals": {"kms:CallerAccount": account, "kms:ViaService": via}},
            },
            {
                "Effect": "Allow",
                "Principal": {"AWS": format!("arn:{partition}:iam::{account}:root")},
                // "Some" have RevokeGrant, which ones is not said: see formula.rs.
                "Action": ["kms:Describe*", "kms:Get*", "kms:List*"],
                "Resource": "*",
            },
        ],
    }))
}

/// K-51: CreateGrant is there for EBS, SQS and Secrets Manager.
fn takes_grants(aliases: &[String]) -> bool {
    let with = ["alias/aws/ebs", "alias/aws/sqs", "alias/aws/secretsmanager"];
    aliases.iter().any(|alias| with.contains(&alias.as_str()))
}

fn read_grant(value: &Value, owner: &str) -> Grant {
    let constraints = field(value, "constraints").cloned().unwrap_or_default();
    Grant {
        id: text(value, "id").unwrap_or_default(),
        grantee: text(value, "grantee"),
        grantee_service: text(value, "granteeService"),
        operations: texts_of(value, "operations"),
        context_equals: field(&constraints, "encryptionContextEquals").map(pairs),
        context_subset: field(&constraints, "encryptionContextSubset").map(pairs),
        source_arn: text(&constraints, "sourceArn"),
        issuing_account: text(value, "issuingAccount").unwrap_or_else(|| owner.into()),
        retiring: text(value, "retiring"),
        retiring_service: text(value, "retiringService"),
        propagated: field(value, "propagated").and_then(Value::as_bool).unwrap_or(true),
    }
}

fn read_principal(value: &Value) -> Result<Principal, String> {
    let arn = text(value, "arn");
    let service = text(value, "service");
    let sort = caller::sort(arn.as_deref(), service.as_deref())?;
    let session = field(value, "session").cloned().unwrap_or_default();
    let session_name = text(&session, "name").unwrap_or_else(|| "session".into());
    let boundary = match field(value, "boundary") {
        Some(boundary) => named_document(boundary, Kind::Boundary)?,
        None => None,
    };
    let recreated = flag(value, "recreated");
    let unique_id = text(value, "uniqueId");
    let mut caller =
        caller::as_policies_see(sort, arn.as_deref(), service.as_deref(), &session_name);
    caller.unique_id.clone_from(&unique_id);
    caller.recreated = recreated;
    caller.bounded = boundary.is_some();
    Ok(Principal {
        id: text(value, "id").or_else(|| arn.clone()).or(service).unwrap_or_default(),
        sort,
        caller,
        source: None,
        policies: read_policies(value, sort)?,
        boundary,
        session: read_session(&session)?,
        session_name,
        tags: pairs_of(value, "tags"),
        session_tags: pairs_of(&session, "tags"),
        mfa: flag(value, "mfa"),
        unique_id,
        recreated,
        source_identity: text(&session, "sourceIdentity"),
        source_arn: text(value, "sourceArn"),
        source_account: text(value, "sourceAccount"),
        issuer: text(value, "issuer"),
        arn,
    })
}

fn read_policies(value: &Value, sort: Sort) -> Result<Vec<Document>, String> {
    let read = |policy: &Value| {
        let attached = text(policy, "attached").unwrap_or_else(|| "inline".into());
        if attached == "group" && sort != Sort::User {
            return Ok(None); // a group is of users.
        }
        // J-20: managed or inline decides about Version.
        let kind = if attached == "managed" { Kind::Managed } else { Kind::Inline };
        named_document(policy, kind)
    };
    Ok(read_each(value, "policies", read)?.into_iter().flatten().collect())
}

/// `session.policy` and `session.policies` together; absent where none was passed.
fn read_session(session: &Value) -> Result<Option<Vec<Document>>, String> {
    let mut documents = named_documents(session, "policies", Kind::Session)?;
    documents.extend(document_of(session, "policy", Kind::Session)?);
    Ok(Some(documents).filter(|documents| !documents.is_empty()))
}

fn read_endpoint(value: &Value) -> Result<Endpoint, String> {
    Ok(Endpoint {
        id: text(value, "id").ok_or("a VPC endpoint without id")?,
        vpc: text(value, "vpc"),
        account: text(value, "account"),
        policy: document_of(value, "policy", Kind::Endpoint)?,
    })
}

fn read_request(value: &Value) -> Request {
    let object =
        |name: &str| field(value, name).and_then(Value::as_object).cloned().unwrap_or_default();
    Request {
        principal: text(value, "principal").unwrap_or_default(),
        action: text(value, "action").unwrap_or_default(),
        key: text(value, "key"),
        ciphertext_key: text(value, "ciphertextKey"),
        destination_key: text(value, "destinationKey"),
        resource: text(value, "resource"),
        source: text(value, "source"),
        region: text(value, "region"),
        via: text(value, "via"),
        encryption_context: pairs_of(value, "encryptionContext"),
        context_doubts: Vec::new(),
        grant_tokens: texts_of(value, "grantTokens"),
        vpc_endpoint: text(value, "vpcEndpoint"),
        parameters: object("parameters"),
        context: object("context"),
        cell: false,
        is_first_key: false,
    }
}

/// formats.md, "Matrix".
fn read_cell(scenario: &Value, keys: &[Key]) -> Request {
    let matrix = field(scenario, "matrix").cloned().unwrap_or_default();
    let mut request = read_request(field(&matrix, "request").unwrap_or(&Value::Null));
    let named = text(&matrix, "key");
    request.is_first_key = named.is_none();
    request.key = named.or_else(|| keys.first().map(|key| key.arn.clone()));
    request.cell = true;
    request
}
