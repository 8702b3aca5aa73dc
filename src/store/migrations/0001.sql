-- Moments are microseconds since 1970 in UTC.

create table store_head (
  id {int} not null primary key check (id = 1),
  schema_version {int} not null,
  sequence {int} not null,
  audit_entries {int} not null,
  audit_hash {blob} not null,
  seal_key_id {text} not null,
  seal_check {blob} not null,
  created_at {int} not null
){strict};

create table holders (
  id {text} not null primary key,
  kind {text} not null check (kind in ('misp', 'partner')),
  unique (id, kind)
){strict};

create table misps (
  id {text} not null primary key,
  kind {text} not null default 'misp' check (kind = 'misp'),
  name {text} not null,
  name_key {text} not null unique,
  contact_name {text} not null,
  phone {text} not null,
  phone_national {text} not null,
  email {text} not null,
  address {text},
  login_user {text},
  block_reason {text},
  blocked_by {text},
  blocked_by_admin {int},
  blocked_at {int},
  created_at {int} not null,
  foreign key (id, kind) references holders (id, kind),
  check ((block_reason is null) = (blocked_at is null)),
  check ((block_reason is null) = (blocked_by is null)),
  check ((block_reason is null) = (blocked_by_admin is null))
){strict};

create index misps_login_user on misps (login_user);

create table licenses (
  id {text} not null primary key,
  misp {text} not null references misps (id),
  key_sealed {blob} not null,
  key_lookup {blob} not null unique,
  valid_from {int} not null,
  valid_to {int} not null,
  revoked_reason {text},
  revoked_by {text},
  revoked_at {int},
  renewed_from {text} references licenses (id),
  issued_at {int} not null,
  unique (misp, renewed_from),
  check ((revoked_reason is null) = (revoked_at is null)),
  check ((revoked_reason is null) = (revoked_by is null))
){strict};

create index licenses_valid_to on licenses (valid_to);

create table policy_groups (
  id {text} not null primary key,
  name {text} not null,
  name_key {text} not null unique,
  description {text} not null,
  active {int} not null,
  created_at {int} not null
){strict};

create table policies (
  id {text} not null primary key,
  policy_group {text} not null references policy_groups (id),
  name {text} not null,
  name_key {text} not null,
  version {text} not null,
  description {text} not null,
  kind {text} not null,
  document {text} not null,
  published_at {int},
  active {int} not null,
  valid_from {int} not null,
  valid_to {int} not null,
  created_at {int} not null,
  unique (policy_group, name_key)
){strict};

create table partners (
  id {text} not null primary key,
  kind {text} not null default 'partner' check (kind = 'partner'),
  misp {text} not null references misps (id),
  name {text} not null,
  name_key {text} not null,
  organization {text} not null,
  contact_name {text} not null,
  phone {text} not null,
  phone_national {text} not null,
  email {text} not null,
  address {text},
  login_user {text},
  partner_type {text} not null,
  policy_group {text} not null references policy_groups (id),
  signer {text} not null,
  block_reason {text},
  blocked_by {text},
  blocked_by_admin {int},
  blocked_at {int},
  created_at {int} not null,
  foreign key (id, kind) references holders (id, kind),
  unique (policy_group, name_key),
  check ((block_reason is null) = (blocked_at is null)),
  check ((block_reason is null) = (blocked_by is null)),
  check ((block_reason is null) = (blocked_by_admin is null))
){strict};

create index partners_misp on partners (misp, id);
create index partners_login_user on partners (login_user);

create table mappings (
  id {text} not null primary key,
  partner {text} not null references partners (id),
  policy {text} not null references policies (id),
  detail {text},
  requested_by {text} not null,
  requested_at {int} not null,
  state {text} not null check (state in ('requested', 'approved', 'rejected', 'replaced')),
  decided_by {text},
  decided_at {int},
  rejected_for {text},
  api_key {text}
){strict};

create index mappings_partner on mappings (partner, requested_at);
create unique index mappings_requested on mappings (partner) where state = 'requested';
create unique index mappings_approved on mappings (partner) where state = 'approved';

create table api_keys (
  id {text} not null primary key,
  partner {text} not null references partners (id),
  policy {text} not null references policies (id),
  mapping {text} not null unique references mappings (id),
  key_sealed {blob} not null,
  key_lookup {blob} not null unique,
  valid_from {int} not null,
  valid_to {int} not null,
  revoked_reason {text},
  revoked_by {text},
  revoked_at {int},
  issued_at {int} not null,
  check ((revoked_reason is null) = (revoked_at is null)),
  check ((revoked_reason is null) = (revoked_by is null))
){strict};

create index api_keys_partner on api_keys (partner, issued_at);
create index api_keys_valid_to on api_keys (valid_to);

create table cas (
  id {text} not null primary key,
  domain {text} not null,
  thumbprint {text} not null,
  subject {text} not null,
  issuer {text} not null,
  not_before {int} not null,
  not_after {int} not null,
  pem {text} not null,
  uploaded_at {int} not null,
  unique (domain, thumbprint)
){strict};

create table certs (
  id {text} not null primary key,
  holder {text} not null,
  holder_kind {text} not null,
  domain {text} not null,
  original_pem {text} not null,
  original_thumbprint {text} not null,
  resigned_pem {text} not null,
  resigned_thumbprint {text} not null,
  issuers_pem {text} not null,
  not_before {int} not null,
  not_after {int} not null,
  uploaded_at {int} not null,
  retired_at {int},
  foreign key (holder, holder_kind) references holders (id, kind)
){strict};

create index certs_holder on certs (holder, uploaded_at);
create unique index certs_current on certs (holder) where retired_at is null;

create table keys (
  id {text} not null primary key,
  partner {text} not null references partners (id),
  certificate {text} references certs (id),
  pem {text} not null,
  thumbprint {text} not null,
  spki {text} not null,
  not_before {int} not null,
  not_after {int} not null,
  stored_at {int} not null,
  retired_at {int}
){strict};

create index keys_partner on keys (partner, stored_at);
create unique index keys_current on keys (partner) where retired_at is null;

create table intents (
  id {text} not null primary key,
  kind {text} not null,
  subject {text} not null,
  input {text} not null,
  state {text} not null check (state in ('open', 'sent', 'done', 'abandoned')),
  attempt {int} not null,
  owner {text} not null,
  progress {text},
  opened_at {int} not null,
  sent_at {int}
){strict};

create unique index intents_unfinished on intents (kind, subject) where state in ('open', 'sent');

create table counters (
  name {text} not null primary key,
  value {int} not null
){strict};

create table settings (
  name {text} not null primary key,
  value_sealed {blob} not null
){strict};

create table audit (
  sequence {int} not null primary key,
  at {int} not null,
  actor {text} not null,
  action {text} not null,
  subject {text} not null,
  reason {text},
  detail {text},
  hash {blob} not null
){strict};

create table outbox (
  position {int} not null primary key,
  kind {text} not null,
  subject {text} not null,
  not_before {int} not null,
  attempts {int} not null,
  last_error {text},
  queued_at {int} not null
){strict};

create index outbox_subject on outbox (kind, subject);
