-- Who is sending a message just now; of a dead process, nobody knows whether it left.
alter table outbox add column leaving {text};
alter table outbox add column leaving_since {int};
-- When it last left without an answer: until some time after it may still arrive, and overtake what is sent later.
alter table outbox add column lost_at {int};
-- It was delivered, and is said once more because of that.
alter table outbox add column again {int} not null default 0;
-- The last change of which ID Authentication was told nothing, because the context named none.
alter table store_head add column untold_at {int};

-- Until now nobody noted it: anything may have been missed.
update store_head set untold_at = (select max(at) from audit);
