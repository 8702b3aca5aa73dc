//! Files that are read: by path, or `-` for standard input.

use crate::domain::secret::Secret;
use crate::error::{Failure, catalogue};
use crate::ops::{OpError, files};
use std::io::Read;
use std::path::Path;

/// As large as any certificate, key or policy.
const MOST: u64 = 4 * 1024 * 1024;

/// The whole file. Missing, empty, too large ones and folders are refused by name.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    if path != Path::new("-") {
        return Ok(files::read(path)?);
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin()
        .lock()
        .take(MOST + 1)
        .read_to_end(&mut bytes);
    let refused = |why: String| {
        Failure::new(&catalogue::INPUT_FILE, "standard input cannot be used").why(why)
    };
    read.map_err(|error| refused(error.to_string()))?;
    match bytes.len() as u64 {
        0 => Err(refused("it is empty".to_owned())),
        length if length > MOST => Err(refused("it is larger than 4 MiB".to_owned())),
        _ => Ok(bytes),
    }
}

/// Names the file whose content an operation could not read.
pub fn about<T>(path: &Path, result: Result<T, OpError>) -> Result<T, Failure> {
    result.map_err(|error| {
        let unreadable = matches!(error, OpError::Crypto(_));
        let mut failure = Failure::from(error);
        if unreadable {
            failure.message = format!("{}: {}", path.display(), failure.message);
        }
        failure
    })
}

/// As [`bytes`], for text.
pub fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes(path)?).map_err(|error| {
        let what = match error.as_bytes() {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "is UTF-16; save it as UTF-8".to_owned(),
            _ => format!(
                "is not UTF-8 from byte {} on",
                error.utf8_error().valid_up_to() + 1
            ),
        };
        Failure::new(&catalogue::INPUT_FILE, format!("{} {what}", named(path)))
    })
}

fn named(path: &Path) -> String {
    match path.to_str() {
        Some("-") => "standard input".to_owned(),
        _ => path.display().to_string(),
    }
}

/// As [`text`], for a license key or an API key: none has a blank in it, but editors and mails put some around it, and a
/// byte order mark before it.
pub fn key(path: &Path) -> Result<Secret, Failure> {
    let text = text(path)?;
    let key = text.strip_prefix('\u{feff}').unwrap_or(&text).trim();
    if key.is_empty() {
        let what = format!("{} holds nothing but blanks", named(path));
        return Err(Failure::new(&catalogue::INPUT_FILE, what));
    }
    Ok(Secret::new(key.to_owned()))
}

/// As [`text`], for a secret that may have blanks in it; line breaks at its end do not belong to it.
pub fn secret(path: &Path) -> Result<Secret, Failure> {
    let text = text(path)?;
    Ok(Secret::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}
