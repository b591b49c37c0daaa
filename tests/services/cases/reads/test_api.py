"""The log of reads: who looked at a person, for whom and why; shown to those who answer for it."""

from typing import Any

import asyncpg
import pytest

from shared.catalogue import ACTIONS
from tests.services.cases.calls import (
    CONTACT,
    ID_NUMBER,
    WHY,
    a_case,
    a_client,
    a_file,
    ask_for_test,
    problem,
)
from tests.services.service import Client

pytestmark = pytest.mark.postgres

TEST = {"Purpose": "drug_test", "Legal_Basis": "narcotics_control_law_35"}
OTHER_NUMBER = "110101199003078822"
ELSEWHERE = "410202001001"


def overseer(api: Client, agency: str = "police", *regions: str) -> Client:
    """An agency that oversees regions, with a token for that."""
    return api.as_agency(agency, *regions, actions=ACTIONS)


async def looks(api: Client, path: str = "/v1/reads", **more: str) -> list[dict[str, Any]]:
    """The entries of a page, without those of reading the log itself."""
    reply = await api.get(path, **more)
    assert reply.status == 200, reply
    return [each for each in reply.body["reads"] if each["what"] != "log"]


async def test_each_look_is_told_with_who_and_why(api: Client) -> None:
    """Newest first: agency, user, token, purpose, legal basis, and of which case."""
    client = await a_client(api)
    case = await a_case(api, client)
    entry = (await api.post(f"/v1/cases/{case}/contacts", CONTACT)).body["entry_id"]
    await ask_for_test(api, case, "hospital")
    await api.get(f"/v1/clients/{client}/personal-data", **WHY)
    await api.get(f"/v1/cases/{case}/entries/{entry}/particulars", **WHY)
    await api.as_agency("hospital").get(f"/v1/cases/{case}/personal-data", **TEST)
    path = f"/v1/clients/{client}/personal-data"
    await api.patch(path, {"phone": None}, If_Match='"1"')
    told = await looks(overseer(api), f"/v1/cases/{case}/reads")
    assert [(each["what"], each["agency"], each["purpose"]) for each in told] == [
        ("correction", "agency", None),
        ("personal_data", "hospital", "drug_test"),
        ("contact_notes", "agency", "support"),
        ("personal_data", "agency", "support"),
        ("opening", "agency", None),
    ]
    assert {each["user"] for each in told} == {"tester"}
    assert all(each["token_id"] for each in told)
    assert told[1]["legal_basis"] == "narcotics_control_law_35"
    assert [each["at"] for each in told] == sorted((each["at"] for each in told), reverse=True)
    for secret in ("测试甲", ID_NUMBER, "19900000000", "家访"):
        assert secret not in str(told)


async def test_the_responsible_agency_can_show_the_person_who_looked(api: Client) -> None:
    """The users and tokens of other agencies are those agencies' own affair."""
    case = await a_case(api)
    await ask_for_test(api, case, "hospital")
    await api.get(f"/v1/cases/{case}/personal-data", **WHY)
    await api.as_agency("hospital").get(f"/v1/cases/{case}/personal-data", **TEST)
    told = await looks(api, f"/v1/cases/{case}/reads")
    assert [(each["agency"], each["user"]) for each in told] == [
        ("hospital", None),
        ("agency", "tester"),
        ("agency", "tester"),
    ]
    assert told[0]["token_id"] is None


async def test_the_log_of_a_case_is_for_who_answers_for_it(api: Client) -> None:
    """Not for who is asked for a test, nor an overseer without a token for it, nor a stranger."""
    case = await a_case(api)
    await ask_for_test(api, case, "hospital")
    path = f"/v1/cases/{case}/reads"
    problem(await overseer(api, "hospital").get(path), 403, "not-entitled")
    problem(await api.as_agency("police").get(path), 403, "not-entitled")
    problem(await overseer(api, "social_work_provider").get(path), 404, "not-found")
    problem(await overseer(api, "police", "33").get(path), 404, "not-found")
    assert (await overseer(api, "police", "410102").get(path)).status == 200


async def test_an_overseer_sees_its_regions_and_no_others(api: Client) -> None:
    """What concerns a case is of the case's region; what concerns none, of all its agency's."""
    here = await a_case(api)
    other = await a_client(api, OTHER_NUMBER)
    there = await a_case(api, other, region=ELSEWHERE)
    for case in (here, there):
        await api.get(f"/v1/cases/{case}/personal-data", **WHY)
    provider = api.as_agency("social_work_provider", "410102", "410202")
    await provider.post("/v1/clients/search", {"id_number": ID_NUMBER})
    both = [("search", None), ("personal_data", there), ("personal_data", here)]
    for regions, expected in (
        (("4101",), [both[0], both[2]]),
        (("410202",), [both[0], both[1]]),
        (("41",), both),
        (("410102", "4102"), both),
        (("410102001003",), [both[2]]),
        (("33",), []),
    ):
        told = await looks(overseer(api, "police", *regions))
        shown = [(each["what"], each["case_id"]) for each in told if each["what"] != "opening"]
        assert shown == expected, regions
    problem(await overseer(api, "hospital").get("/v1/reads"), 403, "not-entitled")
    problem(await api.as_agency("police").get("/v1/reads"), 403, "action-not-allowed")


async def test_the_log_is_filtered(api: Client) -> None:
    """By agency, user, kind and time; a filter that fits nothing is answered with nothing."""
    case = await a_case(api)
    await ask_for_test(api, case, "hospital")
    await api.as_agency("hospital").get(f"/v1/cases/{case}/personal-data", **TEST)
    await api.get(f"/v1/cases/{case}/personal-data", **WHY)
    police = overseer(api)
    everything = await looks(police)
    assert [each["what"] for each in everything] == ["personal_data", "personal_data", "opening"]
    own, hospital, opening = everything
    for query, expected in (
        ("agency=hospital", [hospital]),
        ("user=tester&what=personal_data", [own, hospital]),
        ("user=nobody", []),
        ("what=opening", [opening]),
        (f"from={hospital['at']}", [own, hospital]),
        (f"to={hospital['at']}", [opening]),
        (f"from={hospital['at']}&to={own['at']}&agency=hospital", [hospital]),
    ):
        assert await looks(police, f"/v1/reads?{query}") == expected, query
    for query in ("what=all", "from=2019-01-01", "to=1700000000", "limit=0", "limit=101"):
        problem(await police.get(f"/v1/reads?{query}"), 422, "invalid-request")


async def test_pages_follow_each_other_without_gap_or_repetition(api: Client, dsn: str) -> None:
    """Also where many entries are of one moment; each page's `next` is the following one's `to`."""
    case = await a_case(api)
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        """
        WITH entry AS (
            INSERT INTO vault_reads (agency, purpose, legal_basis, what, case_id, read_at)
            SELECT 'agency', 'support', 'pipl_13_3', 'personal_data', $1,
                timestamptz '2020-01-01' + n / 7 * interval '1 second'
            FROM generate_series(1, 60) AS n RETURNING read_id, read_at
        ) INSERT INTO vault_read_regions SELECT '4101', read_at, read_id FROM entry
        """,
        case,
    )
    await connection.close()
    police = overseer(api, "police", "4101")
    for path in ("/v1/reads", f"/v1/cases/{case}/reads"):
        found: list[dict[str, Any]] = []
        end, pages = "2020-01-02T00:00:00Z", 0
        while end is not None:
            page = (await police.get(f"{path}?limit=10&to={end}")).body
            found += page["reads"]
            end, pages = page["next"], pages + 1
        moments = [each["at"] for each in found]
        assert moments == sorted(moments, reverse=True)
        assert len(moments) == 60, path
        assert pages == 5  # of two moments each


async def test_to_read_the_log_is_logged(api: Client) -> None:
    """Whoever watches the watchers is seen too."""
    case = await a_case(api)
    await overseer(api, "anti_drug_office").get(f"/v1/cases/{case}/reads")
    await overseer(api, "anti_drug_office").get("/v1/reads")
    told = (await overseer(api).get("/v1/reads?agency=anti_drug_office")).body["reads"]
    assert [(each["what"], each["case_id"]) for each in told] == [("log", None), ("log", case)]


async def test_words_that_were_logged_once_are_not_told(api: Client, dsn: str) -> None:
    """A purpose could be any text before there were codes, and somebody's name stand in it."""
    client = await a_client(api)
    case = await a_case(api, client)
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        "INSERT INTO vault_reads (person_id, item_id, agency, purpose, legal_basis)"
        " VALUES ($1, $1, 'agency', '去看望张三', '戒毒条例 7')",
        client,
    )
    await connection.close()
    [old, _] = await looks(api, f"/v1/cases/{case}/reads")
    assert (old["what"], old["purpose"], old["legal_basis"]) == ("personal_data", None, None)


async def test_looks_stay_with_the_case_when_another_agency_gets_it(api: Client) -> None:
    """The person may still be shown that the agency before read the data, by whichever way."""
    client = await a_client(api)
    case = await a_case(api, client)
    await api.get(f"/v1/clients/{client}/personal-data", **WHY)
    await api.get(f"/v1/cases/{case}/personal-data", **WHY)
    body = {"agency": "street_workstation", "reason": "provider_changed"}
    police = overseer(api)
    path = f"/v1/cases/{case}/reassignment"
    assert (await police.post(path, body, If_Match='"1"')).status == 201
    after = api.as_agency("street_workstation")
    assert (await after.get(f"/v1/cases/{case}/personal-data", **WHY)).body["name"] == "测试甲"
    told = await looks(after, f"/v1/cases/{case}/reads")
    assert [(each["what"], each["agency"]) for each in told] == [
        ("personal_data", "street_workstation"),
        ("personal_data", "agency"),
        ("personal_data", "agency"),
        ("opening", "agency"),
    ]
    problem(await api.get(f"/v1/cases/{case}/personal-data", **WHY), 403, "not-entitled")


async def test_an_opening_is_of_the_case_that_it_led_to(api: Client) -> None:
    """So is its confirmation. A dry run led to none, and says so."""
    client = await a_client(api)
    assert (await api.post("/v1/cases", a_file(client), Dry_Run="true")).status == 204
    case = await a_case(api, client)
    provider = api.as_agency("social_work_provider")
    waiting = await a_case(provider, await a_client(provider, OTHER_NUMBER))
    done = await overseer(api).post(f"/v1/cases/{waiting}/confirmation", {}, If_Match='"1"')
    assert done.status == 201, done
    told = await looks(overseer(api))
    assert [(each["what"], each["agency"], each["case_id"]) for each in told] == [
        ("confirmation", "police", waiting),
        ("opening", "social_work_provider", waiting),
        ("opening", "agency", case),
        ("opening", "agency", None),
    ]
    of_case = await looks(overseer(api), f"/v1/cases/{waiting}/reads")
    assert [each["what"] for each in of_case] == ["confirmation", "opening"]


async def test_a_refused_opening_is_shown_with_the_registration(api: Client) -> None:
    """It is of no case, neither the one that stands in its way nor one that there is not."""
    client = await a_client(api)
    case = await a_case(api, client)
    refused = await api.post("/v1/cases", a_file(client, reference="2019-7"))
    problem(refused, 409, "client-has-open-case")
    told = await looks(overseer(api))
    assert [(each["what"], each["case_id"]) for each in told] == [
        ("opening", None),
        ("opening", case),
    ]
    of_case = await looks(overseer(api), f"/v1/cases/{case}/reads")
    assert [each["what"] for each in of_case] == ["opening", "opening"]


async def test_a_refused_opening_is_in_the_log(api: Client) -> None:
    """Who tries whether a person has a file leaves a trace for the region's overseer."""
    await a_case(api)
    office = api.as_agency("another")
    client = await a_client(office)
    refused = await office.post("/v1/cases", a_file(client))
    assert refused.status == 409
    told = await looks(overseer(api), "/v1/reads?agency=another")
    assert [(each["what"], each["case_id"]) for each in told] == [("opening", None)]
