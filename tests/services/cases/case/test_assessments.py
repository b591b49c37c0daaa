"""Risk assessments, summaries and evaluations, sentence by sentence."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.cases.case import assessments, ledger, state
from services.cases.case.assessments import AssessRisk, MakeEvaluation, WriteSummary
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.standing import present_level
from services.cases.case.state import Case
from shared.decider import FutureDate, fold
from shared.events.cases.assessments import (
    Evaluated,
    EvaluationMade,
    LevelChange,
    RiskAssessed,
    RiskReason,
    SummaryWritten,
)
from shared.events.cases.case import EntryVoided
from shared.events.cases.contacts import Present
from shared.events.cases.endings import CaseEnded, Ending
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import KindChanged
from shared.events.corrections import VoidReason
from shared.names import assessments as names
from shared.policies.reading import built_in
from shared.text import Text
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import (
    ON_CASE,
    agreed,
    an_id,
    opened,
    opened_at_large,
    reported_in,
    requested,
)

SCHEMES = {each.code: each for each in built_in().schemes}
SPRING, AUTUMN = date(2019, 3, 4), date(2019, 9, 2)
COMMANDS = [
    AssessRisk(an_id(30), AUTUMN, "high"),
    WriteSummary(an_id(30), AUTUMN),
    MakeEvaluation(an_id(30), AUTUMN, Evaluated.KEPT),
]


def assessed(number: int, day: date, level: str, scheme: str = "three_levels") -> RiskAssessed:
    """An assessment of before."""
    return RiskAssessed(
        **ON_CASE, entry_id=an_id(number), occurred_on=day, level=level, scheme=scheme
    )


def after(*events: CaseEvent) -> Case:
    """The case after these events."""
    return fold(case, events)


def void(entry: RiskAssessed) -> EntryVoided:
    """An assessment was a mistake."""
    was = stored(entry, entry.entry_id)
    return EntryVoided(
        entry_id=entry.entry_id,
        entry_type=was.type,
        entry=was.fields,
        reason=VoidReason.MISTAKEN,
        case_id=an_id(1),
    )


def test_an_assessment_says_its_scheme_its_reasons_and_who_took_part() -> None:
    """All of it goes into the entry."""
    reasons, present = (RiskReason.POSITIVE_TEST, RiskReason.NO_FAMILY), (Present.POLICE,)
    given(case, opened).when(AssessRisk(an_id(8), AUTUMN, "c1", "abc", reasons, present)).then(
        RiskAssessed(
            **ON_CASE,
            entry_id=an_id(8),
            occurred_on=AUTUMN,
            level="c1",
            scheme="abc",
            reasons=reasons,
            present=present,
        )
    )


@pytest.mark.parametrize(
    ("level", "scheme"),
    [("extreme", "three_levels"), ("high", "abc"), ("HIGH", "three_levels"), ("", "abc")],
)
def test_a_level_that_its_scheme_does_not_have_is_refused(level: str, scheme: str) -> None:
    """The refusal names the levels of that scheme in both languages, and none of another."""
    command = AssessRisk(an_id(8), AUTUMN, level, scheme)
    given(case, opened).when(command).refused(assessments.LevelNotOfScheme)
    with pytest.raises(assessments.LevelNotOfScheme) as caught:
        assessments.check(command, AUTUMN)
    text = caught.value.text
    assert caught.value.field == "level"
    for code, name in SCHEMES[scheme].levels.items():
        assert f"{name.zh}（{code}）" in text.zh
        assert f"{code} ({name.en})" in text.en
    assert ("extreme (" in text.en, "c1 (" in text.en) == (False, scheme == "abc")


def test_a_scheme_that_there_is_not_is_refused() -> None:
    """The refusal names those that there are."""
    command = AssessRisk(an_id(8), AUTUMN, "high", "five_levels")
    given(case, opened).when(command).refused(assessments.SchemeUnknown)
    text = assessments.SchemeUnknown().text
    assert assessments.SchemeUnknown.field == "scheme"
    assert all(code in text.zh and code in text.en for code in SCHEMES)


@pytest.mark.parametrize(
    ("past", "command", "change"),
    [
        ([], AssessRisk(an_id(8), AUTUMN, "high"), LevelChange.NOT_COMPARED),
        (
            [assessed(20, SPRING, "medium")],
            AssessRisk(an_id(8), AUTUMN, "high"),
            LevelChange.ROSE,
        ),
        ([assessed(20, SPRING, "medium")], AssessRisk(an_id(8), AUTUMN, "low"), LevelChange.FELL),
        ([assessed(20, SPRING, "low")], AssessRisk(an_id(8), AUTUMN, "low"), LevelChange.SAME),
        # By another scheme, of an earlier day, or void: not what was before.
        (
            [assessed(20, SPRING, "medium")],
            AssessRisk(an_id(8), AUTUMN, "high", "four_levels"),
            LevelChange.NOT_COMPARED,
        ),
        (
            [assessed(20, AUTUMN, "medium")],
            AssessRisk(an_id(8), SPRING, "high"),
            LevelChange.NOT_COMPARED,
        ),
        (
            [assessed(20, SPRING, "low"), assessed(21, SPRING, "high")],
            AssessRisk(an_id(8), AUTUMN, "medium"),
            LevelChange.FELL,
        ),
        (
            [assessed(20, SPRING, "low"), void(assessed(20, SPRING, "low"))],
            AssessRisk(an_id(8), AUTUMN, "high"),
            LevelChange.NOT_COMPARED,
        ),
        # What software of before wrote, whatever it was, is compared with nothing.
        (
            [assessed(20, SPRING, "grave")],
            AssessRisk(an_id(8), AUTUMN, "high"),
            LevelChange.NOT_COMPARED,
        ),
    ],
)
def test_a_level_is_compared_with_the_one_before(
    past: list[Any], command: AssessRisk, change: LevelChange
) -> None:
    """Of the same scheme, until that day, as was written by then."""
    (event,) = case.decide(command, after(opened, *past), date(2024, 1, 1))
    assert isinstance(event, RiskAssessed)
    assert event.change is change


def test_a_summary_is_written_and_the_year_evaluated_in_a_programme() -> None:
    """In every phase of it, from the decision on."""
    common = {**ON_CASE, "entry_id": an_id(30), "occurred_on": AUTUMN}
    for past in ([opened], [opened, reported_in], [opened, reported_in, agreed]):
        given(case, *past).when(WriteSummary(an_id(30), AUTUMN)).then(SummaryWritten(**common))
        given(case, *past).when(
            MakeEvaluation(an_id(30), AUTUMN, Evaluated.PARTLY_KEPT, (Present.POLICE,))
        ).then(EvaluationMade(**common, outcome=Evaluated.PARTLY_KEPT, present=(Present.POLICE,)))


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_a_user_at_large_has_neither(command: WriteSummary | MakeEvaluation) -> None:
    """Until the file becomes one of a programme, and then not for the days before."""
    programme = KindChanged(
        **ON_CASE,
        entry_id=an_id(31),
        occurred_on=date(2019, 8, 1),
        from_kind=CaseKind.AT_LARGE,
        evidence=Document.DECISION,
    )
    refused = ledger.NotInAProgramme
    given(case, opened_at_large).when(command).refused(refused)
    assert case.decide(command, after(opened_at_large, programme), date(2024, 1, 1))
    earlier = replace(command, occurred_on=SPRING)
    given(case, opened_at_large, programme).when(earlier).refused(refused)
    assert refused.field == "occurred_on"


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (AssessRisk(an_id(8), AUTUMN, "high", reasons=(RiskReason.NO_FAMILY,) * 2), "reasons"),
        (AssessRisk(an_id(8), AUTUMN, "high", present=(Present.POLICE,) * 2), "present"),
        (MakeEvaluation(an_id(8), AUTUMN, Evaluated.KEPT, (Present.POLICE,) * 2), "present"),
    ],
)
def test_nothing_is_named_twice(command: assessments.Command, field: str) -> None:
    """Neither a reason nor a role; the refusal names the list."""
    with pytest.raises(ledger.NamedTwice) as refused:
        assessments.check(command, AUTUMN)
    assert refused.value.field == field


@pytest.mark.parametrize("command", COMMANDS)
def test_an_assessment_is_held_to_what_all_entries_are(command: Any) -> None:
    """A day that has come, a case that is open, and no day before its decision or after its end."""
    ended = CaseEnded(
        **ON_CASE,
        entry_id=an_id(31),
        occurred_on=date(2019, 8, 1),
        ending=Ending.IMPRISONED,
        evidence=Document.JUDGMENT,
    )
    given(case).when(command).refused(state.CaseUnknown)
    given(case, requested).when(command).refused(state.CaseNotConfirmed)
    given(case, opened, ended).when(command).refused(ledger.NotOpenThen)
    given(case, opened).when(command, date(2019, 9, 1)).refused(FutureDate)
    early = replace(command, occurred_on=date(2019, 1, 9))
    given(case, opened).when(early).refused(ledger.EntryBeforeDecision)
    assert case.decide(replace(command, occurred_on=SPRING), after(opened, ended), AUTUMN)


def test_the_present_level_is_that_of_the_latest_assessment_that_counts() -> None:
    """By the days, not by the order of writing; of one day, the one that was written last."""
    autumn, spring = assessed(20, AUTUMN, "low"), assessed(21, SPRING, "high")
    again = assessed(22, AUTUMN, "c1", "abc")
    assert present_level(after(opened)) is None
    assert present_level(after(requested)) is None
    assert present_level(after(opened, autumn, spring)) == "low"
    assert present_level(after(opened, autumn, spring, again)) == "c1"
    assert present_level(after(opened, autumn, spring, void(autumn))) == "high"
    assert present_level(after(opened, spring, void(spring))) is None


def test_every_code_has_a_name() -> None:
    """In both languages, and no two have the same."""
    every: list[tuple[set[Any], Mapping[Any, Text]]] = [
        ({*RiskReason}, names.REASONS),
        ({*Evaluated}, names.EVALUATED),
        ({*LevelChange}, names.CHANGES),
    ]
    for members, named in every:
        assert {*named} == members
        assert len({text.zh for text in named.values()}) == len(named)
        assert all(text.zh and text.en for text in named.values())
