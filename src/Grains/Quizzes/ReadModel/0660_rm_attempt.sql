-- When the clock wants something of an attempt: its hand-in, or its marks. Read by the sweep.
create index attempts_due on aggregate (((doc ->> 'dueAtMs')::bigint)) where type = 'attempts' and doc ->> 'dueAtMs' is not null;

-- Whose attempts are listed, at which version: it guards the rows of the three tables below. Previews of staff are left out.
create table rm_attempts (
    tenant text not null,
    quiz_id text not null,
    user_id text not null collate "C",
    version bigint not null,
    primary key (tenant, quiz_id, user_id)
);

-- Attempts as lists read them. Rows never vanish.
create table rm_attempt (
    tenant text not null,
    quiz_id text not null,
    user_id text not null collate "C",
    number int not null,
    course_id text not null,
    state text not null,
    started_at timestamptz not null,
    deadline timestamptz,
    handed_in_at timestamptz,
    automatic boolean not null,
    mark numeric,
    max_mark numeric not null,
    fraction numeric,
    to_grade int not null,
    primary key (tenant, quiz_id, user_id, number)
);
create index rm_attempt_list on rm_attempt (tenant, quiz_id, started_at desc, user_id, number);
create index rm_attempt_running on rm_attempt (tenant, quiz_id, user_id) where state = 'running';

-- The mark of each question of each attempt, by the key it was marked by.
create table rm_attempt_mark (
    tenant text not null,
    quiz_id text not null,
    user_id text not null collate "C",
    number int not null,
    place int not null,
    revision int not null,
    question_id text not null,
    question_version int not null,
    state text not null,
    fraction numeric,
    mark numeric,
    max_mark numeric not null,
    primary key (tenant, quiz_id, user_id, number, place)
);
create index rm_attempt_mark_question on rm_attempt_mark (tenant, quiz_id, question_id);

-- Essays that wait for a person.
create table rm_essay (
    tenant text not null,
    quiz_id text not null,
    user_id text not null collate "C",
    number int not null,
    place int not null,
    question_id text not null,
    handed_in_at timestamptz not null,
    claimed_by text,
    claimed_until timestamptz,
    primary key (tenant, quiz_id, user_id, number, place)
);
create index rm_essay_queue on rm_essay (tenant, quiz_id, handed_in_at, user_id, number, place);
