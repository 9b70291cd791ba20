//! Values of conditions.

pub fn multiple_boolean(words: &[&str]) -> (String, String) {
    let [key, ..] = words else { return Default::default() };
    (
        format!("`{key}` is true or false, and a list of several values does not choose"),
        "write one of them".to_owned(),
    )
}

pub fn date_value(words: &[&str]) -> (String, String) {
    let [value, ..] = words else { return Default::default() };
    (
        format!("`{value}` counts the seconds since 1970, and may be another moment than it seems"),
        "write a date as in 2026-11-23T12:00:00Z".to_owned(),
    )
}

pub fn private(_: &[&str]) -> (String, String) {
    (
        "aws:SourceIp is the public address of the caller, and these are all private: nothing \
         matches"
            .to_owned(),
        "write public addresses, or use aws:VpcSourceIp for calls through a VPC endpoint"
            .to_owned(),
    )
}

pub fn private_not(_: &[&str]) -> (String, String) {
    (
        "aws:SourceIp is the public address of the caller, and these are all private: they exempt \
         nobody"
            .to_owned(),
        "write public addresses, or use aws:VpcSourceIp for calls through a VPC endpoint"
            .to_owned(),
    )
}

pub fn range(words: &[&str]) -> (String, String) {
    let [value, network, ..] = words else { return Default::default() };
    (
        format!("the bits of `{value}` behind its prefix do not count"),
        format!("write `{network}`, or a longer prefix"),
    )
}

pub fn vpc(words: &[&str]) -> (String, String) {
    let [value, ..] = words else { return Default::default() };
    (
        format!("`{value}` is no ID of a VPC"),
        "write `vpc-` and 8 or 17 letters and digits".to_owned(),
    )
}

pub fn vpce(words: &[&str]) -> (String, String) {
    let [value, ..] = words else { return Default::default() };
    (
        format!("`{value}` is no ID of a VPC endpoint"),
        "write `vpce-` and 8 or 17 letters and digits".to_owned(),
    )
}
