-- What the ADO.NET providers of Microsoft Orleans (clustering, reminders, grain storage) need in PostgreSQL 15 or later.
-- Only a cluster uses it; the all-in-one process keeps no membership.
--
-- The contract: a provider reads its statements from OrleansQuery by key and knows nothing else of this schema. The keys, the @names
-- of the parameters and the names of the result columns are fixed by Orleans; tables and statements are ours. A statement is one round trip
-- and one transaction, and compares versions inside it, so two silos that race cannot both win.
--
-- Safe to run at every start and at any time, while silos run: it creates what is missing and replaces statements that changed. Run it as one
-- transaction (one batch over Npgsql; psql -1 -f). The table must be found through the search path.

select pg_advisory_xact_lock(hashtext('orleans_adonet'));

create table if not exists orleansquery (
    querykey  text primary key,
    querytext text not null
);

-- One row a cluster: the version of the whole membership table, which every change of a silo's row raises by one.
create table if not exists orleans_cluster (
    cluster_id text primary key,
    version    integer not null default 0
);

create table if not exists orleans_silo (
    cluster_id      text not null references orleans_cluster on delete cascade,
    address         text not null,
    port            integer not null,
    generation      integer not null,
    silo_name       text not null,
    host_name       text not null,
    proxy_port      integer not null,       -- the gateway for clients; 0 when the silo has none
    status          integer not null,       -- Orleans.Runtime.SiloStatus: 3 active, 6 dead
    suspect_times   text,                   -- written and read by Orleans alone
    start_time      timestamptz not null,
    i_am_alive_time timestamptz not null,
    primary key (cluster_id, address, port, generation)
);

create table if not exists orleans_reminder (
    service_id    text not null,
    grain_id      text not null,
    reminder_name text not null,
    grain_hash    integer not null,         -- the uint of Orleans, its bits taken as a signed number
    start_time    timestamptz not null,
    period_ms     bigint not null,
    version       integer not null default 1,
    primary key (service_id, grain_id, reminder_name)
);

-- A silo asks for the part of the ring that it is responsible for.
create index if not exists orleans_reminder_by_hash on orleans_reminder (service_id, grain_hash);

-- Soft state only (caches, stream subscriptions). The hashes that Orleans offers are not needed beside a real key.
create table if not exists orleans_grain_state (
    service_id    text not null,
    grain_type    text not null,
    key_n0        bigint not null,
    key_n1        bigint not null,
    key_extension text not null,            -- '' when the key is a number or a Guid without one
    version       integer not null,
    payload       bytea,                    -- null after a clear, which keeps the version going
    modified_at   timestamptz not null default now(),
    primary key (service_id, grain_type, key_n0, key_n1, key_extension)
);

insert into orleansquery (querykey, querytext) values

-- Clustering -----------------------------------------------------------------------------------------------------------

('InsertMembershipVersionKey', $sql$
with added as (
    insert into orleans_cluster (cluster_id) values (@DeploymentId)
    on conflict do nothing
    returning cluster_id)
select exists (select from added)
$sql$),

-- Of two silos that join with the same version one waits for the other's row lock, sees the raised version, and gets false.
('InsertMembershipKey', $sql$
with turn as (
    update orleans_cluster c
    set version = c.version + 1
    where c.cluster_id = @DeploymentId and c.version = @Version
      and not exists (
          select from orleans_silo s
          where s.cluster_id = c.cluster_id and s.address = @Address and s.port = @Port and s.generation = @Generation)
    returning c.cluster_id),
added as (
    insert into orleans_silo (cluster_id, address, port, generation, silo_name, host_name, proxy_port, status, start_time, i_am_alive_time)
    select turn.cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @ProxyPort, @Status, @StartTime, @IAmAliveTime
    from turn
    returning cluster_id)
select exists (select from added)
$sql$),

('UpdateMembershipKey', $sql$
with turn as (
    update orleans_cluster c
    set version = c.version + 1
    where c.cluster_id = @DeploymentId and c.version = @Version
      and exists (
          select from orleans_silo s
          where s.cluster_id = c.cluster_id and s.address = @Address and s.port = @Port and s.generation = @Generation)
    returning c.cluster_id),
changed as (
    update orleans_silo s
    set status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
    from turn
    where s.cluster_id = turn.cluster_id and s.address = @Address and s.port = @Port and s.generation = @Generation
    returning s.cluster_id)
select exists (select from changed)
$sql$),

-- A sign of life is no change of the membership: the version stays.
('UpdateIAmAlivetimeKey', $sql$
update orleans_silo
set i_am_alive_time = @IAmAliveTime
where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$sql$),

-- Both reads give at least one row, so that the version is known of a cluster without silos.
('MembershipReadAllKey', $sql$
select s.address as Address, s.port as Port, s.generation as Generation, s.silo_name as SiloName, s.host_name as HostName,
       s.status as Status, s.proxy_port as ProxyPort, s.suspect_times as SuspectTimes, s.start_time as StartTime,
       s.i_am_alive_time as IAmAliveTime, c.version as Version
from orleans_cluster c
left join orleans_silo s using (cluster_id)
where c.cluster_id = @DeploymentId
$sql$),

('MembershipReadRowKey', $sql$
select s.address as Address, s.port as Port, s.generation as Generation, s.silo_name as SiloName, s.host_name as HostName,
       s.status as Status, s.proxy_port as ProxyPort, s.suspect_times as SuspectTimes, s.start_time as StartTime,
       s.i_am_alive_time as IAmAliveTime, c.version as Version
from orleans_cluster c
left join orleans_silo s
    on s.cluster_id = c.cluster_id and s.address = @Address and s.port = @Port and s.generation = @Generation
where c.cluster_id = @DeploymentId
$sql$),

('GatewaysQueryKey', $sql$
select address as Address, proxy_port as ProxyPort, generation as Generation
from orleans_silo
where cluster_id = @DeploymentId and status = @Status and proxy_port > 0
$sql$),

('DeleteMembershipTableEntriesKey', $sql$
delete from orleans_cluster where cluster_id = @DeploymentId
$sql$),

('CleanupDefunctSiloEntriesKey', $sql$
delete from orleans_silo
where cluster_id = @DeploymentId and status = 6 and i_am_alive_time < @IAmAliveTime
$sql$),

-- Reminders ------------------------------------------------------------------------------------------------------------

('ReadReminderRowKey', $sql$
select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
from orleans_reminder
where service_id = @ServiceId and grain_id = @GrainId and reminder_name = @ReminderName
$sql$),

('ReadReminderRowsKey', $sql$
select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
from orleans_reminder
where service_id = @ServiceId and grain_id = @GrainId
$sql$),

-- The ring is cut into (begin, end]: this one when begin < end as signed numbers, ...
('ReadRangeRows1Key', $sql$
select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
from orleans_reminder
where service_id = @ServiceId and grain_hash > @BeginHash and grain_hash <= @EndHash
$sql$),

-- ... and this one when the range runs over the end of the ring, or is the whole ring (begin = end).
('ReadRangeRows2Key', $sql$
select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
from orleans_reminder
where service_id = @ServiceId and (grain_hash > @BeginHash or grain_hash <= @EndHash)
$sql$),

('UpsertReminderRowKey', $sql$
insert into orleans_reminder (service_id, grain_id, reminder_name, grain_hash, start_time, period_ms)
values (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period)
on conflict (service_id, grain_id, reminder_name) do update
set grain_hash = excluded.grain_hash, start_time = excluded.start_time, period_ms = excluded.period_ms,
    version = orleans_reminder.version + 1
returning version as Version
$sql$),

('DeleteReminderRowKey', $sql$
with gone as (
    delete from orleans_reminder
    where service_id = @ServiceId and grain_id = @GrainId and reminder_name = @ReminderName and version = @Version
    returning service_id)
select exists (select from gone)
$sql$),

('DeleteReminderRowsKey', $sql$
delete from orleans_reminder where service_id = @ServiceId
$sql$),

-- Grain storage --------------------------------------------------------------------------------------------------------
-- A write answers with one row: the new version, or null when the expected version was not there; Orleans then throws
-- InconsistentStateException.

('ReadFromStorageKey', $sql$
select payload as PayloadBinary, version as Version
from orleans_grain_state
where service_id = @ServiceId and grain_type = @GrainTypeString
  and key_n0 = @GrainIdN0 and key_n1 = @GrainIdN1 and key_extension = coalesce(@GrainIdExtensionString, '')
$sql$),

('WriteToStorageKey', $sql$
with created as (
    insert into orleans_grain_state (service_id, grain_type, key_n0, key_n1, key_extension, version, payload)
    select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''), 1, @PayloadBinary
    where @GrainStateVersion is null
    on conflict do nothing
    returning version),
changed as (
    update orleans_grain_state
    set version = version + 1, payload = @PayloadBinary, modified_at = now()
    where service_id = @ServiceId and grain_type = @GrainTypeString
      and key_n0 = @GrainIdN0 and key_n1 = @GrainIdN1 and key_extension = coalesce(@GrainIdExtensionString, '')
      and version = @GrainStateVersion
    returning version)
select coalesce((select version from created), (select version from changed)) as NewGrainStateVersion
$sql$),

('ClearStorageKey', $sql$
with changed as (
    update orleans_grain_state
    set version = version + 1, payload = null, modified_at = now()
    where service_id = @ServiceId and grain_type = @GrainTypeString
      and key_n0 = @GrainIdN0 and key_n1 = @GrainIdN1 and key_extension = coalesce(@GrainIdExtensionString, '')
      and version = @GrainStateVersion
    returning version)
select (select version from changed) as NewGrainStateVersion
$sql$),

('DeleteStorageKey', $sql$
with gone as (
    delete from orleans_grain_state
    where service_id = @ServiceId and grain_type = @GrainTypeString
      and key_n0 = @GrainIdN0 and key_n1 = @GrainIdN1 and key_extension = coalesce(@GrainIdExtensionString, '')
      and version = @GrainStateVersion
    returning version)
select (select version + 1 from gone) as NewGrainStateVersion
$sql$)

on conflict (querykey) do update
set querytext = excluded.querytext
where orleansquery.querytext <> excluded.querytext;
