//! Renewal of all that is due, many licenses to a transaction.

use super::Held;
use super::keys::{Request, from_kernel};
use super::renew::{Issued, Renewal, State, Terms, newest, record, renew, settled, wanted};
use crate::crypto::random;
use crate::domain::access::Action;
use crate::domain::change::{Delivery, Outcome, Written};
use crate::domain::id::MispId;
use crate::domain::journal::Intent;
use crate::domain::secret::Secret;
use crate::kernel::KernelError;
use crate::ops::ctx::Progress;
use crate::ops::outbox::{News, mark, push_rows};
use crate::ops::{Ctx, LicenseSource, OpError, Sending, access, journal};
use crate::store::{Conn, Page, StoreError, intents, licenses, misps};

/// MISPs that are read at once.
const PAGE: usize = 500;
/// Licenses that are asked for between two transactions: as many answers are lost at most when the process dies, and
/// each is reported as an orphan.
const LOT: usize = 64;

/// One row of a renewal of all.
#[derive(Debug)]
pub struct RenewalRow {
    pub misp: MispId,
    pub result: Result<Written<Held>, OpError>,
}

/// What came of a renewal of all.
#[derive(Debug)]
pub struct Renewed {
    pub rows: Vec<RenewalRow>,
    /// Blocked MISPs are passed over.
    pub blocked: usize,
    pub delivery: Delivery,
}

/// Renews what is due among all MISPs, with a row for each; a blocked one is passed over, one that fails stops no other.
///
/// Messages leave once, at the end. When nobody answers at the Kernel, what is left is not tried.
pub fn renew_all(ctx: &Ctx<'_>, renewal: Renewal) -> Result<Renewed, OpError> {
    access::system(ctx, Action::LicenseRenew)?;
    renewal.checked(ctx)?;
    let quiet = Ctx {
        sending: Sending::AtTheEnd,
        ..*ctx
    };
    let mark = mark(ctx)?;
    let mut run = Run {
        ctx: &quiet,
        renewal,
        rows: Vec::new(),
        blocked: 0,
        away: None,
    };
    let mut page = Page::first(PAGE);
    while let Some(last) = run.page(&page)? {
        page = page.after(last);
    }
    let delivery = push_rows(ctx, mark)?;
    Ok(Renewed {
        rows: run.rows,
        blocked: run.blocked,
        delivery,
    })
}

struct Run<'a> {
    ctx: &'a Ctx<'a>,
    renewal: Renewal,
    rows: Vec<RenewalRow>,
    blocked: usize,
    /// Set when the Kernel cannot be reached.
    away: Option<KernelError>,
}

/// A license that waits for its key.
struct Asked {
    intent: Intent,
    old: Held,
    terms: Terms,
}

impl Asked {
    fn request(&self) -> Request<'_> {
        Request {
            misp: &self.old.misp.id,
            valid_to: self.terms.valid_to,
        }
    }
}

impl Run<'_> {
    /// Renews a page of MISPs, and gives the key of its last one.
    fn page(&mut self, page: &Page) -> Result<Option<String>, OpError> {
        let mut due = Vec::new();
        let last = {
            let mut conn = self.ctx.store.read()?;
            let misps = misps::list(&mut conn, page)?;
            let last = misps.last().map(|misp| misp.name.key());
            for misp in misps {
                if misp.status.is_blocked() {
                    self.blocked += 1;
                    continue;
                }
                let id = misp.id.clone();
                let Some(license) = licenses::newest_of(&mut conn, &id)? else {
                    continue;
                };
                match newest(self.ctx, license, misp, self.renewal.due) {
                    Ok(State::Settled(held)) => self.row(id, Ok(unchanged(*held))),
                    Ok(State::Due(_)) => due.push(id),
                    // One that is revoked wants a word only when it would have been renewed.
                    Err(error) => self.failed_if_due(&mut conn, id, error)?,
                }
            }
            last
        };
        for lot in due.chunks(LOT) {
            self.lot(lot)?;
        }
        Ok(last)
    }

    fn row(&mut self, misp: MispId, result: Result<Written<Held>, OpError>) {
        self.rows.push(RenewalRow { misp, result });
    }

    fn failed_if_due(
        &mut self,
        conn: &mut Conn<'_>,
        id: MispId,
        error: OpError,
    ) -> Result<(), OpError> {
        let license = licenses::newest_of(conn, &id)?;
        let now = self.ctx.now();
        if license.is_some_and(|license| license.is_due(self.renewal.due, now)) {
            self.row(id, Err(error));
        }
        Ok(())
    }

    fn lot(&mut self, misps: &[MispId]) -> Result<(), OpError> {
        let (asked, busy) = self.ask(misps)?;
        let keys = self.keys(&asked)?;
        self.ctx.faults.pass();
        self.keep(asked, keys)?;
        for id in busy {
            let result = renew(self.ctx, &id, self.renewal);
            self.row(id, result);
        }
        Ok(())
    }

    /// Journals the requests of a lot in one transaction. Those that a living process works on are waited for later.
    fn ask(&mut self, misps: &[MispId]) -> Result<(Vec<Asked>, Vec<MispId>), OpError> {
        let ctx = self.ctx;
        let mut asked = Vec::new();
        let mut busy = Vec::new();
        let mut tx = ctx.store.write()?;
        for id in misps {
            let old = match settled(ctx, &mut tx, id, self.renewal.due) {
                Ok(State::Due(old)) => *old,
                Ok(State::Settled(held)) => {
                    self.row(id.clone(), Ok(unchanged(*held)));
                    continue;
                }
                Err(OpError::Store(error)) => return Err(error.into()),
                Err(error) => {
                    self.row(id.clone(), Err(error));
                    continue;
                }
            };
            let input = wanted(&old.license);
            let Some(intent) = journal::claim(ctx, &mut tx, &input.of(id))? else {
                busy.push(id.clone());
                continue;
            };
            let intent = match ctx.rules.license_source {
                LicenseSource::Builtin => intent,
                LicenseSource::Kernel => intents::sent(&mut tx, &intent, ctx.now())?,
            };
            let terms = Terms::of(ctx, &old.license, self.renewal);
            asked.push(Asked { intent, old, terms });
        }
        tx.commit()?;
        ctx.faults.pass();
        Ok((asked, busy))
    }

    /// A key for each, from the Kernel or from here.
    fn keys(&mut self, asked: &[Asked]) -> Result<Vec<Result<Secret, KernelError>>, OpError> {
        if self.ctx.rules.license_source == LicenseSource::Builtin {
            let made = asked
                .iter()
                .map(|_| random::alphanumeric(super::BUILTIN_LENGTH));
            return made.map(|key| Ok(Ok(key?))).collect();
        }
        if let Some(away) = &self.away {
            return Ok(asked.iter().map(|_| Err(away.clone())).collect());
        }
        let requests: Vec<_> = asked.iter().map(Asked::request).collect();
        let keys = from_kernel(self.ctx.kernel, self.ctx.rules.workers, &requests);
        let is_away = |key: &Result<Secret, KernelError>| match key {
            Err(error @ KernelError::Unreachable { .. }) => Some(error.clone()),
            _ => None,
        };
        self.away = keys.iter().find_map(is_away);
        Ok(keys)
    }

    /// Writes what the Kernel gave in one transaction; one by one where a row of it clashes, so that it spoils no other.
    fn keep(
        &mut self,
        asked: Vec<Asked>,
        keys: Vec<Result<Secret, KernelError>>,
    ) -> Result<(), OpError> {
        let answers: Vec<_> = asked.into_iter().zip(keys).collect();
        match kept(self.ctx, &answers) {
            Ok(rows) => self.rows.extend(rows),
            Err(OpError::Store(StoreError::Taken { .. } | StoreError::Overtaken)) => {
                for answer in &answers {
                    match kept(self.ctx, std::slice::from_ref(answer)) {
                        Ok(rows) => self.rows.extend(rows),
                        Err(error) => self.row(answer.0.old.misp.id.clone(), Err(error)),
                    }
                }
            }
            Err(error) => return Err(error),
        }
        let done = self.rows.len();
        let name = answers
            .last()
            .map_or("", |(one, _)| one.old.misp.name.as_str());
        (self.ctx.progress)(Progress {
            done,
            of: done,
            name,
        });
        Ok(())
    }
}

fn unchanged(entity: Held) -> Written<Held> {
    Written {
        entity,
        outcome: Outcome::Unchanged,
        delivery: Delivery::Done,
        notes: Vec::new(),
    }
}

fn kept(
    ctx: &Ctx<'_>,
    answers: &[(Asked, Result<Secret, KernelError>)],
) -> Result<Vec<RenewalRow>, OpError> {
    let mut news = News::default();
    let mut rows = Vec::with_capacity(answers.len());
    let mut tx = ctx.store.write()?;
    for (asked, answer) in answers {
        let result = match answer {
            Ok(key) => record(
                ctx,
                &mut tx,
                &mut news,
                Issued {
                    intent: asked.intent.clone(),
                    key: key.clone(),
                    old: asked.old.clone(),
                    terms: asked.terms,
                },
            ),
            Err(error) => {
                if journal::ends(&asked.intent, error) {
                    journal::end_unanswered(ctx, &mut tx, &asked.intent)?;
                }
                Err(error.clone().into())
            }
        };
        if let Err(OpError::Store(error)) = result {
            return Err(error.into());
        }
        rows.push(RenewalRow {
            misp: asked.old.misp.id.clone(),
            result,
        });
    }
    ctx.faults.pass();
    tx.commit()?;
    ctx.faults.pass();
    Ok(rows)
}
