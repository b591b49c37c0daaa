"""How clients keep a programme and their workers keep up with it: well, fairly, or not."""

from dataclasses import dataclass

DONE, LATE, NOT, EXCUSED = "+l-e"


@dataclass(frozen=True)
class Habit:
    """What becomes of each time that something is due: `+` done, `l` late, `-` not, `e` excused.

    The last part of a pattern, after the bar, goes on for ever.
    """

    contacts: str = "|+"
    tests: str = "|+"
    assessments: str = "|+"
    reports: str = "|+"
    level: str = "低"


GOOD = Habit()
FAIR = Habit(contacts="|++++-+++", tests="|+++l++e", assessments="|+l", reports="|+++-", level="中")
POOR = Habit(contacts="|++-+-", tests="|+-+l-", assessments="|+-", reports="|+--", level="高")
LOST = Habit(
    contacts="+++|-", tests="+++|-", assessments="|-", reports="+|-", level="高"
)  # after three months
LAPSING = Habit(tests="++|-", assessments="|l", level="中")  # comes, but not to tests


def becomes(pattern: str, number: int) -> str:
    """What becomes of the time of a number, counted from 0.

    >>> [becomes("++|l-", number) for number in range(6)]
    ['+', '+', 'l', '-', 'l', '-']
    """
    first, _, then = pattern.partition("|")
    return first[number] if number < len(first) else then[(number - len(first)) % len(then)]
