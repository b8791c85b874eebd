-- What the sweep looks for: payments with a question to their provider that is due.
create index payment_due on aggregate (((doc ->> 'askAt')::bigint)) where type = 'payment' and doc ->> 'askAt' is not null;

-- Payments for the lists of admins; version guards the upsert.
create table rm_payment (
    tenant text not null,
    payment_id text not null,
    version bigint not null,
    order_id text not null,
    buyer_id text not null,
    status text not null,
    dispute text not null,
    provider text not null,
    attempts int not null,
    currency text not null,
    amount_minor bigint not null,
    refunded_minor bigint not null,
    attention text,
    -- The provider's ids, to find a payment by what its dashboard shows.
    refs text[] not null,
    begun_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (tenant, payment_id)
);
create index rm_payment_begun on rm_payment (tenant, begun_at desc, payment_id);
create index rm_payment_buyer on rm_payment (tenant, buyer_id);
create index rm_payment_refs on rm_payment using gin (refs);
