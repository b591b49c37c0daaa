"""Which events say what their stream is called: campaigns and places. Pure.

Names are no facts: nothing is counted by them. Pages show them beside what is counted.
"""

from shared.events import type_of
from shared.events.outreach.campaigns import CampaignChanged, CampaignDrafted
from shared.events.outreach.places import PlaceChanged, PlaceOpened

NAMED = (CampaignDrafted, CampaignChanged, PlaceOpened, PlaceChanged)
NAMED_TYPES = frozenset(type_of(each) for each in NAMED)
