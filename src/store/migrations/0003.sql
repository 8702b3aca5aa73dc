-- The policy of kind MISP that ID Authentication is told with the MISP's license.
alter table misps add column policy {text} references policies (id);
