//! Every English word the core says: sentences, AWS's messages, problems of documents.
//!
//! AWS's own messages are never translated; everything else here is.

use crate::caller::CallerKind;
use crate::decide::Unmodelled;
use crate::explain::{Named, Near, Sentence, Who};
use crate::json::{MAX_DEPTH, SyntaxErrorKind};
use crate::policy::ProblemKind;
use crate::report::{LayerName, Trust};

/// KMS's answer to a policy that names principals which do not exist (J-51).
pub const INVALID_PRINCIPALS: &str =
    "Policy contains a statement with one or more invalid principals.";

/// What AWS prints where the owner's account of a foreign key does not allow (MSG-20).
pub fn foreign_denial(caller: &str, action: &str) -> String {
    format!(
        "User: {caller} is not authorized to perform: {action} on this resource because the \
         resource does not exist in this Region, no resource-based policies allow access, or a \
         resource-based policy explicitly denies access"
    )
}

/// What AWS prints for any other refusal (MSG-1, MSG-2).
pub fn denial(
    caller: &str,
    action: &str,
    resource: &str,
    layer: LayerName,
    explicit: bool,
) -> String {
    let kind = match layer {
        LayerName::KeyPolicy => "resource-based policy",
        _ => "identity-based policy",
    };
    let article = if kind.starts_with('i') { "an" } else { "a" };
    let reason = if explicit {
        format!("with an explicit deny in {article} {kind}")
    } else {
        format!("because no {kind} allows the {action} action")
    };
    format!(
        "User: {caller} is not authorized to perform: {action} on resource: {resource} {reason}"
    )
}

fn who(who: Who<'_>) -> String {
    match who.kind {
        CallerKind::Root => format!("the root user of account {}", who.name),
        CallerKind::RoleSession => format!("a session of role {}", who.name),
        _ => who.name.to_owned(),
    }
}

/// Whose: a session uses the policies of its role.
fn whose(caller: Who<'_>) -> String {
    match caller.kind {
        CallerKind::RoleSession => format!("role {}'s", caller.name),
        _ => format!("{}'s", who(caller)),
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn statement(named: Named<'_>) -> String {
    match (named.policy, named.sid) {
        (None, Some(sid)) if !sid.is_empty() => format!("“{sid}”"),
        (None, _) => format!("statement {}", named.index + 1),
        (Some(policy), Some(sid)) if !sid.is_empty() && sid != policy => {
            format!("policy {policy}, “{sid}”")
        }
        (Some(""), _) => "policy without a name".to_owned(),
        (Some(policy), _) => format!("policy {policy}"),
    }
}

/// `a`, `a and b`, `a, b and c`; of more than four `a, b, c and 9 more`.
fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [a, b, c, rest @ ..] if rest.len() > 1 => format!("{a}, {b}, {c} and {} more", rest.len()),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

fn trusts(trust: Trust, caller: Who<'_>) -> String {
    match trust {
        Trust::Account => format!("account {}", caller.account),
        Trust::Everyone => "everyone".to_owned(),
        _ => who(caller),
    }
}

/// `, but …`: how near a key policy statement came.
fn near_in_key_policy(near: Option<(Named<'_>, Near<'_>)>, caller: Who<'_>) -> String {
    let Some((named, near)) = near else {
        return String::new();
    };
    let named = statement(named);
    match near {
        Near::Action => {
            format!(" {} names {}, but not this action.", capital(&named), who(caller))
        }
        Near::NoEffect => format!(
            " {} would, but it has no effect: its Action is missing or its Resource is not \"*\".",
            capital(&named)
        ),
        Near::Recreated => {
            format!(" {} names it as it was before it was deleted and made again.", capital(&named))
        }
        Near::Unsupported(element) => format!(
            " {} may allow it, but its {element} cannot be evaluated here.",
            capital(&named)
        ),
        Near::Principal(others) => {
            let named: Vec<String> = others.iter().map(|other| statement(*other)).collect();
            let verb = if named.len() == 1 { "allows" } else { "allow" };
            let names = if named.len() == 1 { "names" } else { "name" };
            format!(" {} {verb} this action, but {names} others.", capital(&and(&named)))
        }
        _ => String::new(),
    }
}

/// How near an identity policy's statement came, as a half-sentence behind its name.
fn near_in_identity(near: &Near<'_>) -> String {
    match near {
        Near::Action => "does not name this action".to_owned(),
        Near::Region(wanted, found) => {
            format!("names a key in {wanted}, and this key is in {found}")
        }
        Near::Account(wanted, found) => {
            format!("names a key of account {wanted}, and this key is of account {found}")
        }
        Near::Key(wanted) => format!("names another key, {wanted}"),
        Near::NoKeyArn(text) => {
            format!("names {text}, which never stands for a key: only the key ARN does")
        }
        Near::Unsupported(element) => {
            format!("has a {element} that cannot be evaluated here")
        }
        _ => "does not cover this key".to_owned(),
    }
}

/// The reason in one plain sentence, sometimes two.
pub fn sentence(sentence: &Sentence<'_>) -> String {
    match sentence.clone() {
        Sentence::AllowedDirectly { who: caller, statement: named, trust } => format!(
            "The key policy names {} in {}; inside one account that is enough.",
            trusts(trust, caller),
            statement(named)
        ),
        Sentence::AllowedByDelegation { account, who: caller, statement: named } => format!(
            "The key policy leaves this action to the IAM policies of account {account}, and {} \
             {} allows it.",
            whose(caller),
            statement(named)
        ),
        Sentence::AllowedRoot { who: caller, statement: named } => format!(
            "The key policy names account {} in {}, which covers its root user.",
            caller.account,
            statement(named)
        ),
        Sentence::AllowedAcross { who: caller, key_policy, trust, identity } => format!(
            "Both accounts allow it: the key policy opens this action to {} in {}, and {} {} \
             allows it.",
            trusts(trust, caller),
            statement(key_policy),
            whose(caller),
            statement(identity)
        ),
        Sentence::AllowedRootAcross { who: caller, key_policy, trust } => format!(
            "The key policy opens this action to {} in {}; the root user of account {} needs no \
             identity policy.",
            trusts(trust, caller),
            statement(key_policy),
            caller.account
        ),
        Sentence::AllowedWithoutKey { who: caller, statement: Some(named) } => format!(
            "This operation has no key, so IAM alone decides, and {} {} allows it.",
            whose(caller),
            statement(named)
        ),
        Sentence::AllowedWithoutKey { who: caller, statement: None } => {
            format!("This operation has no key, and {} needs no identity policy.", who(caller))
        }
        Sentence::AllowedIfTheyExist { principals } => format!(
            "The policies allow it, but KMS saves this key policy only if every principal it names \
             exists, and the scenario does not define {}.",
            principals.join(", ")
        ),
        Sentence::PrincipalsDoNotExist { principals } => format!(
            "The caller may, but KMS refuses this key policy: {} does not exist.",
            principals.join(", ")
        ),
        Sentence::RefusedOnSaving => {
            "The caller may, but KMS refuses to save this key policy: see what is marked in it."
                .to_owned()
        }
        Sentence::Denied { statement: named, unsupported, refused } => {
            let place = if named.policy.is_some() { "" } else { " of the key policy" };
            let named = capital(&statement(named));
            match unsupported {
                Some(element) => format!(
                    "{named}{place} may deny it: its {element} cannot be evaluated here, and a \
                     Deny that cannot be evaluated counts."
                ),
                None if refused => format!(
                    "{named}{place} denies it, if that document were saved: AWS refuses it as it \
                     stands."
                ),
                None => format!("{named}{place} denies it, and a Deny always wins."),
            }
        }
        Sentence::KeyPolicySilent { who: caller, near, identity } => {
            let near = near_in_key_policy(near, caller);
            if caller.kind == CallerKind::Root {
                return format!(
                    "The key policy gives account {} nothing for this action, and then not even \
                     its root user may.{near}",
                    caller.account
                );
            }
            match identity {
                Some(named) => format!(
                    "{} {} allows it, but the key policy does not leave this action to the IAM \
                     policies of account {}.{near}",
                    capital(&whose(caller)),
                    statement(named),
                    caller.account
                ),
                None => format!(
                    "The key policy neither names {} for this action nor leaves it to the IAM \
                     policies of account {}.{near}",
                    who(caller),
                    caller.account
                ),
            }
        }
        Sentence::IdentitySilent { who: caller, account, near, none } => {
            let start = format!(
                "The key policy leaves this action to the IAM policies of account {account}"
            );
            format!("{start}, {}", silent_identity(caller, near, none))
        }
        Sentence::OwnerSilent { who: caller, near, identity } => {
            let near = near_in_key_policy(near, caller);
            let start = format!(
                "The key policy opens this action neither to account {} nor to {}",
                caller.account,
                who(caller)
            );
            match identity {
                Some(named) => format!(
                    "{start}; {} allows it, but across accounts both sides must.{near}",
                    statement(named)
                ),
                None => format!("{start}.{near}"),
            }
        }
        Sentence::CallerSilent { who: caller, trust, near, none } => format!(
            "The key policy opens this action to {}, {}",
            trusts(trust, caller),
            silent_identity(caller, near, none)
        ),
        Sentence::RegionNotEnabled { who: caller, region } => format!(
            "Region {region} is not enabled in account {}, so the key policy's permission has no \
             effect there.",
            caller.account
        ),
        Sentence::NeverAcross { action } => format!(
            "{action} works only inside the key's own account, whatever the policies of both \
             accounts say."
        ),
        Sentence::NotAllowedWithoutKey { who: caller, near, key_policy } => {
            let hint = match near {
                Some((named, near)) => {
                    format!(" {} {}.", capital(&statement(named)), near_in_identity(&near))
                }
                None if key_policy => {
                    " A key policy says nothing about operations without a key.".to_owned()
                }
                None => String::new(),
            };
            format!(
                "This operation has no key, so IAM alone decides, and no policy of {} allows it.{hint}",
                who(caller)
            )
        }
        Sentence::Unreadable { layer: LayerName::KeyPolicy, .. } => {
            "The key policy cannot be read, so nothing can be said.".to_owned()
        }
        Sentence::Unreadable { who: caller, .. } => {
            format!("A policy of {} cannot be read, so nothing can be said.", who(caller))
        }
        Sentence::NotModelled(part) => {
            format!(
                "This version does not decide {} yet, so nothing can be said.",
                unmodelled(part)
            )
        }
        Sentence::KeyNotFound { text } => format!("KMS does not find the key: {text}"),
        Sentence::ForeignKey => {
            "No key here has this ARN. AWS does not tell another account whether a key exists."
                .to_owned()
        }
    }
}

/// `but Stuart has no policy` or `but KeyDemo names a key in …`.
fn silent_identity(caller: Who<'_>, near: Option<(Named<'_>, Near<'_>)>, none: bool) -> String {
    match near {
        _ if none => format!("but {} has no policy that allows it.", who(caller)),
        Some((named, near)) => {
            format!("but {} {} {}.", whose(caller), statement(named), near_in_identity(&near))
        }
        None => format!("but none of {} policies allows it.", whose(caller)),
    }
}

/// What a part is called that this version does not decide.
pub fn unmodelled(part: Unmodelled) -> &'static str {
    match part {
        Unmodelled::ServiceCaller => "calls by AWS services",
        Unmodelled::FederatedCaller => "calls by federated users",
        Unmodelled::Operation => "this operation, which takes several checks",
        Unmodelled::AwsManagedKey => "the policies of AWS managed keys",
        Unmodelled::RamPolicy => "keys shared through AWS RAM",
        Unmodelled::NewKeyPolicy => "saving a key policy other than the one in force",
        Unmodelled::Parameters => "this parameter of the operation",
        Unmodelled::Ciphertext => "a key that differs from the one of the ciphertext",
        Unmodelled::Scps => "service control policies",
        Unmodelled::Rcps => "resource control policies",
        Unmodelled::VpcEndpoint => "VPC endpoint policies",
        Unmodelled::Boundary => "permissions boundaries",
        Unmodelled::SessionPolicy => "session policies",
        Unmodelled::Grants => "grants",
        Unmodelled::KeyState => "the state and kind of this key",
    }
}

/// What is wrong with a document, and what to do about it. Texts quote the document in backticks.
pub fn problem(kind: &ProblemKind) -> (String, String) {
    let (message, help): (String, &str) = match kind {
        ProblemKind::Syntax(kind) => return syntax(*kind),
        ProblemKind::DuplicateKey(key) => (
            format!("`{key}` stands twice in one object"),
            "keep one of them; a list in brackets takes several values",
        ),
        ProblemKind::NotAPolicy => (
            "a policy is a JSON object with `Statement`".into(),
            "write {\"Version\": \"2012-10-17\", \"Statement\": [ … ]}",
        ),
        ProblemKind::NoStatements => {
            ("a managed policy needs at least one statement".into(), "add a statement")
        }
        ProblemKind::UnknownElement { name, suggestion } => {
            let message = format!("policies have no element `{name}`");
            return match suggestion {
                Some(meant) => (message, format!("did you mean `{meant}`?")),
                None => (message, "remove it".into()),
            };
        }
        ProblemKind::WrongType { element, expected } => {
            return (format!("`{element}` takes {expected}"), format!("write {expected}"));
        }
        ProblemKind::InvalidVersion(version) => {
            (format!("there is no policy language `{version}`"), "write \"2012-10-17\"")
        }
        ProblemKind::OldVersion => (
            "a managed policy must have Version 2012-10-17".into(),
            "write \"Version\": \"2012-10-17\"",
        ),
        ProblemKind::MissingEffect => {
            ("the statement has no Effect".into(), "write \"Effect\": \"Allow\" or \"Deny\"")
        }
        ProblemKind::InvalidEffect(effect) => (
            format!("`{effect}` is no Effect"),
            "write \"Allow\" or \"Deny\", with a capital letter",
        ),
        ProblemKind::BothForms(element) => {
            return (
                format!("a statement takes `{element}` or `Not{element}`, not both"),
                "remove one of them, or make two statements".into(),
            );
        }
        ProblemKind::MissingAction => {
            ("the statement has no Action".into(), "write \"Action\": \"kms:…\"")
        }
        ProblemKind::MissingResource => {
            ("the statement has no Resource".into(), "write \"Resource\": \"*\" or the key's ARN")
        }
        ProblemKind::MissingPrincipal => (
            "a key policy statement needs a Principal".into(),
            "write \"Principal\": {\"AWS\": \"arn:aws:iam::ACCOUNT:root\"}",
        ),
        ProblemKind::PrincipalInIdentityPolicy => (
            "an identity policy has no Principal: it is about whom it is attached to".into(),
            "remove it",
        ),
        ProblemKind::InvalidPrincipal(text) => (
            format!("`{text}` is no principal that KMS takes"),
            "name an account, user, role or session by its whole ARN, without wildcards, or \"*\"",
        ),
        ProblemKind::InvalidPrincipalType(kind) => {
            (format!("there is no principal type `{kind}`"), "write \"AWS\" or \"Service\"")
        }
        ProblemKind::DeletedPrincipal(id) => (
            format!("`{id}` is what is left of a deleted user or role"),
            "write the ARN of the principal that is meant, or remove it",
        ),
        ProblemKind::PrincipalNeverCallsKms(text) => {
            (format!("`{text}` never calls KMS: its sessions are those of a role"), "name the role")
        }
        ProblemKind::AllowNotPrincipal => (
            "Allow with NotPrincipal lets in everyone who is not listed; it is not evaluated"
                .into(),
            "name the principals that are meant in Principal",
        ),
        ProblemKind::ActionWithoutPrefix(action) => {
            return (
                format!("the action `{action}` has no service prefix"),
                format!("write `kms:{action}`"),
            );
        }
        ProblemKind::UnknownAction(action) => {
            let help = if action.eq_ignore_ascii_case("kms:ReEncrypt") {
                "write `kms:ReEncrypt*`: the two actions are ReEncryptFrom and ReEncryptTo"
            } else {
                "check its spelling"
            };
            (format!("KMS has no action `{action}`, so it matches nothing"), help)
        }
        ProblemKind::ResourceInKeyPolicy(text) => (
            format!("a key policy statement with Resource `{text}` has no effect"),
            "write \"Resource\": \"*\", which means this key",
        ),
        ProblemKind::ResourceNotArn(text) => (
            format!("the resource `{text}` is neither an ARN nor \"*\""),
            "write the key's whole ARN: arn:aws:kms:REGION:ACCOUNT:key/ID",
        ),
        ProblemKind::WildcardInService(text) => (
            format!("the service in `{text}` is a wildcard, which IAM refuses"),
            "write the service: arn:aws:kms:…",
        ),
        ProblemKind::TwoColons(action) => {
            (format!("the action `{action}` has two colons"), "write `service:Name`")
        }
        ProblemKind::InvalidSid(sid) => (
            format!("IAM takes only letters and digits in a Sid, not `{sid}`"),
            "remove blanks and punctuation",
        ),
        ProblemKind::AliasResource(text) => (
            format!("`{text}` is the alias, and never stands for the key behind it"),
            "write the key's ARN",
        ),
        ProblemKind::DuplicateSid(sid) => {
            (format!("the Sid `{sid}` stands twice"), "give every statement a Sid of its own")
        }
        ProblemKind::ConditionNotEvaluated => (
            "this version does not evaluate conditions: an Allow with one counts as not matching, \
             a Deny with one as matching"
                .into(),
            "the verdicts it could change are marked uncertain",
        ),
        ProblemKind::VariableNotEvaluated(text) => (
            format!("this version does not evaluate the policy variable in `{text}`"),
            "the verdicts it could change are marked uncertain",
        ),
    };
    (message, help.to_owned())
}

fn syntax(kind: SyntaxErrorKind) -> (String, String) {
    let (message, help) = match kind {
        SyntaxErrorKind::Empty => ("the document is empty", "write or paste a policy"),
        SyntaxErrorKind::ExpectedValue => ("a value is missing here", "write a value"),
        SyntaxErrorKind::ExpectedKey => {
            ("a key in double quotes is missing here", "write \"Name\": value")
        }
        SyntaxErrorKind::ExpectedColon => ("a colon is missing behind this key", "write `:`"),
        SyntaxErrorKind::MissingComma => ("a comma is missing before this", "write `,`"),
        SyntaxErrorKind::TrailingComma => {
            ("JSON has no comma behind the last entry", "remove the comma")
        }
        SyntaxErrorKind::Unclosed => ("this bracket is never closed", "add the closing bracket"),
        SyntaxErrorKind::UnterminatedString => {
            ("this string is not closed", "add the closing quote")
        }
        SyntaxErrorKind::ControlCharacter => {
            ("a line break or tab stands inside a string", "join the lines, or write \\n or \\t")
        }
        SyntaxErrorKind::BadEscape => {
            ("JSON has no such escape", "write \\\\ for a backslash, or \\uXXXX")
        }
        SyntaxErrorKind::BadNumber => ("this is no JSON number", "write it as in 12 or 1.5"),
        SyntaxErrorKind::BareWord => ("this word is not in quotes", "put it in double quotes"),
        SyntaxErrorKind::SingleQuotes => {
            ("JSON strings stand in double quotes", "write \" instead of '")
        }
        SyntaxErrorKind::Comment => ("JSON has no comments", "remove the comment"),
        SyntaxErrorKind::TrailingText => {
            ("there is more text behind the policy", "remove it, or join it to the policy")
        }
        SyntaxErrorKind::TooDeep => {
            return (
                format!("brackets are nested more than {MAX_DEPTH} deep"),
                "a policy needs no more than a handful".to_owned(),
            );
        }
    };
    (message.to_owned(), help.to_owned())
}

/// What IAM or KMS answers on saving a document with this problem, where the text is known.
pub fn aws_answer(kind: &ProblemKind, key_policy: bool) -> Option<&'static str> {
    Some(match (kind, key_policy) {
        (ProblemKind::MissingPrincipal, true) => {
            "MalformedPolicyDocumentException: Policy contains a statement with no principal."
        }
        (ProblemKind::InvalidPrincipal(_) | ProblemKind::DeletedPrincipal(_), true) => {
            "MalformedPolicyDocumentException: Policy contains a statement with one or more \
             invalid principals."
        }
        (_, true) => return None,
        (ProblemKind::OldVersion, _) => {
            "MalformedPolicyDocument: Policy document must be version 2012-10-17 or greater."
        }
        (ProblemKind::MissingAction, _) => {
            "MalformedPolicyDocument: Policy statement must contain actions."
        }
        (ProblemKind::MissingResource, _) => {
            "MalformedPolicyDocument: Policy statement must contain resources."
        }
        (ProblemKind::ActionWithoutPrefix(_), _) => {
            "MalformedPolicyDocument: Actions/Conditions must be prefaced by a vendor, e.g., iam, \
             sdb, ec2, etc."
        }
        (ProblemKind::WildcardInService(_), _) => {
            "MalformedPolicyDocument: Resource vendor must be fully qualified and cannot contain \
             regexes."
        }
        (ProblemKind::TwoColons(_), _) => {
            "MalformedPolicyDocument: Actions/Condition can contain only one colon."
        }
        (ProblemKind::ResourceNotArn(_), _) => {
            "MalformedPolicyDocument: Resource must be in ARN format or \"*\"."
        }
        (ProblemKind::PrincipalInIdentityPolicy, _) => {
            "MalformedPolicyDocument: Policy document should not specify a principal."
        }
        (ProblemKind::DuplicateSid(_), _) => {
            "MalformedPolicyDocument: Statement IDs (SID) in a single policy must be unique."
        }
        (ProblemKind::InvalidEffect(_), _) => {
            "MalformedPolicyDocument: The policy failed legacy parsing"
        }
        (
            ProblemKind::Syntax(_)
            | ProblemKind::DuplicateKey(_)
            | ProblemKind::NotAPolicy
            | ProblemKind::UnknownElement { .. }
            | ProblemKind::WrongType { .. }
            | ProblemKind::InvalidVersion(_)
            | ProblemKind::MissingEffect
            | ProblemKind::BothForms(_),
            _,
        ) => "MalformedPolicyDocument: Syntax errors in policy.",
        _ => return None,
    })
}
