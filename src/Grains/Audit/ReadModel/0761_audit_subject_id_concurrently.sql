-- concurrently: audit_entry_subject_id
-- What was done to a thing is asked for by its id, which is the end of its key.
create index concurrently audit_entry_subject_id on audit_entry (tenant, split_part(subject_key, '/', -1), seq);
