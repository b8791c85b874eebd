-- Which certificates there are; their text is a record of the book.
create table certificate_index (
    tenant text not null,
    certificate_id text not null,
    course_id text not null,
    user_id text not null,
    -- Place in the tenant's status lists.
    place bigint not null,
    issued_at timestamptz not null,
    revoked_at timestamptz,
    primary key (tenant, certificate_id)
);
create index certificate_index_of_user on certificate_index (tenant, user_id, issued_at desc, certificate_id desc);
create index certificate_index_of_course on certificate_index (tenant, course_id, issued_at desc, certificate_id desc);
create index certificate_index_revoked on certificate_index (tenant, place) where revoked_at is not null;
