-- The one license of a MISP that no other renews; that there is one is a rule of the store.
alter table licenses add column newest {int} not null default 1;

-- When the key first left the store in clear. What is older than this column counts as handed over.
alter table licenses add column handed_over_at {int};

update licenses set handed_over_at = issued_at;
update licenses set newest = 0
  where id in (select renewed_from from licenses where renewed_from is not null);

create unique index licenses_newest on licenses (misp) where newest = 1;
create index licenses_newest_end on licenses (valid_to, id) where newest = 1;
-- Revoked before they took over: the license before them is still in force.
create index licenses_recalled on licenses (id)
  where newest = 1 and revoked_at < valid_from and issued_at < valid_from;
drop index licenses_valid_to;

create index certs_current_end on certs (not_after) where retired_at is null;
create index keys_current_end on keys (not_after) where retired_at is null;
create index audit_at on audit (at);
create index misps_blocked on misps (id) where blocked_at is not null;
