"""Appointments for tests, by client and day: those of the service, and what rows make of them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

from deploy.ledgers.sending import Api

ANSWERED = "appointment_answered"
SAMPLE_WAITS = "sample_waits"
SAMPLE_TAKEN = "sample_taken_already"

_Named: TypeAlias = tuple[str, str]  # a client's number, and the day of the appointment


@dataclass(frozen=True)
class Appointment:
    """An appointment; one that a dry run has not made has no id.

    `is_asked` says whether another agency is asked for the test.
    """

    appointment_id: str | None
    is_asked: bool


class Appointments:
    """The appointments that tests may name, and in a dry run what rows before have made of them."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._made: defaultdict[_Named, list[Appointment]] = defaultdict(list)
        self._sampled: dict[_Named, str] = {}
        self._answered: set[_Named] = set()

    def note(self, reference: str, day: str, appointment: Appointment) -> None:
        """Note an appointment that a row of the folder says."""
        self._made[reference, day].append(appointment)

    async def known(self, case_id: str, day: str) -> list[Appointment]:
        """Those that the service has of a case and a day, be they answered or not."""
        file = await self._api.get(f"/v1/cases/{case_id}", []) or {}
        return [
            Appointment(entry["entry_id"], bool(entry["facts"].get("asked_of")))
            for entry in file.get("entries", ())
            if not entry["void"] and entry["facts"].get("occurred_on") == day
            if entry["type"].startswith("cases.DrugTestAppointed.")
        ]

    def foreseen(
        self, reference: str, day: str, known: list[Appointment], *, replaces: bool
    ) -> list[Appointment]:
        """Those that there will be where the service has these, as a dry run knows.

        A folder that `replaces` another one takes back what it does not say any more: an
        appointment that it says otherwise takes the place of the one that is known.
        """
        made = self._made.get((reference, day), [])
        new = [its for its in made if its.appointment_id is None]
        if new and replaces:
            known = [its for its in known if its in made]
        return [*known, *new]

    def refusal(
        self, reference: str, day: str, sample: str | None, *, is_result: bool
    ) -> str | None:
        """Why a row will be refused behind those before it, which a dry run has not entered.

        `sample` is the key of the row's sample, if it has one.
        """
        named = reference, day
        waiting = self._sampled.get(named)
        if sample is not None and sample == waiting and not is_result:
            return None  # the row of this very sample, once more
        if named in self._answered:
            return ANSWERED
        if waiting not in (None, sample):
            return SAMPLE_TAKEN if sample else SAMPLE_WAITS
        return None

    def settle(self, reference: str, day: str, sample: str | None, *, is_result: bool) -> None:
        """Note what a row would enter for an appointment."""
        if sample is not None:
            self._sampled[reference, day] = sample
        if is_result:
            self._answered.add((reference, day))
