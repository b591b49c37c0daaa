-- Which versions of the policies were put in force, in that order, and which windows they make:
-- those whose last day is `applies_from` or later, but for what a version behind it makes. The
-- first has always been. `content` says all of the version, as the file that it was read from.
create table policies_applied (
    number        bigint generated always as identity primary key,
    applies_from  date not null,
    version       text not null,
    digest        text not null,
    content       text not null,
    applied_at    timestamptz not null default clock_timestamp()
);
