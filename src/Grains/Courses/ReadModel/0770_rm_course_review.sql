-- Courses that wait for an admin. Rendered from aggregates by CourseReviewsView; owned by it alone.
create table rm_course_review (
    tenant text not null,
    course_id text not null,
    version bigint not null,
    -- Null: it waits for nothing.
    since timestamptz,
    submitted boolean not null,
    title text not null,
    instructor_id text not null,
    primary key (tenant, course_id)
);
create index rm_course_review_waiting on rm_course_review (tenant, submitted desc, since) where since is not null;
