"""Names of what points are earned for, of the shop and of the relief box. Pure."""

from collections.abc import Mapping

from shared.events.cases.earning import PointsFor
from shared.events.cases.points import Merit
from shared.events.cases.relief_boxes import ReliefPurpose
from shared.events.cases.shops import WriteOffReason
from shared.text import Text

POINTS_FOR: Mapping[PointsFor, Text] = {
    PointsFor.CONTACT: Text(zh="当面帮教", en="contact in person"),
    PointsFor.NEGATIVE_TEST: Text(zh="检测阴性", en="negative test"),
    PointsFor.REGULAR_REPORT: Text(zh="定期报到", en="regular report"),
    PointsFor.TRAINING_ATTENDED: Text(zh="参加培训", en="training attended"),
    PointsFor.GOAL_MET: Text(zh="达成帮扶目标", en="goal met"),
    PointsFor.VOLUNTEER_HELP: Text(zh="参加志愿服务", en="volunteer help"),
}
MERITS: Mapping[Merit, Text] = {merit: POINTS_FOR[PointsFor(merit.value)] for merit in Merit}
WRITE_OFF_REASONS: Mapping[WriteOffReason, Text] = {
    WriteOffReason.DAMAGED: Text(zh="损坏", en="damaged"),
    WriteOffReason.EXPIRED: Text(zh="过期", en="expired"),
    WriteOffReason.LOST: Text(zh="遗失", en="lost"),
    WriteOffReason.RETURNED: Text(zh="退回供货方", en="returned to the supplier"),
}
RELIEF_PURPOSES: Mapping[ReliefPurpose, Text] = {
    ReliefPurpose.DAILY_NEEDS: Text(zh="基本生活", en="daily needs"),
    ReliefPurpose.MEDICAL: Text(zh="医疗", en="medical care"),
    ReliefPurpose.SCHOOLING: Text(zh="子女就学", en="schooling of a child"),
    ReliefPurpose.HOUSING: Text(zh="住房", en="housing"),
    ReliefPurpose.EMERGENCY: Text(zh="突发困难", en="an emergency"),
    ReliefPurpose.SYMPATHY: Text(zh="慰问", en="sympathy"),
}
