-- Coupons as their sellers list them. Rendered from aggregates by CouponsView; owned by it alone. Single-use codes are not here: they are claims.
create table rm_coupon (
    tenant       text        not null,
    coupon_id    text        not null,
    version      bigint      not null,
    owner_id     text        not null,
    code         text        not null,
    name         text        not null,
    kind         text        not null,
    basis_points int         not null,
    -- [{"minor", "currency"}]
    amounts      jsonb       not null,
    paused       boolean     not null,
    used         int         not null,
    total_limit  int,
    codes        int         not null,
    starts_at    timestamptz,
    ends_at      timestamptz,
    created_at   timestamptz not null,
    primary key (tenant, coupon_id)
);
create index rm_coupon_of_owner on rm_coupon (tenant, owner_id, created_at desc, coupon_id);
create index rm_coupon_newest on rm_coupon (tenant, created_at desc, coupon_id);
