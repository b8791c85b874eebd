-- The cluster page counts every two seconds while somebody looks: unfinished and stopped runs, among all that were ever done.
create index workflow_open on aggregate (tenant)
    where type = 'workflow' and doc ->> 'phase' in ('running', 'waiting', 'compensating', 'failed');
