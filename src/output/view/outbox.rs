//! `pmctl.message/1` and `pmctl.outbox-push/1`.

use super::{View, when};
use crate::domain::outbox::Message;
use crate::output::cell::{Field, Hold};
use serde::Serialize;

/// A message that waits.
#[derive(Debug, Serialize)]
pub struct MessageView {
    pub position: i64,
    pub receiver: &'static str,
    pub kind: &'static str,
    pub subject: String,
    pub not_before: String,
    pub attempts: i64,
    pub last_error: Option<String>,
    /// By another process, which may have died over it.
    pub being_sent: bool,
    pub queued_at: String,
    #[serde(skip)]
    dates: (String, String),
}

impl MessageView {
    /// One line of a list of what could not be delivered.
    pub(super) fn waiting(&self) -> Field {
        let why = match (self.being_sent, &self.last_error) {
            (true, _) => "another process is sending it",
            (false, Some(error)) => error,
            (false, None) => "held back",
        };
        Field::new("waiting", format!("{} {}: {why}", self.kind, self.subject))
    }
}

impl From<&Message> for MessageView {
    fn from(message: &Message) -> Self {
        Self {
            position: message.position,
            receiver: message.kind.receiver().word(),
            kind: message.kind.word(),
            subject: message.subject.clone(),
            not_before: message.not_before.to_string(),
            attempts: message.attempts,
            last_error: message.last_error.clone(),
            being_sent: message.leaving.is_some(),
            queued_at: message.queued_at.to_string(),
            dates: (when(message.not_before), when(message.queued_at)),
        }
    }
}

impl View for MessageView {
    const NOUN: &'static str = "message";
    const COLUMNS: &'static [&'static str] = &[
        "position",
        "kind",
        "subject",
        "attempts",
        "not_before",
        "last_error",
    ];

    fn id(&self) -> String {
        self.position.to_string()
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("position", self.position.to_string()),
            Field::new("receiver", self.receiver),
            Field::new("kind", self.kind),
            Field::new("subject", &self.subject).hold(Hold::Firm),
            Field::new("not_before", &self.dates.0).hold(Hold::Firm),
            Field::new("attempts", self.attempts.to_string()).hold(Hold::Whole),
            Field::optional("last_error", self.last_error.as_ref()),
            Field::new("queued", &self.dates.1),
        ]
    }
}

/// What `outbox push` did.
#[derive(Debug, Serialize)]
pub struct PushView {
    pub delivered: usize,
    pub left: Vec<MessageView>,
}

impl View for PushView {
    const NOUN: &'static str = "outbox-push";
    const COLUMNS: &'static [&'static str] = &["delivered", "left"];

    fn id(&self) -> String {
        self.delivered.to_string()
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = vec![
            Field::new("delivered", self.delivered.to_string()),
            Field::new("left", self.left.len().to_string()),
        ];
        fields.extend(self.left.iter().map(MessageView::waiting));
        fields
    }
}
