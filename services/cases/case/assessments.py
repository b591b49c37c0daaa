"""Risk assessments, written summaries and evaluations. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, entry_fields, file_on, programme_on
from services.cases.case.schemes import change_of
from services.cases.case.standing import assessment_on
from services.cases.case.state import Case, File
from shared.decider import Refused, check_day
from shared.events.cases.assessments import (
    DEFAULT_SCHEME,
    Evaluated,
    EvaluationMade,
    LevelChange,
    RiskAssessed,
    RiskReason,
    SummaryWritten,
)
from shared.events.cases.contacts import Present
from shared.policies.in_force import policies_in_force
from shared.policies.schemes import Scheme
from shared.text import Text


@dataclass(frozen=True)
class AssessmentEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class AssessRisk(AssessmentEntry):
    """Write down the client's risk, what it rests on, and who took part."""

    level: str
    scheme: str = DEFAULT_SCHEME
    reasons: tuple[RiskReason, ...] = ()
    present: tuple[Present, ...] = ()


@dataclass(frozen=True)
class WriteSummary(AssessmentEntry):
    """Sum up the half year of a programme."""


@dataclass(frozen=True)
class MakeEvaluation(AssessmentEntry):
    """Evaluate the year of a programme."""

    outcome: Evaluated
    present: tuple[Present, ...] = ()


Command: TypeAlias = AssessRisk | WriteSummary | MakeEvaluation


class SchemeUnknown(Refused):
    """There is no such scheme; choose one that there is."""

    zh = "没有这一评估标准，请填写现有的标准。"
    field = "scheme"

    @property
    def text(self) -> Text:
        """Which schemes there are."""
        there = _listed(policies_in_force().schemes)
        return Text(
            zh=f"没有这一评估标准，应为：{there.zh}。",
            en=f"There is no such scheme; choose one of: {there.en}.",
        )


class SchemeNotUsed(Refused):
    """This scheme is not used where the file is, on this day; choose one that is."""

    zh = "档案所在地区在这一天不使用这一评估标准，请填写当时使用的标准。"
    field = "scheme"

    def __init__(self, used: Sequence[Scheme] = ()) -> None:
        super().__init__()
        self._used = used

    @property
    def text(self) -> Text:
        """Which schemes are used there."""
        used = _listed(self._used)
        return Text(
            zh=f"档案所在地区在这一天不使用这一评估标准，应为：{used.zh}。",
            en=f"This scheme is not used where the file is, on this day; choose one of: {used.en}.",
        )


class LevelNotOfScheme(Refused):
    """This level is not one of the scheme; choose a level of it, or name another scheme."""

    zh = "该标准没有这一等级，请填写该标准的等级，或另填评估标准。"
    field = "level"

    def __init__(self, scheme: str = DEFAULT_SCHEME) -> None:
        super().__init__()
        self._scheme = policies_in_force().scheme(scheme)

    @property
    def text(self) -> Text:
        """Which levels the scheme has."""
        scheme = self._scheme
        if scheme is None:
            return super().text
        zh = "、".join(f"{name.zh}（{code}）" for code, name in scheme.levels.items())
        en = ", ".join(f"{code} ({name.en})" for code, name in scheme.levels.items())
        return Text(
            zh=f"评估标准“{scheme.name.zh}”没有这一等级，应为：{zh}；"
            "如按其他标准评估，请填写 scheme。",
            en=f"This level is not of the scheme “{scheme.name.en}”; choose one of: {en}; or name"
            " the scheme that it is of (`scheme`).",
        )


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and a level that its scheme does not have."""
    check_day(command.occurred_on, today)
    if isinstance(command, AssessRisk):
        scheme = policies_in_force().scheme(command.scheme)
        if scheme is None:
            raise SchemeUnknown
        if command.level not in scheme.levels:
            raise LevelNotOfScheme(command.scheme)


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry."""
    check(command, today)
    file = file_on(state, command.occurred_on)
    common = entry_fields(file, command.entry_id, command.occurred_on)
    match command:
        case AssessRisk():
            _check_used(command.scheme, file.region, command.occurred_on)
            return [
                RiskAssessed(
                    **common,
                    level=command.level,
                    scheme=command.scheme,
                    reasons=command.reasons,
                    present=command.present,
                    change=_change(command, file),
                )
            ]
        case WriteSummary():
            programme_on(state, command.occurred_on)
            return [SummaryWritten(**common)]
        case MakeEvaluation():
            programme_on(state, command.occurred_on)
            return [
                EvaluationMade(**common, outcome=command.outcome, present=command.present),
            ]
        case _:
            assert_never(command)


def _check_used(scheme: str, region: str, day: date) -> None:
    used = policies_in_force().schemes_used(region, day)
    if scheme not in [each.code for each in used]:
        raise SchemeNotUsed(used)


def _listed(schemes: Sequence[Scheme]) -> Text:
    return Text(
        zh="、".join(f"{each.name.zh}（{each.code}）" for each in schemes),
        en=", ".join(f"{each.code} ({each.name.en})" for each in schemes),
    )


def _change(command: AssessRisk, file: File) -> LevelChange:
    before = assessment_on(file, command.occurred_on)
    if before is None or before.scheme != command.scheme:
        return LevelChange.NOT_COMPARED
    return change_of(command.scheme, command.level, before.level)
