-- A run may wait: it is as unfinished as one that runs. Failed ones are listed beside them, for a person.
drop index workflow_unfinished;
create index workflow_unfinished on aggregate (key)
    where type = 'workflow' and doc ->> 'phase' in ('running', 'waiting', 'compensating');
