create table rm_transcode_job (
    tenant text not null,
    media_id text not null,
    course_id text not null,
    state text not null,
    attempt int not null,
    code text,
    queued_at timestamptz not null,
    started_at timestamptz,
    changed_at timestamptz not null,
    version bigint not null,
    primary key (tenant, media_id)
);

-- What a worker looks through: the few jobs that are not finished.
create index rm_transcode_job_unfinished on rm_transcode_job (queued_at) where state in ('queued', 'running');
create index rm_transcode_job_changed on rm_transcode_job (changed_at desc);
