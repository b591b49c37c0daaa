"""A right that has ended has no lag: what was looked up before does not hold after."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from services.cases.relations import Access
from shared.identity.claims import Caller
from tests.services.cases.calls import CONTACT, problem
from tests.services.cases.place import LABORATORY, PROVIDER, WORKSTATION, Place
from tests.services.service import Reply

pytestmark = pytest.mark.postgres


def after_lookup(
    place: Place,
    agency: str,
    then: Callable[[], Awaitable[object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Have `then` happen when an agency's part in a case was looked up, and was not used yet."""
    found, waiting = place.context.relations.access, [then]

    async def access(caller: Caller, case_id: UUID) -> Access | None:
        answer = await found(caller, case_id)
        if caller.agency == agency and waiting:
            await waiting.pop()()
        return answer

    monkeypatch.setattr(place.context.relations, "access", access)


WRITES = (
    ("contacts", CONTACT),
    ("drug-tests", {"occurred_on": "2019-03-15", "result": "negative"}),
    ("risk-assessments", {"occurred_on": "2019-06-03", "level": "medium"}),
    ("reporting-in", {"occurred_on": "2019-01-12"}),
    ("agreement", {"occurred_on": "2019-01-12"}),
    ("test-appointments", {"asked_of": LABORATORY, "due_on": "2019-03-20"}),
)


@pytest.mark.parametrize(("path", "body"), WRITES)
async def test_who_has_given_a_case_up_writes_no_more(
    place: Place, path: str, body: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where its part was looked up before the case was given to another agency."""
    case = await place.opened(PROVIDER)
    after_lookup(place, PROVIDER, lambda: place.reassigned(case, WORKSTATION, 2), monkeypatch)
    late = await place.by(PROVIDER).post(f"/v1/cases/{case}/{path}", body)
    problem(late, 404, "not-found")
    shown = await place.by(WORKSTATION).get(f"/v1/cases/{case}")
    assert shown.body["version"] == 3
    assert shown.body["agency"] == WORKSTATION


async def test_who_has_given_a_case_up_makes_nothing_void(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is it told, by the version it gave, that somebody else has written."""
    case = await place.opened(PROVIDER)
    own = place.by(PROVIDER)
    entry = (await own.post(f"/v1/cases/{case}/contacts", CONTACT)).body["entry_id"]
    after_lookup(place, PROVIDER, lambda: place.reassigned(case, WORKSTATION, 3), monkeypatch)
    path = f"/v1/cases/{case}/entries/{entry}/void"
    late = await own.post(path, {"reason": "mistaken"}, If_Match='"3"')
    problem(late, 404, "not-found")
    assert "ETag" not in late.headers


async def test_who_has_given_a_case_up_reads_nothing_newer(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer on its way holds nothing that came after the part had ended."""
    case = await place.opened(PROVIDER)
    after_lookup(place, PROVIDER, lambda: place.reassigned(case, WORKSTATION, 2), monkeypatch)
    problem(await place.by(PROVIDER).get(f"/v1/cases/{case}"), 404, "not-found")


async def test_an_appointment_that_is_taken_back_is_answered_no_more(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was asked for the test has no part any more when the test arrives."""
    case = await place.opened(PROVIDER)
    own = place.by(PROVIDER)
    asked = {"asked_of": LABORATORY, "due_on": "2019-03-20", "occurred_on": "2019-03-15"}
    made = (await own.post(f"/v1/cases/{case}/test-appointments", asked)).body["entry_id"]

    async def take_back() -> Reply:
        path = f"/v1/cases/{case}/entries/{made}/void"
        reply = await own.post(path, {"reason": "mistaken"}, If_Match='"3"')
        assert reply.status == 201, reply
        return reply

    after_lookup(place, LABORATORY, take_back, monkeypatch)
    test = {"occurred_on": "2019-03-18", "result": "positive", "appointment_id": made}
    late = await place.by(LABORATORY).post(f"/v1/cases/{case}/drug-tests", test)
    problem(late, 404, "not-found")


async def test_who_has_gained_a_part_meanwhile_is_not_refused(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case moved on, and the caller's part in it is the same: the entry is written."""
    case = await place.opened(PROVIDER)
    own = place.by(PROVIDER)
    path = f"/v1/cases/{case}/contacts"
    after_lookup(place, PROVIDER, lambda: own.post(path, CONTACT), monkeypatch)
    assert (await own.post(path, CONTACT)).status == 201
    assert (await own.get(f"/v1/cases/{case}")).body["version"] == 4
