-- What a seller earned.
create index ledger_entry_seller on ledger_entry (tenant, seller_id, course_id) where seller_id is not null;
