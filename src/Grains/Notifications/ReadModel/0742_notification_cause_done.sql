-- concurrently: notification_cause_done
-- Causes that are done are cleared away by their age: found without a look at those that are kept.
create index concurrently notification_cause_done on notification_cause (kind, due_at) where done;
