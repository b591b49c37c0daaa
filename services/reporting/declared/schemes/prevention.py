"""Schemes of prevention: sessions, and what is published."""

from datetime import date

from services.reporting.declared.indicators import articles, sessions
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
