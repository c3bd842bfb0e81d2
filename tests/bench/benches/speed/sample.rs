//! Measurements of one thing, and what is said of them: the median, and the middle eight tenths.

use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};

/// Measurements of one thing, sorted.
#[derive(Clone, Debug)]
pub struct Sample(Vec<f64>);

impl Sample {
    /// Of these measurements, at least one.
    pub fn new(mut values: Vec<f64>) -> Self {
        assert!(!values.is_empty(), "a sample of nothing");
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// The value below which this part of the measurements lies, from 0 to 1.
    pub fn at(&self, part: f64) -> f64 {
        let last = self.0.len() - 1;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in a list"
        )]
        let place = (part * last as f64).round() as usize;
        self.0[place.min(last)]
    }

    /// The median.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// `median (p10–p90)`, each as `show` writes it.
    pub fn show(&self, show: impl Fn(f64) -> String) -> String {
        format!(
            "{} ({}–{})",
            show(self.median()),
            show(self.at(0.1)),
            show(self.at(0.9))
        )
    }
}

/// Seconds that each turn of some work took; what `prepare` does isn't counted.
pub fn seconds<T, R>(
    turns: usize,
    prepare: impl FnMut(usize) -> T,
    work: impl FnMut(T) -> R,
) -> Sample {
    let begun = Instant::now();
    by(|| begun.elapsed().as_secs_f64(), turns, prepare, work)
}

/// The same in processor time of this thread, for work that waits for nothing: others who use the
/// machine don't lengthen it.
pub fn cpu_seconds<T, R>(
    turns: usize,
    prepare: impl FnMut(usize) -> T,
    work: impl FnMut(T) -> R,
) -> Sample {
    let now = || {
        let now = clock_gettime(ClockId::ThreadCPUTime);
        now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
    };
    by(now, turns, prepare, work)
}

fn by<T, R>(
    now: impl Fn() -> f64,
    turns: usize,
    mut prepare: impl FnMut(usize) -> T,
    mut work: impl FnMut(T) -> R,
) -> Sample {
    let turn = |n| {
        let input = prepare(n);
        let begun = now();
        let result = std::hint::black_box(work(std::hint::black_box(input)));
        let took = now() - begun;
        drop(result);
        took
    };
    Sample::new((0..turns).map(turn).collect())
}
