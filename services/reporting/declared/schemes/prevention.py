"""Schemes of prevention: what was done; since 2027 also how far and to whom it reached."""

from datetime import date

from services.reporting.declared.indicators import activities, articles, places, sessions, surveys
from services.reporting.declared.schemes.scheme import Part, Scheme
from shared.text import Text

PREVENTION_2026 = Scheme(
    code="prevention-2026",
    name=Text(zh="宣传教育工作（2026年版）", en="Prevention (2026)"),
    since=date(2026, 1, 1),
    parts=(
        Part(indicator=sessions.SESSIONS_HELD, weight=40, scoring="share_of_best", per=True),
        Part(indicator=sessions.SESSIONS_ATTENDANCE, weight=40, scoring="share_of_best", per=True),
        Part(indicator=articles.ARTICLES_PUBLISHED, weight=20, scoring="share_of_best"),
    ),
)

# How much was done weighs less than how far it reached: docs/decisions/0106.
PREVENTION_2027 = Scheme(
    code="prevention-2027",
    name=Text(zh="宣传教育工作（2027年版）", en="Prevention (2027)"),
    since=date(2027, 1, 1),
    parts=(
        Part(indicator=sessions.SESSIONS_HELD, weight=10, scoring="share_of_best", per=True),
        Part(indicator=sessions.SESSIONS_ATTENDANCE, weight=15, scoring="share_of_best", per=True),
        Part(indicator=places.ENTERED, weight=15, scoring="share_of_best", per=True),
        Part(indicator=sessions.KEY_GROUP_SESSIONS, weight=10, scoring="share_of_best", per=True),
        Part(indicator=activities.HOUSEHOLDS_REACHED, weight=10, scoring="share_of_best", per=True),
        Part(indicator=places.HELD_AT_PLACES, weight=5, scoring="share_of_best", per=True),
        Part(indicator=places.USED_BY, weight=5, scoring="share_of_best", per=True),
        Part(indicator=surveys.AWARENESS_RATE, weight=20, scoring="percent"),
        Part(indicator=articles.ARTICLES_DISTINCT, weight=10, scoring="share_of_best"),
    ),
)
