-- Purchases of licences as their buyers list them. Rendered from aggregates by LicencesListView; owned by it alone.
create table rm_licences (
    tenant    text        not null,
    order_id  text        not null,
    course_id text        not null,
    version   bigint      not null,
    buyer_id  text        not null,
    codes     int         not null,
    redeemed  int         not null,
    revoked   boolean     not null,
    issued_at timestamptz not null,
    primary key (tenant, order_id, course_id)
);
create index rm_licences_of_buyer on rm_licences (tenant, buyer_id, issued_at desc, order_id, course_id);
