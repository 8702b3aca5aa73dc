//! What is said and how: printer, table, progress, and one view per noun.

pub mod cell;
pub mod printer;
pub mod progress;
pub mod prometheus;
pub mod table;
pub mod view;

pub use cell::{Cell, Field, Tone};
pub use printer::{Format, Printer, Screen};
pub use view::View;
