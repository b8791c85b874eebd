-- Who is in which course; version guards the upsert. How much of the course's present lessons is done is computed when read.
create table rm_enrolment (
    tenant text not null,
    course_id text not null,
    user_id text not null,
    version bigint not null,
    status text not null,
    enrolled_at timestamptz not null,
    completed_at timestamptz,
    last_at timestamptz not null,
    last_lesson_id text,
    -- Ids of completed lessons, also of lessons that are gone since.
    done text[] not null,
    -- Lesson id to milliseconds watched, of lessons begun and not complete.
    watched jsonb not null,
    primary key (tenant, course_id, user_id)
);
create index rm_enrolment_of_user on rm_enrolment (tenant, user_id, last_at desc, course_id);
create index rm_enrolment_active on rm_enrolment (tenant, course_id) where status = 'active';
create index rm_enrolment_roster on rm_enrolment (tenant, course_id, enrolled_at desc, user_id);
