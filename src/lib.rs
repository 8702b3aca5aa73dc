//! `pmctl`: the Partner Management module of MOSIP as one command-line binary.
//!
//! Layers and what each may import (kept by `tests/layers.rs`):
//!
//! | layer | may import |
//! |---|---|
//! | `domain` | nothing of ours |
//! | `crypto` | `domain` |
//! | `manifest` | `domain` |
//! | `store` | `domain`, `crypto` |
//! | `kernel` | `domain` |
//! | `ida` | `domain` |
//! | `devkernel` | `kernel::wire` |
//! | `ops` | `domain`, `crypto`, `manifest`, `store`, `kernel`, `ida` |
//! | `output` | `domain` |
//! | `cli` | `ops`, `output`, `domain`, `app`, `config`, `error` |
//!
//! `app`, `config`, `error` and `main` join the layers and are free.

pub mod app;
pub mod cli;
pub mod config;
pub mod crypto;
pub mod devkernel;
pub mod domain;
pub mod error;
pub mod ida;
pub mod kernel;
pub mod manifest;
pub mod ops;
pub mod output;
pub mod store;
