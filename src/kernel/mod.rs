//! The client of MOSIP's Kernel: one file per service, and their JSON in `wire`.

pub mod wire;
