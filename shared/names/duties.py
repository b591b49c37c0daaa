"""What became of a duty, by name. Pure."""

from collections.abc import Mapping

from shared.events.cases.duties import DutyOutcome
from shared.text import Text

OUTCOMES: Mapping[DutyOutcome, Text] = {
    DutyOutcome.MET: Text(zh="已完成", en="done in time"),
    DutyOutcome.LATE: Text(zh="逾期完成", en="done late"),
    DutyOutcome.OVERDUE: Text(zh="已逾期", en="overdue"),
    DutyOutcome.MISSED: Text(zh="未完成", en="missed"),
    DutyOutcome.EXCUSED: Text(zh="免予办理", en="excused"),
    DutyOutcome.FALLEN_AWAY: Text(zh="无需再办", en="fallen away"),
}
