"""Findings that are proposed, and those that were decided on: by a history and policies. Pure.

A proposal is stored nowhere. It stands as long as the entries that make it do, until a person has
confirmed or dismissed it; of the same entries it does not come again, of a further one it does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid5

from services.cases.case.findings import Proposed
from services.cases.duties.conditions import Met, conditions
from services.cases.duties.course import Course, course_of
from services.cases.duties.history import History, Note, What
from services.cases.duties.once import Task, once
from services.cases.duties.programme import of_programmes
from services.cases.duties.recurring import recurring
from services.cases.duties.ruling import PoliciesOver
from services.cases.duties.stretches import Stretch, holds
from services.cases.duties.terms import ends_of_terms
from services.cases.duties.windows import Window
from shared.events.cases.duties import Duty
from shared.events.cases.findings import Condition, Finding

NAMESPACE = UUID("2f1d4a5e-8c0b-5f53-9d2e-7b64c1a90e35")  # of the ids of proposals; never changed
DECIDED = (What.CONFIRMED, What.DISMISSED)
FINDING_OF: Mapping[Condition, Finding] = {
    Condition.REPORT_IN: Finding.LATE_REPORT_IN,
    Condition.TESTS: Finding.SERIOUS_VIOLATION,
    Condition.DEPARTURES: Finding.SERIOUS_VIOLATION,
    Condition.ABSENCE: Finding.SERIOUS_VIOLATION,
    Condition.NOT_REACHED: Finding.ABSCONDED,
}


class Found(NamedTuple):
    """A condition that is met in a programme, and by what note it was decided on, if it was."""

    proposal_id: UUID
    condition: Condition
    stretch: Stretch
    met: Met
    decided: Note | None = None


class Decision(NamedTuple):
    """A finding that stands: the first of its notes, and the entries that made it."""

    note: Note
    entries: frozenset[UUID]


def proposal_id(case_id: UUID, condition: Condition, entries: Sequence[UUID]) -> UUID:
    """The id of a proposal: whoever works it out, and when, it is one."""
    made_of = (case_id, FINDING_OF[condition].value, condition.value, *sorted(map(str, entries)))
    return uuid5(NAMESPACE, "|".join(map(str, made_of)))


def proposals(history: History, policies: PoliciesOver, today: date) -> tuple[Proposed, ...]:
    """What is proposed on a day, by what happened until then; by the days on which it was met.

    What was decided on since, with a later day, is not proposed again.
    """
    until_then = (note for note in history.notes if note.day <= today or note.what in DECIDED)
    course = course_of(replace(history, notes=tuple(until_then)))
    if history.void or holds(course.open, today) is None:
        return ()
    terms = ends_of_terms(course, policies)
    report_ins = [
        window
        for task in of_programmes(course, terms)
        if task.duty is Duty.REPORT_IN
        for window in once(task, course, policies, today)
    ]
    contacts = [*recurring(Duty.CONTACT, course, policies, terms, today)]
    proposed = (
        Proposed(
            each.proposal_id,
            FINDING_OF[each.condition],
            each.condition,
            each.met.entries,
            each.met.counted(today),
            each.met.number,
            each.met.on,
            each.met.rule,
            each.met.policies,
        )
        for each in found(course, policies, report_ins, contacts)
        if each.decided is None and each.met.on <= today < each.stretch.until
    )
    return tuple(sorted(proposed, key=lambda each: (each.met_on, each.condition)))


def found(
    course: Course,
    policies: PoliciesOver,
    report_ins: Sequence[Window],
    contacts: Sequence[Window],
) -> Iterator[Found]:
    """Each condition that is met, also on a day to come: those decided on, and what is left.

    `report_ins` and `contacts` are the windows of these two duties.
    """
    case_id, decisions = course.history.case_id, decisions_of(course.history)
    for stretch in course.stretches:
        if not stretch.is_programme:
            continue
        for condition, counting in conditions(course, policies, stretch, report_ins, contacts):
            entries, decided = counting.entries, set[UUID]()
            for decision in decisions.get(condition, ()) if entries else ():
                own = [each for each in entries if each in decision.entries]
                if own and (met := counting.met(own, decided)):
                    its_id = proposal_id(case_id, condition, [*decision.entries])
                    yield Found(its_id, condition, stretch, met, decision.note)
                decided |= decision.entries
            if entries and (met := counting.met(entries, decided)):
                its_id = proposal_id(case_id, condition, met.entries)
                yield Found(its_id, condition, stretch, met)


def decisions_of(history: History) -> Mapping[Condition, Sequence[Decision]]:
    """The findings that stand, confirmed or dismissed, in the order of their recording."""
    notes: dict[UUID, list[Note]] = {}
    for note in history.notes:
        if note.what in DECIDED:
            notes.setdefault(note.entry_id, []).append(note)
    decisions: dict[Condition, list[Decision]] = {}
    for first, *others in notes.values():
        entries = frozenset(each.about for each in (first, *others) if each.about is not None)
        decisions.setdefault(Condition(first.code), []).append(Decision(first, entries))
    return decisions


def about_findings(course: Course, findings: Sequence[Found]) -> Iterator[Task]:
    """What is due of findings: a decision; and of a confirmed one, that the police are told, and
    that it is looked at again where an entry that made it is void.
    """
    for each in findings:
        yield Task(
            duty=Duty.FINDING,
            since=each.met.on,
            counted_from=each.met.on,
            within=course.open_between(each.met.on, each.stretch.until),
            met=each.decided,
            subject=each.proposal_id,
        )
    for finding in {note.entry_id: note for note in course.of(What.CONFIRMED)}.values():
        yield Task(
            duty=Duty.POLICE_NOTICE,
            since=finding.day,
            counted_from=finding.day,
            within=course.open_between(finding.day, date.max),
            met=next(course.about(What.POLICE_TOLD, finding), None),
            subject=finding.entry_id,
        )
        doubt = next(course.about(What.DOUBTED, finding), None)
        if doubt is not None:
            yield Task(
                duty=Duty.FINDING_REVIEW,
                since=doubt.day,
                counted_from=doubt.day,
                within=course.open_between(doubt.day, date.max),
                met=None,
                subject=finding.entry_id,
            )
