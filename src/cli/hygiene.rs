//! Secrets have no place on the command line: the usual flags for them are caught and explained.

use crate::error::{Failure, catalogue};
use std::ffi::OsString;

const TRAPS: [&str; 5] = [
    "--password",
    "--secret",
    "--token",
    "--client-secret",
    "--api-token",
];

/// Refuses the flags with which other tools take secrets, without repeating what was given.
pub fn check(arguments: &[OsString]) -> Result<(), Failure> {
    let words = arguments.iter().skip(1).filter_map(|word| word.to_str());
    for word in words.take_while(|word| *word != "--") {
        let flag = word.split('=').next().unwrap_or(word);
        if TRAPS.contains(&flag) {
            return Err(Failure::new(
                &catalogue::SECRET_ON_ARGV,
                format!("{flag} is not taken, so that no secret stands on the command line"),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn traps_close_without_an_echo() {
        for line in [
            "pmctl login --password hunter2",
            "pmctl --token=hunter2 misp list",
        ] {
            let failure = check(&words(line)).unwrap_err();
            assert_eq!(failure.exit().number(), 2);
            assert!(!format!("{failure:?}").contains("hunter2"));
        }
        assert!(check(&words("pmctl login --password-file x")).is_ok());
        assert!(check(&words("pmctl explain -- --token")).is_ok());
    }
}
