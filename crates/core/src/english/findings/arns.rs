//! ARNs in Resource elements.

pub fn missing_arn_field(words: &[&str]) -> (String, String) {
    let [text, ..] = words else { return super::none() };
    (
        format!("`{text}` lacks a part: an ARN has six"),
        "write arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE, with nothing between two colons where the \
         service has nothing there"
            .to_owned(),
    )
}

pub fn invalid_arn_service_case(words: &[&str]) -> (String, String) {
    let [service, ..] = words else { return super::none() };
    (
        format!("services stand in lower case in an ARN, unlike `{service}`: it names nothing"),
        format!("write `{}`", service.to_lowercase()),
    )
}

pub fn missing_arn_region(words: &[&str]) -> (String, String) {
    let [text, ..] = words else { return super::none() };
    (
        format!("`{text}` has no Region, so it names nothing"),
        "write the Region, or * for every one".to_owned(),
    )
}

pub fn invalid_arn_region(words: &[&str]) -> (String, String) {
    let [region, ..] = words else { return super::none() };
    (
        format!("there is no Region `{region}`"),
        "write its code, as in us-west-2, or * for every one".to_owned(),
    )
}

pub fn invalid_arn_account(words: &[&str]) -> (String, String) {
    let [number, ..] = words else { return super::none() };
    account(number)
}

/// An account number that is none.
pub fn account(number: &str) -> (String, String) {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let message = if number.is_empty() {
        "the ARN has no account number, so it names nothing".to_owned()
    } else if !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        format!("`{number}` is no account number")
    } else if digits == 12 {
        format!("the account number `{number}` is written with dashes")
    } else {
        format!("the account number `{number}` has {digits} digits, not 12")
    };
    (message, "write the 12 digits without dashes".to_owned())
}

pub fn invalid_arn_resource(words: &[&str]) -> (String, String) {
    let [resource, ..] = words else { return super::none() };
    (
        format!("`{resource}` is neither a key nor an alias of KMS"),
        "write key/ID, or alias/NAME for the alias itself".to_owned(),
    )
}

pub fn unsupported_resource_arn(words: &[&str]) -> (String, String) {
    let [text, ..] = words else { return super::none() };
    (
        format!("a bucket policy is about its bucket, not about `{text}`"),
        "write arn:aws:s3:::BUCKET, or arn:aws:s3:::BUCKET/* for its objects".to_owned(),
    )
}
