//! The text that belongs to each code.

/// Codes whose text is always the same.
const TEXTS: &[(&str, &str)] = &[
    ("KER-ATH-401", "Authentication Failed"),
    ("KER-ATH-403", "Forbidden"),
    ("KER-PCM-001", "Invalid Certificate uploaded."),
    ("KER-PCM-003", "Certificate already exists in store."),
    ("KER-PCM-004", "Certificate Dates are not valid."),
    ("KER-PCM-005", "Root CA Certificate not found."),
    (
        "KER-PCM-006",
        "Root CA/Intermediate CA Certificates not found.",
    ),
    ("KER-PCM-007", "Certificate version not supported."),
    ("KER-PCM-008", "Partner Organization Name not Matched."),
    ("KER-PCM-010", "Invalid Partner Certificate ID."),
    ("KER-PCM-011", "Invalid Partner Domain."),
    (
        "KER-PCM-012",
        "Partner Certificate not found for the given ID.",
    ),
    (
        "KER-PCM-013",
        "Partner Certificate Key Size is less than allowed size.",
    ),
    (
        "KER-PCM-014",
        "Partner Certificate Signature algorithm not supported.",
    ),
    (
        "KER-PCM-015",
        "Self Signed Certificate not allowed as partner.",
    ),
    (
        "KER-PCM-017",
        "The CA Certificate validity is less than required minimum validity.",
    ),
    ("KER-PCM-018", "Invalid Certificate Type"),
    ("KER-PMS-019", "CA Certificate not found for the given ID."),
    (
        "KER-PMS-020",
        "Future Dated Certificate not allowed to upload.",
    ),
    (
        "KER-KMS-002",
        "ApplicationId not found in Key Policy. Key/CSR generation not allowed.",
    ),
    ("KER-KMS-003", "No unique alias is found"),
    (
        "KER-KMS-010",
        "Reference Id Not Supported for the Application ID.",
    ),
    ("KER-KMS-012", "Key Generation Process is not completed."),
    (
        "KER-KMS-014",
        "Certificate Key Not Matching with stored Key.",
    ),
    (
        "KER-KMS-015",
        "Upload of certificate will not be allowed to update other domain certificate.",
    ),
    (
        "KER-KMS-018",
        "Not Allowed to perform decryption with other domain key.",
    ),
    (
        "KER-KMS-022",
        "CSR Generation not allowed for the provided App Id & Ref Id.",
    ),
    (
        "KER-KMS-035",
        "Certificate Already Exist, not allowed to upload same certificate again",
    ),
    (
        "KER-KMS-030",
        "EC Sign Reference Id Not Supported for the Application ID.",
    ),
    (
        "KER-KMS-031",
        "Application Id with KERNEL & Reference Id with Sign not allowed to upload Partner \
         certificate.",
    ),
    ("KER-TIG-010", "UIN and partner code cannot be empty"),
    ("KER-LKM-001", "TSP entered is null or empty."),
    ("KER-LKM-003", "Permission value entered is not accepted."),
    ("KER-LKM-004", "LicenseKey Not Found."),
    ("KER-LKM-005", "LicenseKey Expired."),
    ("KER-LKM-006", "License Key entered is null or empty."),
    ("KER-LKM-007", "Permission entered is an empty string."),
    (
        "KER-LKM-008",
        "Expiry DateTime should be ahead of current DateTime.",
    ),
    (
        "KER-LKM-009",
        "No Permissions has been mapped to the entered TSP-LicenseKey Pair.",
    ),
];

const NO_KEY_FOR_OTHERS: &str = "Not allowed to generate new key pair for other domains or not \
     allowed to generate base key.";
/// What 1.3 adds to it.
const REASONS: &[&str] = &[
    " (Partner App Id)",
    " (other domains, partner Certificate expired)",
    " (Root Key)",
    " (Kernel App Id)",
];
/// `KER-KMS-021` is three refusals.
const REVOCATION: &str = "Key Revocation not allowed.";
const SHORT_LIFE: &str = "The PARTNER Certificate validity is less than required minimum validity";
const NO_BASE64: &[&str] = &[
    "data sent to decrypt is without key splitter or invalid",
    " input data is not base64 encoded",
    " or not base64 encoded",
];

/// Whether the code may come with this text; codes that wrap an exception's text may say anything.
pub fn may_say(code: &str, message: &str, from_1_3: bool) -> bool {
    match code {
        "KER-KMS-016" if from_1_3 => REASONS
            .iter()
            .any(|reason| message.strip_suffix(reason) == Some(NO_KEY_FOR_OTHERS)),
        "KER-KMS-016" => message == NO_KEY_FOR_OTHERS,
        "KER-KMS-021" => [REVOCATION, SHORT_LIFE].contains(&message),
        "KER-CRY-003" => NO_BASE64.contains(&message),
        "KER-KMS-013" => message.starts_with("Certificate Parsing Error."),
        _ => match TEXTS.iter().find(|(known, _)| *known == code) {
            Some((_, text)) => *text == message,
            None => true,
        },
    }
}
