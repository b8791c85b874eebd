-- Whether a badge was told as an event: the fold that gives badges cannot write one itself. Those given before are no news.
alter table badge_award add column told boolean not null default false;
update badge_award set told = true;
create index badge_award_untold on badge_award (at) where not told;
