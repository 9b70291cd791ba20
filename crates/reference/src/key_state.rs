//! Kinds of key, their state and what both refuse (sections 3.1 and 3.2).

use crate::operation::Operation;
use crate::scenario::{Key, Request};

/// What an allowed request meets after authorization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The exception, if it is refused.
    pub exception: Option<String>,
    /// Whether, or with which exception, is open.
    pub open: bool,
}

impl Refusal {
    /// Refused with this exception.
    pub fn sure(exception: &str) -> Self {
        Self { exception: Some(exception.into()), open: false }
    }

    /// Refused with this exception, as far as is known.
    pub fn open(exception: &str) -> Self {
        Self { exception: Some(exception.into()), open: true }
    }

    /// Not refused, as far as is known.
    fn hardly() -> Self {
        Self { exception: None, open: true }
    }

    /// The first that is one. Where an earlier one is only feared, the later is open too.
    pub fn or_else(self, later: impl FnOnce() -> Self) -> Self {
        if self.exception.is_some() {
            return self;
        }
        let later = later();
        Self { open: self.open || later.open, ..later }
    }
}

/// The usage of a key whose usage is not given.
pub fn usual_usage(spec: &str) -> &'static str {
    match spec {
        _ if spec.starts_with("HMAC_") => "GENERATE_VERIFY_MAC",
        _ if spec.starts_with("ECC_") || spec.starts_with("ML_DSA_") => "SIGN_VERIFY",
        _ if spec.starts_with("ML_KEM_") => "ENCAPSULATE_DECAPSULATE",
        _ => "ENCRYPT_DECRYPT",
    }
}

/// A symmetric encryption key.
pub fn is_symmetric(key: &Key) -> bool {
    kind(key) == SYM
}

const SYM: usize = 0;

/// The column of section 3.1: SYM HMAC ENC SIGN KA, and KEM (N-1).
fn kind(key: &Key) -> usize {
    match key.usage.as_str() {
        _ if key.spec == "SYMMETRIC_DEFAULT" => SYM,
        _ if key.spec.starts_with("HMAC_") => 1,
        "SIGN_VERIFY" => 3,
        "KEY_AGREEMENT" => 4,
        "ENCAPSULATE_DECAPSULATE" => 5,
        _ => 2,
    }
}

/// A custom key store's key.
fn in_custom_store(key: &Key) -> bool {
    ["AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"].contains(&key.origin.as_str())
}

/// Is the operation refused on this key? OP-24: state first, then usage.
pub fn refusal(operation: &Operation, key: &Key) -> Refusal {
    let (state, kind) = (of_state(operation, key), of_kind(operation, key));
    let differ = kind.exception.is_some() && state.exception != kind.exception;
    match state.exception {
        Some(_) => Refusal { open: state.open || differ, ..state }, // the order is not said
        None => state.or_else(|| kind),
    }
}

/// Section 3.2.
pub fn of_state(operation: &Operation, key: &Key) -> Refusal {
    let column = match key.state.as_str() {
        "Disabled" => 1,
        "PendingDeletion" | "PendingReplicaDeletion" => 2,
        "PendingImport" => 3,
        "Unavailable" => 4,
        "Creating" => 5,
        "Updating" => 6,
        _ => 0,
    };
    let state_error = Refusal::sure("KMSInvalidStateException");
    let unsupported = || Refusal::sure("UnsupportedOperationException");
    let custom = in_custom_store(key);
    let external = key.origin == "EXTERNAL";
    // OP-21, Q-16: the older table refuses it.
    if operation.name == "GetPublicKey" && key.state == "Disabled" {
        return Refusal::hardly();
    }
    match operation.states.get(column).copied().unwrap_or("-") {
        "1" => Refusal::sure("DisabledException"),
        "2/3" => Refusal::open("KMSInvalidStateException"), // OP-20, Q-17
        "3" | "4" | "5" | "11" | "14" | "15" => state_error,
        "6" => unsupported(),
        "7" | "ok7" if custom => unsupported(),
        "1/7" if custom => Refusal::open("DisabledException"), // which of the two is not said
        "1/7" => Refusal::sure("DisabledException"),
        "3/7" if custom => Refusal::open("KMSInvalidStateException"),
        "3/7" => state_error,
        "9" | "ok9" if !external => unsupported(),
        "8/9" if external => state_error,
        "8/9" => unsupported(),
        "none" => Refusal::open("KMSInvalidStateException"), // a state that cannot occur for the kind
        "Q-29" => Refusal::hardly(),
        _ => Refusal::default(), // ok; "10" is looked at by `of_new_alias_target`
    }
}

/// Note [10]: UpdateAlias looks at the new key only.
pub fn of_new_alias_target(key: &Key) -> Refusal {
    match key.state.as_str() {
        "PendingDeletion" | "PendingReplicaDeletion" => Refusal::sure("KMSInvalidStateException"),
        _ => Refusal::default(),
    }
}

/// Section 3.1, the kinds and their footnotes.
fn of_kind(operation: &Operation, key: &Key) -> Refusal {
    let kind = kind(key);
    let unsupported = Refusal::sure("UnsupportedOperationException");
    let origin = key.origin.as_str();
    match operation.kinds.as_bytes().get(kind) {
        Some(b'N') => wrong_kind(operation),
        Some(b'b') if origin != "AWS_KMS" => unsupported, // (b)
        Some(b'c') if !["AWS_KMS", "EXTERNAL"].contains(&origin) => unsupported, // (c)
        Some(b'd') if origin != "EXTERNAL" => unsupported, // (d), [9]
        Some(b'e') if in_custom_store(key) => unsupported, // (e), [7]
        // (f): multi-Region primary keys only; the exception is not named.
        Some(b'f') if key.multi_region.as_deref() != Some("primary") => {
            Refusal::open("UnsupportedOperationException")
        }
        _ => Refusal::default(),
    }
}

/// OP-22. Operations that manage a key have no such exception in the service's model.
fn wrong_kind(operation: &Operation) -> Refusal {
    if operation.is_cryptographic() || operation.name == "GetPublicKey" {
        Refusal::sure("InvalidKeyUsageException")
    } else {
        Refusal::open("UnsupportedOperationException")
    }
}

/// G-3: CreateGrant refuses operations that no grant can hold, or not on this kind of key.
pub fn of_new_grant(request: &Request, key: &Key) -> Refusal {
    let operations =
        request.parameter("Operations").map(crate::scenario::texts).unwrap_or_default();
    let possible = |name: &String| {
        let operation = crate::operation::named(name);
        operation.is_some_and(|operation| {
            operation.grantable && operation.kinds.as_bytes().get(kind(key)) != Some(&b'N')
        })
    };
    if !operations.iter().all(possible) {
        return Refusal::sure("ValidationError");
    }
    if is_malformed_grant(request, key) {
        Refusal::open("ValidationError")
    } else {
        Refusal::default()
    }
}

/// G-2, G-5, N-8, K-68; the exception is not named.
fn is_malformed_grant(request: &Request, key: &Key) -> bool {
    let given = |name| request.parameter(name).is_some();
    let constraint =
        |name| request.parameter("Constraints").and_then(|constraints| constraints.get(name));
    let contexts = ["EncryptionContextEquals", "EncryptionContextSubset"].map(constraint);
    let no_retiring = !given("RetiringPrincipal") && !given("RetiringServicePrincipal");
    let lacking = given("GranteePrincipal") || constraint("SourceArn").is_none() || no_retiring;
    let pairs: Vec<_> = contexts.into_iter().flatten().map(crate::scenario::pairs).collect();
    let too_large = |pairs: &crate::scenario::Pairs| {
        pairs.len() > 8 || pairs.iter().any(|(_, value)| value.chars().count() > 384)
    };
    given("GranteeServicePrincipal") && lacking
        || !pairs.is_empty() && !is_symmetric(key)
        || pairs.iter().any(too_large)
}

/// OP-10: UpdateAlias needs both keys of one type and usage.
pub fn are_alike(a: &Key, b: &Key) -> bool {
    kind(a) == kind(b) && a.usage == b.usage
}
