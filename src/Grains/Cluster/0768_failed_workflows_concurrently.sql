-- concurrently: workflow_open
-- replaces: 0766
-- The index of 0766, which held up every commit while it was built over all aggregates. Where 0766 was applied, the index is there already.
create index concurrently workflow_open on aggregate (tenant)
    where type = 'workflow' and doc ->> 'phase' in ('running', 'waiting', 'compensating', 'failed');
