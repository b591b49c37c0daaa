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
    """Whether every recorded event is counted, and how many seconds late the figures are.

    How many are not counted is not said: it would tell of what others write.
    None: it is not known. Then `behind` is for how long nothing was heard, if that is known.
    """

    complete: bool | None
    behind: float | None = None

    def text(self) -> Text:
        """The same in words.

        >>> Completeness(True).text().en
        'complete: everything recorded is counted'
        >>> Completeness(False, 730).text().en
        '12 minutes behind: not everything recorded is counted yet'
        >>> Completeness(False, 0.2).text().zh
        '落后不到1秒，尚有记录未计入'
        """
        if self.complete is None:
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
        if self.complete:
            return Text(
                zh="完整，已登记的全部记录均已计入", en="complete: everything recorded is counted"
            )
        zh, en = "尚有记录未计入", "not everything recorded is counted yet"
        if self.behind is None:
            return Text(zh=zh, en=en)
        time = duration(self.behind)
        return Text(zh=f"落后{time.zh}，{zh}", en=f"{time.en} behind: {en}")


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
