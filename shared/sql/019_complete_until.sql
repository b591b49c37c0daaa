-- The moment up to which all that was recorded is visible: before the oldest transaction that has
-- written, of any role that may append. A transaction has its number before it takes the time for
-- `recorded_at`, and shows until its events are visible. One that has no number yet will take a
-- later time than this statement's. Of a role that may not be looked at, nothing is known but that
-- it writes. It looks by the tables' owner, who may look at every role that appends: so none of
-- these has to be a member of another, with all its rights.
CREATE FUNCTION complete_until() RETURNS timestamptz
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog
AS $$
SELECT least(statement_timestamp(), min(coalesce(xact_start, '-infinity')))
FROM pg_stat_activity
WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
    AND has_table_privilege(usesysid, 'public.events', 'INSERT')
$$;
