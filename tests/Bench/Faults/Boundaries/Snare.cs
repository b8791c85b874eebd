using System.Globalization;
using LearningHub.Bench.Common;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Bench.Faults;

/// <summary>Kills the host at a commit of somebody's, from outside: a trigger in the database counts the commits that touch what is watched, and holds the chosen one, the n-th or the first
/// at a boundary, at its very end,
/// when nothing can fail any more and nobody has heard of it, until the host is dead. Then it is committed; or, when the database is killed as well, lost. The program that runs is
/// the one that is shipped: nothing in it knows of this.</summary>
internal sealed class Snare(EmbeddedServer server) : IAsyncDisposable
{
    // Sequences and advisory locks are seen at once, whatever becomes of the transaction.
    private const string Make = """
        create table if not exists snare_mark (mark text primary key, nth bigint, wanted text);
        create table if not exists snare_caught (n bigint not null, boundary text not null, held boolean not null);
        create sequence if not exists snare_count;
        -- Where the run stands: the step of a workflow and what has been written of it, else what is saved.
        create or replace function snare_boundary(what text, doc jsonb) returns text language plpgsql as $$
        declare
            at bigint;
            step jsonb;
        begin
            if what <> 'workflow' or jsonb_typeof(doc -> 'steps') is distinct from 'array' then return what; end if;
            select s.n, s.step into at, step from jsonb_array_elements(doc -> 'steps') with ordinality as s (step, n) where (s.step ->> 'done')::boolean is not true order by s.n limit 1;
            return (doc ->> 'kind') || ': ' || case
                when at is null and doc ->> 'phase' = 'running' then (doc -> 'steps' -> -1 ->> 'name') || ' done'
                when at is null then doc ->> 'phase'
                when doc ->> 'phase' = 'waiting' then (step ->> 'name') || ' waits'
                when (step ->> 'attempts')::int > 0 then (step ->> 'name') || ' intended'
                when at = 1 then 'begun'
                else (doc -> 'steps' -> (at::int - 2) ->> 'name') || ' done' end;
        end $$;
        create or replace function snare() returns trigger language plpgsql as $$
        declare
            at record;
            boundary text;
            held boolean;
            row jsonb := to_jsonb(new);
            what text := case tg_table_name when 'aggregate' then row ->> 'type' when 'operation' then row ->> 'type' else 'ledger: ' || (row ->> 'cause') end;
            place text := case tg_table_name when 'ledger_posting' then row ->> 'order_id' else row ->> 'key' end;
        begin
            select nth, wanted into at from snare_mark
            where case tg_table_name when 'operation' then position(mark in row ->> 'op_id') > 0 and position(mark in place) = 0 else position(mark in place) > 0 end limit 1;
            -- What is one's own and is named by one's own operation counts once, with its document.
            if not found or tg_table_name = 'operation' and exists (select from snare_mark where position(mark in place) > 0) then return null; end if;
            boundary := snare_boundary(what, row -> 'doc');
            held := coalesce(nextval('snare_count') = at.nth, boundary = at.wanted);
            insert into snare_caught values (currval('snare_count'), boundary, held);
            if held then perform pg_advisory_xact_lock(4711); end if;
            return null;
        end $$;
        create or replace procedure snare_on(name text, what text) language plpgsql as $$
        begin
            execute format('drop trigger if exists snare on %I', name);
            execute format('create constraint trigger snare after %s on %I deferrable initially deferred for each row execute function snare()', what, name);
        end $$;
        call snare_on('aggregate', 'insert or update');
        call snare_on('operation', 'insert');
        call snare_on('ledger_posting', 'insert');
        """;

    private NpgsqlDataSource? _source;
    private NpgsqlConnection? _holder;

    /// <summary>Holds the commit number <paramref name="nth"/>, or the first at the boundary <paramref name="wanted"/>, of those whose keys or operations name one of the marks.</summary>
    public async Task Set(IEnumerable<string> marks, int? nth, string? wanted, CancellationToken cancellation)
    {
        await DisposeAsync();
        _source = server.Open();
        _holder = await _source.OpenConnectionAsync(cancellation);
        await Execute($"{Make} truncate snare_mark, snare_caught; alter sequence snare_count restart; select pg_advisory_lock(4711);", cancellation);
        foreach (var mark in marks)
        {
            await using var command = new NpgsqlCommand("insert into snare_mark values ($1, $2, $3)", _holder)
            {
                Parameters = { new() { Value = mark }, new() { Value = (object?)(long?)nth ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, new() { Value = (object?)wanted ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text } },
            };
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>True: a commit is held now. False: <paramref name="done"/> came first.</summary>
    public async Task<bool> Caught(Task done, CancellationToken cancellation)
    {
        while (true)
        {
            await using (var command = new NpgsqlCommand("select exists (select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted)", _holder))
                if (await command.ExecuteScalarAsync(cancellation) is true) return true;
            if (done.IsCompleted) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellation);
        }
    }

    /// <summary>Lets go what is held, which is committed, and answers what it was. The next commits are not counted.</summary>
    public async Task<Caught> Release(CancellationToken cancellation)
    {
        await Execute("delete from snare_mark; select pg_advisory_unlock(4711)", cancellation);
        return (await Wait.Until("the held commit is done", TimeSpan.FromSeconds(10), async () =>
        {
            await using var command = new NpgsqlCommand("select n, boundary from snare_caught where held order by n limit 1", _holder);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            return await reader.ReadAsync(cancellation) ? new Caught(reader.GetInt64(0), reader.GetString(1)) : null;
        }, caught => caught is not null, cancellation))!;
    }

    public async Task Clear(CancellationToken cancellation) => await Execute("delete from snare_mark; select pg_advisory_unlock_all()", cancellation);

    private async Task Execute(string sql, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var command = new NpgsqlCommand(sql, _holder);
                await command.ExecuteNonQueryAsync(cancellation);
                return;
            }
            // Triggers come and go under a host that saves: the database lets one of the two go on.
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < 10) { }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_holder is not null) await _holder.DisposeAsync();
        if (_source is not null) await _source.DisposeAsync();
        (_holder, _source) = (null, null);
    }
}

/// <summary>A commit that was the host's last.</summary>
/// <param name="Boundary">Where the run stood: the step of a workflow and what had been written of it, else what was saved.</param>
internal sealed record Caught(long Number, string Boundary)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Boundary}");
}
