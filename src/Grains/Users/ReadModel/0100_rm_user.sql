-- People as lists show them. Rendered from aggregates by PeopleView; owned by it alone.
create table rm_user (
    tenant        text        not null,
    user_id       text        not null,
    version       bigint      not null,
    name          text        not null,
    -- Lower case, for search and order; "C", so that prefixes use the index and cursors compare as the order does.
    name_key      text        not null collate "C",
    email         text        not null collate "C",
    confirmed     boolean     not null,
    headline      text        not null,
    roles         text[]      not null,
    suspended     boolean     not null,
    registered_at timestamptz not null,
    primary key (tenant, user_id)
);
create index rm_user_by_name on rm_user (tenant, name_key, user_id);
create index rm_user_by_email on rm_user (tenant, email);
