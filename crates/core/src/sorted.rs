//! Sorting what is short or nearly sorted already.

/// Sorts by inserting one after the other; equals keep their order. The standard library's sort is
/// better at long lists, and 4 KB of WebAssembly for every type.
pub(crate) fn sort_by<T>(list: &mut [T], in_order: impl Fn(&T, &T) -> bool) {
    for end in 0..list.len() {
        let Some((last, sorted)) = list.get(..=end).and_then(<[T]>::split_last) else { return };
        let place = sorted.partition_point(|one| in_order(one, last));
        if let Some(behind) = list.get_mut(place..=end) {
            behind.rotate_right(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort_by;

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut state = 7_u32;
        for length in 0..40 {
            let mut list: Vec<(u32, usize)> = (0..length)
                .map(|index| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 29, index)
                })
                .collect();
            let mut expected = list.clone();
            expected.sort_by_key(|one| one.0);
            sort_by(&mut list, |a, b| a.0 <= b.0);
            assert_eq!(list, expected);
        }
    }
}
