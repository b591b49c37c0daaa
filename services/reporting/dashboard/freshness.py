"""Up to when all is counted, in words: "counted up to 10:42 today". Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.reporting.statistics.completeness import Completeness
from shared.clock import CHINA
from shared.text import Language, Text


@dataclass(frozen=True)
class Verified:
    """The last time that the figures were proved from the ledger, and whether they were equal."""

    at: datetime
    equal: bool

    def text(self, now: datetime, language: Language) -> str:
        """The same in words."""
        text = _EQUAL if self.equal else _DIFFERENT
        return text.in_language(language).format(time=moment(self.at, now, language))


@dataclass(frozen=True)
class State:
    """How complete the figures are, up to which moment, and when they were last proved.

    `near` are the regions (12 digits) beside and below the one that is shown that have any.
    """

    completeness: Completeness
    counted_until: datetime | None
    verified: Verified | None = None
    near: tuple[str, ...] = ()

    def words(self, now: datetime, language: Language) -> dict[str, str | bool]:
        """For the foot of a page."""
        until = self.counted_until
        return {
            "ok": self.completeness.complete is True,
            "completeness": self.completeness.text().in_language(language),
            "counted": _UNKNOWN.in_language(language)
            if until is None
            else _COUNTED.in_language(language).format(time=moment(until, now, language)),
            "verified": _NEVER.in_language(language)
            if self.verified is None
            else self.verified.text(now, language),
            "asked": _ASKED.in_language(language).format(time=moment(now, now, language)),
        }


def moment(at: datetime, now: datetime, language: Language) -> str:
    """A moment as people say it: by the time alone where it is of today.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
    >>> moment(datetime(2026, 11, 29, 2, 42, tzinfo=UTC), now, "en")
    '10:42 today'
    >>> moment(datetime(2026, 11, 28, 2, 42, tzinfo=UTC), now, "zh")
    '昨天10:42'
    """
    there, here = at.astimezone(CHINA), now.astimezone(CHINA)
    time = f"{there:%H:%M}"
    if there.date() == here.date():
        return f"今天{time}" if language == "zh" else f"{time} today"
    if there.date() == here.date() - timedelta(days=1):
        return f"昨天{time}" if language == "zh" else f"{time} yesterday"
    return f"{there:%Y-%m-%d} {time}"


_COUNTED = Text(zh="数据计入截至{time}", en="Counted up to {time}")
_UNKNOWN = Text(
    zh="暂时无法确认数据计入到何时", en="Up to when all is counted is not known at present"
)
_ASKED = Text(zh="查询时间：{time}", en="Asked at {time}")
_EQUAL = Text(zh="{time}经台账核验一致", en="Proved equal to the ledger at {time}")
_DIFFERENT = Text(
    zh="{time}核验发现与台账不一致，请联系管理员",
    en="Found to differ from the ledger at {time}; tell the operator",
)
_NEVER = Text(zh="尚未经台账核验", en="Not yet proved from the ledger")
