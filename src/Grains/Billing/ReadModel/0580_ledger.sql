-- The books. An entry above zero is a debit, below zero a credit; the entries of a posting sum to zero in every currency.
create table ledger_posting (
    posting_id uuid primary key,
    tenant text not null,
    at timestamptz not null,
    -- The event that was booked.
    cause text not null,
    order_id text not null
);
create index ledger_posting_journal on ledger_posting (tenant, at desc, posting_id desc);
create index ledger_posting_of_order on ledger_posting (tenant, order_id);

create table ledger_entry (
    posting_id uuid not null,
    line int not null,
    tenant text not null,
    account text not null,
    course_id text,
    seller_id text,
    currency text not null,
    minor bigint not null check (minor <> 0),
    primary key (posting_id, line)
);
create index ledger_entry_account on ledger_entry (tenant, account, currency);

-- What an order sold, kept by the fold until it is paid and after: a sale is booked by course and seller.
create table ledger_order_line (
    tenant text not null,
    order_id text not null,
    line int not null,
    course_id text not null,
    seller_id text not null,
    currency text not null,
    minor bigint not null,
    primary key (tenant, order_id, line)
);

create function ledger_posting_balances() returns trigger language plpgsql as $$
begin
    if exists (select from ledger_entry where posting_id = new.posting_id group by currency having sum(minor) <> 0)
        or not exists (select from ledger_entry where posting_id = new.posting_id) then
        raise exception 'posting % of % does not balance', new.posting_id, new.cause;
    end if;
    return null;
end $$;
create constraint trigger ledger_posting_balances after insert on ledger_posting
    deferrable initially deferred for each row execute function ledger_posting_balances();
