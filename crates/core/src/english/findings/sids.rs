//! The names of statements.

pub fn unique_sids_recommended(words: &[&str]) -> (String, String) {
    let [sid, ..] = words else { return super::none() };
    (
        format!("the Sid `{sid}` stands twice: nobody can tell which statement is meant"),
        "give every statement a Sid of its own".to_owned(),
    )
}
