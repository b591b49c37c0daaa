"""Who wants to learn whether a person is known asks in vain, and leaves a trace."""

from pathlib import Path
from typing import Any

import pytest

from tests.services.cases.attacks.conftest import Rows
from tests.services.cases.calls import problem
from tests.services.cases.place import (
    OFFICE,
    POLICE,
    PROVIDER,
    WORKSTATION,
    Place,
    a_place,
    file_of,
)
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

DRY = {"Dry_Run": "true"}


async def corrects(api: Client, client: str, number: str, **more: str) -> Reply:
    """Give a client another number."""
    path = f"/v1/clients/{client}/personal-data"
    body = {"id_number": number, "reason": "mistyped"}
    return await api.patch(path, body, If_Match='"1"', **more)


def told(reply: Reply) -> Any:
    """What an answer says, but for what is new each time."""
    changing = ("client_id", "entry_id", "case_id", "position")
    body = reply.body or {}
    return reply.status, {name: body[name] for name in body if name not in changing}


async def test_correcting_a_number_of_nobodys_file_tells_nothing(place: Place) -> None:
    """Of a registration without a file: a number that others have is taken like any other."""
    known, unknown = place.number(), place.number()
    await place.opened(OFFICE, known)
    for more in (DRY, {}):
        answers = []
        for number in (known, unknown):
            client = await place.registered(PROVIDER)
            answers.append(told(await corrects(place.by(PROVIDER), client, number, **more)))
        assert answers[0] == answers[1]


async def test_guessing_numbers_for_an_open_file_is_logged_and_ends(
    place: Place, tmp_path: Path, rows: Rows
) -> None:
    """The file of a person has one number: to try others asks who has a file, dry runs too."""
    case_client = await place.registered(PROVIDER)
    opened = await place.by(PROVIDER).post("/v1/cases", file_of(case_client))
    await place.oversee(opened.body["case_id"], "confirmation", {}, 1)
    async with a_place(place.dsn, tmp_path, openings_per_day=4) as limited:  # one is opened
        limited._keys = place._keys
        guesses = [
            await corrects(limited.by(PROVIDER), case_client, place.number(), **DRY)
            for _ in range(4)
        ]
    assert [reply.status for reply in guesses] == [204, 204, 204, 429]
    trace = await rows("SELECT agency, acting_user FROM vault_reads WHERE what = 'new_number'")
    assert trace == [(PROVIDER, "tester")] * 3


async def test_guessing_numbers_for_an_opening_that_waits_ends_too(
    place: Place, tmp_path: Path
) -> None:
    """With an overseer that tries to confirm it, each number would tell who has a file."""
    client = await place.registered(PROVIDER)
    opened = await place.by(PROVIDER).post("/v1/cases", file_of(client))
    assert not opened.body["confirmed"]
    async with a_place(place.dsn, tmp_path, openings_per_day=4) as limited:  # one is opened
        limited._keys = place._keys
        api = limited.by(PROVIDER)
        guesses = [await corrects(api, client, place.number(), **DRY) for _ in range(4)]
    assert [reply.status for reply in guesses] == [204, 204, 204, 429]


async def test_guessing_by_opening_is_logged_and_ends(
    place: Place, tmp_path: Path, rows: Rows
) -> None:
    """Who may decide is told that it cannot be here: so many times a day, dry runs counted."""
    clients = [await place.registered(POLICE) for _ in range(4)]
    async with a_place(place.dsn, tmp_path, openings_per_day=3) as limited:
        limited._keys = place._keys
        tries = [
            await limited.by(POLICE).post("/v1/cases", file_of(client), **DRY) for client in clients
        ]
        other = await limited.by(POLICE).post(
            "/v1/cases", file_of(clients[3]), Import_Id="0196a1f2-3e00-7b6c-8d25-f0c94a71e836"
        )
    assert [reply.status for reply in tries] == [204, 204, 204, 429]
    assert other.status == 429  # to call it an import needs a right of its own
    assert len(await rows("SELECT FROM vault_reads WHERE what = 'opening'")) == 3


async def test_nobody_opens_or_searches_without_a_person_who_asks(place: Place) -> None:
    """A system that calls for itself could not be asked why."""
    client = await place.registered(POLICE)
    alone = place.by(POLICE, user="")
    problem(await alone.post("/v1/cases", file_of(client)), 403, "user-required")
    problem(
        await alone.post("/v1/clients/search", {"id_number": place.number()}),
        403,
        "user-required",
    )
    problem(await corrects(alone, client, place.number()), 403, "user-required")


async def test_a_file_elsewhere_is_refused_in_words_that_tell_no_more(place: Place) -> None:
    """Not whose it is, nor which; the agency's own is called its own."""
    number = place.number()
    await place.opened(OFFICE, number)
    refused = problem(await place.asks_to_open(POLICE, number), 409, "cannot-open-here")
    assert OFFICE not in str(refused)
    assert "errors" not in refused
    problem(await place.asks_to_open(OFFICE, number), 409, "client-has-open-case")


async def test_to_confirm_tells_no_more_either(place: Place) -> None:
    """An overseer that confirms a second opening of a person is told that it cannot be here."""
    number = place.number()
    second = await place.asks_to_open(PROVIDER, number)
    await place.opened(WORKSTATION, number)
    reply = await place.oversee(second.body["case_id"], "confirmation", {}, 1)
    assert WORKSTATION not in str(problem(reply, 409, "cannot-open-here"))


async def test_to_confirm_does_not_tell_that_the_file_is_ones_own(place: Place) -> None:
    """An overseer would learn who the person of another agency's opening is: one of its own."""
    number = place.number()
    second = await place.asks_to_open(PROVIDER, number)
    await place.opened(POLICE, number)
    reply = await place.oversee(second.body["case_id"], "confirmation", {}, 1)
    assert "errors" not in problem(reply, 409, "cannot-open-here")


async def test_a_search_finds_ones_own_alone(place: Place) -> None:
    """A person whom others know is answered like one whom nobody knows."""
    known, unknown = place.number(), place.number()
    await place.opened(OFFICE, known)
    search = place.by(PROVIDER)
    found = [
        await search.post("/v1/clients/search", {"id_number": each}) for each in (known, unknown)
    ]
    assert told(found[0]) == told(found[1]) == (200, {"clients": []})


async def test_no_id_that_others_have_is_told_to_an_importer(place: Place) -> None:
    """The person's internal id shows when it was made, and so that others knew the person."""
    number, import_id = place.number(), "0196a1f2-3e00-7b6c-8d25-f0c94a71e836"
    first = await place.opened(OFFICE, number)
    await place.oversee(first, "annulment", {"reason": "mistaken"}, 1)
    client = await place.registered(PROVIDER, number)
    importer = place.by(PROVIDER, actions=("cases:import", "cases:read", "cases:write"))
    opened = await importer.post("/v1/cases", file_of(client), Import_Id=import_id)
    assert opened.status == 201, opened
    (entry,) = (await importer.get(f"/v1/imports/{import_id}")).body["entries"]
    assert not {"client_id", "registration_id"} & entry["facts"].keys()


async def test_an_overseer_is_not_told_whether_the_new_agency_knew_the_person(
    place: Place,
) -> None:
    """Neither by the changes it follows nor by an import: both cases look the same to it."""
    import_id = "0196a1f2-3e00-7b6c-8d25-f0c94a71e836"
    known, unknown = place.number(), place.number()
    await place.registered(WORKSTATION, known)
    seen = []
    for number in (known, unknown):
        case = await place.opened(PROVIDER, number)
        police = place.by(POLICE)
        start = (await police.get("/v1/changes?limit=100")).body["next"]
        body = {"agency": WORKSTATION, "reason": "moved"}
        headers = {"If_Match": '"2"', "Import_Id": import_id}
        done = await police.post(f"/v1/cases/{case}/reassignment", body, **headers)
        assert done.status == 201, done
        changes = (await police.get(f"/v1/changes?after={start}")).body["changes"]
        seen.append([(each["type"], each["client_id"]) for each in changes])
    assert seen == [[("cases.CaseReassigned.v1", None)]] * 2
    entries = (await place.by(POLICE).get(f"/v1/imports/{import_id}")).body["entries"]
    assert {each["type"] for each in entries} == {"cases.CaseReassigned.v1"}
    own = (await place.by(WORKSTATION).get("/v1/changes")).body["changes"]
    assert [each["type"] for each in own].count("cases.ClientRegistered.v1") == 2


async def test_an_opening_that_waits_gives_way_to_the_case_that_its_agency_is_given(
    place: Place,
) -> None:
    """The overseer is not told; what waits is confirmed when the case is no more, and only then."""
    number = place.number()
    case = await place.opened(WORKSTATION, number)
    asked = await place.asks_to_open(PROVIDER, number)
    waiting, provider = asked.body["case_id"], place.by(PROVIDER)
    await place.reassigned(case, PROVIDER, 2)
    client = (await provider.get(f"/v1/cases/{case}")).body["client_id"]
    assert (await provider.get(f"/v1/clients/{client}")).body["open_case_id"] == case
    problem(await place.oversee(waiting, "confirmation", {}, 1), 409, "cannot-open-here")
    assert (await place.oversee(case, "annulment", {"reason": "mistaken"}, 3)).status == 201
    assert (await place.oversee(waiting, "confirmation", {}, 1)).status == 201
    path, body = f"/v1/clients/{client}/withdrawal", {"reason": "mistaken"}
    problem(await provider.post(path, body, If_Match='"1"'), 409, "file-rests-on-it")


async def test_the_log_of_a_case_does_not_tell_what_the_new_agency_asked_before(
    place: Place,
) -> None:
    """Its own questions about the person would tell an overseer that it knew the person."""
    number = place.number()
    for _ in range(2):
        await place.registered(PROVIDER, number)
    await place.by(PROVIDER).post("/v1/clients/search", {"id_number": number})
    case_id = await place.opened(WORKSTATION, number)
    await place.reassigned(case_id, PROVIDER, 2)
    path = f"/v1/cases/{case_id}/reads"
    overseen = [each["agency"] for each in (await place.by(POLICE).get(path)).body["reads"]]
    # It confirmed, and reads the log; the workstation opened the case.
    assert overseen == [POLICE, POLICE, WORKSTATION]
    own = {each["what"] for each in (await place.by(PROVIDER).get(path)).body["reads"]}
    assert {"registration", "search"} <= own


async def test_a_cursor_of_before_shows_nothing_after_the_part_has_ended(place: Place) -> None:
    """That it has ended is told once; what the next agency writes is not."""
    case = await place.opened(PROVIDER)
    start = (await place.by(PROVIDER).get("/v1/changes")).body["next"]
    await place.reassigned(case, WORKSTATION, 2)
    contact = {"occurred_on": "2019-03-01", "mode": "phone"}
    later = await place.by(WORKSTATION).post(f"/v1/cases/{case}/contacts", contact)
    assert later.status == 201
    for after in (start, start):
        told = (await place.by(PROVIDER).get(f"/v1/changes?after={after}")).body["changes"]
        assert told == [{"case_id": case, "version": 3, "type": "relation_ended"}]
    afresh = (await place.by(PROVIDER).get("/v1/changes")).body["changes"]
    assert [each["type"] for each in afresh if "entry_id" not in each] == ["relation_ended"]
    stolen = await place.by(WORKSTATION).get(f"/v1/changes?after={start}")
    problem(stolen, 400, "bad-request")
