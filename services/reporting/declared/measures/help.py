"""Needs of clients, and the help that is applied for, given, refused and ended.

What is given over time is counted in `standing_help.py`; its monthly amounts are in no sum here.
"""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure, OpenDimension
from shared.events.cases.help import (
    HelpEnd,
    HelpEnded,
    HelpForm,
    HelpGiven,
    HelpRefused,
    HelpRequested,
    HelpSource,
    NeedAssessed,
    NeedClosed,
    NeedOutcome,
    RefusalReason,
    Urgency,
)
from shared.text import Text

# Kinds are data of the policies.
HELP_KIND = OpenDimension("help_kind", Text(zh="帮扶种类", en="kind of help"))
NEED_KIND = OpenDimension("need_kind", Text(zh="需求种类", en="kind of need"))
HELP_SOURCE = ClosedDimension("help_source", Text(zh="帮扶来源", en="source of help"), HelpSource)
REFUSAL_REASON = ClosedDimension(
    "refusal_reason", Text(zh="未获批准原因", en="why it was refused"), RefusalReason
)
HELP_END = ClosedDimension("help_end", Text(zh="结束原因", en="why it ended"), HelpEnd)
URGENCY = ClosedDimension("urgency", Text(zh="紧急程度", en="urgency"), Urgency)
NEED_OUTCOME = ClosedDimension(
    "need_outcome", Text(zh="需求办结情况", en="outcome of the need"), NeedOutcome
)


def _given(event: HelpGiven) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind, event.help, event.source)),)


def _amount(event: HelpGiven) -> tuple[Fact, ...]:
    """What was given once, in fen; of what goes on, the amount is of each month."""
    if event.amount_fen is None or event.form is not HelpForm.ONCE:
        return ()
    return (entry_fact(event, (event.kind, event.help, event.source), event.amount_fen),)


def _requested(event: HelpRequested) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind, event.help, event.source)),)


def _refused(event: HelpRefused) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind, event.help, event.reason)),)


def _ended(event: HelpEnded) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind, event.help, event.reason)),)


def _needed(event: NeedAssessed) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind, event.need, event.urgency)),)


def _closed(event: NeedClosed) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind, event.need, event.outcome)),)


def _opens(event: NeedAssessed) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.need, event.urgency)),)


def _closes(event: NeedClosed) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.need, event.urgency), -1),)


HELP_GIVEN = Measure("help_given", (KIND, HELP_KIND, HELP_SOURCE), {HelpGiven: _given}, (GROUP,))
HELP_AMOUNTS = Measure(
    "help_amounts", (KIND, HELP_KIND, HELP_SOURCE), {HelpGiven: _amount}, (GROUP,)
)
HELP_REQUESTS = Measure(
    "help_requests", (KIND, HELP_KIND, HELP_SOURCE), {HelpRequested: _requested}, (GROUP,)
)
HELP_REFUSALS = Measure(
    "help_refusals", (KIND, HELP_KIND, REFUSAL_REASON), {HelpRefused: _refused}, (GROUP,)
)
HELP_ENDS = Measure("help_ends", (KIND, HELP_KIND, HELP_END), {HelpEnded: _ended}, (GROUP,))
NEEDS = Measure("needs", (KIND, NEED_KIND, URGENCY), {NeedAssessed: _needed}, (GROUP,))
NEEDS_CLOSED = Measure(
    "needs_closed", (KIND, NEED_KIND, NEED_OUTCOME), {NeedClosed: _closed}, (GROUP,)
)
# The kind of case may change meanwhile, so that what is open is not counted by it.
NEEDS_OPEN = Measure(
    "needs_open", (NEED_KIND, URGENCY), {NeedAssessed: _opens, NeedClosed: _closes}
)
