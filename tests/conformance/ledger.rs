//! What the Kernel itself keeps, where its database can be asked.

use postgres::types::ToSql;
use postgres::{Client, NoTls};

/// `real-kernel run` names the database; the embedded Kernel's is nobody's business.
pub struct Ledger(Option<Client>);

impl Ledger {
    pub fn open() -> Self {
        let url = std::env::var("KERNEL_DATABASE_URL").ok();
        Self(url.map(|url| Client::connect(&url, NoTls).unwrap()))
    }

    /// Certificates under which the Kernel would encrypt to this partner. One, or the entry is destroyed.
    pub fn current_keys(&mut self, partner: &str) -> Option<i64> {
        self.count(
            "select count(*) from keymgr.key_alias where app_id = 'PARTNER' and ref_id = $1
                and key_expire_dtimes > now() at time zone 'utc'",
            &[&partner],
        )
    }

    pub fn licenses(&mut self, misp: &str) -> Option<i64> {
        let sql = "select count(*) from keymgr.tsp_licensekey_map where tsp_id = $1";
        self.count(sql, &[&misp])
    }

    /// Uploads of the certificate that this id belongs to.
    pub fn resigned(&mut self, certificate_id: &str) -> Option<i64> {
        self.count(
            "select count(*) from keymgr.partner_cert_store where cert_thumbprint =
                (select cert_thumbprint from keymgr.partner_cert_store where cert_id = $1)",
            &[&certificate_id],
        )
    }

    pub fn authorities(&mut self, subject: &str) -> Option<i64> {
        let sql =
            "select count(*) from keymgr.ca_cert_store where cert_subject like '%' || $1 || '%'";
        self.count(sql, &[&subject])
    }

    fn count(&mut self, sql: &str, of: &[&(dyn ToSql + Sync)]) -> Option<i64> {
        let client = self.0.as_mut()?;
        Some(client.query_one(sql, of).unwrap().get(0))
    }
}
