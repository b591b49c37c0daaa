"""Schemes of the work with clients."""

from datetime import date

from services.reporting.declared.indicators import duties, duties_rates
from services.reporting.declared.schemes.scheme import Part, Scheme
from shared.text import Text

CLIENTS_2026 = Scheme(
    code="clients-2026",
    name=Text(zh="帮教服务工作（2026年版）", en="Work with clients (2026)"),
    since=date(2026, 1, 1),
    parts=(
        Part(indicator=duties_rates.MEETING_RATE, weight=30, scoring="percent"),
        Part(indicator=duties_rates.DUE_TESTS_RATE, weight=25, scoring="percent"),
        Part(indicator=duties_rates.ASSESSMENT_RATE, weight=15, scoring="percent"),
        Part(indicator=duties.DUTIES_IN_TIME, weight=20, scoring="percent"),
        Part(indicator=duties_rates.CRISES_IN_TIME, weight=10, scoring="percent"),
    ),
)
