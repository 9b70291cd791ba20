use super::*;
use proptest::prelude::*;

#[test]
fn stars_and_question_marks() {
    for (pattern, text, expected) in [
        ("*", "", true),
        ("", "", true),
        ("", "a", false),
        ("?", "", false),
        ("a*b*c", "aXXbYYc", true),
        ("a*b*c", "aXXbYY", false),
        ("*?", "a", true),
        ("**", "abc", true),
        ("?", "é", true),
        ("Re*", "ReEncryptFrom", true),
        ("re*", "ReEncryptFrom", false),
    ] {
        assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
    }
}

#[test]
fn a_star_in_a_short_arn_crosses_colons_only_at_the_end_or_before_one() {
    let key = "arn:aws:kms:us-west-2:111122223333:key/1234";
    for (pattern, expected) in [
        ("*", true),
        ("arn:aws:kms:us-west-2:*", true),
        ("arn:*:key/1234", true),
        ("arn:aws:kms:us-*", true),
        ("arn:*/1234", false),
        ("arn?aws*", false),
    ] {
        assert_eq!(matches_short_arn(pattern, key), expected, "{pattern}");
    }
}

/// A star that may not cross a colon gives way to an earlier one that may.
#[test]
fn the_last_star_of_a_short_arn_is_not_always_the_one_to_give_way() {
    for (pattern, text, expected) in [
        ("*:a*b:c", "x:a:ab:c", true),
        ("*:a*b:c", "x:a-b:d:ab:c", true),
        ("*:a*b:c", "x:a-b:d:a:b:c", false),
        ("a*b*c:*:d*e", "a-b-b-c:x:d:d-e-e", true),
    ] {
        assert_eq!(matches_short_arn(pattern, text), expected, "{pattern} on {text}");
    }
}

/// Where stars would be tried at very many places, other ways take over.
#[test]
fn what_nearly_fits_everywhere_is_matched_all_the_same() {
    const LENGTH: usize = 10_000;
    let text = "a".repeat(LENGTH);
    let half = "a".repeat(LENGTH / 2);
    for (pattern, expected) in [
        (format!("*{half}b*"), false),
        (format!("*{half}b"), false),
        (format!("*{half}?*"), true),
        (format!("*{half}?b*"), false),
        (format!("*{}*{half}b", "a*".repeat(100)), false),
        ("*a".repeat(LENGTH), true),
        ("*a".repeat(LENGTH + 1), false),
    ] {
        let shown = pattern.get(..10);
        assert_eq!(matches(&pattern, &text), expected, "{shown:?}");
        let loud = pattern.to_uppercase();
        assert_eq!(matches_ignoring_case(&loud, &text), expected, "{shown:?}");
        let (pattern, text) = (format!("{pattern}:*"), format!("{text}:"));
        assert_eq!(matches_short_arn(&pattern, &text), expected, "{shown:?}");
    }
}

/// Does the pattern fit the text? By the definition: a star stands for nothing, or for one character
/// and itself once more.
fn fits(pattern: &[Step], text: &[char], case: Case) -> bool {
    let next = text.split_first();
    match pattern.split_first() {
        None => text.is_empty(),
        Some((Step::Char(wanted), behind)) => {
            next.is_some_and(|(c, rest)| case.same(*wanted, *c) && fits(behind, rest, case))
        }
        Some((Step::One(colons), behind)) => {
            next.is_some_and(|(c, rest)| colons.allow(*c) && fits(behind, rest, case))
        }
        Some((Step::Any(colons), behind)) => {
            fits(behind, text, case)
                || next.is_some_and(|(c, rest)| colons.allow(*c) && fits(pattern, rest, case))
        }
    }
}

fn is_narrow(step: &Step) -> bool {
    matches!(step, Step::One(_) | Step::Any(Colons::Not))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn every_way_agrees_with_the_definition(
        pattern in "[aAb:*?]{0,9}",
        text in "[aAb:]{0,10}",
        case in prop_oneof![Just(Case::Matters), Just(Case::Ignored)],
    ) {
        let characters: Vec<char> = text.chars().collect();
        for steps in [Steps::Text(pattern.chars()), Steps::ShortArn(pattern.chars())] {
            let all: Vec<Step> = steps.clone().collect();
            let expected = fits(&all, &characters, case);
            prop_assert_eq!(run(steps.clone(), &text, case), expected, "{:?} on {}", &steps, &text);
            let by_pieces = pieces::matches(steps.clone(), &text, case);
            prop_assert_eq!(by_pieces.unwrap_or(expected), expected, "{} on {}", &pattern, &text);
            prop_assert_eq!(by_pieces.is_some(), !all.iter().any(is_narrow), "{}", &pattern);
            prop_assert_eq!(
                automaton::matches(steps, &text, case), expected, "the automaton: {} on {}", &pattern, &text
            );
        }
    }

    /// Patterns of more than one word of 64 steps.
    #[test]
    fn the_automaton_agrees_at_any_length(
        parts in prop::collection::vec("[ab:]{0,50}", 1..8),
        stars in prop::collection::vec(prop_oneof![Just("*"), Just("?"), Just("")], 8),
        filling in prop::collection::vec("[ab:]{0,3}", 8),
        as_arn in any::<bool>(),
    ) {
        let join = |between: &mut dyn Iterator<Item = String>| -> String {
            parts.iter().map(|part| part.clone() + &between.next().unwrap_or_default()).collect()
        };
        let pattern = join(&mut stars.iter().map(|star| (*star).to_owned()));
        let text = join(&mut filling.iter().cloned());
        let steps = if as_arn { Steps::ShortArn(pattern.chars()) } else { Steps::Text(pattern.chars()) };
        prop_assert_eq!(
            automaton::matches(steps.clone(), &text, Case::Matters),
            run(steps, &text, Case::Matters),
            "{} on {}", &pattern, &text
        );
    }
}
