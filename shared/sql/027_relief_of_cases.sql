-- Relief that left a box for a case, and its void, are found by the case: its timeline has them.
-- Other events are not in this index.
CREATE INDEX events_relief_of_cases
    ON events ((coalesce(data -> 'entry' ->> 'case_id', data ->> 'case_id')))
    WHERE type IN ('cases.ReliefReleased.v1', 'cases.ReliefEntryVoided.v1');
