"""Whether the figures count everything that was recorded, in words. Pure."""

from typing import NamedTuple

from shared.text import Text

_UNITS = (
    (86_400, Text(zh="天", en="day")),
    (3_600, Text(zh="小时", en="hour")),
    (60, Text(zh="分钟", en="minute")),
    (1, Text(zh="秒", en="second")),
)


class Completeness(NamedTuple):
    """How many recorded events are not counted, and how many seconds late that is.

    None: it is not known. Then `behind` is for how long nothing was heard, if that is known.
    """

    uncounted: int | None
    behind: float | None = None

    def text(self) -> Text:
        """The same in words.

        >>> Completeness(0).text().en
        'complete: everything recorded is counted'
        >>> Completeness(40, 730).text().en
        '12 minutes behind; 40 entries not yet counted'
        >>> Completeness(1, 0.2).text().zh
        '落后不到1秒；尚有1条记录未计入'
        """
        if self.uncounted is None:
            unknown = Text(
                zh="暂时无法确认是否完整",
                en="it is not known whether everything recorded is counted",
            )
            if self.behind is None:
                return unknown
            time = duration(self.behind)
            return Text(
                zh=f"{unknown.zh}：业务日志已有{time.zh}没有应答",
                en=f"{unknown.en}: nothing was heard of the journals for {time.en}",
            )
        if not self.uncounted:
            return Text(
                zh="完整，已登记的全部记录均已计入", en="complete: everything recorded is counted"
            )
        entries = "entry" if self.uncounted == 1 else "entries"
        zh = f"尚有{self.uncounted:,}条记录未计入"
        en = f"{self.uncounted:,} {entries} not yet counted"
        if self.behind is None:
            return Text(zh=zh, en=en)
        time = duration(self.behind)
        return Text(zh=f"落后{time.zh}；{zh}", en=f"{time.en} behind; {en}")


def duration(seconds: float) -> Text:
    """A length of time in the largest unit of which there is one, rounded down.

    >>> duration(59).en, duration(61).en, duration(7300).zh
    ('59 seconds', '1 minute', '2小时')
    """
    for length, unit in _UNITS:
        if seconds >= length:
            number = int(seconds // length)
            plural = "" if number == 1 else "s"
            return Text(zh=f"{number}{unit.zh}", en=f"{number} {unit.en}{plural}")
    return Text(zh="不到1秒", en="less than a second")
