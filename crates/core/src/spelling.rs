//! What somebody meant who wrote a word that is not known.

/// The known word that is nearest to `word`, within so many changes of a character.
pub(crate) fn nearest(
    word: &str,
    known: impl Iterator<Item = &'static str>,
    within: usize,
) -> Option<&'static str> {
    known
        .map(|known| (edit_distance(word, known), known))
        .min()
        .filter(|(distance, _)| *distance <= within)
        .map(|(_, known)| known)
}

/// How many characters must be put in, taken out or replaced to turn `a` into `b`.
fn edit_distance(a: &str, b: &str) -> usize {
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
