-- A mapping keeps the API keys that were reissued for it, and a revocation says whether an ida-admin set it.
create table api_keys_anew (
  id {text} not null primary key,
  partner {text} not null references partners (id),
  policy {text} not null references policies (id),
  mapping {text} not null references mappings (id),
  key_sealed {blob} not null,
  key_lookup {blob} not null unique,
  valid_from {int} not null,
  valid_to {int} not null,
  revoked_reason {text},
  revoked_by {text},
  revoked_by_admin {int},
  revoked_at {int},
  replaced_by {text},
  issued_at {int} not null,
  check ((revoked_reason is null) = (revoked_at is null)),
  check ((revoked_reason is null) = (revoked_by is null)),
  check ((revoked_reason is null) = (revoked_by_admin is null)),
  check (replaced_by is null or revoked_at is not null)
){strict};

-- Until now a key was revoked only when a newer mapping replaced its own.
insert into api_keys_anew
  select former.id, former.partner, former.policy, former.mapping, former.key_sealed, former.key_lookup,
    former.valid_from, former.valid_to, former.revoked_reason, former.revoked_by,
    case when former.revoked_at is null then null else 1 end, former.revoked_at,
    case when former.revoked_at is null then null else
      (select newer.id from api_keys newer
        where newer.partner = former.partner and newer.id <> former.id and newer.issued_at >= former.revoked_at
        order by newer.issued_at, newer.id limit 1) end,
    former.issued_at
  from api_keys former;

drop table api_keys;
alter table api_keys_anew rename to api_keys;

create index api_keys_partner on api_keys (partner, issued_at);
create index api_keys_mapping on api_keys (mapping);
create index api_keys_valid_to on api_keys (valid_to);
