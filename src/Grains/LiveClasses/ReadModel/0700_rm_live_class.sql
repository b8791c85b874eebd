-- Live classes as lists show them. Rendered from aggregates by LiveClassesView; owned by it alone.
create table rm_live_class (
    tenant text not null,
    class_id text not null,
    version bigint not null,
    course_id text not null,
    host_id text not null,
    title text not null,
    starts_at timestamptz not null,
    minutes int not null,
    attendee_limit int,
    phase text not null,
    live_at timestamptz,
    ended_at timestamptz,
    primary key (tenant, class_id)
);
create index rm_live_class_of_course on rm_live_class (tenant, course_id, starts_at desc, class_id);
create index rm_live_class_coming on rm_live_class (tenant, starts_at, class_id) where phase in ('scheduled', 'open', 'live');
