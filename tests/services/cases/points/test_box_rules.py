"""The relief box by its rules."""

from datetime import date
from typing import Any

import pytest

from services.cases.relief_box.refusals import (
    AlreadyDecided,
    NotEnoughInTheBox,
    NothingGiven,
    OneWorkerReleased,
    ProposalUnknown,
    ReleasedBeforeProposed,
    ReliefAlreadyVoid,
    SamePersonReleases,
    SamePersonTakesBack,
)
from services.cases.relief_box.rules import (
    Amount,
    Donate,
    EnterRelief,
    ProposeRelief,
    ReleaseRelief,
    VoidRelief,
    box,
)
from shared.decider import Refused
from shared.events.cases.relief_boxes import (
    ReliefDonated,
    ReliefEntryVoided,
    ReliefProposed,
    ReliefPurpose,
    ReliefReleased,
)
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import an_id

DAY = date(2023, 5, 6)


def at(number: int, day: date = DAY) -> dict[str, Any]:
    """What every entry of the box has."""
    return {
        "entry_id": an_id(number),
        "workstation_id": an_id(1),
        "region": "410102001000",
        "occurred_on": day,
    }


PURPOSE: dict[str, Any] = {"purpose": ReliefPurpose.MEDICAL, "case_id": an_id(8)}
DONATED = ReliefDonated(**at(2), amount_fen=500)
PROPOSED = ReliefProposed(**at(3), **PURPOSE, amount_fen=300, proposed_by="one")
RELEASED = ReliefReleased(
    **at(4), **PURPOSE, amount_fen=300, proposal_id=an_id(3), released_by="other"
)


def release(by: str = "other", day: date = DAY) -> ReleaseRelief:
    """A release of what was proposed."""
    return ReleaseRelief(**at(4, day), proposal_id=an_id(3), by=by)


def void(entry: Any, by: str = "one") -> VoidRelief:
    """An entry is a mistake, by who proposed unless another is named."""
    return VoidRelief(an_id(1), stored(entry), VoidReason.MISTAKEN, by)


def voided(entry: Any) -> ReliefEntryVoided:
    """Its void."""
    found = stored(entry)
    return ReliefEntryVoided(
        workstation_id=an_id(1),
        entry_id=found.entry_id,
        entry_type=found.type,
        entry=found.fields,
        reason=VoidReason.MISTAKEN,
        voided_by="one",
    )


def test_what_one_proposes_another_releases() -> None:
    """Money that came in before; the release has what the proposal said."""
    given(box).when(Donate(**at(2), amount=Amount(500))).then(DONATED)
    propose = ProposeRelief(
        **at(3), amount=Amount(300), purpose=ReliefPurpose.MEDICAL, case_id=an_id(8), by="one"
    )
    given(box, DONATED).when(propose).then(PROPOSED)
    given(box, DONATED, PROPOSED).when(release()).then(RELEASED)


PAPER: dict[str, Any] = {
    "proposal_id": an_id(3),
    "amount": Amount(300),
    **PURPOSE,
    "proposed_on": DAY,
    "proposed_by": an_id(11),
}


def entered(**others: Any) -> EnterRelief:
    """Relief that two workers gave out on paper."""
    return EnterRelief(**at(4), **{**PAPER, "released_by": an_id(12), **others})


def test_what_two_gave_out_on_paper_is_proposed_and_released() -> None:
    """Both events name the worker, and no user; what was on paper is made void as all else is."""
    past = [
        PROPOSED.model_copy(update={"proposed_by": "", "worker_id": an_id(11)}),
        RELEASED.model_copy(update={"released_by": "", "worker_id": an_id(12)}),
    ]
    given(box, DONATED).when(entered()).then(*past)
    given(box, DONATED, *past).when(void(past[1])).then(voided(past[1]))


TABLE: dict[str, tuple[list[Any], Any, type[Refused]]] = {
    "the same person": ([DONATED, PROPOSED], release("one"), SamePersonReleases),
    "before it was proposed": (
        [DONATED, PROPOSED],
        release(day=date(2023, 5, 5)),
        ReleasedBeforeProposed,
    ),
    "one worker alone, on paper": (
        [DONATED],
        entered(released_by=an_id(11)),
        OneWorkerReleased,
    ),
    "before it was proposed, on paper": (
        [DONATED],
        entered(proposed_on=date(2023, 5, 7)),
        ReleasedBeforeProposed,
    ),
    "an empty box, on paper": ([], entered(), NotEnoughInTheBox),
    "nothing, on paper": ([DONATED], entered(amount=Amount()), NothingGiven),
    "never proposed": ([DONATED], release(), ProposalUnknown),
    "released already": ([DONATED, PROPOSED, RELEASED], release(), AlreadyDecided),
    "taken back": ([DONATED, PROPOSED, voided(PROPOSED)], release(), AlreadyDecided),
    "an empty box": ([PROPOSED], release(), NotEnoughInTheBox),
    "neither money nor goods": ([], Donate(**at(2), amount=Amount()), NothingGiven),
    "both": ([], Donate(**at(2), amount=Amount(1, "米", 1)), NothingGiven),
    "goods without a number": ([], Donate(**at(2), amount=Amount(0, "米")), NothingGiven),
    "a donation that has left": (
        [DONATED, PROPOSED, RELEASED],
        void(DONATED),
        NotEnoughInTheBox,
    ),
    "a proposal that was released": ([DONATED, PROPOSED, RELEASED], void(PROPOSED), AlreadyDecided),
    "by who released it": (
        [DONATED, PROPOSED, RELEASED],
        void(RELEASED, by="other"),
        SamePersonTakesBack,
    ),
    "void already": ([DONATED, voided(DONATED)], void(DONATED), ReliefAlreadyVoid),
}


@pytest.mark.parametrize(("past", "command", "why"), TABLE.values(), ids=[*TABLE])
def test_what_is_refused(past: list[Any], command: Any, why: type[Refused]) -> None:
    """By its name."""
    given(box, *past).when(command).refused(why)


def test_a_void_release_puts_the_money_back() -> None:
    """Then the donation can be made void as well."""
    past = [DONATED, PROPOSED, RELEASED]
    given(box, *past).when(void(RELEASED)).then(voided(RELEASED))
    given(box, *past, voided(RELEASED)).when(void(DONATED)).then(voided(DONATED))
