"""Contacts, tests and assessments, as clauses of a sentence. Pure."""

from typing import TypeAlias, assert_never

from services.cases.timeline.names import Names
from services.cases.timeline.phrases import (
    SAYS_NOTHING,
    clause,
    joined,
    listed,
    named,
    present,
    put,
    when,
)
from services.cases.timeline.words import word
from shared.events.cases.assessments import (
    EvaluationMade,
    LevelChange,
    RiskAssessed,
    SummaryWritten,
)
from shared.events.cases.contacts import ContactRecorded, CrisisFollowedUp
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestDisputed,
    DrugTestRechecked,
    DrugTestRecorded,
    SampleTaken,
    TestReason,
)
from shared.policies.in_force import policies_in_force
from shared.text import Text

OfTest: TypeAlias = (
    DrugTestAppointed | SampleTaken | DrugTestRecorded | DrugTestDisputed | DrugTestRechecked
)
OfAssessment: TypeAlias = RiskAssessed | SummaryWritten | EvaluationMade


def of_contact(event: ContactRecorded | CrisisFollowedUp) -> tuple[Text, ...]:
    """How and with whom; then what was seen, advised and agreed on, and what must not be missed."""
    if isinstance(event, CrisisFollowedUp):
        crisis = named(event.crisis, zh="危机跟进：{}", en="crisis followed up: {}")
        return crisis, word(event.outcome)
    observed = (
        Text(zh=f"{word(what).zh}{word(how).zh}", en=f"{word(what).en}: {word(how).en}")
        for what, how in event.observations.items()
    )
    return (
        clause(
            word(event.mode),
            named(event.direction),
            named(event.place, zh="地点：{}", en="at: {}"),
            present(event.present),
            when(
                event.arranged_with_police,
                zh="事先经社区民警同意",
                en="arranged with the community police",
            ),
        ),
        joined(observed, zh="、", en=", "),
        put(listed(event.advice), zh="建议{}", en="advised: {}"),
        put(listed(event.agreed), zh="约定{}", en="agreed on: {}"),
        named(event.crisis, zh="危机：{}", en="crisis: {}"),
        named(event.safety, zh="社工遭遇{}", en="the worker met with {}"),
    )


def of_test(event: OfTest, names: Names) -> tuple[Text, ...]:
    """What is to be tested or was, and what came of it."""
    match event:
        case DrugTestAppointed():
            asked = names.agency(event.asked_of) if event.asked_of else None
            method = named(event.method)
            return (
                Text(zh=f"预约检测，期限{event.due_on}", en=f"test due on {event.due_on}"),
                put(asked, zh="委托{}检测", en="asked of: {}"),
                clause(method, named(event.place, zh="地点：{}", en="at: {}"), _why(event.reason)),
            )
        case SampleTaken():
            return (
                named(event.method, zh="采样（{}）", en="sample taken ({})"),
                named(event.place, zh="地点：{}", en="at: {}"),
                named(event.taken_by, zh="由{}采样", en="by {}"),
            )
        case DrugTestRecorded():
            method, result = word(event.method), word(event.result)
            return (
                Text(zh=f"{method.zh}：{result.zh}", en=f"{method.en}: {result.en}"),
                named(event.not_done_reason, zh="未检原因：{}"),
                listed(event.substances),
                named(event.tested_by, zh="由{}检测", en="tested by {}"),
                _why(event.reason),
            )
        case DrugTestDisputed():
            return (
                Text(
                    zh=f"本人对检测结果提出异议（{event.told_on}告知结果）",
                    en=f"the client objected to a test's result, told on {event.told_on}",
                ),
            )
        case DrugTestRechecked():
            method, before, after = map(word, (event.method, event.before, event.result))
            return (
                Text(
                    zh=f"检测复检（{method.zh}）：原结果{before.zh}，复检结果{after.zh}",
                    en=f"re-check ({method.en}): {before.en} before, {after.en} now",
                ),
                listed(event.substances),
                named(event.tested_by, zh="由{}复检", en="by {}"),
                named(event.tested_by_before, zh="原由{}检测", en="tested before by {}"),
                _why(event.reason),
            )
        case _:
            assert_never(event)


def _why(reason: TestReason | None) -> Text:
    return named(reason, zh="检测原因：{}", en="reason for the test: {}")


def of_assessment(event: OfAssessment) -> tuple[Text, ...]:
    """How high the risk is, or how the programme is kept."""
    match event:
        case RiskAssessed():
            is_alone = event.change is LevelChange.NOT_COMPARED
            as_code = Text(zh=event.level, en=event.level)  # of a scheme that is gone
            level = policies_in_force().levels.get(event.level, as_code)
            return (
                clause(
                    put(level, zh="风险评估：{}", en="risk: {}"),
                    SAYS_NOTHING if is_alone else word(event.change),
                    present(event.present),
                ),
                put(listed(event.reasons), zh="依据：{}", en="because of: {}"),
            )
        case SummaryWritten():
            return (Text(zh="完成半年小结", en="summary of the half year written"),)
        case EvaluationMade():
            return (
                clause(
                    named(event.outcome, zh="年度评估：{}", en="evaluation of the year: {}"),
                    present(event.present),
                ),
            )
        case _:
            assert_never(event)
