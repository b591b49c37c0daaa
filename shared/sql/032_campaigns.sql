-- Campaigns and special actions, in the service of outreach: one row each, as it stands. Those that
-- were never launched are their agency's alone.
CREATE TABLE campaigns (
    campaign_id uuid PRIMARY KEY,
    agency      text COLLATE "C" NOT NULL,
    region      text COLLATE "C" NOT NULL,
    county      text COLLATE "C" GENERATED ALWAYS AS (left(region, 6)) STORED,
    code        text COLLATE "C" NOT NULL,
    name        text NOT NULL,
    kind        text COLLATE "C" NOT NULL,
    since       date NOT NULL,
    until       date NOT NULL,
    aims        text NOT NULL,
    state       text COLLATE "C" NOT NULL,
    launched_on date,
    ending      text COLLATE "C",
    version     integer NOT NULL,
    changed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX campaigns_since ON campaigns (county, since, campaign_id);
CREATE UNIQUE INDEX campaigns_code ON campaigns (code) WHERE launched_on IS NOT NULL;

-- What the activities of a campaign come to is read from this index alone.
CREATE INDEX outreach_records_campaign ON outreach_records (campaign)
    INCLUDE (what, region, kind, activity_kind, attendance, households, void)
    WHERE campaign IS NOT NULL;
