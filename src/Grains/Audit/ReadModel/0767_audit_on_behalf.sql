-- Who acted on behalf of the actor, out of the content that is hashed; null where they acted in person.
alter table audit_entry add column acted_by text generated always as (content::jsonb ->> 'by') stored;
create index audit_entry_acted_by on audit_entry (tenant, acted_by, seq) where acted_by is not null;
