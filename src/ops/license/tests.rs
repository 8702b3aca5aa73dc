//! What each command does to each state, and that any sequence of them ends as a model says.

mod model;
mod table;
mod world;
