//! Durations as people read them.

use std::time::Duration;

/// `0.4 s`, `59.9 s`, `3 min 12 s`.
pub fn human(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 59.95 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    format!("{} min {} s", whole / 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_below_a_minute_then_minutes() {
        let cases =
            [(0.04, "0.0 s"), (59.9, "59.9 s"), (59.96, "1 min 0 s"), (192.4, "3 min 12 s")];
        for (seconds, expected) in cases {
            assert_eq!(human(Duration::from_secs_f64(seconds)), expected);
        }
    }
}
