//! Links: the page itself does without DEFLATE.

/// The fragment of a link that carries a `Share`, with its `#`. Nothing where it is too large for one.
pub fn link(share: &str) -> Option<String> {
    kms_policy_link::encode(share).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_link_carries_its_share() {
        let share = r#"{"version":1,"scenario":{"version":1,"title":"Größe"}}"#;
        let link = super::link(share).expect("it is short");
        assert!(link.starts_with("#1"), "{link}");
        assert_eq!(kms_policy_link::decode(&link).as_deref(), Ok(share));
        assert_eq!(super::link(&"x".repeat(kms_policy_link::MAX_TEXT + 1)), None);
    }
}
