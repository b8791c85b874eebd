-- Announcements are listed by the moment of their posting, in milliseconds; before they were numbered in the order of their writing.
update record set seq = floor(extract(epoch from (doc ->> 'at')::timestamptz) * 1000)::bigint where type = 'announcement';
