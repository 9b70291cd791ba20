//! Work shared among as many threads as the machine has cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does tasks 0 to `tasks` and merges what the threads counted.
pub fn shared<T: Default + Send>(
    tasks: usize,
    work: impl Fn(usize, &mut T) + Sync,
    merge: impl Fn(&mut T, T),
) -> T {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut counts = T::default();
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= tasks {
                return counts;
            }
            work(task, &mut counts);
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut all = T::default();
    thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        for thread in started {
            merge(&mut all, thread.join().expect("a thread that did not panic"));
        }
    });
    all
}
