//! The parameters of each operation, by their names and shapes in the AWS service model of
//! [`MODEL_DATE`](super::MODEL_DATE). Those that a request has a field of its own for, such as
//! `KeyId`, are not among them: [`own_field`] names the field.

use serde_json::Value;

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A list of strings.
    Strings,
    /// An object of strings.
    Map,
    /// A list of `{"TagKey": …, "TagValue": …}`.
    Tags,
    /// The constraints of a grant.
    Constraints,
    /// An object.
    Object,
    /// A date, or seconds since 1970.
    Time,
}

impl Shape {
    /// What it takes, in words.
    pub fn help(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Integer => "a whole number",
            Self::Boolean => "true or false",
            Self::Strings => "a list of strings",
            Self::Map => "an object of strings",
            Self::Tags => r#"a list such as [{"TagKey": "Env", "TagValue": "prod"}]"#,
            Self::Constraints => {
                "an object with EncryptionContextSubset, EncryptionContextEquals or SourceArn"
            }
            Self::Object => "an object",
            Self::Time => "a date such as 2026-01-31T10:00:00Z, or seconds since 1970",
        }
    }

    /// Has a value this shape? `null` counts as absent.
    pub fn fits(self, value: &Value) -> bool {
        let strings =
            |value: &Value| value.as_object().is_some_and(|map| map.values().all(Value::is_string));
        match (self, value) {
            (_, Value::Null) => true,
            (Self::Text, value) => value.is_string(),
            (Self::Integer, value) => value.is_i64() || value.is_u64(),
            (Self::Boolean, value) => value.is_boolean(),
            (Self::Strings, Value::Array(items)) => items.iter().all(Value::is_string),
            (Self::Map, value) => strings(value),
            (Self::Tags, Value::Array(items)) => items.iter().all(|tag| {
                let known = |(name, value): (&String, &Value)| {
                    matches!(name.as_str(), "TagKey" | "TagValue") && value.is_string()
                };
                tag.as_object().is_some_and(|tag| tag.len() == 2 && tag.iter().all(known))
            }),
            (Self::Constraints, Value::Object(all)) => {
                all.iter().all(|(name, value)| match name.as_str() {
                    "EncryptionContextSubset" | "EncryptionContextEquals" => strings(value),
                    "SourceArn" => value.is_string(),
                    _ => false,
                })
            }
            (Self::Object, value) => value.is_object(),
            (Self::Time, value) => value.is_string() || value.is_number(),
            _ => false,
        }
    }
}

/// The field of a request that stands for this parameter.
pub fn own_field(parameter: &str) -> Option<&'static str> {
    Some(match parameter {
        "KeyId" | "SourceKeyId" => "key",
        "DestinationKeyId" => "destinationKey",
        "GrantTokens" => "grantTokens",
        "EncryptionContext" => "encryptionContext",
        // Of the services whose operations are asked about.
        "SSEKMSKeyId" => "key",
        "SSEKMSEncryptionContext" => "encryptionContext",
        "Bucket" | "Key" | "SecretId" | "QueueUrl" | "TopicArn" | "VolumeId" => "resource",
        "CopySource" => "source",
        _ => return None,
    })
}

/// The parameters of an operation such as `ReEncrypt`.
pub fn of_operation(operation: &str) -> &'static [(&'static str, Shape)] {
    let found = PARAMETERS.iter().find(|(name, _)| *name == operation);
    found.map_or(&[], |(_, parameters)| parameters)
}

/// The operations that have parameters.
pub fn operations() -> impl Iterator<Item = &'static str> {
    PARAMETERS.iter().map(|(operation, _)| *operation)
}

/// Every shape that a parameter of this name has in some operation.
pub fn anywhere(parameter: &str) -> impl Iterator<Item = Shape> {
    let all = PARAMETERS.iter().flat_map(|(_, parameters)| parameters.iter());
    all.filter(move |(name, _)| *name == parameter).map(|(_, shape)| *shape)
}

/// The parameters of one operation.
type Parameters = (&'static str, &'static [(&'static str, Shape)]);

use Shape::{Boolean, Constraints, Integer, Map, Object, Strings, Tags, Text, Time};

#[rustfmt::skip]
const PARAMETERS: [Parameters; 52] = [
    ("ConnectCustomKeyStore", &[("CustomKeyStoreId", Text)]),
    ("CreateAlias", &[("AliasName", Text), ("TargetKeyId", Text)]),
    ("CreateCustomKeyStore", &[("CloudHsmClusterId", Text), ("CustomKeyStoreName", Text), ("CustomKeyStoreType", Text), ("KeyStorePassword", Text), ("TrustAnchorCertificate", Text), ("XksProxyAuthenticationCredential", Object), ("XksProxyConnectivity", Text), ("XksProxyUriEndpoint", Text), ("XksProxyUriPath", Text), ("XksProxyVpcEndpointServiceName", Text), ("XksProxyVpcEndpointServiceOwner", Text)]),
    ("CreateGrant", &[("Constraints", Constraints), ("DryRun", Boolean), ("GranteePrincipal", Text), ("GranteeServicePrincipal", Text), ("Name", Text), ("Operations", Strings), ("RetiringPrincipal", Text), ("RetiringServicePrincipal", Text)]),
    ("CreateKey", &[("BypassPolicyLockoutSafetyCheck", Boolean), ("CustomKeyStoreId", Text), ("CustomerMasterKeySpec", Text), ("Description", Text), ("KeySpec", Text), ("KeyUsage", Text), ("MultiRegion", Boolean), ("Origin", Text), ("Policy", Text), ("Tags", Tags), ("XksKeyId", Text)]),
    ("Decapsulate", &[("DryRun", Boolean), ("EncapsulationAlgorithm", Text), ("SharedSecretCiphertextBlob", Text)]),
    ("Decrypt", &[("CiphertextBlob", Text), ("DryRun", Boolean), ("DryRunModifiers", Strings), ("EncryptionAlgorithm", Text), ("Recipient", Object)]),
    ("DeleteAlias", &[("AliasName", Text)]),
    ("DeleteCustomKeyStore", &[("CustomKeyStoreId", Text)]),
    ("DeleteImportedKeyMaterial", &[("KeyMaterialId", Text)]),
    ("DeriveSharedSecret", &[("DryRun", Boolean), ("KeyAgreementAlgorithm", Text), ("PublicKey", Text), ("Recipient", Object)]),
    ("DescribeCustomKeyStores", &[("CustomKeyStoreId", Text), ("CustomKeyStoreName", Text), ("Limit", Integer), ("Marker", Text)]),
    ("DisconnectCustomKeyStore", &[("CustomKeyStoreId", Text)]),
    ("EnableKeyRotation", &[("RotationPeriodInDays", Integer)]),
    ("Encapsulate", &[("DryRun", Boolean), ("EncapsulationAlgorithm", Text)]),
    ("Encrypt", &[("DryRun", Boolean), ("EncryptionAlgorithm", Text), ("Plaintext", Text)]),
    ("GenerateDataKey", &[("DryRun", Boolean), ("KeySpec", Text), ("NumberOfBytes", Integer), ("Recipient", Object)]),
    ("GenerateDataKeyPair", &[("DryRun", Boolean), ("KeyPairSpec", Text), ("Recipient", Object)]),
    ("GenerateDataKeyPairWithoutPlaintext", &[("DryRun", Boolean), ("KeyPairSpec", Text)]),
    ("GenerateDataKeyWithoutPlaintext", &[("DryRun", Boolean), ("KeySpec", Text), ("NumberOfBytes", Integer)]),
    ("GenerateMac", &[("DryRun", Boolean), ("MacAlgorithm", Text), ("Message", Text)]),
    ("GenerateRandom", &[("CustomKeyStoreId", Text), ("NumberOfBytes", Integer), ("Recipient", Object)]),
    ("GetKeyPolicy", &[("PolicyName", Text)]),
    ("GetParametersForImport", &[("WrappingAlgorithm", Text), ("WrappingKeySpec", Text)]),
    ("ImportKeyMaterial", &[("EncryptedKeyMaterial", Text), ("ExpirationModel", Text), ("ImportToken", Text), ("ImportType", Text), ("KeyMaterialDescription", Text), ("KeyMaterialId", Text), ("ValidTo", Time)]),
    ("ListAliases", &[("Limit", Integer), ("Marker", Text)]),
    ("ListGrants", &[("GrantId", Text), ("GranteePrincipal", Text), ("GranteeServicePrincipal", Text), ("Limit", Integer), ("Marker", Text)]),
    ("ListKeyPolicies", &[("Limit", Integer), ("Marker", Text)]),
    ("ListKeyRotations", &[("IncludeKeyMaterial", Text), ("Limit", Integer), ("Marker", Text)]),
    ("ListKeys", &[("Limit", Integer), ("Marker", Text), ("ResourceOwners", Strings)]),
    ("ListResourceTags", &[("Limit", Integer), ("Marker", Text)]),
    ("ListRetirableGrants", &[("Limit", Integer), ("Marker", Text), ("RetiringPrincipal", Text), ("RetiringServicePrincipal", Text)]),
    ("PutKeyPolicy", &[("BypassPolicyLockoutSafetyCheck", Boolean), ("Policy", Text), ("PolicyName", Text)]),
    ("ReEncrypt", &[("CiphertextBlob", Text), ("DestinationEncryptionAlgorithm", Text), ("DestinationEncryptionContext", Map), ("DryRun", Boolean), ("DryRunModifiers", Strings), ("SourceEncryptionAlgorithm", Text), ("SourceEncryptionContext", Map)]),
    ("ReplicateKey", &[("BypassPolicyLockoutSafetyCheck", Boolean), ("Description", Text), ("Policy", Text), ("ReplicaRegion", Text), ("Tags", Tags)]),
    ("RetireGrant", &[("DryRun", Boolean), ("GrantId", Text), ("GrantToken", Text)]),
    ("RevokeGrant", &[("DryRun", Boolean), ("GrantId", Text)]),
    ("ScheduleKeyDeletion", &[("PendingWindowInDays", Integer)]),
    ("Sign", &[("DryRun", Boolean), ("Message", Text), ("MessageType", Text), ("SigningAlgorithm", Text)]),
    ("TagResource", &[("Tags", Tags)]),
    ("UntagResource", &[("TagKeys", Strings)]),
    ("UpdateAlias", &[("AliasName", Text), ("TargetKeyId", Text)]),
    ("UpdateCustomKeyStore", &[("CloudHsmClusterId", Text), ("CustomKeyStoreId", Text), ("KeyStorePassword", Text), ("NewCustomKeyStoreName", Text), ("XksProxyAuthenticationCredential", Object), ("XksProxyConnectivity", Text), ("XksProxyUriEndpoint", Text), ("XksProxyUriPath", Text), ("XksProxyVpcEndpointServiceName", Text), ("XksProxyVpcEndpointServiceOwner", Text)]),
    ("UpdateKeyDescription", &[("Description", Text)]),
    ("UpdatePrimaryRegion", &[("PrimaryRegion", Text)]),
    ("Verify", &[("DryRun", Boolean), ("Message", Text), ("MessageType", Text), ("Signature", Text), ("SigningAlgorithm", Text)]),
    ("VerifyMac", &[("DryRun", Boolean), ("Mac", Text), ("MacAlgorithm", Text), ("Message", Text)]),
    ("s3:CopyObject", &[("BucketKeyEnabled", Boolean), ("ServerSideEncryption", Text)]),
    ("s3:MultipartUpload", &[("BucketKeyEnabled", Boolean), ("ServerSideEncryption", Text)]),
    ("s3:PutObject", &[("BucketKeyEnabled", Boolean), ("ServerSideEncryption", Text)]),
    ("secretsmanager:GetSecretValue", &[("VersionId", Text)]),
    ("secretsmanager:PutSecretValue", &[("ClientRequestToken", Text)]),
];
