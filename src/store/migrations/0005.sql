-- Who is sending a message just now; of a dead process, nobody knows whether it left.
alter table outbox add column leaving {text};
-- When it last left without an answer: until some time after it may still arrive, and overtake what is sent later.
alter table outbox add column lost_at {int};
-- The last change of which ID Authentication was told nothing, because the context named none.
alter table store_head add column untold_at {int};
