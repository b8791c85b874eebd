-- The question bank as lists and draws read it; version guards the upsert. Texts for search arrive folded (lower case, no accents).
create table rm_question (
    tenant text not null,
    question_id text not null,
    course_id text not null,
    version bigint not null,
    -- The newest version of the question itself.
    latest int not null,
    kind text not null,
    name text not null,
    name_key text not null collate "C",
    excerpt text not null,
    tags text[] not null,
    archived boolean not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    search tsvector not null,
    primary key (tenant, question_id)
);
create index rm_question_bank on rm_question (tenant, course_id, archived, changed_at desc, question_id);
create index rm_question_search on rm_question using gin (tenant, course_id, search);
create index rm_question_tags on rm_question using gin (tenant, course_id, tags);
