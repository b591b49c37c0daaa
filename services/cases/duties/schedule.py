"""What is due in a case, was due, and what became of it: from its history and the policies. Pure.

The page of a case, the worklist and the outcomes that statistics count all come from here.
"""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from services.cases.duties.course import course_of
from services.cases.duties.history import History
from services.cases.duties.once import once
from services.cases.duties.programme import of_programmes
from services.cases.duties.proposals import about_findings, found
from services.cases.duties.recurring import RECURRING, recurring
from services.cases.duties.ruling import PoliciesOver
from services.cases.duties.subjects import about_entries
from services.cases.duties.teams import of_teams
from services.cases.duties.terms import ends_of_terms
from services.cases.duties.windows import Window
from shared.events.cases.duties import Duty

_FINDINGS_FOLLOW_FROM = (Duty.REPORT_IN, Duty.CONTACT)

__all__ = ["PoliciesOver", "pending", "schedule"]


def schedule(
    history: History,
    policies: PoliciesOver,
    today: date,
    only: Collection[Duty] | None = None,
) -> tuple[Window, ...]:
    """Every window that has closed by today, and of each duty the one that is open or next.

    They come by their last days, then by duty; all of them, or those of some duties `only`.
    """
    course = course_of(history)
    windows: list[Window] = []
    terms = ends_of_terms(course, policies)
    made: dict[Duty, list[Window]] = {}

    def is_wanted(duty: Duty) -> bool:
        return only is None or duty in only

    # Findings follow from two other duties, which are then made whether they are asked for or not.
    needed = _FINDINGS_FOLLOW_FROM if is_wanted(Duty.FINDING) else ()
    for duty in RECURRING:
        if is_wanted(duty) or duty in needed:
            made[duty] = [*recurring(duty, course, policies, terms, today)]
    tasks = [*of_programmes(course, terms), *about_entries(course)]
    if is_wanted(Duty.TEAM):  # they take the most to find
        tasks += of_teams(course, policies, terms)
    for task in tasks:
        if is_wanted(task.duty) or task.duty in needed:
            made.setdefault(task.duty, []).extend(once(task, course, policies, today))
    report_ins, contacts = (made.get(duty, ()) for duty in _FINDINGS_FOLLOW_FROM)
    findings = [*found(course, policies, report_ins, contacts)] if needed else []
    for task in about_findings(course, findings):
        if is_wanted(task.duty):
            windows += once(task, course, policies, today)
    for duty, its in made.items():
        if is_wanted(duty):
            windows += its
    windows.sort(key=_order)
    return tuple(windows)


def pending(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Of each duty, subject and party the first window of a schedule that is awaited.

    It stays the same until something is recorded, or a day comes on which the policy abolishes the
    duty: only its days tell whether it is overdue.
    """
    first: dict[tuple[Duty, UUID | None, str], Window] = {}
    for each in windows:
        if each.is_awaited:
            first.setdefault((each.duty, each.subject, each.to_whom), each)
    return tuple(first.values())


def _order(window: Window) -> tuple[date, date, str, str, int]:
    subject = window.subject
    return (
        window.until,
        window.since,
        window.duty,
        window.to_whom,
        0 if subject is None else subject.int,
    )
