"""No history reaches a wrong phase: a small model of its own says what each call must come to."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.cases.case.contacts import RecordContact
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import Command, case
from services.cases.case.endings import EndCase, NotifyOfEnding, ReopenCase
from services.cases.case.events import CaseEvent
from services.cases.case.kind_changes import ChangeKind
from services.cases.case.programme import (
    ReportIn,
    ResumeProgramme,
    SignAgreement,
    SuspendProgramme,
)
from services.cases.case.state import Case, Existing, phase
from shared.decider import Refused, fold
from shared.events import Voidable, type_of
from shared.events.cases.case import CaseOpened
from shared.events.cases.contacts import ContactMode
from shared.events.cases.endings import Ending, Noticed, ReopeningReason
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import SuspensionReason
from shared.events.corrections import StoredEntry, VoidReason
from tests.corrections import stored
from tests.services.cases.case.history import an_id, opened, opened_at_large

TODAY = date(2021, 1, 2)
FIRST = date(2019, 12, 20)  # so that a leap day and the ends of two years are among the days
ENDINGS = {
    "completed": Document.COMPLETION_CERTIFICATE,
    "compulsory_isolation": Document.ISOLATION_DECISION,
    "died": Document.DEATH_CERTIFICATE,
    "taken_off_register": Document.REMOVAL_APPROVAL,
}
LEAVES = "kind at_large"
KINDS = [str(kind) for kind in CaseKind]
STEPS = [
    "report",
    "sign",
    "suspend",
    "resume",
    "reopen",
    *(f"kind {kind}" for kind in KINDS),
    *(f"end {ending}" for ending in ENDINGS),
]
OTHERS = ["contact", "tell", "void the last step", "void any"]
BECOMES = {
    "at_large": {"community_detoxification", "community_rehabilitation"},
    "community_detoxification": {"community_rehabilitation", "at_large"},
    "community_rehabilitation": {"at_large"},
}
PROGRAMMES = BECOMES["at_large"]


@dataclass
class Model:
    """What counts of a case, as plain words: its steps with their days, and who was told."""

    kind: str
    decided_on: date | None
    steps: list[tuple[str, date]] = field(default_factory=list)
    told_of: list[int] = field(default_factory=list)  # the endings, by their place

    def phase(self, steps: list[tuple[str, date]] | None = None) -> str | None:
        """Where the steps lead; None where one of them cannot be taken."""
        kind = self.kind
        now: str | None = "at_large" if kind == "at_large" else "ordered"
        paused = over = ""
        reason = ""
        is_again = False  # opened again, and no step of a programme since
        for step, _ in self.steps if steps is None else steps:
            what, _, of = step.partition(" ")
            if now == "ended":
                now = over if what == "reopen" and reason != "died" else None
            elif now == "suspended" and what not in ("resume", "end") and step != LEAVES:
                now = None
            elif what == "report":
                now = "reported" if now == "ordered" else None
            elif what == "sign":
                now = "agreed" if now == "reported" else None
            elif what == "suspend":
                paused, now = str(now), "suspended" if now != "at_large" else None
            elif what == "resume":
                now = paused if now == "suspended" else None
            elif what == "kind":
                is_anew = is_again and {kind, of} <= PROGRAMMES
                phase = "at_large" if of == "at_large" else "ordered"
                now = phase if of in BECOMES[kind] or is_anew else None
                kind = of
            elif what == "end":
                fits = {"completed": now == "agreed", "taken_off_register": now == "at_large"}
                over, reason, now = str(now), of, "ended" if fits.get(of, True) else None
            else:
                now = None
            if now is None:
                return None
            is_again = what == "reopen" or (is_again and what == "resume")
        return now

    def takes(self, what: str, day: date) -> bool:
        """Whether an entry can be made on a day that has come."""
        if what == "contact":
            return self._is_open_on(day)
        if what == "tell":
            ending = self._ending_before(day)
            return ending is not None and ending not in self.told_of
        last = self.steps[-1][1] if self.steps else self.decided_on
        return (last is None or day >= last) and bool(self.phase([*self.steps, (what, day)]))

    def _ending_before(self, day: date) -> int | None:
        """The place of the last ending until a day, of which somebody is told."""
        places = [n for n, (step, on) in enumerate(self.steps) if step[:3] == "end" and on <= day]
        return places[-1] if places else None

    def _is_open_on(self, day: date) -> bool:
        if self.decided_on is not None and day < self.decided_on:
            return False
        ends = [on for step, on in self.steps if step.startswith("end")]
        again = [on for step, on in self.steps if step == "reopen"]
        gaps = zip(ends, [*again, date.max][: len(ends)], strict=True)
        return not any(end < day < start for end, start in gaps)

    def enter(self, what: str, day: date) -> int | None:
        """An entry is made; the place of its step, or of what it tells of."""
        if what == "tell":
            ending = self._ending_before(day)
            assert ending is not None
            self.told_of.append(ending)
            return ending
        if what == "contact":
            return None
        self.steps.append((what, day))
        return len(self.steps) - 1


def command_of(what: str, day: date, number: int) -> Command:
    """The command of a word."""
    entry = an_id(number)
    first, _, of = what.partition(" ")
    match first:
        case "report":
            return ReportIn(entry, day)
        case "sign":
            return SignAgreement(entry, day)
        case "suspend":
            notice = Document.DETENTION_NOTICE
            return SuspendProgramme(entry, day, SuspensionReason.DETAINED, notice)
        case "resume":
            return ResumeProgramme(entry, day, Document.RELEASE_CERTIFICATE)
        case "kind":
            document = Document.REVOCATION_DECISION if what == LEAVES else Document.DECISION
            return ChangeKind(entry, day, CaseKind(of), document)
        case "end":
            return EndCase(entry, day, Ending(of), ENDINGS[of])
        case "reopen":
            return ReopenCase(entry, day, ReopeningReason.RETURNED)
        case "tell":
            return NotifyOfEnding(entry, day, Noticed.POLICE)
        case _:
            return RecordContact(entry, day, ContactMode.PHONE)


WANTED = st.tuples(
    st.sampled_from([*STEPS, *OTHERS]),
    st.integers(-5, 378).map(lambda days: FIRST + timedelta(days=days)),
    st.booleans(),  # whether the day is the next that the order allows, so that more is taken
    st.integers(0, 40),
)


@settings(max_examples=400, deadline=None)
@for_all(
    st.sampled_from([opened, opened_at_large]),
    st.sampled_from(CaseKind),
    st.lists(WANTED, max_size=30),
)
def test_no_history_reaches_a_wrong_phase(
    opening: CaseOpened, kind: CaseKind, wanted: list[tuple[str, date, bool, int]]
) -> None:
    """What is taken, what is refused, and the phase and kind afterwards, are those of the model."""
    if opening is opened:
        opening = opened.model_copy(update={"kind": kind, "occurred_on": FIRST})
    state: Case = fold(case, [opening])
    model = Model(str(opening.kind), opening.occurred_on)
    made: list[tuple[str, StoredEntry, int | None]] = []
    for number, (what, day, in_order, at) in enumerate(wanted, 100):
        if what.startswith("void"):
            state = _void(state, model, made, at if what == "void any" else None)
        else:
            on = day
            if in_order and what != "contact":
                last = model.steps[-1][1] if model.steps else FIRST
                on = min(max(day, last), TODAY)
            taken = model.takes(what, on) and on <= TODAY
            try:
                [event] = case.decide(command_of(what, on, number), state, TODAY)
            except Refused:
                assert not taken, (what, on, model)
                continue
            assert taken, (what, on, model)
            state = _after(state, event)
            assert isinstance(event, Voidable)
            made.append((what, stored(event), model.enter(what, on)))
        assert isinstance(state, Existing)
        assert phase(state) == model.phase()
        kinds = [step[5:] for step, _ in model.steps if step.startswith("kind")]
        assert state.file.kind == [str(opening.kind), *kinds][-1]


def _void(
    state: Case, model: Model, made: list[tuple[str, StoredEntry, int | None]], at: int | None
) -> Case:
    """Take back any entry, or the last step: it is let go only where nothing rests on it."""
    steps = [n for n, (what, _, _) in enumerate(made) if what in STEPS]
    candidates = [*range(len(made))] if at is not None else steps[-1:]
    if not candidates:
        return state
    chosen = candidates[(at or 0) % len(candidates)]
    what, entry, place = made[chosen]
    is_last = what not in STEPS or place == len(model.steps) - 1
    lets_go = is_last and not (what in STEPS and place in model.told_of)
    try:
        [event] = case.decide(VoidEntry(entry, VoidReason.MISTAKEN), state, TODAY)
    except Refused:
        assert not lets_go, (what, model)
        return state
    assert lets_go, (what, model)
    made.pop(chosen)
    if what in STEPS:
        model.steps.pop()
    elif what == "tell" and place is not None:
        model.told_of.remove(place)
    return _after(state, event)


def _after(state: Case, event: CaseEvent) -> Case:
    return case.evolve(state, case.read(type_of(event), event.model_dump_json()))
