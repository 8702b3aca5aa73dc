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
    ROWS_FORBIDDEN: "PM-ACC-005", Forbidden, final, "Rows of the file are beyond your rights",
        "Nothing was run. What the actor may not do must be so already, or be done by somebody who may.",
        ["leave the rows out, or have somebody with the rights apply the file"];
    LOGIN_TAKEN: "PM-ACC-006", Conflict, final, "The login acts for another one",
        "A login acts for one MISP and for one partner of it at most, because what it may see and do is decided by the \
         record that names it. Changing a record's login takes effect at the next command: the old one acts for it no more.",
        ["choose another login, or give the other record another one first: pmctl misp update, pmctl partner update"];
    API_KEY_REPLACED: "PM-API-001", Conflict, final, "The API key was replaced",
        "It was retired when another took its place: by reissue, or by a mapping to another policy. It stays out of force, \
         so that one key at a time is the partner's.",
        ["use its successor: pmctl api-key list --partner PARTNER"];
    API_KEY_NOT_CURRENT: "PM-API-002", Conflict, final, "The API key is not the partner's current one",
        "Only the key that the partner's mapping names is reissued. A second run of a reissue ends here too: nothing is \
         issued twice.",
        ["pmctl api-key list --partner PARTNER shows the current one"];
    REVOKED_BY_ADMIN: "PM-API-003", Forbidden, final, "An ida-admin revoked this API key",
        "What an ida-admin revoked is given back by an ida-admin only, and so is a new key in its place.",
        ["ask an ida-admin to run pmctl api-key restore ID, or pmctl api-key reissue ID for a new key"];
    API_KEY_NOT_WRITTEN: "PM-API-004", Partial, final, "A new API key was not written",
        "The key was issued and is stored; the file could not be written. Running reissue again would issue nothing.",
        ["mend the file's folder, then: pmctl api-key show ID --key-to FILE"];
    NOT_LOGGED_IN: "PM-AUT-001", Auth, final, "Nobody is logged in",
        "The context names no service client and no valid login is kept, so there is no token to act with.",
        ["pmctl login"];
    LOGIN_REFUSED: "PM-AUT-002", Auth, final, "The IAM refused the login",
        "The user name, the password, or the client and its secret were refused. Nothing was changed.",
        ["check the user name and type the password again", "check the service client's secret in the context"];
    TOKEN_REFUSED: "PM-AUT-003", Auth, final, "The token was refused",
        "A token that the issuer gave did not pass its checks here: signature, key, algorithm, expiry, issuer, or the \
         client that it was issued to. The one that failed is named.",
        ["check the context's issuer and client: pmctl context show", "pmctl login"];
    CLOCKS: "PM-AUT-004", Auth, retry, "The clocks disagree",
        "A token says when it was issued. By this machine's clock that lies more than 60 s away from now, so nothing \
         can be said of when tokens, licenses and certificates begin and end.",
        ["set this machine's clock, e.g. by NTP (timedatectl set-ntp true); if it is right, have the issuer's set"];
    LOGIN_ENDED: "PM-AUT-005", Auth, final, "The login has ended",
        "The token has expired, and the IAM gives no new one: the session ended, by its age or by a logout, or the \
         context names another client than the login went through.",
        ["pmctl login", "or pmctl logout, to act as the context's service client"];
    LOGIN_DENIED: "PM-AUT-006", Auth, final, "The login was denied",
        "In the browser the login was answered with no. Nothing was kept.",
        ["pmctl login --device shows a new code"];
    LOGIN_LATE: "PM-AUT-007", Auth, retry, "The login was not approved in time",
        "The code that was shown has expired, or is used up. Nothing was kept.",
        ["pmctl login --device shows a new code"];
    SESSION_GOES_ON: "PM-AUT-008", Pending, final, "The session on the server goes on",
        "The login is forgotten here, and this machine can no longer act by it. The server was not told: its session lives \
         until it expires.",
        ["an administrator of the IAM can end the person's sessions at once"];
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
        ["to change it: pmctl config set KEY VALUE --context NAME",
         "or choose another name, or remove it first: pmctl context remove NAME"];
    CONFIG_WRITE: "PM-CFG-006", Failure, final, "The configuration cannot be written",
        "The file or its folder cannot be written, or holds something that cannot be edited safely.",
        ["check folder and permissions, or edit the file by hand"];
    SETTING_MISSING: "PM-CFG-007", Usage, final, "The context lacks a setting",
        "The command needs something that the context does not name.",
        ["pmctl context show"];
    NO_HOME: "PM-CFG-008", Usage, final, "There is no home folder",
        "Without HOME the folders for configuration, data and cache cannot be found.",
        ["set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_CACHE_HOME"];
    DIFFERS: "PM-CON-001", Conflict, final, "It exists and differs",
        "Something of that name exists with other values. Adding the same again is unchanged; adding something else \
         under the same name is refused, so that nothing is overwritten by accident.",
        ["choose another name, or change what exists with update"];
    NAME_TAKEN: "PM-CON-002", Conflict, final, "The name is taken",
        "Names are compared without case and composition: those of MISPs everywhere, those of partners and policies \
         within their policy group.",
        ["choose another name"];
    ID_IN_USE: "PM-CON-003", Conflict, final, "The id is in use",
        "MISPs and partners share one namespace, because the Kernel keeps the keys of both under one application.",
        ["choose another id, or leave it out to get the next one"];
    ID_KNOWN: "PM-CON-004", Conflict, final, "The Kernel keeps a key under this id",
        "Somebody else's key would be replaced without a word, so the id is not used.",
        ["choose another id, or add --adopt if the key is meant to be replaced"];
    NO_FREE_ID: "PM-CON-005", Conflict, final, "No free id was found",
        "Many ids in a row are known to the Kernel already.",
        ["let the context begin to count higher: [contexts.NAME.ids] start"];
    LICENSE_REVOKED: "PM-CON-006", Conflict, final, "The license was revoked",
        "Renewing would give back what was taken away.",
        ["to replace a key that leaked: pmctl misp renew-license MISP --early, then pmctl license revoke OLD",
         "to take it back: pmctl license restore ID"];
    OTHER_GROUP: "PM-CON-008", Conflict, final, "The policy is in another group",
        "A partner gets policies of its own policy group only, as in MOSIP.",
        ["choose a policy of the partner's group: pmctl policy list --group GROUP"];
    MAPPING_WAITING: "PM-CON-009", Conflict, final, "A request waits for a decision",
        "A partner has one request at a time. Another policy is asked for when the open one is decided.",
        ["a policy-manager decides it: pmctl mapping list --state requested"];
    MAPPED: "PM-CON-010", Conflict, final, "The partner has another policy",
        "A partner is mapped to one policy. Another one takes its place only when asked, with a new API key, because ID \
         Authentication cannot re-map a key.",
        ["add --replace"];
    DECIDED: "PM-CON-011", Conflict, final, "The request was decided before",
        "A request is approved or rejected once. This one was approved, and its mapping has been replaced by a newer one.",
        ["pmctl partner show PARTNER shows what holds now"];
    NO_CERTIFICATE: "PM-CON-012", Conflict, final, "There is no certificate",
        "The holder has no certificate that the Kernel re-signed.",
        ["pmctl cert upload ID --file FILE"];
    KEY_UPLOADED: "PM-CON-013", Conflict, final, "The partner has an uploaded key",
        "An uploaded key is replaced on purpose only: with rotate, which keeps the history.",
        ["pmctl key rotate PARTNER --file FILE"];
    NO_KEY: "PM-CON-014", Conflict, final, "The partner has no key",
        "The Kernel has nothing to encrypt with until a certificate or a key is uploaded.",
        ["pmctl cert upload or pmctl key upload"];
    ENTRY_DESTROYED: "PM-CON-015", Conflict, final, "The Kernel's entry is destroyed",
        "Two different certificates met at the Kernel under one reference. Since then it answers KER-KMS-003 to \
         everything about it, and no call mends that.",
        ["a database administrator of the Keymanager deletes the rows of this reference from key_alias and key_store, \
          then upload again"];
    NOT_YET_VALID: "PM-CON-017", Conflict, final, "The certificate is not valid yet",
        "A certificate that is not yet valid destroys the Kernel's entry, so it is not sent.",
        ["upload it when it has become valid"];
    NO_MAPPING: "PM-CON-018", Conflict, final, "The partner has no policy",
        "Nothing can be shared before a mapping is approved.",
        ["pmctl partner map-policy PARTNER --policy GROUP/NAME"];
    BUSY: "PM-CON-019", Conflict, retry, "Another process works on it",
        "It did not end within the time-out. Two processes never do the same thing at once.",
        ["run it again, or raise --timeout"];
    POLICY_IS_DRAFT: "PM-CON-030", Conflict, final, "The policy is a draft",
        "A draft was never in force and no partner is mapped to it, so there is nothing to take out of force or to put \
         back. Publishing puts it in force.",
        ["pmctl policy publish POLICY"];
    POLICY_IS_PUBLISHED: "PM-CON-031", Conflict, final, "A published policy never changes",
        "Partners were mapped to what was published, and what they may ask for does not change behind their backs. A new \
         version is a new policy, to which a partner is mapped with --replace.",
        ["pmctl policy add NAME --group GROUP --version VERSION --file FILE",
         "then pmctl partner map-policy PARTNER --policy GROUP/NAME --replace"];
    NOT_FOR_MISP: "PM-CON-032", Conflict, final, "The policy is not one for a MISP",
        "A MISP is given a policy of kind MISP: what it may ask ID Authentication for in place of others. Auth and \
         DataShare policies are for partners.",
        ["pmctl policy list shows the kinds; add one of kind MISP: pmctl policy add NAME --kind MISP"];
    DRAFT_ENDED: "PM-CON-033", Conflict, final, "The draft has ended",
        "Its validity counts from when it was added, and is over. The dates of a published policy never change, so it would \
         be of no use to anybody, and its name would be taken.",
        ["pmctl policy update POLICY --validity DURATION, which counts from when it was added; then publish it"];
    FAILURE: "PM-GEN-001", Failure, final, "Something unexpected went wrong",
        "A fault of the tool, or of the machine that it runs on, that has no code of its own.",
        ["report it with the text above"];
    OUTPUT: "PM-GEN-002", Failure, final, "The output cannot be written",
        "Standard output or the file that was named cannot be written. What the command did before stays done.",
        ["check the disk and the permissions, and run it again"];
    IDA: "PM-IDA-001", Unavailable, retry, "ID Authentication did not take a message",
        "It could not be reached, or it refused the message.",
        ["check [contexts.NAME.ida]; pmctl outbox list shows what waits and why"];
    IDA_SETUP: "PM-IDA-002", Usage, final, "ID Authentication is not set up",
        "The context names neither its callback nor its hub, or the address or secret there cannot be used. Nothing was sent.",
        ["pmctl config set ida.callback URL ida.secret file:PATH", "or, where a hub passes events on: pmctl config set ida.hub URL"];
    NOT_SHARED: "PM-IDA-003", Conflict, final, "A pull of this policy would be refused",
        "ID Authentication would get this code instead of the policy: the license in force of the partner's MISP, the \
         partner, its API key, its policy or its policy group is not active, has expired, or is not there. Nothing was shared.",
        ["pmctl ida check PARTNER says what stands in the way"];
    SERVE_ADDRESS: "PM-IDA-004", Conflict, final, "The address cannot be listened on",
        "Another server listens there, or this machine has no such address, or the port is not this user's to take.",
        ["choose another with --listen, or end the other server"];
    SERVE_PLAIN: "PM-IDA-005", Usage, final, "Keys would cross a network in clear",
        "Requests of ID Authentication carry license keys, API keys and tokens. On an address that others can reach they \
         are served over TLS, or over plain HTTP only where somebody says that something else encrypts them.",
        ["give --tls-cert FILE and --tls-key FILE, or --insecure-http behind a proxy that ends TLS"];
    SERVE_TLS: "PM-IDA-006", Invalid, final, "The certificate or key of the server cannot be used",
        "Both are PEM files: the certificate with its intermediates after it, and its private key, which belongs to it.",
        ["check both files; openssl x509 -in CERT -noout -text shows the certificate"];
    SERVE: "PM-IDA-007", Failure, final, "The server cannot run",
        "The system refused a thread or a socket.",
        ["check the limits of the system: ulimit -a"];
    INPUT_FILE: "PM-INP-001", Invalid, final, "A file cannot be used",
        "The file is missing, is a folder, is empty, is too large, or may not be read. Nothing was changed.",
        ["check the path"];
    INVALID_VALUE: "PM-INP-002", Invalid, final, "A value breaks a rule",
        "A name, phone number, address, date or other value is not of the form that MOSIP takes.",
        ["correct the value"];
    UNKNOWN_CODE: "PM-INP-003", NotFound, final, "There is no such code",
        "pmctl explain was asked for a code that is not in the catalogue.",
        ["pmctl explain lists every code"];
    FILE_SYNTAX: "PM-INP-004", Usage, final, "The onboarding file is not TOML",
        "Nothing behind the named place was looked at, and nothing was changed.",
        ["correct the file at the named place"];
    FILE_VALUES: "PM-INP-005", Invalid, final, "The onboarding file has faults",
        "All of them are told at once, with line and column. Nothing was changed.",
        ["correct them and run it again"];
    POLICY: "PM-INP-006", Invalid, final, "The policy document has faults",
        "It breaks MOSIP's schema of its kind, or something in it would make ID Authentication fail later.",
        ["correct it; pmctl policy check FILE tells all findings"];
    CERTIFICATE: "PM-INP-007", Invalid, final, "The Kernel would refuse the certificate",
        "Every check that the Kernel runs was run here first, so nothing was sent.",
        ["ask its CA for one that passes; pmctl cert inspect FILE tells all findings"];
    CRYPTO: "PM-INP-008", Invalid, final, "A key or certificate cannot be read",
        "The file is neither of the forms that are taken (PEM, DER, p7b, JWK), or holds something else.",
        ["check the file"];
    KEY_MISMATCH: "PM-INP-009", Invalid, final, "The private key is another one",
        "What the Kernel encrypted for the partner is not decrypted by this private key.",
        ["pmctl key show PARTNER says what the Kernel encrypts to"];
    FOREIGN_FILE: "PM-INP-010", Invalid, final, "A file is not replaced",
        "A key replaces an empty file or one that holds a key and nothing else, and nothing replaces a private key: a slip \
         in a path must not cost what cannot be made again. The file is as it was.",
        ["name another path, or move the file away"];
    REQUEST: "PM-INP-020", Invalid, final, "A captured request cannot be looked at",
        "It is HTTP/1.1 as text: the request line, headers, an empty line and the body, byte for byte as they were sent. \
         Nothing of it is shown or kept: it holds keys.",
        ["capture it anew, with all its bytes", "check without it: pmctl ida check PARTNER --license-file FILE --api-key-file FILE"];
    DEV_KERNEL: "PM-KER-001", Failure, final, "The embedded Kernel cannot run",
        "Its state file cannot be used, or the address to listen on is taken.",
        ["check the address and the folder"];
    KERNEL_AWAY: "PM-KER-002", Unavailable, retry, "The Kernel cannot be reached",
        "No connection came about, so nothing was done there. What was done here stays done.",
        ["check address and network, and run it again: it goes on where it stopped"];
    KERNEL_SILENT: "PM-KER-003", Unavailable, retry, "The Kernel gave no answer",
        "The request was sent, and a time-out, a cut connection or a server error came back: nobody knows whether it was \
         done. It is journaled, and the same command finishes it.",
        ["run it again"];
    KERNEL_LOGIN: "PM-KER-004", Auth, final, "The Kernel does not accept who calls",
        "The login was refused, or a fresh token was answered with 401: the Kernel does not trust its issuer, or does not \
         take its client or audience.",
        ["check client and secret of the context, and that the Kernel trusts its issuer and takes its audience",
         "pmctl login"];
    KERNEL_ROLE: "PM-KER-005", Forbidden, final, "The service principal lacks a role",
        "The Kernel answered 403. The roles that would do in MOSIP's shipped configuration are named.",
        ["give the service account one of the roles"];
    KERNEL_REFUSED: "PM-KER-006", Invalid, final, "The Kernel refused",
        "Nothing was done there, and the same input would be refused again. The Kernel's own code and words are shown.",
        ["correct what its message names"];
    KERNEL_PROTOCOL: "PM-KER-007", Protocol, final, "The Kernel's answer makes no sense",
        "The answer is not of the form that MOSIP's services give. Something else may answer at that address.",
        ["check the address: pmctl kernel ping"];
    KERNEL_SETUP: "PM-KER-008", Usage, final, "The Kernel is not set up",
        "An address, a secret or a certificate file of the context is missing or cannot be used. Nothing was sent.",
        ["pmctl context show, pmctl context test"];
    NOT_HANDED_OVER: "PM-LIC-001", Partial, retry, "A new license key was not handed over",
        "The license is issued and stored; the file could not be written, or the hook ended with an error or not in time. A key that \
         has not left yet is handed over by the next renewal with --new-key-to or --hook, though nothing is due then.",
        ["mend the file's folder or the hook, and run the same command again"];
    REQUEST_APPROVED: "PM-MAP-001", Conflict, final, "The request was approved before",
        "An approved mapping is not taken back; MOSIP has no such step either. Its API key can be taken out of force, and \
         another policy can take its place.",
        ["pmctl api-key revoke ID --reason TEXT", "pmctl partner map-policy PARTNER --policy GROUP/NAME --replace"];
    REQUEST_REJECTED: "PM-MAP-002", Conflict, final, "The request was rejected before",
        "A rejected request stays rejected. The partner may ask again; that is a new request.",
        ["pmctl partner map-policy PARTNER --policy GROUP/NAME"];
    POLICY_DRAFT: "PM-MAP-003", Conflict, final, "The policy is a draft",
        "A draft may still change, so no partner is mapped to it.",
        ["pmctl policy publish POLICY"];
    POLICY_INACTIVE: "PM-MAP-004", Conflict, final, "The policy is inactive",
        "ID Authentication refuses everybody who is mapped to a policy that was deactivated (IDA-MPA-019).",
        ["pmctl policy activate POLICY, or choose another one: pmctl policy list"];
    POLICY_EXPIRED: "PM-MAP-005", Conflict, final, "The policy has expired",
        "The dates of a published policy never change, because ID Authentication may keep those that it saw.",
        ["pmctl policy add and pmctl policy publish make a new version, under a name of its own"];
    POLICY_NOT_YET: "PM-MAP-006", Conflict, final, "The policy has not begun",
        "ID Authentication would refuse the partner until then (IDA-MPA-019).",
        ["wait until it begins, or choose another one: pmctl policy list"];
    GROUP_INACTIVE: "PM-MAP-007", Conflict, final, "The policy group is inactive",
        "None of its policies is given to a partner.",
        ["pmctl policy-group activate GROUP"];
    POLICY_OF_MISPS: "PM-MAP-008", Conflict, final, "The policy belongs to MISPs",
        "A policy of kind MISP says what a MISP may do for its partners, and goes with its license. A partner is mapped to \
         one of kind Auth or DataShare.",
        ["pmctl policy list --group GROUP shows the others"];
    NOT_FOUND: "PM-NOT-001", NotFound, final, "There is no such thing",
        "Nothing of that id or name is here, or it belongs to somebody else: to a MISP or partner what is not its own \
         does not exist.",
        ["the list command of the noun shows what there is"];
    STORE_LOCKED: "PM-STO-001", Store, retry, "The store is busy",
        "Another process kept it longer than one waits.",
        ["run it again"];
    STORE_CORRUPT: "PM-STO-002", Store, final, "The store holds something wrong",
        "It is not a store of pmctl, is damaged, or holds a word that this version does not know.",
        ["pmctl store check; restore a backup"];
    STORE_NEWER: "PM-STO-003", Store, final, "The store was written by a newer version",
        "An older version does not touch it.",
        ["use the newer pmctl"];
    SEAL_KEY: "PM-STO-004", Store, final, "The seal key does not fit",
        "The key that seals license and API keys is missing, unreadable, or another one than the store was made with. It \
         is made by itself only for a new SQLite store.",
        ["point the context's seal at the key of this store; it lies in a backup of its own"];
    STORE: "PM-STO-005", Store, final, "The store cannot be used",
        "The file or folder cannot be read or written, the disk is full, or the database server refuses.",
        ["check path, permissions and disk"];
    STORE_URL: "PM-STO-006", Usage, final, "The store's URL is not valid",
        "A store is sqlite:PATH or postgres://HOST/DATABASE. A password does not belong into it: PGPASSFILE or \
         PGPASSWORD gives it.",
        ["correct --store, PMCTL_STORE or the context"];
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
#[path = "catalogue_tests.rs"]
mod tests;
