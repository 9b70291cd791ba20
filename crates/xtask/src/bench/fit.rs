//! How a time grows with a size: the exponent of the power that fits it best.

/// The slope of the straight line through the logarithms of sizes and times, by least squares over the upper half of
/// the points: below it what every call costs hides the growth. 1 is linear, 2 quadratic. `None` where fewer than two
/// points are left, or where they are all of one size.
pub fn exponent(points: &[(f64, f64)]) -> Option<f64> {
    let upper = points.get(points.len() / 2..)?;
    let logs: Vec<(f64, f64)> = upper.iter().map(|(size, time)| (size.ln(), time.ln())).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / logs.len() as f64;
    let (x, y) = (mean(|log| log.0), mean(|log| log.1));
    let together: f64 = logs.iter().map(|log| (log.0 - x) * (log.1 - y)).sum();
    let spread: f64 = logs.iter().map(|log| (log.0 - x).powi(2)).sum();
    Some(together / spread).filter(|slope| slope.is_finite())
}

#[cfg(test)]
mod tests {
    use super::exponent;

    fn check(time: impl Fn(f64) -> f64, expected: f64) {
        let sizes = [10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0, 10_000.0];
        let points = sizes.map(|size| (size, time(size)));
        let found = exponent(&points).unwrap();
        assert!((found - expected).abs() < 0.005, "{found} and not {expected}");
    }

    #[test]
    fn powers_have_their_exponent() {
        check(|size| 7.0 * size, 1.0);
        check(|size| 0.01 * size * size, 2.0);
        check(|_| 42.0, 0.0);
        check(|size| 3.0 * size.powf(1.25), 1.25);
    }

    #[test]
    fn the_lower_half_does_not_count() {
        check(|size| if size < 300.0 { 1e6 } else { size }, 1.0);
    }

    #[test]
    fn what_lies_beside_the_line_is_evened_out() {
        // Two tenths above and below: the best line through them is known.
        let points =
            [(1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (10.0, 12.0), (100.0, 80.0), (1_000.0, 1_200.0)];
        let expected = (1_200_f64 / 12.0).log10() / 2.0;
        assert!((exponent(&points).unwrap() - expected).abs() < 1e-9);
    }

    #[test]
    fn one_size_has_no_slope() {
        assert_eq!(exponent(&[]), None);
        assert_eq!(exponent(&[(10.0, 1.0)]), None);
        assert_eq!(exponent(&[(10.0, 1.0), (10.0, 2.0), (10.0, 3.0)]), None);
    }
}
