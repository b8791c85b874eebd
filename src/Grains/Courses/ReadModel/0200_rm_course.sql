create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- Every course, drafts too; version guards the upsert. Texts for search and order arrive folded (lower case, no accents).
create table rm_course (
    tenant text not null,
    course_id text not null,
    version bigint not null,
    published boolean not null,
    instructor_id text not null,
    title text not null,
    title_key text not null collate "C",
    subtitle text not null,
    subject text not null,
    level text not null,
    language text not null,
    price_minor bigint not null,
    currency text not null,
    lessons int not null,
    duration_ms bigint not null,
    -- [{"id", "title", "ms"}] in the order of the outline.
    outline jsonb not null,
    created_at timestamptz not null,
    published_at timestamptz,
    changed_at timestamptz not null,
    search tsvector not null,
    primary key (tenant, course_id)
);
create index rm_course_search on rm_course using gin (tenant, search) where published;
create index rm_course_newest on rm_course (tenant, published_at desc, course_id) where published;
create index rm_course_taught on rm_course (tenant, instructor_id, changed_at desc, course_id);

-- The words of titles, subtitles and subjects of published courses: what a mistyped word is compared with.
create table rm_course_word (
    tenant text not null,
    course_id text not null,
    word text not null collate "C",
    primary key (tenant, course_id, word)
);
create index rm_course_word_like on rm_course_word using gin (tenant, word gin_trgm_ops);

-- All words must match, each by its letters or by its English stem; the last one also as the beginning of a word. An element may
-- offer alternatives, a|b. A stop word that is not the last is left out. Elements hold letters, digits and bars only.
create function catalogue_tsquery(words text[]) returns tsquery language plpgsql stable as $$
declare
    result tsquery;
    alternatives tsquery;
    part tsquery;
    stem tsquery;
    word text;
    n int := coalesce(array_length(words, 1), 0);
begin
    for i in 1 .. n loop
        alternatives := null;
        foreach word in array string_to_array(words[i], '|') loop
            stem := plainto_tsquery('english', word);
            continue when numnode(stem) = 0 and i < n;
            part := to_tsquery('simple', '''' || word || '''' || case when i = n then ':*' else '' end);
            if numnode(stem) > 0 then part := part || stem; end if;
            alternatives := case when alternatives is null then part else alternatives || part end;
        end loop;
        continue when alternatives is null;
        result := case when result is null then alternatives else result && alternatives end;
    end loop;
    return result;
end
$$;
