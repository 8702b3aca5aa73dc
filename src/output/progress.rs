//! What is going on, on stderr, while a terminal watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// A line that moves on a terminal and is silent everywhere else.
#[derive(Debug, Clone)]
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// `shown` is whether stderr is a terminal and nobody asked for quiet.
    pub fn new(shown: bool) -> Self {
        let target = if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// Says what begins now.
    pub fn step(&self, text: &str) {
        self.bar.enable_steady_tick(Duration::from_millis(120));
        self.bar.set_message(super::cell::escaped(text));
    }

    /// Takes the line away, so that data follows on a clean screen.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
