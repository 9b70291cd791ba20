//! How long a call takes. `crates/wasm/bench.mjs` has the same loop.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Called before it counts, so that caches are as warm as they get.
const WARM_UP: Duration = Duration::from_millis(50);
/// A sample is so many calls that the clock is exact.
const SAMPLE: Duration = Duration::from_millis(2);
/// Samples are taken for so long, and three at least, unless that takes too long.
const ALL_SAMPLES: Duration = Duration::from_millis(250);
const LEAST: usize = 3;
const TOO_LONG: Duration = Duration::from_secs(4);

/// The first quartile of the samples, in microseconds a call: what else the machine does only ever adds.
pub fn microseconds<T>(call: impl Fn() -> T) -> f64 {
    let calls_take = |calls: u32| {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(call());
        }
        start.elapsed()
    };
    let start = Instant::now();
    let mut once = calls_take(1);
    while start.elapsed() < WARM_UP {
        once = once.min(calls_take(1));
    }
    let calls = (SAMPLE.as_secs_f64() / once.as_secs_f64().max(1e-9)).clamp(1.0, 1e6) as u32;
    let start = Instant::now();
    let mut samples = Vec::new();
    loop {
        samples.push(calls_take(calls).as_secs_f64() * 1e6 / f64::from(calls));
        let enough = if samples.len() < LEAST { TOO_LONG } else { ALL_SAMPLES };
        if start.elapsed() >= enough {
            break;
        }
    }
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 4]
}
