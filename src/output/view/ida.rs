//! `pmctl.ida-check/1`, `pmctl.ida-reconcile/1` and `pmctl.ida-server/1`.

use super::View;
use super::effect::EffectView;
use super::outbox::MessageView;
use crate::output::cell::Field;
use serde::Serialize;

/// Whether ID Authentication would accept a triple, and why not.
#[derive(Debug, Serialize)]
pub struct VerdictView {
    /// Empty: the path of a captured request is too short to name one.
    pub partner: String,
    pub accepted: bool,
    /// In the order in which ID Authentication looks; the first is its answer.
    pub findings: Vec<RefusalView>,
    pub warnings: Vec<String>,
    /// Of what was barred by hand; `null` where nothing was.
    pub effect: Option<EffectView>,
    pub assumes: AssumptionView,
    /// What ID Authentication looks at besides.
    #[serde(rename = "not_checked")]
    pub unchecked: Vec<String>,
}

/// The ID Authentication for which a verdict holds.
#[derive(Debug, Clone, Serialize)]
pub struct AssumptionView {
    /// `none` or `simple`, as in `spring.cache.type`.
    pub cache: &'static str,
    /// It has heard all that stands here.
    pub told: bool,
    /// Its process has accepted this triple.
    pub accepted_before: bool,
    /// Since it did.
    pub restarted: bool,
    pub text: &'static str,
}

impl AssumptionView {
    pub const NO_CACHE: Self = Self {
        cache: "none",
        told: true,
        accepted_before: false,
        restarted: false,
        text: "ID Authentication keeps no cache and has heard all of this",
    };
    pub const CACHE: Self = Self {
        cache: "simple",
        told: true,
        accepted_before: true,
        restarted: false,
        text: "ID Authentication keeps its cache, accepted this triple before, and was not restarted since",
    };
}

/// One reason of ID Authentication's, and what mends it.
#[derive(Debug, Clone, Serialize)]
pub struct RefusalView {
    /// ID Authentication's own.
    pub code: String,
    pub message: String,
    pub fix: String,
}

impl VerdictView {
    pub fn word(&self) -> &'static str {
        if self.accepted { "accepted" } else { "refused" }
    }
}

impl View for VerdictView {
    const NOUN: &'static str = "ida-check";
    const COLUMNS: &'static [&'static str] = &["partner", "verdict"];

    fn id(&self) -> String {
        self.partner.clone()
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = vec![
            Field::new("partner", &self.partner),
            Field::word("verdict", self.word()),
        ];
        for finding in &self.findings {
            fields.push(Field::new(
                "why",
                format!("{} {}", finding.code, finding.message),
            ));
            fields.push(Field::new("fix", &finding.fix));
        }
        fields.extend(self.warnings.iter().map(|text| Field::new("warning", text)));
        fields.push(Field::new("assumes", self.assumes.text));
        let unchecked = self.unchecked.iter();
        fields.extend(unchecked.map(|text| Field::new("not_checked", text)));
        fields
    }
}

/// What ID Authentication was told again.
#[derive(Debug, Serialize)]
pub struct ReconciledView {
    pub events: usize,
    pub policies: usize,
    pub partners: usize,
    pub api_keys: usize,
    pub licenses: usize,
    /// Could not be delivered; it waits in the outbox.
    pub left: Vec<MessageView>,
}

impl View for ReconciledView {
    const NOUN: &'static str = "ida-reconcile";
    const COLUMNS: &'static [&'static str] = &["events", "left"];

    fn id(&self) -> String {
        self.events.to_string()
    }

    fn fields(&self) -> Vec<Field> {
        let count = |name, number: usize| Field::new(name, number.to_string());
        let mut fields = vec![
            count("events", self.events),
            count("policies", self.policies),
            count("partners", self.partners),
            count("api_keys", self.api_keys),
            count("licenses", self.licenses),
            count("left", self.left.len()),
        ];
        fields.extend(self.left.iter().map(MessageView::waiting));
        fields
    }
}

/// A server that listens for pulls.
#[derive(Debug, Serialize)]
pub struct IdaServerView {
    pub url: String,
    /// What ID Authentication 1.0 is configured with.
    pub pull_1_0: String,
    /// The same of 1.1.
    pub pull_1_1: String,
    pub health: String,
    pub metrics: String,
}

impl IdaServerView {
    pub fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            pull_1_0: format!(
                "{url}/partnermanagement/v1/pmpartners/pmpartners/validatePartnerMisp"
            ),
            pull_1_1: format!("{url}/v1/partnermanager/partners"),
            health: format!("{url}/health"),
            metrics: format!("{url}/metrics"),
        }
    }
}

impl View for IdaServerView {
    const NOUN: &'static str = "ida-server";
    const COLUMNS: &'static [&'static str] = &["url"];

    fn id(&self) -> String {
        self.url.clone()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("url", &self.url),
            Field::new("pull_1_0", &self.pull_1_0),
            Field::new("pull_1_1", &self.pull_1_1),
            Field::new("health", &self.health),
            Field::new("metrics", &self.metrics),
        ]
    }
}
