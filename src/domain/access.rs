//! Who may do what: one function decides, everything asks it first.

mod capability;

pub use capability::{Capability, Roles};

use super::id::{MispId, PartnerId};
use super::status::{Block, Status};

/// Who acts: the user or service of a validated token, and the records bound to that login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// `preferred_username`, for the audit trail.
    pub name: String,
    pub capabilities: Vec<Capability>,
    /// The MISP whose login user this is.
    pub misp: Option<MispId>,
    /// The partner whose login user this is.
    pub partner: Option<PartnerId>,
}

impl Actor {
    pub fn has(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    pub fn is_admin(&self) -> bool {
        self.has(Capability::IdaAdmin)
    }

    /// The MISP that it acts for. A binding without the role is none: whoever names a login in a record must not narrow
    /// what that login may besides.
    pub fn own_misp(&self) -> Option<&MispId> {
        self.bound_as(Capability::Misp, self.misp.as_ref())
    }

    /// The partner that it acts for.
    pub fn own_partner(&self) -> Option<&PartnerId> {
        self.bound_as(Capability::Partner, self.partner.as_ref())
    }

    fn bound_as<'a, T>(&self, role: Capability, to: Option<&'a T>) -> Option<&'a T> {
        to.filter(|_| self.has(role) && !self.is_admin())
    }
}

macro_rules! actions {
    ($($name:ident = $word:literal, $duty:ident, $reach:ident;)*) => {
        /// Everything that can be asked for. A `Transaction` writes here, at the Kernel or at ID
        /// Authentication, shares a policy, or reveals a secret; the rest reads.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Action { $($name),* }

        impl Action {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As `can-i` and the audit trail spell it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            fn duty(self) -> Duty {
                match self { $(Self::$name => Duty::$duty),* }
            }

            fn reach(self) -> Reach {
                match self { $(Self::$name => Reach::$reach),* }
            }

            /// The capabilities of which one suffices, the least mighty first.
            pub fn needs(self) -> &'static [Capability] {
                self.reach().capabilities()
            }
        }
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Duty {
    Read,
    Transaction,
}

/// Who besides the ida-admin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Nobody.
    Admin,
    /// The policy-manager.
    Policies,
    /// Any misp or partner too, because nothing of anyone's is shown.
    Anyone,
    /// The policy-manager, and the misp for its own partners.
    PoliciesAndMisp,
    /// The misp, for itself and its own partners.
    OwnMisp,
    /// The misp for its own partners, and the partner for itself.
    OwnPartner,
    /// As `OwnPartner`, and ida.
    OwnPartnerOrIda,
    /// As `OwnMisp`, and ida.
    OwnMispOrIda,
}

impl Reach {
    fn capabilities(self) -> &'static [Capability] {
        use Capability::{Ida, IdaAdmin, Misp, Partner, PolicyManager};
        match self {
            Self::Admin => &[IdaAdmin],
            Self::Policies => &[PolicyManager, IdaAdmin],
            Self::Anyone => &[Partner, Misp, PolicyManager, IdaAdmin],
            Self::PoliciesAndMisp => &[Misp, PolicyManager, IdaAdmin],
            Self::OwnMisp => &[Misp, IdaAdmin],
            Self::OwnPartner => &[Partner, Misp, IdaAdmin],
            Self::OwnPartnerOrIda => &[Partner, Misp, Ida, IdaAdmin],
            Self::OwnMispOrIda => &[Misp, Ida, IdaAdmin],
        }
    }
}

actions! {
    MispRegister = "misp.register", Transaction, Admin;
    MispRead = "misp.show", Read, OwnMisp;
    MispUpdate = "misp.update", Transaction, Admin;
    MispBlock = "misp.block", Transaction, Admin;
    MispUnblock = "misp.unblock", Transaction, Admin;
    LicenseRenew = "license.renew", Transaction, Admin;
    LicenseRevoke = "license.revoke", Transaction, Admin;
    LicenseRestore = "license.restore", Transaction, Admin;
    LicenseRead = "license.show", Read, OwnMisp;
    LicenseReveal = "license.reveal", Transaction, OwnMisp;
    PolicyGroupAdd = "policy-group.add", Transaction, Policies;
    PolicyGroupDeactivate = "policy-group.deactivate", Transaction, Policies;
    PolicyGroupActivate = "policy-group.activate", Transaction, Policies;
    PolicyAdd = "policy.add", Transaction, Policies;
    PolicyPublish = "policy.publish", Transaction, Policies;
    PolicyUpdate = "policy.update", Transaction, Policies;
    PolicyDeactivate = "policy.deactivate", Transaction, Policies;
    PolicyActivate = "policy.activate", Transaction, Policies;
    PolicyRead = "policy.show", Read, Anyone;
    PartnerAdd = "partner.add", Transaction, OwnMisp;
    PartnerRead = "partner.show", Read, OwnPartner;
    PartnerUpdate = "partner.update", Transaction, OwnMisp;
    PartnerBlock = "partner.block", Transaction, OwnMisp;
    PartnerUnblock = "partner.unblock", Transaction, OwnMisp;
    PartnerMap = "partner.map-policy", Transaction, OwnMisp;
    MappingRead = "mapping.show", Read, PoliciesAndMisp;
    MappingApprove = "mapping.approve", Transaction, Policies;
    MappingReject = "mapping.reject", Transaction, Policies;
    ApiKeyRead = "api-key.show", Read, OwnPartner;
    ApiKeyReveal = "api-key.reveal", Transaction, OwnPartner;
    ApiKeyRevoke = "api-key.revoke", Transaction, OwnMisp;
    ApiKeyRestore = "api-key.restore", Transaction, OwnMisp;
    ApiKeyReissue = "api-key.reissue", Transaction, OwnMisp;
    CaUpload = "ca.upload", Transaction, Admin;
    CaRead = "ca.list", Read, Anyone;
    CertUpload = "cert.upload", Transaction, OwnPartner;
    CertRead = "cert.show", Read, OwnPartner;
    KeyUpload = "key.upload", Transaction, OwnPartner;
    KeyRotate = "key.rotate", Transaction, OwnPartner;
    KeyRead = "key.show", Read, OwnPartnerOrIda;
    KeyVerify = "key.verify", Read, OwnPartner;
    IdaPolicy = "ida.policy", Transaction, OwnMispOrIda;
    IdaCheck = "ida.check", Read, OwnMispOrIda;
    IdaReconcile = "ida.reconcile", Transaction, Admin;
    IdaServe = "ida.serve", Transaction, Admin;
    ReportRead = "report", Read, OwnMisp;
    AuditRead = "audit", Read, Admin;
    OutboxRead = "outbox.list", Read, Admin;
    OutboxPush = "outbox.push", Transaction, Admin;
    OutboxDrop = "outbox.drop", Transaction, Admin;
    KernelProvision = "kernel.provision", Transaction, Admin;
    StoreCheck = "store.check", Read, Admin;
}

/// What an action is aimed at, with what the rule needs to know of it.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// Nothing that belongs to anybody.
    System,
    Misp {
        id: &'a MispId,
        status: &'a Status,
    },
    Partner {
        id: &'a PartnerId,
        status: &'a Status,
        misp: &'a MispId,
        misp_status: &'a Status,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Told as "there is no such id": to a misp or partner a foreign id does not exist.
    #[error("there is no such id")]
    Hidden,
    #[error("{} needs the capability {}", action.word(), one_of(needs))]
    Forbidden {
        action: Action,
        needs: &'static [Capability],
    },
    #[error("MISP {misp} is blocked since {}: {}", block.at.date(), block.reason)]
    MispBlocked { misp: MispId, block: Block },
    #[error("partner {partner} is blocked since {}: {}", block.at.date(), block.reason)]
    PartnerBlocked { partner: PartnerId, block: Block },
    #[error("an ida-admin set this block, and only an ida-admin lifts it")]
    BlockedByAdmin,
    #[error("an ida-admin revoked this API key, and only an ida-admin gives it back")]
    RevokedByAdmin,
}

/// `misp or ida-admin`.
fn one_of(needs: &[Capability]) -> String {
    let words: Vec<&str> = needs.iter().map(|one| one.word()).collect();
    words.join(" or ")
}

/// Whether `actor` may do `action` to `target`. Nothing is written, sent or disclosed before it.
pub fn decide(actor: &Actor, action: Action, target: Target<'_>) -> Result<(), Denied> {
    permit(actor, action, target).map(drop)
}

/// As [`decide`], with the capability by which the actor may.
pub fn permit(actor: &Actor, action: Action, target: Target<'_>) -> Result<Capability, Denied> {
    if actor.is_admin() {
        return Ok(Capability::IdaAdmin);
    }
    let by = stands(actor, action, target)?;
    if action.duty() == Duty::Transaction {
        unblocked(actor, action, target)?;
    }
    Ok(by)
}

/// Whether the actor may give back what a revocation took, the same key or a new one in its place: what an ida-admin
/// revoked, an ida-admin gives back.
pub fn gives_back(actor: &Actor, revocation: Option<&Block>) -> Result<(), Denied> {
    match revocation {
        Some(revocation) if revocation.by_admin && !actor.is_admin() => Err(Denied::RevokedByAdmin),
        _ => Ok(()),
    }
}

/// Role and ownership.
fn stands(actor: &Actor, action: Action, target: Target<'_>) -> Result<Capability, Denied> {
    let needs = action.needs();
    let held = || needs.iter().copied().filter(|one| actor.has(*one));
    if let Some(by) = held().find(|one| reaches(actor, *one, target)) {
        return Ok(by);
    }
    let of_own = |one| matches!(one, Capability::Misp | Capability::Partner);
    if held().any(of_own) || sees_nothing_of(actor, target) {
        return Err(Denied::Hidden);
    }
    Err(Denied::Forbidden { action, needs })
}

/// A misp or partner acts on what is its own; the others on anyone's.
fn reaches(actor: &Actor, by: Capability, target: Target<'_>) -> bool {
    match by {
        Capability::Misp => owned(actor.own_misp(), target),
        Capability::Partner => own_partner(actor.own_partner(), target),
        Capability::IdaAdmin | Capability::PolicyManager | Capability::Ida => true,
    }
}

/// A misp or partner is not told that a foreign id exists, not even by being forbidden.
fn sees_nothing_of(actor: &Actor, target: Target<'_>) -> bool {
    let bound = actor.has(Capability::Misp) || actor.has(Capability::Partner);
    bound && !owned(actor.own_misp(), target) && !own_partner(actor.own_partner(), target)
}

fn owned(own: Option<&MispId>, target: Target<'_>) -> bool {
    match target {
        Target::System => true,
        Target::Misp { id: misp, .. } | Target::Partner { misp, .. } => own == Some(misp),
    }
}

fn own_partner(own: Option<&PartnerId>, target: Target<'_>) -> bool {
    match target {
        Target::System => true,
        Target::Partner { id, .. } => own == Some(id),
        Target::Misp { .. } => false,
    }
}

/// A block binds the blocked one and those acting for it; whoever acts by another duty is free.
fn unblocked(actor: &Actor, action: Action, target: Target<'_>) -> Result<(), Denied> {
    let acts_as = |one| actor.has(one) && reaches(actor, one, target);
    if !acts_as(Capability::Misp) && !acts_as(Capability::Partner) {
        return Ok(());
    }
    let (misp, misp_status) = match target {
        Target::System => return Ok(()),
        Target::Misp { id, status } => (id, status),
        Target::Partner {
            misp, misp_status, ..
        } => (misp, misp_status),
    };
    if let Status::Blocked(block) = misp_status {
        return Err(Denied::MispBlocked {
            misp: misp.clone(),
            block: block.clone(),
        });
    }
    let Target::Partner {
        id,
        status: Status::Blocked(block),
        ..
    } = target
    else {
        return Ok(());
    };
    match action {
        Action::PartnerBlock => Ok(()),
        Action::PartnerUnblock if block.by_admin => Err(Denied::BlockedByAdmin),
        Action::PartnerUnblock => Ok(()),
        _ => Err(Denied::PartnerBlocked {
            partner: id.clone(),
            block: block.clone(),
        }),
    }
}

#[cfg(test)]
mod tests;
