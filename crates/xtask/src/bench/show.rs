//! Figures as people read them.

/// Three digits that count, in the unit that fits: `0.0953 µs`, `4.70 ms`, `2.31 s`.
pub fn time(microseconds: f64) -> String {
    match microseconds {
        time if time >= 999_500.0 => format!("{} s", digits(time / 1e6)),
        time if time >= 999.5 => format!("{} ms", digits(time / 1e3)),
        time => format!("{} µs", digits(time)),
    }
}

/// Three digits that count; whole numbers from 100 on.
fn digits(number: f64) -> String {
    // Rounded first: 9.999 has one digit before the point, and 10.0 two.
    let rounded: f64 = format!("{number:.2e}").parse().unwrap_or(number);
    let decimals = 2 - rounded.abs().max(1e-9).log10().floor() as i32;
    format!("{rounded:.*}", decimals.clamp(0, 6) as usize)
}

/// A budget, which is a round number.
pub fn round(microseconds: f64) -> String {
    match microseconds {
        time if time >= 1e6 => format!("{} s", time / 1e6),
        time if time >= 1e3 => format!("{} ms", time / 1e3),
        time => format!("{time} µs"),
    }
}

/// `1,234,567`
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_and_a_fitting_unit() {
        let cases = [
            (0.0953, "0.0953 µs"),
            (9.5, "9.50 µs"),
            (999.4, "999 µs"),
            (999.7, "1.00 ms"),
            (9_999.0, "10.0 ms"),
            (4_701.0, "4.70 ms"),
            (42_000.0, "42.0 ms"),
            (2_310_000.0, "2.31 s"),
            (123_000_000.0, "123 s"),
        ];
        for (microseconds, expected) in cases {
            assert_eq!(time(microseconds), expected);
        }
    }

    #[test]
    fn budgets_are_round() {
        for (microseconds, expected) in
            [(0.1, "0.1 µs"), (10.0, "10 µs"), (500.0, "500 µs"), (8e3, "8 ms"), (2.5e6, "2.5 s")]
        {
            assert_eq!(round(microseconds), expected);
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, expected) in
            [(10, "10"), (1_000, "1,000"), (100_000, "100,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(count(number), expected);
        }
    }
}
