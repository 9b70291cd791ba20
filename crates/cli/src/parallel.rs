//! Work on every core, with results in the order of what was given, and progress on a terminal.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Readers of nested JSON recurse: as much as the main thread usually has.
const STACK: usize = 8 * 1024 * 1024;
/// Work that is done by then shows no progress.
const PATIENCE: Duration = Duration::from_millis(300);
/// Progress is not shown more often.
const PACE: Duration = Duration::from_millis(100);

/// Does `work` for every item.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let (next, progress) = (AtomicUsize::new(0), Progress::of(items.len()));
    let take_turns = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return done };
            done.push((index, work(item)));
            progress.one_more();
        }
    };
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, take_turns);
        // Threads that the system does not give are not needed: the others take their turns.
        let helpers: Vec<_> = (1..threads).filter_map(|index| spawn(index).ok()).collect();
        let mut results = take_turns();
        for helper in helpers {
            match helper.join() {
                Ok(more) => results.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    drop(progress);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// How many are done, in one line on standard error, where that is a terminal.
struct Progress {
    all: usize,
    done: AtomicUsize,
    /// When it is shown next, and whether it was. None: no one is there to see it.
    next: Option<Mutex<(Instant, bool)>>,
}

impl Progress {
    fn of(all: usize) -> Self {
        let seen = std::io::stderr().is_terminal();
        let next = seen.then(|| Mutex::new((Instant::now() + PATIENCE, false)));
        Self { all, done: AtomicUsize::new(0), next }
    }

    fn one_more(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        // Another thread is showing it.
        let Some(Ok(mut next)) = self.next.as_ref().map(Mutex::try_lock) else { return };
        let now = Instant::now();
        if now >= next.0 {
            *next = (now + PACE, true);
            let _ = write!(std::io::stderr(), "\r{done} of {} files", self.all);
        }
    }
}

impl Drop for Progress {
    /// The line goes.
    fn drop(&mut self) {
        let shown = |next: &mut Mutex<(Instant, bool)>| next.get_mut().is_ok_and(|next| next.1);
        if self.next.as_mut().is_some_and(shown) {
            let blank = " ".repeat(2 * self.all.to_string().len() + " of  files".len());
            let _ = write!(std::io::stderr(), "\r{blank}\r");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_come_in_order() {
        let items: Vec<usize> = (0..500).collect();
        let slow_first = |item: &usize| {
            if item.is_multiple_of(7) {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            item * 2
        };
        assert_eq!(map(&items, slow_first), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert_eq!(map(&items[..0], slow_first), Vec::<usize>::new());
    }
}
