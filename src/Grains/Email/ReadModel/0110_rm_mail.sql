-- The outbox. Rendered from aggregates by OutboxView; owned by it alone. Text and address stay in the aggregate's document.
create table rm_mail (
    tenant    text        not null,
    mail_id   text        not null,
    version   bigint      not null,
    state     text        not null,
    queued_at timestamptz not null,
    due_at    timestamptz not null,
    primary key (tenant, mail_id)
);
create index rm_mail_due on rm_mail (due_at) where state = 'queued';
create index rm_mail_newest on rm_mail (tenant, queued_at desc, mail_id desc);
