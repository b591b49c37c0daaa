"""The rows of the year's table, in the order in which it is published."""

from services.reporting.declared.indicators import articles, contacts, sessions
from services.reporting.declared.words import Indicator

ANNUAL: tuple[Indicator, ...] = (
    contacts.IN_PERSON_PROGRAMME,
    contacts.IN_PERSON_AT_LARGE,
    contacts.BY_PHONE_AT_LARGE,
    sessions.SESSIONS_HELD,
    articles.ARTICLES_PUBLISHED,
)
