//! Links there and back, damaged ones, and one of every version ever released.
#![allow(clippy::unwrap_used, reason = "tests")]

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use kms_policy_link::{
    DecodeError, EncodeError, MAX_FRAGMENT, MAX_TEXT, decode, encode, is_link, length,
};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// As the page writes the demonstration.
const SHARE: &str = include_str!("links/1.json");

#[test]
fn every_version_ever_released_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links");
    let mut versions = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "link") {
            let share = fs::read_to_string(path.with_extension("json")).unwrap();
            let link = fs::read_to_string(&path).unwrap();
            assert_eq!(decode(&link).as_deref(), Ok(share.trim_end()), "{}", path.display());
            versions += 1;
        }
    }
    assert_eq!(versions, 1);
}

/// Links of a released version are read for years: its dictionary never changes again.
#[test]
fn the_dictionary_of_version_1_is_as_it_was() {
    let dictionary = include_bytes!("../src/dictionary-1.txt");
    let fnv = dictionary.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    assert_eq!((dictionary.len(), fnv), (12_651, 1_820_211_858_047_186_128));
}

#[test]
fn the_demonstration_is_a_short_link() {
    let length = encode(SHARE.trim_end()).unwrap().len();
    assert!(length < 500, "{length} characters");
}

#[test]
fn a_link_is_found_in_what_people_copy() {
    let fragment = encode(SHARE).unwrap();
    let (head, tail) = fragment.split_at(40);
    for link in [
        format!("https://playground.example/kms/?theme=dark{fragment}"),
        fragment.trim_start_matches('#').to_owned(),
        format!("  {head}\r\n> {tail}\n").replace("> ", ""),
        format!("{fragment})."),
        format!("{fragment}="),
    ] {
        assert_eq!(decode(&link).as_deref(), Ok(SHARE), "{link}");
    }
}

#[test]
fn what_is_no_link_says_so() {
    for text in ["", "#", "#matrix", "https://playground.example/", "#0abc", "#äöü"] {
        assert_eq!(decode(text), Err(DecodeError::NoLink), "{text}");
    }
    assert!(is_link("#9newer") && !is_link("#top") && !is_link(""));
    assert_eq!(decode("#2abc"), Err(DecodeError::Newer('2')));
}

#[test]
fn damage_is_told() {
    let fragment = encode(SHARE).unwrap();
    assert_eq!(decode(fragment.split_at(fragment.len() / 2).0), Err(DecodeError::CutOff));
    assert_eq!(decode("#1"), Err(DecodeError::CutOff));
    assert_eq!(decode("#1ab%7Ccd"), Err(DecodeError::Character { at: 4, found: '%' }));
    let behind = format!("{fragment}AAAA");
    assert_eq!(decode(&behind), Err(DecodeError::Damaged));
    let error = decode("#1ab%7Ccd").unwrap_err().to_string();
    assert_eq!(
        error,
        "character 4 behind the # is '%', which stands in no link: copy the link once more"
    );
}

#[test]
fn sizes_are_bounded() {
    let longest = " ".repeat(MAX_TEXT);
    let fragment = encode(&longest).unwrap();
    assert_eq!(decode(&fragment).map(|text| text.len()), Ok(MAX_TEXT));
    assert_eq!(encode(&" ".repeat(MAX_TEXT + 1)), Err(EncodeError::Text(MAX_TEXT + 1)));
    let long = format!("#1{}", "A".repeat(MAX_FRAGMENT));
    assert_eq!(decode(&long), Err(DecodeError::TooLong(MAX_FRAGMENT + 1)));
}

/// A few hundred characters that unpack to many megabytes.
#[test]
fn a_bomb_does_not_go_off() {
    let packed = miniz_oxide::deflate::compress_to_vec(&vec![b' '; 20 * MAX_TEXT], 10);
    let bomb = format!("#1{}", BASE64_URL_SAFE_NO_PAD.encode(packed));
    assert!(bomb.len() < MAX_FRAGMENT, "{}", bomb.len());
    assert_eq!(decode(&bomb), Err(DecodeError::TooLarge));
}

proptest! {
    #[test]
    fn there_and_back(text in "\\PC{0,2000}") {
        prop_assert_eq!(decode(&encode(&text).unwrap()), Ok(text));
    }

    #[test]
    fn the_length_is_known_before(text in "\\PC{0,2000}") {
        prop_assert_eq!(length(&text), encode(&text).unwrap().len());
    }

    #[test]
    fn policy_like_texts_too(words in prop::collection::vec(prop::sample::select(vec![
        "\\\"Effect\\\": \\\"Allow\\\",\\n", "kms:Decrypt", "arn:aws:iam::111122223333:root", "{", "}", "é", "😀", "\\n      ",
    ]), 0..400)) {
        let text = words.concat();
        prop_assert_eq!(decode(&encode(&text).unwrap()), Ok(text));
    }

    #[test]
    fn nothing_panics(text in "#?1?[A-Za-z0-9_-]{0,400}\\PC{0,8}") {
        let _ = decode(&text);
    }

    #[test]
    fn a_changed_link_is_damaged_or_another_text(at in 2usize..400, to in "[A-Za-z0-9_-]") {
        let mut link: Vec<char> = encode(SHARE).unwrap().chars().collect();
        let at = at % link.len();
        prop_assume!(at >= 2);
        link[at] = to.chars().next().unwrap();
        let link: String = link.into_iter().collect();
        let _ = decode(&link);
    }
}
