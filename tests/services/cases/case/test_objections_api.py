"""Samples, objections and re-checks over HTTP, for the agency that has the case."""

import pytest

from tests.services.cases.calls import a_case, problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres

POSITIVE = {
    "occurred_on": "2019-03-15",
    "result": "positive",
    "substances": ["heroin", "ketamine"],
    "tested_by": "police",
    "reason": "return_from_leave",
}
OBJECTION = {"occurred_on": "2019-03-18", "told_on": "2019-03-15"}
RECHECK = {"occurred_on": "2019-03-25", "result": "negative", "tested_by": "laboratory"}


async def test_a_result_is_objected_to_and_overturned(api: Client) -> None:
    """Each is an entry of its own; the test stays as it was written, and cannot be made void."""
    case = f"/v1/cases/{await a_case(api)}"
    test = await api.post(f"{case}/drug-tests", POSITIVE)
    path = f"{case}/drug-tests/{test.body['entry_id']}"
    objection = await api.post(f"{path}/objection", OBJECTION)
    recheck = await api.post(f"{path}/recheck", RECHECK)
    assert (objection.status, recheck.status) == (201, 201)
    entries = {each["entry_id"]: each for each in (await api.get(case)).body["entries"]}
    facts = entries[test.body["entry_id"]]["facts"]
    assert (facts["result"], facts["substances"]) == ("positive", ["heroin", "ketamine"])
    corrected = entries[recheck.body["entry_id"]]["facts"]
    assert (corrected["before"], corrected["result"]) == ("positive", "negative")
    assert corrected["tested_by_before"] == "police"
    void = f"{case}/entries/{{}}/void"
    rests = await api.post(
        void.format(test.body["entry_id"]), {"reason": "mistaken"}, If_Match='"4"'
    )
    problem(rests, 409, "others-rest-on-it")
    for version, reply in ((4, recheck), (5, objection), (6, test)):
        taken_back = await api.post(
            void.format(reply.body["entry_id"]), {"reason": "mistaken"}, If_Match=f'"{version}"'
        )
        assert taken_back.status == 201, taken_back


TWICE = ("named-twice", "/substances")


@pytest.mark.parametrize(
    ("name", "body", "slug", "pointer"),
    [
        ("objection", {"occurred_on": "2019-03-19"}, "objection-too-late", "/occurred_on"),
        ("objection", {"told_on": "2019-03-14"}, "told-before-test", "/told_on"),
        ("recheck", {"tested_by": "police"}, "same-tester", "/tested_by"),
        ("recheck", {"result": "not_done"}, "recheck-not-done", "/result"),
        (
            "recheck",
            {"substances": ["heroin"]},
            "recheck-substances-not-wanted",
            "/substances",
        ),
        ("recheck", {"result": "positive", "substances": ["heroin"] * 2}, *TWICE),
    ],
)
async def test_a_refusal_names_its_field(
    api: Client, name: str, body: dict[str, object], slug: str, pointer: str
) -> None:
    """So that a form can show it where it belongs."""
    case = f"/v1/cases/{await a_case(api)}"
    test = await api.post(f"{case}/drug-tests", POSITIVE)
    whole = {**(OBJECTION if name == "objection" else RECHECK), **body}
    if name == "objection" and "told_on" in body:
        whole["occurred_on"] = "2019-03-16"
    reply = await api.post(f"{case}/drug-tests/{test.body['entry_id']}/{name}", whole)
    assert problem(reply, 409, slug)["errors"][0]["pointer"] == pointer


async def test_a_test_that_is_not_there_is_not_found(api: Client) -> None:
    """Neither nobody's id, nor that of an entry of another kind, nor a test of another case."""
    case = f"/v1/cases/{await a_case(api)}"
    sample = {
        "occurred_on": "2019-03-15",
        "method": "hair",
        "place": "home",
        "taken_by": "workstation",
    }
    taken = await api.post(f"{case}/samples", sample)
    assert taken.status == 201, taken
    for test_id in (taken.body["entry_id"], "0196a1f1-0c41-7d08-b7e9-000000000000"):
        for name, body in (("objection", OBJECTION), ("recheck", RECHECK)):
            reply = await api.post(f"{case}/drug-tests/{test_id}/{name}", body)
            problem(reply, 404, "not-found")


async def test_a_list_of_substances_has_known_ones(api: Client) -> None:
    """A code that there is not is refused where it stands."""
    case = f"/v1/cases/{await a_case(api)}"
    reply = await api.post(f"{case}/drug-tests", {**POSITIVE, "substances": ["heroin", "tea"]})
    (error,) = problem(reply, 422, "invalid-request")["errors"]
    assert error["pointer"] == "/substances/1"
