-- It was the time of the last save, which may have told nothing: a rebuild made another of it.
alter table rm_payment drop column changed_at;
