//! Every failure that the tool can report: one table, read by `pmctl explain`.

use super::Exit;

/// What stands behind a stable code. The code is never given to another meaning.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    pub code: &'static str,
    pub exit: Exit,
    /// One line, without a full stop.
    pub title: &'static str,
    /// What it means and how it comes about.
    pub explain: &'static str,
    /// General advice, for a failure that carries no particular one.
    pub fix: &'static [&'static str],
    /// Whether the same command may succeed later without any change.
    pub retryable: bool,
}

macro_rules! catalogue {
    ($($name:ident: $code:literal, $exit:ident, $retry:ident, $title:literal,
        $explain:literal, [$($fix:literal),* $(,)?];)*) => {
        $(pub static $name: Entry = Entry {
            code: $code,
            exit: Exit::$exit,
            title: $title,
            explain: $explain,
            fix: &[$($fix),*],
            retryable: retry!($retry),
        };)*

        /// In the order of the codes.
        pub static ALL: &[&Entry] = &[$(&$name),*];
    };
}

macro_rules! retry {
    (retry) => {
        true
    };
    (final) => {
        false
    };
}

catalogue! {
    FORBIDDEN: "PM-ACC-001", Forbidden, final, "The role does not allow it",
        "The roles in the token of whoever is logged in do not amount to the capability that this command needs. \
         Roles come from the IAM; no flag changes them.",
        ["run pmctl whoami to see the roles, and ask an ida-admin"];
    MISP_BLOCKED: "PM-ACC-002", Conflict, final, "The MISP is blocked",
        "A blocked MISP can do no transaction: nothing may be written, sent, shared or revealed for it by itself or \
         by its partners. Reading remains. An ida-admin is not bound by the block.",
        ["an ida-admin lifts it: pmctl misp unblock ID"];
    PARTNER_BLOCKED: "PM-ACC-003", Conflict, final, "The partner is blocked",
        "A blocked partner can do no transaction until it is unblocked. Reading remains.",
        ["pmctl partner unblock ID"];
    BLOCKED_BY_ADMIN: "PM-ACC-004", Forbidden, final, "An ida-admin set this block",
        "A block that an ida-admin set is lifted by an ida-admin only.",
        ["ask an ida-admin to run pmctl partner unblock ID"];
    NOT_LOGGED_IN: "PM-AUT-001", Auth, final, "Nobody is logged in",
        "The context names no service client and no valid login is kept, so there is no token to act with.",
        ["pmctl login"];
    LOGIN_REFUSED: "PM-AUT-002", Auth, final, "The IAM refused the login",
        "The user name, the password, or the client and its secret were refused. Nothing was changed.",
        ["check the user name and type the password again", "check the service client's secret in the context"];
    TOKEN_REFUSED: "PM-AUT-003", Auth, final, "The token was refused",
        "A token did not pass its checks here (signature, expiry, issuer, audience), or the Kernel answered 401 to a \
         fresh one.",
        ["pmctl login", "check that the context's issuer is the one that the Kernel trusts"];
    CONFIG_SYNTAX: "PM-CFG-001", Usage, final, "The configuration file is not valid",
        "The file is not TOML, has a key that is not known, or a value of the wrong form. Line and column are named.",
        ["correct the file; pmctl context show names it"];
    NO_CONTEXT: "PM-CFG-002", NotFound, final, "There is no such context",
        "The context that was asked for, or the one marked current, is not in the configuration file.",
        ["pmctl context list shows what there is"];
    LITERAL_SECRET: "PM-CFG-003", Usage, final, "A secret stands in the configuration file",
        "Secrets never stand in the file itself: it is copied, shown and committed too easily. It names a source: \
         { file = \"…\" }, { env = \"…\" }, { fd = 3 } or { command = [\"…\"] }.",
        ["move it to a file of mode 0600 and write { file = \"…\" }", "change the secret, since it has been written down"];
    SECRET_SOURCE: "PM-CFG-004", Usage, final, "A secret cannot be read from its source",
        "The file, variable, descriptor or command that the context names gave no usable secret.",
        ["check the source that the context names"];
    CONTEXT_DIFFERS: "PM-CFG-005", Conflict, final, "The context exists and differs",
        "A context is not overwritten by adding one of the same name.",
        ["choose another name, or remove it first: pmctl context remove NAME"];
    CONFIG_WRITE: "PM-CFG-006", Failure, final, "The configuration cannot be written",
        "The file or its folder cannot be written, or holds something that cannot be edited safely.",
        ["check folder and permissions, or edit the file by hand"];
    SETTING_MISSING: "PM-CFG-007", Usage, final, "The context lacks a setting",
        "The command needs something that the context does not name.",
        ["pmctl context show"];
    NO_HOME: "PM-CFG-008", Usage, final, "There is no home folder",
        "Without HOME the folders for configuration, data and cache cannot be found.",
        ["set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_CACHE_HOME"];
    FAILURE: "PM-GEN-001", Failure, final, "Something unexpected went wrong",
        "A fault of the tool, or of the machine that it runs on, that has no code of its own.",
        ["report it with the text above"];
    OUTPUT: "PM-GEN-002", Failure, final, "The output cannot be written",
        "Standard output or the file that was named cannot be written. What the command did before stays done.",
        ["check the disk and the permissions, and run it again"];
    INPUT_FILE: "PM-INP-001", Invalid, final, "A file cannot be read",
        "The file is missing, is a folder, is empty, or may not be read. Nothing was changed.",
        ["check the path"];
    INVALID_VALUE: "PM-INP-002", Invalid, final, "A value breaks a rule",
        "A name, phone number, address, date or other value is not of the form that MOSIP takes.",
        ["correct the value"];
    UNKNOWN_CODE: "PM-INP-003", NotFound, final, "There is no such code",
        "pmctl explain was asked for a code that is not in the catalogue.",
        ["pmctl explain lists every code"];
    USAGE: "PM-USE-001", Usage, final, "The command line is not understood",
        "A command, flag or value is unknown or missing.",
        ["add --help to the command to see what it takes"];
    VALUE_NEEDED: "PM-USE-002", Usage, final, "A value is needed and nobody can be asked",
        "On a terminal a missing value is asked for. There is none, or --no-input was given.",
        ["give the flags that are named"];
    SECRET_ON_ARGV: "PM-USE-003", Usage, final, "A secret stands on the command line",
        "Whatever stands on the command line is seen by every process of the machine and kept in the shell's \
         history. No command takes a secret there.",
        ["type it at the prompt, or use a file, a variable, a file descriptor or a helper command",
         "change the secret, since it has been shown"];
    NOT_CONFIRMED: "PM-USE-004", Usage, final, "The step was not confirmed",
        "A step that stops something asks first. Without a terminal it wants --yes. Nothing was changed.",
        ["add --yes"];
}

/// The entry of a code, written in any case.
pub fn find(code: &str) -> Option<&'static Entry> {
    ALL.iter()
        .find(|entry| entry.code.eq_ignore_ascii_case(code))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_unique_and_well_formed() {
        for pair in ALL.windows(2) {
            assert!(pair[0].code < pair[1].code, "{}", pair[1].code);
        }
        for entry in ALL {
            let parts: Vec<&str> = entry.code.split('-').collect();
            assert_eq!(parts.len(), 3, "{}", entry.code);
            assert_eq!(parts[0], "PM");
            assert!(parts[2].len() == 3 && parts[2].chars().all(|c| c.is_ascii_digit()));
            assert!(!entry.title.ends_with('.'));
            assert!(
                !entry.explain.is_empty() && !entry.fix.is_empty(),
                "{}",
                entry.code
            );
        }
    }

    #[test]
    fn codes_are_found_in_any_case() {
        assert_eq!(find("pm-use-001"), Some(&USAGE));
        assert_eq!(find("PM-USE-999"), None);
    }
}
