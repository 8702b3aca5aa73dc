//! Where files lie: the platform's folders for configuration, data and cache.

use super::{ConfigError, Overrides};
use std::path::{Path, PathBuf};

/// The folders and the configuration file of this run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    pub config_file: PathBuf,
    pub data: PathBuf,
    pub cache: PathBuf,
}

impl Places {
    /// `--config` names the file; XDG variables move the folders.
    pub fn find(overrides: &Overrides) -> Result<Self, ConfigError> {
        let project = directories::ProjectDirs::from("", "", "pmctl").ok_or(ConfigError::NoHome)?;
        let config_file = match &overrides.config {
            Some(file) => file.value.clone(),
            None => project.config_dir().join("config.toml"),
        };
        Ok(Self {
            config_file,
            data: project.data_dir().to_owned(),
            cache: project.cache_dir().to_owned(),
        })
    }

    /// The folder that relative paths in the configuration file start from.
    pub fn config_folder(&self) -> &Path {
        self.config_file.parent().unwrap_or(Path::new("."))
    }
}
