"""Where a case stands today: since when in which phase, and at which level. Pure."""

from dataclasses import dataclass
from datetime import date

from services.cases.case.standing import present_level, spans
from services.cases.case.state import Case, Ended, Existing, OpenedInError, Phase, Unopened, phase
from shared.events.cases.kinds import CaseKind


@dataclass(frozen=True)
class Today:
    """What a case stands at; `since` is None where no day is known.

    `level` is that of the last assessment that counts, as a case that is read shows it: after an
    ending too, since a case that is opened again goes on with it. It is empty before the first.
    """

    phase: Phase
    kind: CaseKind
    since: date | None = None
    level: str = ""
    in_maintenance: bool = False

    def days(self, today: date) -> int | None:
        """How many days it has stood there."""
        return None if self.since is None else max(0, (today - self.since).days)


def today_of(state: Case) -> Today | None:
    """What a case stands at; None where there is none."""
    if isinstance(state, Unopened):
        return None
    if not isinstance(state, Existing):
        return Today(phase(state), state.request.kind)
    here = Today(phase(state), state.file.kind)
    if isinstance(state, Ended):
        return Today(here.phase, here.kind, state.ending.occurred_on, present_level(state) or "")
    if isinstance(state, OpenedInError):
        return here
    found = spans(state)
    last = found[-1]
    since = last.since
    # A level that changes, and treatment that begins, leave the phase as it is.
    for span in reversed(found):
        if (span.phase, span.kind) != (last.phase, last.kind) or span.until not in (None, since):
            break
        since = span.since
    return Today(here.phase, here.kind, since, last.level, last.maintenance)
