-- Orders as lists show them; only those that were placed. Rendered from aggregates by OrdersView; owned by it alone.
create table rm_order (
    tenant         text        not null,
    order_id       text        not null collate "C",
    version        bigint      not null,
    -- What people call it, lower case without the hyphen.
    number         text        not null collate "C",
    buyer_id       text        not null,
    status         text        not null,
    dispute        text        not null,
    titles         text[]      not null,
    -- Lower case, for search.
    titles_key     text        not null,
    coupons        text[]      not null,
    currency       text        not null,
    total_minor    bigint      not null,
    refunded_minor bigint      not null,
    placed_at      timestamptz not null,
    primary key (tenant, order_id)
);
create index rm_order_newest on rm_order (tenant, placed_at desc, order_id desc);
create index rm_order_of_buyer on rm_order (tenant, buyer_id, placed_at desc, order_id desc);
create index rm_order_by_number on rm_order (tenant, number);
-- Few at any time: runs that stopped for a person.
create index aggregate_failed_workflow on aggregate (tenant) where type = 'workflow' and doc ->> 'phase' = 'failed';
