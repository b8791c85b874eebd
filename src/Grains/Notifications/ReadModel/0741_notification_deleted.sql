-- What people deleted is cleared away after a week: found without a look at all that is kept.
create index notification_deleted on notification (deleted_at) where deleted_at is not null;
