//! What somebody meant who wrote a word that is not known.

/// The known word that is nearest to `word`, within so many changes of a character.
pub(crate) fn nearest(
    word: &str,
    known: impl Iterator<Item = &'static str>,
    within: usize,
) -> Option<&'static str> {
    known
        .filter_map(|known| Some((distance_within(word, known, within)?, known)))
        .min()
        .map(|(_, known)| known)
}

/// How many characters two words differ by, where these are no more than `within`. Most pairs of
/// words already differ by more in length.
pub(crate) fn distance_within(a: &str, b: &str, within: usize) -> Option<usize> {
    let near = a.chars().count().abs_diff(b.chars().count()) <= within;
    near.then(|| edit_distance(a, b)).filter(|distance| *distance <= within)
}

/// No word that is known is nearly so long: it is not compared, since that takes as long as both
/// words are together.
const LONGEST: usize = 200;

/// How many characters must be put in, taken out or replaced to turn `a` into `b`.
pub(crate) fn edit_distance(a: &str, b: &str) -> usize {
    if a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (to, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let best = (diagonal + usize::from(from != *to)).min(left + 1).min(*above + 1);
            diagonal = std::mem::replace(above, best);
            left = best;
        }
        row.iter_mut().take(1).for_each(|first| *first = i + 1);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_understood_and_another_word_is_not() {
        let known = || ["policy", "policies", "arn"].into_iter();
        assert_eq!(nearest("polcy", known(), 2), Some("policy"));
        assert_eq!(nearest("", known(), 2), None);
        assert_eq!(nearest("color", known(), 2), None);
    }
}
