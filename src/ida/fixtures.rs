//! Rows for the tests of this layer: a triple that ID Authentication accepts at `NOON`.

use crate::domain::api_key::ApiKey;
use crate::domain::contact::{Contact, Phone};
use crate::domain::license::{License, Revocation};
use crate::domain::mapping::{Mapping, MappingState};
use crate::domain::misp::Misp;
use crate::domain::partner::{Partner, PartnerType, Signer};
use crate::domain::policy::{Policy, PolicyGroup, PolicyKind, PolicyState};
use crate::domain::secret::Secret;
use crate::domain::status::{Block, Status};
use crate::domain::time::Moment;
