"""Names of why a client is away. Pure."""

from collections.abc import Mapping

from shared.events.cases.leave import LeaveReason
from shared.text import Text

LEAVE_REASONS: Mapping[LeaveReason, Text] = {
    LeaveReason.WORK: Text(zh="务工", en="work"),
    LeaveReason.FAMILY: Text(zh="探亲或家事", en="family"),
    LeaveReason.MEDICAL: Text(zh="就医", en="medical care"),
    LeaveReason.STUDY: Text(zh="求学", en="study"),
    LeaveReason.OTHER: Text(zh="其他", en="other"),
}
