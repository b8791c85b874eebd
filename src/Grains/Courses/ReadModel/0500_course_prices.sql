-- A course has a price a currency: [{"minor", "currency"}], the one that is shown first; none is free. Order and filters go by the first.
-- Rendered anew by the view when it is rebuilt; until then what was there is carried over.
alter table rm_course add column prices jsonb not null default '[]';
update rm_course set prices = jsonb_build_array(jsonb_build_object('minor', price_minor, 'currency', currency)) where price_minor > 0;
alter table rm_course drop column price_minor, drop column currency;
alter table rm_course alter column prices drop default;
alter table rm_course add column price_minor bigint generated always as (coalesce((prices -> 0 ->> 'minor')::bigint, 0)) stored;
