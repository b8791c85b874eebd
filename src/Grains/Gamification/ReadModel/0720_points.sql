-- The ledger of points and what is summed from it: a fold over what people did. See docs/adr/0018-points-and-boards.md.

-- Versions of an academy's rules; none: those every academy begins with.
create table point_rules (
    tenant text not null,
    rules_version int not null,
    since timestamptz not null,
    doc jsonb not null,
    primary key (tenant, rules_version)
);

-- Where a person's days begin, from when on. Not emptied by a rebuild: the past keeps its days when somebody moves.
create table person_zone (
    tenant text not null,
    user_id text not null collate "C",
    since timestamptz not null,
    zone text not null,
    primary key (tenant, user_id, since)
);

-- Each thing once: of several events about one, the earliest counts.
create table point_entry (
    tenant text not null,
    user_id text not null collate "C",
    -- lesson/{course}/{lesson}, course/{course}, quiz/{course}/{lesson}, message/{day}
    entry_key text not null collate "C",
    reason text not null,
    points int not null,
    rules_version int not null,
    course_id text not null,
    subject_id text not null,
    at timestamptz not null,
    event_id uuid not null,
    primary key (tenant, user_id, entry_key)
);
create index point_entry_latest on point_entry (tenant, user_id, at desc, entry_key desc);
create index point_entry_time on point_entry using brin (at);

create table point_person (
    tenant text not null,
    user_id text not null collate "C",
    points bigint not null,
    lessons int not null,
    courses int not null,
    quizzes int not null,
    best_streak int not null,
    hidden boolean not null,
    -- Of the profile, when it was last told: repeats change nothing.
    hidden_version bigint not null,
    primary key (tenant, user_id)
);

-- board: all, w/2026-47, c/{course}, c/{course}/2026-47
create table point_score (
    tenant text not null,
    board text not null collate "C",
    user_id text not null collate "C",
    points bigint not null,
    -- When the last of these points was earned: of equal ones the earlier goes first.
    reached_at timestamptz not null,
    hidden boolean not null,
    primary key (tenant, board, user_id)
);
create index point_score_order on point_score (tenant, board, points desc, reached_at, user_id) where not hidden and points > 0;
create index point_score_person on point_score (tenant, user_id);

-- How many stand at each number of points: a rank is a sum over this and a count among equals.
create table point_tally (
    tenant text not null,
    board text not null collate "C",
    points bigint not null,
    people bigint not null,
    primary key (tenant, board, points)
) with (fillfactor = 70);

create table learning_day (
    tenant text not null,
    user_id text not null collate "C",
    day date not null,
    primary key (tenant, user_id, day)
);

create table badge_award (
    tenant text not null,
    user_id text not null collate "C",
    badge_id text not null,
    at timestamptz not null,
    primary key (tenant, user_id, badge_id)
);
