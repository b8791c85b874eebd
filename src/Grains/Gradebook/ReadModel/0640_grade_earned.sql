-- What learners earned by attempts, by the quiz's own rule; a fold over attempt.graded and attempt.regraded. The version guards against a repeat.
create table grade_earned (
    tenant text not null,
    course_id text not null,
    -- The lesson of the quiz.
    item_id text not null,
    user_id text not null,
    -- As a part of 1.
    grade numeric not null,
    version bigint not null,
    at timestamptz not null,
    primary key (tenant, course_id, user_id, item_id)
);
