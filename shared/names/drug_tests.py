"""The codes of drug tests by name, for people. Pure."""

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
    DrugTestMethod.URINE: Text(zh="尿检", en="urine"),
    DrugTestMethod.HAIR: Text(zh="毛发检测", en="hair"),
}
RESULTS: Mapping[DrugTestResult, Text] = {
    DrugTestResult.NEGATIVE: Text(zh="阴性", en="negative"),
    DrugTestResult.POSITIVE: Text(zh="阳性", en="positive"),
    DrugTestResult.NOT_DONE: Text(zh="未检", en="not done"),
}
NOT_DONE_REASONS: Mapping[NotDoneReason, Text] = {
    NotDoneReason.EXCUSED: Text(zh="请假", en="missed with an excuse"),
    NotDoneReason.UNEXCUSED: Text(zh="无故", en="missed without an excuse"),
    NotDoneReason.EVADED: Text(zh="逃避", en="evaded"),
    NotDoneReason.REFUSED: Text(zh="拒检", en="refused"),
}
PLACES: Mapping[TestPlace, Text] = {
    TestPlace.POLICE_STATION: Text(zh="派出所", en="police station"),
    TestPlace.HOSPITAL: Text(zh="医院", en="hospital"),
    TestPlace.LABORATORY: Text(zh="检测机构", en="laboratory"),
    TestPlace.WORKSTATION: Text(zh="工作站", en="workstation"),
    TestPlace.HOME: Text(zh="住处", en="the client's home"),
}
TESTERS: Mapping[Tester, Text] = {
    Tester.POLICE: Text(zh="公安机关", en="police"),
    Tester.HOSPITAL: Text(zh="医院", en="hospital"),
    Tester.LABORATORY: Text(zh="检测机构", en="laboratory"),
    Tester.WORKSTATION: Text(zh="工作站", en="workstation"),
}
REASONS: Mapping[TestReason, Text] = {
    TestReason.SCHEDULED: Text(zh="定期", en="scheduled"),
    TestReason.RANDOM: Text(zh="随机", en="random"),
    TestReason.SUSPICION: Text(zh="可疑", en="suspicion"),
    TestReason.RETURN_FROM_LEAVE: Text(zh="销假", en="return from leave"),
}
