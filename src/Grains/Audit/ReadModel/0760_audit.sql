-- The audit trail: one chain a tenant. See docs/adr/0019-audit.md.

create table audit_entry (
    tenant text not null,
    seq bigint not null,
    -- The text that was hashed. What is looked for is derived from it by the database, so that it cannot say anything else.
    content text not null,
    hash bytea not null,
    at bigint not null generated always as ((content::jsonb ->> 'at')::bigint) stored,
    action text not null generated always as (content::jsonb ->> 'action') stored,
    subject_type text not null generated always as (content::jsonb ->> 'type') stored,
    subject_key text not null generated always as (content::jsonb ->> 'key') stored,
    actor text not null generated always as (content::jsonb ->> 'actor') stored,
    primary key (tenant, seq)
);
create index audit_entry_action on audit_entry (tenant, action text_pattern_ops, seq);
create index audit_entry_actor on audit_entry (tenant, actor, seq);
create index audit_entry_subject on audit_entry (tenant, subject_key text_pattern_ops, seq);
create index audit_entry_at on audit_entry (tenant, at);

-- How far each chain goes, so that entries cut off at its end are missed.
create table audit_head (
    tenant text primary key,
    seq bigint not null,
    hash bytea not null
);

create function audit_only_grows() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail only grows' using errcode = 'restrict_violation';
end $$;
create trigger audit_entry_only_grows before update or delete or truncate on audit_entry for each statement execute function audit_only_grows();
create trigger audit_head_only_grows before delete or truncate on audit_head for each statement execute function audit_only_grows();
