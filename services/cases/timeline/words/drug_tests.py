"""Names of what drug tests say in codes. Pure."""

from collections.abc import Mapping

from shared.events.cases.drug_tests import (
    DrugTestMethod,
    DrugTestResult,
    NotDoneReason,
    Tester,
    TestPlace,
    TestReason,
)
from shared.text import Text

METHODS: Mapping[DrugTestMethod, Text] = {
    DrugTestMethod.URINE: Text(zh="尿液检测", en="urine test"),
    DrugTestMethod.HAIR: Text(zh="毛发检测", en="hair test"),
}
RESULTS: Mapping[DrugTestResult, Text] = {
    DrugTestResult.NEGATIVE: Text(zh="阴性", en="negative"),
    DrugTestResult.POSITIVE: Text(zh="阳性", en="positive"),
    DrugTestResult.NOT_DONE: Text(zh="未检", en="not done"),
}
NOT_DONE_REASONS: Mapping[NotDoneReason, Text] = {
    NotDoneReason.EXCUSED: Text(zh="已请假", en="excused"),
    NotDoneReason.UNEXCUSED: Text(zh="无故未到", en="unexcused"),
    NotDoneReason.EVADED: Text(zh="逃避检测", en="evaded"),
    NotDoneReason.REFUSED: Text(zh="拒绝检测", en="refused"),
}
TEST_PLACES: Mapping[TestPlace, Text] = {
    TestPlace.POLICE_STATION: Text(zh="派出所", en="police station"),
    TestPlace.HOSPITAL: Text(zh="医院", en="hospital"),
    TestPlace.LABORATORY: Text(zh="检测机构", en="laboratory"),
    TestPlace.WORKSTATION: Text(zh="工作站", en="workstation"),
    TestPlace.HOME: Text(zh="家中", en="home"),
}
TESTERS: Mapping[Tester, Text] = {
    Tester.POLICE: Text(zh="公安机关", en="police"),
    Tester.HOSPITAL: Text(zh="医院", en="hospital"),
    Tester.LABORATORY: Text(zh="检测机构", en="laboratory"),
    Tester.WORKSTATION: Text(zh="工作站", en="workstation"),
}
TEST_REASONS: Mapping[TestReason, Text] = {
    TestReason.SCHEDULED: Text(zh="定期检测", en="scheduled"),
    TestReason.RANDOM: Text(zh="随机抽检", en="random"),
    TestReason.SUSPICION: Text(zh="有吸毒嫌疑", en="suspicion of drug use"),
    TestReason.RETURN_FROM_LEAVE: Text(zh="外出返回", en="return from leave"),
}
