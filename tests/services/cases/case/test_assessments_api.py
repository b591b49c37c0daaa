"""Assessments, summaries and evaluations over HTTP: their notes, and the present level."""

from typing import Any

import pytest

from shared.agencies import AgencyKind
from shared.policies.reading import built_in
from tests.agencies import id_of
from tests.services.cases.calls import WHY, a_case, a_client, ask_for_test, problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres

LABORATORY = id_of(AgencyKind.LABORATORY)
OTHER_NUMBER = "110101199003078822"


async def assess(api: Client, case: str, day: str, level: str, **more: Any) -> str:
    """Assess the client's risk; the entry."""
    body = {"occurred_on": day, "level": level, **more}
    reply = await api.post(f"/v1/cases/{case}/risk-assessments", body)
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])


async def levels(api: Client, case: str) -> tuple[str | None, str | None]:
    """The present level of a case, as its page and the list show it."""
    (listed,) = (each for each in (await api.get("/v1/cases")).body["cases"])
    return (await api.get(f"/v1/cases/{case}")).body["level"], listed["level"]


async def test_the_present_level_follows_from_what_counts(api: Client) -> None:
    """On the page and in the list, whatever is written late or made void."""
    case = await a_case(api)
    assert await levels(api, case) == (None, None)
    autumn = await assess(api, case, "2019-09-02", "low")
    await assess(api, case, "2019-03-04", "high")
    assert await levels(api, case) == ("low", "low")
    void = f"/v1/cases/{case}/entries/{autumn}/void"
    assert (await api.post(void, {"reason": "mistaken"}, If_Match='"3"')).status == 201
    assert await levels(api, case) == ("high", "high")
    await assess(api, case, "2019-09-02", "c2", scheme="abc")
    assert await levels(api, case) == ("c2", "c2")


async def test_cases_are_found_by_their_level(api: Client) -> None:
    """With another filter too; by whoever may read assessments, and by nobody else."""
    high, low = await a_case(api), await a_case(api, await a_client(api, OTHER_NUMBER))
    await assess(api, high, "2019-03-04", "high")
    await assess(api, low, "2019-03-04", "low")
    appointment = await ask_for_test(api, high, LABORATORY)
    overseer = api.as_agency("other", "41")

    async def found(caller: Client, query: str) -> list[str]:
        return [case["case_id"] for case in (await caller.get(f"/v1/cases?{query}")).body["cases"]]

    for caller in (api, overseer):
        assert await found(caller, "level=high") == [high]
        assert await found(caller, "level=low&sort=changed&phase=ordered") == [low]
        assert await found(caller, "level=medium") == []
    laboratory = api.as_agency(LABORATORY, "41")
    assert await found(laboratory, "level=high") == []
    (seen,) = (await laboratory.get("/v1/cases")).body["cases"]
    assert (seen["appointments"], seen["level"]) == ([appointment], None)
    assert (await laboratory.get(f"/v1/cases/{high}")).body["level"] is None


async def test_a_level_of_no_scheme_is_refused_with_those_that_there_are(api: Client) -> None:
    """In both languages, at its field."""
    case = await a_case(api)
    path, body = f"/v1/cases/{case}/risk-assessments", {"occurred_on": "2019-03-04"}
    refused = problem(await api.post(path, {**body, "level": "a"}), 409, "level-not-of-scheme")
    (error,) = refused["errors"]
    assert (error["pointer"], error["reason"]) == ("/level", "level_not_of_scheme")
    assert "high (high), medium (medium), low (low)" in refused["detail"]
    assert "高风险（high）、中风险（medium）、低风险（low）" in refused["detail_zh"]
    unknown = {**body, "level": "high", "scheme": "none"}
    refused = problem(await api.post(path, unknown), 409, "scheme-unknown")
    assert [each["pointer"] for each in refused["errors"]] == ["/scheme"]


async def test_what_is_written_stands_in_the_vault_and_is_read_there(api: Client) -> None:
    """The text of a summary is needed, the note of the others is not; no entry shows it."""
    case = await a_case(api)
    day = {"occurred_on": "2019-07-10"}
    sent: dict[str, dict[str, Any]] = {
        "risk-assessments": {**day, "level": "low", "present": ["police", "police"]},
        "summaries": day,
        "evaluations": {**day, "outcome": "kept"},
    }
    for path, body in sent.items():
        reply = await api.post(f"/v1/cases/{case}/{path}", {**body, "note": f"谈话记录 {path}"})
        assert reply.status == 201, reply
        entry = f"/v1/cases/{case}/entries/{reply.body['entry_id']}/particulars"
        shown = await api.get(entry, **WHY)
        assert shown.body["note"] == f"谈话记录 {path}"
        assert (await api.as_agency("other", "41").get(entry, **WHY)).status == 403
        without = await api.post(f"/v1/cases/{case}/{path}", body)
        assert without.status == (422 if path == "summaries" else 201), without
        assert (await api.post(f"/v1/cases/{case}/{path}", {**body, "note": " "})).status == 422
    file = (await api.get(f"/v1/cases/{case}")).body
    assert "谈话" not in str(file)
    facts = [each["facts"] for each in file["entries"] if "level" in each["facts"]]
    assert [each["present"] for each in facts] == [["police"], ["police"]]
    assert [each["change"] for each in facts] == ["not_compared", "same"]


async def test_any_agency_reads_the_schemes(api: Client) -> None:
    """Those that entries can have, the gravest level first."""
    shown = (await api.as_agency(LABORATORY, "41").get("/v1/schemes")).body
    assert {
        each["code"]: [level["code"] for level in each["levels"]] for each in shown["schemes"]
    } == {each.code: [*each.levels] for each in built_in().schemes}
    assert [each["code"] for each in shown["schemes"] if each["is_default"]] == ["three_levels"]
    assert shown["schemes"][0]["name"] == {"zh": "三级", "en": "three levels"}
