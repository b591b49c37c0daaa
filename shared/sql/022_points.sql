-- How many of each item an exchange shop has; see services/cases/shop/stock.py. What takes an item away
-- changes its row in the append itself: two that would take the last one cannot both be written.
CREATE TABLE shop_items (
    item_id        uuid PRIMARY KEY,
    workstation_id uuid NOT NULL,
    stock          integer NOT NULL DEFAULT 0 CONSTRAINT shop_items_stock CHECK (stock >= 0)
);
CREATE INDEX shop_items_workstation ON shop_items (workstation_id);
-- Of which item an exchange was, or one that was taken back: the stock is counted anew by it. Other
-- events are not in this index.
CREATE INDEX events_exchanges
    ON events ((coalesce(data -> 'entry' ->> 'item_id', data ->> 'item_id')))
    WHERE type IN ('cases.PointsSpent.v1', 'cases.SpendingTakenBack.v1');

-- How far the journal of another service was followed; see services/cases/reactions/following.py.
-- `cursor` is empty before the beginning.
CREATE TABLE journals_followed (
    source   text PRIMARY KEY,
    cursor   text NOT NULL DEFAULT '',
    moved_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
