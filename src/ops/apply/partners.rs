//! The partners of a file: each one's rows in order, several partners side by side.

use super::plan::{Planned, Step};
use super::run::{Stepped, done, failed};
use super::{PartnerVerdict, Row};
use crate::domain::cert::TrustDomain;
use crate::domain::change::Outcome;
use crate::domain::id::{Holder, MispId, PartnerId};
use crate::domain::mapping::MappingState;
use crate::manifest::{CertificateSpec, Manifest, PartnerSpec, Target};
use crate::ops::cert::{Resign, Upload};
use crate::ops::ctx::Progress;
use crate::ops::ida::{ApiKeyChoice, LicenseChoice, Triple, check};
use crate::ops::mapping::{MapRequest, Replacing};
use crate::ops::misp::Revision;
use crate::ops::partner::{NewPartner, PartnerRevision};
use crate::ops::{Ctx, OpError, Sending, api_key, cert, files, key, mapping, partner};
use crate::store::{Store, certs, mappings, partners, policy_groups};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Carries out the rows of every partner; one that fails stops no other. Rows come back in the order of the file.
pub(super) fn all(
    ctx: &Ctx<'_>,
    manifest: &Manifest,
    misp: &MispId,
    tails: Vec<Vec<Planned>>,
) -> Result<Vec<Row>, OpError> {
    let idle = |rows: &Vec<Planned>| rows.iter().all(|row| row.outcome == Outcome::Unchanged);
    let busy = tails.iter().filter(|rows| !idle(rows)).count();
    let workers = ctx.rules.workers.min(busy);
    if workers <= 1 {
        return Ok(one_by_one(ctx, manifest, misp, tails));
    }
    let of = tails.len();
    let queue = Mutex::new(tails.into_iter().enumerate().collect::<Vec<_>>());
    let finished = Mutex::new(Vec::new());
    let count = AtomicUsize::new(0);
    let stores: Vec<Store> = (0..workers)
        .map(|_| ctx.store.another())
        .collect::<Result<_, _>>()?;
    let (kernel, actor, clock) = (ctx.kernel, ctx.actor, ctx.clock);
    let (rules, progress, faults) = (ctx.rules, ctx.progress, ctx.faults);
    let given_up = ctx.given_up;
    std::thread::scope(|scope| {
        let started: Vec<_> = stores
            .into_iter()
            .map(|store| {
                scope.spawn(|| -> Result<(), OpError> {
                    let store = store;
                    let owner = store.claim()?;
                    let (store, owner) = (&store, &owner);
                    let ctx = Ctx {
                        store,
                        kernel,
                        actor,
                        owner,
                        clock,
                        rules,
                        progress,
                        faults,
                        sending: Sending::AtTheEnd,
                        given_up,
                    };
                    while let Some((place, rows)) = next(&queue) {
                        let tail = one(&ctx, manifest, misp, rows);
                        let done = count.fetch_add(1, Ordering::Relaxed) + 1;
                        let name = tail.first().map_or("", |row| row.name.as_str());
                        (ctx.progress)(Progress { done, of, name });
                        push_to(&finished, (place, tail));
                    }
                    Ok(())
                })
            })
            .collect();
        for worker in started {
            worker.join().unwrap_or(Ok(()))?;
        }
        Ok::<(), OpError>(())
    })?;
    let mut finished = finished
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    finished.sort_by_key(|(place, _)| *place);
    Ok(finished.into_iter().flat_map(|(_, tail)| tail).collect())
}

fn next<T>(queue: &Mutex<Vec<T>>) -> Option<T> {
    let mut queue = queue
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if queue.is_empty() {
        None
    } else {
        Some(queue.remove(0))
    }
}

fn push_to<T>(list: &Mutex<Vec<T>>, item: T) {
    list.lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .push(item);
}

fn one_by_one(
    ctx: &Ctx<'_>,
    manifest: &Manifest,
    misp: &MispId,
    tails: Vec<Vec<Planned>>,
) -> Vec<Row> {
    let of = tails.len();
    let mut all = Vec::new();
    for (place, rows) in tails.into_iter().enumerate() {
        let tail = one(ctx, manifest, misp, rows);
        let name = tail.first().map_or("", |row| row.name.as_str());
        (ctx.progress)(Progress {
            done: place + 1,
            of,
            name,
        });
        all.extend(tail);
    }
    all
}

/// The rows of one partner; what comes behind a failed one is not tried.
fn one(ctx: &Ctx<'_>, manifest: &Manifest, misp: &MispId, rows: Vec<Planned>) -> Vec<Row> {
    let mut all = Vec::new();
    for planned in rows {
        if planned.outcome == Outcome::Unchanged {
            all.push(done(planned, None, Outcome::Unchanged, Vec::new()));
            continue;
        }
        match carry_out(ctx, manifest, misp, &planned) {
            Ok(stepped) => {
                all.push(done(planned, stepped.id, stepped.outcome, stepped.notes));
            }
            Err(error) => {
                all.push(failed(planned, error));
                return all;
            }
        }
        ctx.faults.pass();
    }
    all
}

fn carry_out(
    ctx: &Ctx<'_>,
    manifest: &Manifest,
    misp: &MispId,
    planned: &Planned,
) -> Result<Stepped, OpError> {
    match planned.step {
        Step::Partner(place) => partner_step(ctx, misp, &manifest.partners[place]),
        Step::Mapping(place) => mapping_step(ctx, &manifest.partners[place], planned.outcome),
        Step::ApiKey(place) => api_key_step(ctx, &manifest.partners[place], planned.outcome),
        Step::Certificate(place) => certificate_step(ctx, &manifest.partners[place]),
        Step::Key(place) => key_step(ctx, &manifest.partners[place]),
        _ => Err(OpError::NotFound {
            what: "step",
            id: planned.name.clone(),
        }),
    }
}

fn partner_step(ctx: &Ctx<'_>, misp: &MispId, spec: &PartnerSpec) -> Result<Stepped, OpError> {
    let contact = &spec.contact;
    let written = match found(ctx, spec)? {
        Some(id) => {
            let fields = Revision {
                name: Some(spec.name.clone()),
                contact: Some(contact.name.clone()),
                phone: Some(contact.phone.clone()),
                email: Some(contact.email.clone()),
                address: contact.address.clone(),
                user: contact.user.clone(),
            };
            partner::update(
                ctx,
                &id,
                &PartnerRevision {
                    fields,
                    signer: Some(spec.signer),
                },
            )?
        }
        None => partner::add(
            ctx,
            &NewPartner {
                misp: misp.clone(),
                name: spec.name.clone(),
                organization: Some(spec.organization.clone()),
                contact: contact.clone(),
                kind: spec.kind,
                group: spec.group.to_string(),
                signer: spec.signer,
                id: None,
            },
        )?,
    };
    Ok(Stepped::of(written, |detailed| {
        detailed.partner.id.to_string()
    }))
}

fn found(ctx: &Ctx<'_>, spec: &PartnerSpec) -> Result<Option<PartnerId>, OpError> {
    let mut conn = ctx.store.read()?;
    let Some(group) = policy_groups::by_name(&mut conn, &spec.group.key())? else {
        return Ok(None);
    };
    let partner = partners::by_name(&mut conn, &group.id, &spec.name.key())?;
    Ok(partner.map(|partner| partner.id))
}

fn partner_id(ctx: &Ctx<'_>, spec: &PartnerSpec) -> Result<PartnerId, OpError> {
    let absent = || OpError::NotFound {
        what: "partner",
        id: spec.name.to_string(),
    };
    found(ctx, spec)?.ok_or_else(absent)
}

/// Requests the policy, and approves the request where the actor may.
fn mapping_step(ctx: &Ctx<'_>, spec: &PartnerSpec, planned: Outcome) -> Result<Stepped, OpError> {
    let id = partner_id(ctx, spec)?;
    let absent = || OpError::NotFound {
        what: "policy of partner",
        id: id.to_string(),
    };
    let path = spec.policy.as_ref().ok_or_else(absent)?;
    let wanted = MapRequest {
        policy: format!("{}/{}", path.group, path.policy),
        replacing: Replacing::No,
        detail: None,
    };
    let requested = mapping::request(ctx, &id, &wanted)?;
    let mapping = requested.entity.mapping;
    if planned == Outcome::Waiting {
        return Ok(Stepped {
            id: Some(mapping.id.to_string()),
            outcome: Outcome::Waiting,
            notes: vec![format!(
                "a policy-manager runs: pmctl mapping approve {}",
                mapping.id
            )],
        });
    }
    let approved = mapping::approve(ctx, &mapping.id)?;
    let settled = approved.outcome == Outcome::Unchanged;
    Ok(Stepped {
        id: Some(mapping.id.to_string()),
        outcome: if settled { Outcome::Unchanged } else { planned },
        notes: approved.notes,
    })
}

/// The API key came with the approval; what is left is to hand it over.
fn api_key_step(ctx: &Ctx<'_>, spec: &PartnerSpec, planned: Outcome) -> Result<Stepped, OpError> {
    let id = partner_id(ctx, spec)?;
    let approved = mappings::approved_of(&mut *ctx.store.read()?, &id)?;
    let Some(MappingState::Approved { api_key, .. }) = approved.map(|mapping| mapping.state) else {
        return Ok(Stepped {
            id: None,
            outcome: Outcome::Waiting,
            notes: Vec::new(),
        });
    };
    let mut stepped = Stepped::filed(api_key.to_string(), planned);
    if let Some(to) = &spec.api_key {
        let key = api_key::reveal(ctx, &api_key)?;
        files::write_secret(&to.path, &key.key)?;
        stepped.notes.extend(api_key::out_of_force(ctx, &key));
    }
    Ok(stepped)
}

fn certificate_step(ctx: &Ctx<'_>, spec: &PartnerSpec) -> Result<Stepped, OpError> {
    let id = partner_id(ctx, spec)?;
    let absent = || OpError::NotFound {
        what: "certificate of partner",
        id: id.to_string(),
    };
    let wanted = spec.certificate.as_ref().ok_or_else(absent)?;
    let holder = Holder::Partner(id.clone());
    let (bytes, resign) = match wanted {
        CertificateSpec::File { file, .. } => (file.bytes.clone(), Resign::WhenNew),
        CertificateSpec::Made { domain, key_to, .. } => {
            let pem = made_before(ctx, &holder, *domain)?;
            let pem = match pem {
                Some(pem) => pem,
                None => made(ctx, spec, key_to)?,
            };
            (pem.into_bytes(), Resign::WhenKeyIsNew)
        }
    };
    let upload = Upload {
        bytes: &bytes,
        domain: wanted.domain(),
        resign,
    };
    Ok(Stepped::of(cert::upload(ctx, &holder, &upload)?, |held| {
        held.id.to_string()
    }))
}

/// What was made already: in force, where only its key has not followed yet, or on its way to the Kernel.
fn made_before(
    ctx: &Ctx<'_>,
    holder: &Holder,
    domain: TrustDomain,
) -> Result<Option<String>, OpError> {
    let held = certs::current(&mut *ctx.store.read()?, holder)?;
    match held.filter(|held| held.domain == domain) {
        Some(held) => Ok(Some(held.original_pem)),
        None => cert::pending(ctx, holder),
    }
}

/// Request and private key made here, certificate by the embedded Kernel's test CA.
///
/// The key is on disk before anything leaves: a certificate whose key was lost would be worth nothing.
fn made(ctx: &Ctx<'_>, spec: &PartnerSpec, key_to: &Target) -> Result<String, OpError> {
    let organization = spec.organization.to_string();
    let csr = cert::request_for(ctx, spec.name.to_string(), organization, &key_to.path)?;
    Ok(ctx.kernel.get()?.dev_sign(&csr)?)
}

fn key_step(ctx: &Ctx<'_>, spec: &PartnerSpec) -> Result<Stepped, OpError> {
    let id = partner_id(ctx, spec)?;
    let absent = || OpError::NotFound {
        what: "key of partner",
        id: id.to_string(),
    };
    let file = spec.key.as_ref().ok_or_else(absent)?;
    let written = key::upload(ctx, &id, &file.bytes)?;
    Ok(Stepped::of(written, |key| key.id.to_string()))
}

/// Of the partners that have all that ID Authentication asks for, or should have.
pub(super) fn verdicts(ctx: &Ctx<'_>, manifest: &Manifest) -> Result<Vec<PartnerVerdict>, OpError> {
    let mut verdicts = Vec::new();
    for spec in &manifest.partners {
        if spec.policy.is_none() || spec.certificate.is_none() {
            continue;
        }
        let Some(id) = found(ctx, spec)? else {
            continue;
        };
        let triple = Triple {
            partner: id.clone(),
            license: LicenseChoice::Own,
            api_key: ApiKeyChoice::Own,
        };
        let verdict = check(ctx, &triple)?;
        verdicts.push(PartnerVerdict {
            partner: spec.name.to_string(),
            id: id.to_string(),
            verdict,
        });
    }
    Ok(verdicts)
}
