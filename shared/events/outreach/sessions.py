"""Prevention sessions: where they were held, in which forms, with whom."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Entry, published


class PlaceKind(StrEnum):
    """The kinds of place that prevention enters (六进, 十进, and a few more)."""

    SCHOOL = "school"
    COMMUNITY = "community"
    VENUE = "venue"
    FAMILY = "family"
    ENTERPRISE = "enterprise"
    VILLAGE = "village"
    RESTAURANT = "restaurant"
    HOTEL = "hotel"
    SHOP = "shop"
    WORKPLACE = "workplace"
    CINEMA = "cinema"
    INTERNET = "internet"
    BUILDING_SITE = "building_site"


class Form(StrEnum):
    """What is done at a prevention session."""

    LEAFLETS = "leaflets"
    BANNERS = "banners"
    BOARDS = "boards"
    PERFORMANCE = "performance"
    ADVICE = "advice"
    LECTURE = "lecture"


class Partner(StrEnum):
    """Who holds a session together with the agency."""

    POLICE_STATION = "police_station"
    YOUTH_LEAGUE = "youth_league"
    TRADE_UNION = "trade_union"
    WOMENS_FEDERATION = "womens_federation"


class Occasion(StrEnum):
    """The day or month that a session is tied to."""

    ANTI_DRUG_DAY = "anti_drug_day"
    LAW_AND_ORDER_MONTH = "law_and_order_month"
    QIXI = "qixi"
    DOUBLE_NINTH = "double_ninth"


@published("outreach.SessionHeld.v1")
class SessionHeld(Entry):
    """A prevention session was held.

    `helpers` are the files of the clients who helped at it, as the agency that recorded it knows
    them: whether there are such files, nobody here knows.
    """

    activity_id: UUID
    region: str
    occurred_on: date
    place_kind: PlaceKind
    attendance: int
    forms: tuple[Form, ...] = ()
    partners: tuple[Partner, ...] = ()
    occasion: Occasion | None = None
    topic: str = ""
    helpers: tuple[UUID, ...] = ()
