-- Notifications. See docs/adr/0020-notifications.md.

-- What happened before this was installed is told to nobody.
create table notification_since (
    one boolean primary key default true check (one),
    at timestamptz not null
);
insert into notification_since (at) values (now());

-- Who is to be told, from the events alone: a fold must not depend on how far other views are.
create table notification_course (
    tenant text not null,
    course_id text not null,
    instructor_id text not null,
    primary key (tenant, course_id)
);
create index notification_course_of on notification_course (tenant, instructor_id);

create table notification_member (
    tenant text not null,
    course_id text not null,
    user_id text not null,
    -- Who comes after something happened is not told of it.
    since timestamptz not null default now(),
    primary key (tenant, course_id, user_id)
);

create table notification_class (
    tenant text not null,
    class_id text not null,
    course_id text not null,
    host_id text not null,
    starts_at timestamptz not null,
    primary key (tenant, class_id)
);

create table notification_quiz (
    tenant text not null,
    quiz_id text not null,
    course_id text not null,
    lesson_id text not null,
    primary key (tenant, quiz_id)
);

create table notification_order (
    tenant text not null,
    order_id text not null,
    buyer_id text not null,
    primary key (tenant, order_id)
);

-- Something to be told to one person or to many, now or later. Written by the fold, spread by any silo, 500 people a transaction.
create table notification_cause (
    tenant text not null,
    cause_id text not null,
    kind text not null,
    audience text not null,
    audience_id text not null,
    due_at timestamptz not null,
    -- Not worth telling after this.
    void_at timestamptz,
    course_id text,
    subject_id text,
    person_id text,
    detail text not null,
    -- How far it was spread.
    after_user text not null default '',
    done boolean not null default false,
    primary key (tenant, cause_id)
);
create index notification_cause_due on notification_cause (due_at) where not done;
create index notification_cause_waiting on notification_cause (tenant, subject_id) where not done;

-- The inbox: ids and codes only. What a person does with a row is kept in it, so it is never made again from events.
create table notification (
    tenant text not null,
    user_id text not null,
    notification_id text not null,
    kind text not null,
    at timestamptz not null,
    course_id text,
    subject_id text,
    person_id text,
    detail text not null,
    count int not null default 1,
    -- False: wanted on another channel only.
    shown boolean not null,
    read_at timestamptz,
    deleted_at timestamptz,
    primary key (tenant, user_id, notification_id)
);
create index notification_newest on notification (tenant, user_id, at desc, notification_id desc) where shown and deleted_at is null;
create index notification_unread on notification (tenant, user_id, at) where shown and deleted_at is null and read_at is null;
create index notification_old on notification (at);

-- What leaves the house. Taken: the message that it goes out with is decided, for ever.
create table notification_delivery (
    tenant text not null,
    user_id text not null,
    notification_id text not null,
    channel text not null,
    due_at timestamptz not null,
    message_id text,
    -- Nobody else takes it before: in the hands of a worker, or waiting between two tries.
    held_until timestamptz,
    tries int not null default 0,
    -- Devices that a push has reached already.
    reached text[] not null default '{}',
    done_at timestamptz,
    outcome text,
    primary key (tenant, user_id, notification_id, channel)
);
create index notification_delivery_due on notification_delivery (channel, due_at) where done_at is null and message_id is null;
create index notification_delivery_taken on notification_delivery (channel, held_until) where done_at is null and message_id is not null;
create index notification_delivery_done on notification_delivery (done_at) where done_at is not null;
