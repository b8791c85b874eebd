-- A row a silo, written by it every two seconds. What is lost with a crash of the server is there again two seconds later.
create unlogged table silo_report (
    silo text primary key,
    at timestamptz not null,
    doc jsonb not null
);
