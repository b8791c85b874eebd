-- Who acted on behalf of the actor, out of the content that is hashed; null where they acted in person, and in entries from before there was such a thing.
alter table audit_entry add column acted_by text;
create index audit_entry_acted_by on audit_entry (tenant, acted_by, seq) where acted_by is not null;
