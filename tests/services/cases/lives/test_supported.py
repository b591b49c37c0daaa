"""A life with all that support is: a team, help, a crisis, a post, points, and what comes after."""

from typing import Any

import pytest

from tests.services.cases.beside_outreach import Both
from tests.services.cases.calls import problem
from tests.services.cases.lives.telling import Life, months
from tests.services.cases.place import OFFICE, POLICE, WORKSTATION
from tests.services.cases.points.exchanging import a_station, account, an_item, exchange, stock
from tests.services.cases.points.releasing import donate, propose
from tests.services.cases.staff.test_own_file import Staffed
from tests.services.service import Client

pytestmark = pytest.mark.postgres

REHABILITATION = "community_rehabilitation"


async def _post(by: Client, path: str, body: dict[str, Any], **more: str) -> dict[str, Any]:
    reply = await by.post(path, body, **more)
    assert reply.status in (201, 207), (path, reply)
    return dict(reply.body)


async def test_from_release_to_a_volunteer(both: Both) -> None:
    """She comes home to a sick mother and no income. A team takes her up; a crisis is answered;
    relief and then a post carry her; what she does for others buys rice; in the end she helps."""
    place, number = both.place, both.place.number()
    she = Life(place, WORKSTATION)
    await she.opened(REHABILITATION, "2019-05-06", number, sex="female", substance="heroin")
    street = place.by(WORKSTATION)
    path = f"/v1/cases/{she.case_id}"
    client = await place.registered(WORKSTATION, number)
    staff = Staffed(place, number, she.case_id, client)
    worker = await staff.registers(user="u-worker")
    counsellor = await staff.registers(user="u-counsellor")
    grid = await staff.registers(employment="grid_administrator")
    volunteer = await staff.registers(employment="volunteer")
    qualified = {"qualification": "counsellor", "since": "2018-05-01"}
    await _post(street, f"/v1/workers/{counsellor}/qualifications", qualified, If_Match='"2"')
    # The office has bought the worker's post for three years, and placed it at the station.
    office = place.by(OFFICE)
    station = await a_station(street)
    bought = {"provider": WORKSTATION, "region": "410102000000", "funds": "county", "year": 2019}
    lasts = {"bought_on": "2018-12-20", "since": "2019-01-01", "until": "2022-01-01"}
    at = f"/v1/posts/{(await _post(office, '/v1/posts', bought | lasts))['post_id']}"
    placed = {"workstation_id": station, "placed_on": "2019-01-01"}
    await _post(office, f"{at}/placement", placed, If_Match='"1"')
    filled = {"worker_id": worker, "filled_on": "2019-01-02"}
    await _post(street, f"{at}/filling", filled, If_Match='"2"')
    await she.writes("reporting-in", "2019-05-14")
    await she.writes("agreement", "2019-05-16")

    # Four in one: a worker who is paired with her, a volunteer, a grid administrator, the police.
    team = f"{path}/team"
    lacking = [each["role"] for each in (await street.get(team)).body["lacking"]]
    assert lacking == ["social_worker", "police_officer", "grid_administrator", "volunteer"]
    await she.writes("team", "2019-05-17", role="social_worker", worker_id=worker, paired=True)
    await she.writes("team", "2019-05-17", role="grid_administrator", worker_id=grid)
    await she.writes("team", "2019-05-17", role="volunteer", worker_id=volunteer)
    await she.writes("team", "2019-05-17", role="police_officer", agency=POLICE)
    assert (await street.get(team)).body["lacking"] == []

    # Her mother is over 70, her brother disabled; she has no income, and wants to work.
    await she.writes("household", "2019-05-17", facts=["elderly_over_70", "disability"])
    need = await she.writes("needs", "2019-05-17", need="livelihood", urgency="urgent")
    goal = await she.writes(
        "goals", "2019-05-17", goal="work", due_on="2019-12-31", owner="social_worker"
    )
    asked: dict[str, Any] = {"help": "temporary_relief", "source": "civil_affairs"}
    request = await she.writes("help-requests", "2019-05-18", **asked, need_id=need)
    await she.writes(
        "help", "2019-05-28", **asked, need_id=need, request_id=request, amount_fen=200_000
    )

    # In June she speaks of ending her life: seen at once, answered by a counsellor, followed up.
    crisis = await she.writes("contacts", "2019-06-10", mode="home_visit", crisis="danger_to_self")
    assert (await she.file())["open_crises"] == [crisis]
    held = {"qualification": "counsellor", "counsellor_id": counsellor, "mode": "office"}
    await she.writes("counselling", "2019-06-11", **held, contact_id=crisis, stage="contemplation")
    await she.writes("counselling", "2019-07-11", **held, stage="action")
    await she.writes(f"contacts/{crisis}/follow-up", "2019-06-12", outcome="in_treatment")
    assert (await she.file())["open_crises"] == []
    [_, changed] = await she.facts("CounsellingHeld")
    assert changed["change"] == "forward"

    # The mother falls ill. The relief box gives 300 yuan; two persons of the street release it.
    await donate(street, station, amount_fen=50_000, occurred_on="2019-06-20")
    proposed = await propose(
        street, station, occurred_on="2019-06-20", amount_fen=30_000, case_id=she.case_id
    )
    release = f"/v1/workstations/{station}/relief-box/proposals/{proposed}/release"
    day = {"occurred_on": "2019-06-21"}
    problem(await street.post(release, day), 409, "same-person-releases")
    await _post(staff.by("u-counsellor"), release, day)
    box = (await street.get(f"/v1/workstations/{station}/relief-box")).body
    assert box["amount_fen"] == 20_000

    # A public-benefit post, for three years and not a day longer; her goal is met, the need closed.
    benefit = {"help": "public_benefit_post", "source": "human_resources"}
    await she.cannot("help", "2019-05-20", "post-too-long", **benefit, until="2022-05-21")
    post = await she.writes("help", "2019-05-20", **benefit, until="2022-05-20")
    await she.writes("employment", "2019-05-20", employment="public_benefit_post")
    await she.writes(f"goals/{goal}/outcome", "2019-08-01", outcome="met")
    await she.writes(f"needs/{need}/closing", "2019-08-01", outcome="met")

    # Her worker is away in August: nobody covers, and that is seen; then the counsellor does.
    away = {"since": "2019-08-05", "until": "2019-08-26"}
    absence = await _post(street, f"/v1/workers/{worker}/absences", away, If_Match='"2"')
    uncovered = "/v1/workers/absences?uncovered=true&on=2019-08-06"
    assert [each["worker_id"] for each in (await street.get(uncovered)).body["absences"]] == [
        worker
    ]
    cover = f"/v1/workers/{worker}/absences/{absence['absence_id']}/cover"
    covered = {"since": "2019-08-05", "covered_by": counsellor}
    await _post(street, cover, covered, If_Match='"3"')
    assert (await street.get(uncovered)).body["absences"] == []

    # In winter she refuses three tests. Found by the entries, confirmed by a person, and the police
    # are told; nobody converts her programme, and no machine does. She comes back to it.
    refusal: dict[str, Any] = {"result": "not_done", "not_done_reason": "refused"}
    refused = [
        await she.writes("drug-tests", day, **refusal)
        for day in ("2019-12-09", "2019-12-16", "2019-12-23")
    ]
    proposals = (await street.get(f"{path}/findings")).body["proposals"]
    [proposal] = [each for each in proposals if each["condition"] == "tests"]
    assert proposal["entries"] == refused
    finding = {"condition": "tests", "basis": "visited", "proposal_id": proposal["proposal_id"]}
    found_so = await staff.by("u-worker").post(
        f"{path}/findings", {"occurred_on": "2019-12-30", **finding}
    )
    assert found_so.status == 201, found_so
    confirmed = found_so.body["entry_id"]
    await she.writes(f"findings/{confirmed}/police-notice", "2019-12-31")
    assert await she.phase() == "agreed"

    # Her worker leaves for another town: nobody's case, until the counsellor takes it over.
    left = {"left_on": "2020-03-20", "reason": "contract_ended"}
    vacated = {"vacated_on": "2020-03-20", "reason": "worker_left"}
    await _post(street, f"{at}/vacancy", vacated, If_Match='"3"')
    await _post(street, f"/v1/workers/{worker}/leaving", left, If_Match='"4"')
    orphaned = (await street.get("/v1/cases?orphaned=true")).body["cases"]
    assert [each["case_id"] for each in orphaned] == [she.case_id]
    handover = {"occurred_on": "2020-03-20", "to": counsellor}
    await _post(street, f"/v1/workers/{worker}/handover", handover)
    members = (await street.get(team)).body["members"]
    assert worker not in str(members)
    assert counsellor in str(members)
    assert (await street.get("/v1/cases?orphaned=true")).body["cases"] == []

    # Negative tests and a morning at the school's session earn points, and these a sack of rice.
    for tested in months("2019-06-20", 4)[::2]:
        await she.writes("drug-tests", tested, result="negative")
    before = (await account(street, she.case_id))["today"]
    await both.session(WORKSTATION, she.case_id, occurred_on="2020-06-26")
    for _ in range(2):  # whatever is delivered twice
        await both.reactions().follow()
        await both.delivered_again()
    found = await account(street, she.case_id)
    assert found["today"] == before + 10
    assert before == 2 * 10 + 20
    # What was written down by mistake earned points, and takes them back where all can see it.
    mistaken = await she.writes("merits", "2020-06-28", merit="volunteer_help")
    await she.takes_back(mistaken)
    now = await account(street, she.case_id)
    [taken] = [each for each in now["lines"] if each["what"] == "taken_back"]
    assert (taken["points"], taken["about"]) == (-10, mistaken)
    assert now["today"] == before + 10
    rice = await an_item(street, station, points=30, stock=0, since="2020-07-01")
    received = {"occurred_on": "2020-07-01", "quantity": 5}
    await _post(street, f"/v1/workstations/{station}/shop/items/{rice}/receipts", received)
    taken = await exchange(street, she.case_id, station, rice, day="2020-09-04")
    assert taken.status == 201, taken
    assert (await stock(street, station), (await account(street, she.case_id))["today"]) == (
        [4],
        20,
    )

    # The post ends after its three years; so does the programme, and the report closes the file.
    await she.writes(f"help/{post}/end", "2022-05-20", reason="expired")
    await she.writes(
        "ending",
        "2022-05-31",
        ending="completed",
        evidence="completion_certificate",
        drug_use="abstinent",
        work="employed",
        household="with_family",
        client_view="helpful",
    )
    await she.writes("closing-reports", "2022-06-02", note="三年来逐步稳定，已在社区工作。")
    assert await she.phase() == "ended"
    [report] = await she.facts("ClosingReportSigned")
    assert (report["ending"], report["months"]) == ("completed", 36)

    # She joins the roster as a volunteer, helps others, and can never open her own file.
    await staff.registers(
        user="u-she", employment="volunteer", id_number=number, joined_on="2022-09-01"
    )
    problem(await staff.by("u-she").get(path), 404, "not-found")
    assert (await staff.by("u-worker").get(path)).status == 200
