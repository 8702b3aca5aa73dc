//! What may happen in a history.

use proptest::prelude::{Just, Strategy, any, prop_oneof};

/// Chooses among what there is, round and round.
pub type Nth = u8;

#[derive(Debug, Clone, Copy)]
pub enum Span {
    Hour,
    Week,
    Quarter,
    Year,
}

#[derive(Debug, Clone, Copy)]
pub enum Cutover {
    AtOnce,
    Overlap,
}

#[derive(Debug, Clone, Copy)]
pub enum OldKey {
    Revoked,
    Kept,
}

#[derive(Debug, Clone, Copy)]
pub enum Signer {
    Partner,
    Misp,
}

/// With numbers in place of ids: what is chosen is settled when it happens.
#[derive(Debug, Clone)]
pub enum Step {
    Pass(Span),
    RegisterMisp,
    RenameMisp(Nth),
    BlockMisp(Nth),
    UnblockMisp(Nth),
    GiveMispPolicy(Nth),
    TakeMispPolicy(Nth),
    RenewLicense(Nth, Cutover),
    RevokeLicense(Nth),
    RestoreLicense(Nth),
    AddPartner(Nth, Signer),
    RenamePartner(Nth),
    BlockPartner(Nth),
    UnblockPartner(Nth),
    UploadCertificate(Nth, Nth),
    UploadMispCertificate(Nth, Nth),
    SignBy(Nth, Signer),
    UploadKey(Nth, Nth),
    RotateKey(Nth, Nth),
    RotateToCertificate(Nth),
    Map(Nth, Nth),
    Replace(Nth, Nth),
    Approve(Nth),
    Reject(Nth),
    RevokeApiKey(Nth),
    RestoreApiKey(Nth),
    ReissueApiKey(Nth, OldKey),
    DeactivatePolicy(Nth),
    ActivatePolicy(Nth),
    DeactivateGroup,
    ActivateGroup,
    /// From here on nothing gets through, and the tool knows.
    PostDown,
    /// From here on nothing gets through, and nobody knows.
    PostLoses,
    PostHolds,
    /// From here on nobody answers, and what was sent arrives later.
    PostSilent,
    PostOpen,
    /// What was sent and not answered arrives.
    Arrive,
    Repeat(Nth),
    Push,
    ReconcileOne(Nth),
    /// Of those ID Authentications that keep what they looked up.
    Restart,
    /// A request comes in: what they look up now, they keep.
    Request(Nth, Nth),
    /// All is told again, and every triple is asked about.
    Compare,
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        3 => Just(Span::Hour),
        3 => Just(Span::Week),
        2 => Just(Span::Quarter),
        1 => Just(Span::Year),
    ]
}

fn nth() -> impl Strategy<Value = Nth> {
    any::<Nth>()
}

fn signer() -> impl Strategy<Value = Signer> {
    prop_oneof![Just(Signer::Partner), Just(Signer::Misp)]
}

/// Who there is, and under which license.
fn people() -> impl Strategy<Value = Step> {
    let cutover = prop_oneof![Just(Cutover::AtOnce), Just(Cutover::Overlap)];
    prop_oneof![
        1 => Just(Step::RegisterMisp),
        1 => nth().prop_map(Step::RenameMisp),
        2 => nth().prop_map(Step::BlockMisp),
        3 => nth().prop_map(Step::UnblockMisp),
        2 => nth().prop_map(Step::GiveMispPolicy),
        1 => nth().prop_map(Step::TakeMispPolicy),
        4 => (nth(), cutover).prop_map(|(misp, cutover)| Step::RenewLicense(misp, cutover)),
        1 => nth().prop_map(Step::RevokeLicense),
        2 => nth().prop_map(Step::RestoreLicense),
        4 => (nth(), signer()).prop_map(|(misp, signer)| Step::AddPartner(misp, signer)),
        1 => nth().prop_map(Step::RenamePartner),
        2 => nth().prop_map(Step::BlockPartner),
        3 => nth().prop_map(Step::UnblockPartner),
        8 => (nth(), nth()).prop_map(|(partner, file)| Step::UploadCertificate(partner, file)),
        3 => (nth(), nth()).prop_map(|(misp, file)| Step::UploadMispCertificate(misp, file)),
    ]
}

/// With which keys they sign, and are answered.
fn keys() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (nth(), signer()).prop_map(|(partner, signer)| Step::SignBy(partner, signer)),
        3 => (nth(), nth()).prop_map(|(partner, file)| Step::UploadKey(partner, file)),
        1 => (nth(), nth()).prop_map(|(partner, file)| Step::RotateKey(partner, file)),
        1 => nth().prop_map(Step::RotateToCertificate),
    ]
}

/// What they may do.
fn policies() -> impl Strategy<Value = Step> {
    let old = prop_oneof![Just(OldKey::Revoked), Just(OldKey::Kept)];
    prop_oneof![
        8 => (nth(), nth()).prop_map(|(partner, policy)| Step::Map(partner, policy)),
        8 => (nth(), nth()).prop_map(|(partner, policy)| Step::Replace(partner, policy)),
        20 => nth().prop_map(Step::Approve),
        2 => nth().prop_map(Step::Reject),
        1 => nth().prop_map(Step::RevokeApiKey),
        2 => nth().prop_map(Step::RestoreApiKey),
        2 => (nth(), old).prop_map(|(key, old)| Step::ReissueApiKey(key, old)),
        2 => nth().prop_map(Step::DeactivatePolicy),
        3 => nth().prop_map(Step::ActivatePolicy),
        1 => Just(Step::DeactivateGroup),
        3 => Just(Step::ActivateGroup),
    ]
}

fn surroundings() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => span().prop_map(Step::Pass),
        1 => Just(Step::PostDown),
        1 => Just(Step::PostLoses),
        1 => Just(Step::PostHolds),
        1 => Just(Step::PostSilent),
        4 => Just(Step::PostOpen),
        1 => Just(Step::Arrive),
        2 => nth().prop_map(Step::Repeat),
        1 => Just(Step::Push),
        1 => nth().prop_map(Step::ReconcileOne),
        1 => Just(Step::Restart),
        6 => (nth(), nth()).prop_map(|(license, key)| Step::Request(license, key)),
        2 => Just(Step::Compare),
    ]
}

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![6 => people(), 3 => keys(), 6 => policies(), 4 => surroundings()];
    proptest::collection::vec(step, 1..45)
}
