"""Who a person is in an opened figure is known in that figure alone; so is a place in its list."""

from datetime import date
from urllib.parse import quote

import pytest

from shared.http.application import Service
from tests.services.reporting.calling import get
from tests.services.reporting.deliveries import DETOX, Ledger
from tests.services.reporting.statistics.explain.calling import DAY, OPEN, count, opened

pytestmark = pytest.mark.postgres


async def test_ids_of_persons_hold_for_one_figure_and_one_agency(app: Service) -> None:
    """Nothing in two answers can be joined: not the ids, nor the order in which persons come."""
    ledger = Ledger()
    for _ in range(12):
        ledger.case(DETOX, opened=DAY).contact(DAY)
    await count(app, ledger)

    async def persons(query: str, agency: str = "tests") -> dict[str, str]:
        found = {}
        for row in (await opened(app, f"indicator=persons_contacted{query}", agency=agency))[
            "rows"
        ]:
            theirs = f"indicator=persons_contacted{query}&person={row['person']}"
            [entry] = (await opened(app, theirs, agency=agency))["rows"]
            found[row["person"]] = entry["entry_id"]
        return found

    figures = [
        await persons(""),
        await persons("&group=kind:community_detoxification"),
        await persons("&as_of=2020-01-05T00:00:00Z"),
        await persons("", agency="another"),
    ]
    assert await persons("") == figures[0], "they stay, from page to page"
    ids = [each for figure in figures for each in figure]
    assert len({*ids}) == 48
    orders = {tuple(figure.values()) for figure in figures}
    assert len(orders) == 4, "the order says nothing either"
    stolen = next(iter(figures[3]))
    for query in (f"&person={stolen}", "&person=x", "&group=mode:phone&person=" + ids[0]):
        answer = await get(app, f"{OPEN}&indicator=persons_contacted{query}")
        assert answer.status == 400
        assert [error["reason"] for error in answer.json()["errors"]] == ["bad_person"]


async def test_no_internal_id_of_a_person_or_case_is_shown(app: Service) -> None:
    """Neither in rows, nor in what pages and files are asked with."""
    ledger = Ledger()
    files = [ledger.case(DETOX, opened=DAY) for _ in range(3)]
    for file in files:
        file.contact(DAY)
    await count(app, ledger)
    secret = {str(each) for file in files for each in (file.case_id, file.client_id)}
    for query in ("contacts", "persons_contacted", "clients", "cases_opened"):
        for form in ("", "&format=csv"):
            answer = await get(app, f"{OPEN}&indicator={query}&limit=1{form}")
            assert answer.status == 200
            assert not any(each in answer.body.decode() for each in secret)


async def test_a_cursor_holds_for_its_list_alone(app: Service) -> None:
    """Of another figure, part, agency or person it is refused, as any list's."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for number in range(4):
        file.contact(date(2019, 5, 6 + number))
    await count(app, ledger)
    cursor = quote((await opened(app, "indicator=contacts&limit=1"))["next"])
    fine = f"{OPEN}&indicator=contacts&limit=2&after={cursor}"
    assert (await get(app, fine)).status == 200
    for address, more in (
        (f"{OPEN}&indicator=tests_done&after={cursor}", {}),
        (f"{OPEN}&indicator=contacts&voided=include&after={cursor}", {}),
        (fine.replace("region=4101", "region=410102"), {}),
        (fine, {"agency": "another"}),
        (f"{OPEN}&indicator=contacts&after=x", {}),
    ):
        answer = await get(app, address, **more)
        assert answer.status == 400
        assert [error["reason"] for error in answer.json()["errors"]] == ["bad_cursor"]
