//! Every input that is kept, once more: what was found stays mended.

use std::fs;
use std::path::Path;

use crate::{condition, link, message, policy, scenario};

type Law = fn(&[u8]);

const LAWS: [(&str, Law); 5] = [
    ("link", link::holds),
    ("policy", policy::holds),
    ("scenario", scenario::holds),
    ("condition", condition::holds),
    ("message", message::holds),
];

#[test]
fn the_laws_hold_of_every_input_that_is_kept() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut folders: Vec<String> = fs::read_dir(&corpus)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let mut named = LAWS.map(|(name, _)| name).to_vec();
    named.sort_unstable();
    assert_eq!(folders, named, "a folder for every law");
    for (name, law) in LAWS {
        let inputs = fs::read_dir(corpus.join(name)).unwrap();
        let count = inputs.map(|entry| law(&fs::read(entry.unwrap().path()).unwrap())).count();
        assert!(count > 0, "{name} keeps nothing");
    }
}

/// A law that accepts everything would find nothing.
#[test]
fn a_law_reads_what_it_is_given() {
    let share = r#"{"version":1,"scenario":{"version":1,"title":"Shared"}}"#;
    let fragment = kms_policy_link::encode(share).unwrap();
    assert_eq!(link::of(&link::packed(&fragment)), fragment);
    assert!(kms_policy_link::decode(&link::of(b"no DEFLATE")).is_err());
}
