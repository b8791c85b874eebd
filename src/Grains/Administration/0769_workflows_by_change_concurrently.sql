-- concurrently: workflow_changed
-- The list of runs, the last changed first, page after page, among all that were ever done.
create index concurrently workflow_changed on aggregate (tenant, changed_at desc, key desc) where type = 'workflow';
