-- Carts with something in them, for the sweep of those that are left alone. Rendered from aggregates by CartsView; owned by it alone.
create table rm_cart (
    tenant     text        not null,
    cart_id    text        not null,
    version    bigint      not null,
    lines      int         not null,
    frozen     boolean     not null,
    abandoned  boolean     not null,
    touched_at timestamptz not null,
    primary key (tenant, cart_id)
);
create index rm_cart_left_alone on rm_cart (touched_at) where lines > 0 and not frozen;
