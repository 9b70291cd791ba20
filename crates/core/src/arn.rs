//! Amazon Resource Names: six parts at five colons, the last part keeping further ones.

use std::fmt;

/// The parts of an ARN, borrowed from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov`, …
    pub partition: &'a str,
    /// `kms`, `iam`, `sts`, …
    pub service: &'a str,
    /// `eu-west-1`, or empty.
    pub region: &'a str,
    /// Twelve digits, or empty.
    pub account: &'a str,
    /// What is left, such as `key/1234…` or `user/path/name`.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Splits `text`; `None` where it does not begin with `arn:` or has fewer than six parts.
    ///
    /// ```
    /// let arn = kms_policy::arn::Arn::parse("arn:aws:iam::111122223333:user/KeyUser").unwrap();
    /// assert_eq!((arn.account, arn.resource), ("111122223333", "user/KeyUser"));
    /// ```
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        if parts.next() != Some("arn") {
            return None;
        }
        Some(Self {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        })
    }
}

impl fmt::Display for Arn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Arn { partition, service, region, account, resource } = self;
        write!(f, "arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

/// The account number of an ARN, or the text itself where it is to be one, if it is of digits and
/// dashes and has not the twelve digits that account numbers have.
pub fn wrong_account(text: &str) -> Option<&str> {
    let account = Arn::parse(text).map_or(text, |arn| arn.account);
    let of_digits = account.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    (of_digits && account.bytes().any(|byte| byte != b'-') && !is_account(account))
        .then_some(account)
}

/// Is `text` an account number: twelve digits?
pub fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}
