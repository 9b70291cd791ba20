//! The services whose operations use a key for the caller: section 10.

/// A service other than KMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Section 10.1.
    S3,
    /// S-30.
    Ec2,
    /// S-32.
    SecretsManager,
    /// S-33.
    Sqs,
    /// S-34.
    Sns,
}

impl Service {
    /// The service of an action such as `s3:PutObject`.
    pub fn of_action(action: &str) -> Option<Self> {
        let all = [Self::S3, Self::Ec2, Self::SecretsManager, Self::Sqs, Self::Sns];
        let (prefix, _) = action.split_once(':')?;
        all.into_iter().find(|service| service.prefix() == prefix)
    }

    /// As in its actions and ARNs.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Ec2 => "ec2",
            Self::SecretsManager => "secretsmanager",
            Self::Sqs => "sqs",
            Self::Sns => "sns",
        }
    }

    /// C-29: the value of `kms:ViaService`, of one suffix in every partition.
    pub fn via(self, region: &str) -> String {
        format!("{}.{region}.amazonaws.com", self.prefix())
    }

    /// E-64: do RCPs reach its resources? Of SNS and EC2 it is not known here.
    pub fn is_reached_by_rcps(self) -> bool {
        matches!(self, Self::S3 | Self::SecretsManager | Self::Sqs)
    }
}
