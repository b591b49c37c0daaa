"""Opening figures over HTTP: entries, persons, both parts, pages, files, and what is refused."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.statistics.explain import table
from shared.events.cases.drug_tests import DrugTestRechecked
from shared.events.outreach.sessions import Form
from shared.http.application import Service
from shared.text import Text
from tests.services.reporting.calling import ACTIONS, get, headers
from tests.services.reporting.deliveries import AT_LARGE, COMMUNITY, DETOX, STREET, Ledger
from tests.services.reporting.reading import settle
from tests.shared.http.calling import Answer, call

pytestmark = pytest.mark.postgres

DAY = date(2019, 3, 4)
PERIOD = "from=2019-01-01&to=2020-01-01"
OPEN = f"/v1/statistics/explain?region=4101&{PERIOD}"


async def count(app: Service, ledger: Ledger) -> None:
    """Count a ledger, and see every moment as settled."""
    consumer: Consumer = app.state.consumer
    await consumer.apply("cases", 0, 0, ledger.events)
    await settle(app.state.pool)


async def opened(app: Service, query: str, **more: str) -> dict[str, Any]:
    """The answer to a question that is answered."""
    answer = await get(app, f"{OPEN}&{query}", **more)
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.json()
    return body


async def every_row(app: Service, query: str, limit: int = 3) -> list[dict[str, Any]]:
    """The rows of all pages."""
    rows: list[dict[str, Any]] = []
    after = ""
    while True:
        page = await opened(app, f"{query}&limit={limit}{after}")
        rows += page["rows"]
        if page["next"] is None:
            return rows
        assert len(page["rows"]) == limit
        after = f"&after={quote(page['next'])}"


def values(row: dict[str, Any]) -> dict[str, str]:
    """The values of an entry, by dimension."""
    return {each["dimension"]: each["value"] for each in row["values"]}


async def test_behind_a_count_of_85_there_are_85_rows_and_not_89(app: Service) -> None:
    """Four of 89 visits were entered twice and made void: the figure and its list do not differ.

    The void ones are there for those who ask, marked, and each adds nothing.
    """
    ledger = Ledger()
    file = ledger.case(DETOX)
    kept = {file.contact(date(2019, 1 + number % 12, 1 + number % 28)) for number in range(85)}
    void = [file.contact(DAY), file.contact(DAY), file.contact(DAY), file.contact(DAY, "phone")]
    for each in void:
        ledger.void(each)
    await count(app, ledger)
    asked = f"/v1/statistics?indicators=contacts&region=4101&{PERIOD}"
    assert [row["value"] for row in (await get(app, asked)).json()["rows"]] == [85]
    first = await opened(app, "indicator=contacts")
    assert (first["value"], first["numerator"], first["total"]) == (85, 85, 85)
    rows = await every_row(app, "indicator=contacts", limit=20)
    assert len(rows) == 85
    assert {row["entry_id"] for row in rows} == {str(each) for each in kept}
    assert {row["amount"] for row in rows} == {1}
    more = await every_row(app, "indicator=contacts&voided=include", limit=20)
    assert len(more) == 89
    marked = [row for row in more if "voided_at" in row]
    assert {row["entry_id"] for row in marked} == {str(each) for each in void}
    assert {row["amount"] for row in marked} == {0}


async def test_totals_and_groups_and_both_parts_open(app: Service) -> None:
    """No figure of an answer is closed: a total, a county, a month, a mode, a share's two parts."""
    ledger = Ledger()
    ledger.case(DETOX, STREET).contact(DAY)
    ledger.case(AT_LARGE, COMMUNITY).contact(date(2019, 5, 6), "phone")
    file = ledger.case(DETOX, "410100000000")
    file.contact(date(2019, 5, 7))
    file.test(DAY)
    file.test(DAY, "not_done", "excused")
    await count(app, ledger)
    asked = f"/v1/statistics?region=4101&{PERIOD}&indicators=contacts,test_rate,clients"
    for by in ("", "&by=month", "&by=region", "&by=kind", "&by=region,month,kind"):
        for row in (await get(app, asked + by)).json()["rows"]:
            group = "".join(f"&group={word}:{value}" for word, value in row["group"].items())
            parts = ("numerator", "denominator") if row["indicator"] == "test_rate" else (None,)
            for part in parts:
                named = f"indicator={row['indicator']}{group}" + (f"&part={part}" if part else "")
                figure = await opened(app, named)
                assert figure["value"] == row["value"]
                rows = await every_row(app, named)
                assert sum(each["amount"] for each in rows) == figure["total"] == len(rows)
                assert figure[part or "numerator"] == len(rows)
                assert figure["group"] == row["group"]
    rate = await opened(app, "indicator=test_rate&part=denominator")
    assert (rate["value"], rate["times"], rate["part"]) == (50, 100, "denominator")
    assert (rate["numerator"], rate["denominator"], rate["total"]) == (1, 2, 2)


async def test_a_sum_opens_to_amounts_that_add_up(app: Service) -> None:
    """Also a session that nobody came to; a session in two forms is two rows of the forms."""
    ledger = Ledger()
    for heads in (30, 12, 0):
        ledger.session(DAY, attendance=heads, forms=(Form.LEAFLETS, Form.LECTURE))
    ledger.void(ledger.session(DAY, attendance=500))
    await count(app, ledger)
    figure = await opened(app, "indicator=attendance")
    assert (figure["value"], sorted(row["amount"] for row in figure["rows"])) == (42, [0, 12, 30])
    forms = await opened(app, "indicator=sessions_by_form&group=form:lecture")
    assert (forms["value"], len(forms["rows"])) == (3, 3)
    assert (await opened(app, "indicator=sessions_by_form"))["value"] == 6
    [row, *_] = forms["rows"]
    assert row["record"].startswith("/v1/activities/")
    assert row["entry_type"] == "outreach.SessionHeld.v1"
    assert row["values"] == [
        {"dimension": "form", "name": {"zh": "宣传形式", "en": "form"}, "value": "lecture"}
    ]
    assert row["region_name"]["zh"].startswith("河南省郑州市")


async def test_what_was_taken_back_since_is_marked(app: Service) -> None:
    """As of a moment an entry that was void later counts, and says since when it is void.

    So does a test whose result a re-check corrected: the row of the result before is taken back,
    and there is one of the same test with the other.
    """
    ledger = Ledger()
    file = ledger.case(DETOX)
    contact = file.contact(DAY)
    test = file.test(DAY, "positive")
    ledger.void(contact, at=datetime(2020, 1, 10, tzinfo=UTC))
    ledger.add(
        file.stream_id,
        DrugTestRechecked.model_validate(
            {
                **file._fields(date(2019, 3, 9)),
                "test_id": test, "tested_on": DAY, "method": "urine", "tested_by": "police",
                "before": "positive", "substances_before": [], "result": "negative",
                "substances": [],
            }
        ),
        at=datetime(2020, 1, 11, tzinfo=UTC),
    )  # fmt: skip
    await count(app, ledger)
    then = "&as_of=2020-01-05T00:00:00Z"
    [row] = (await opened(app, f"indicator=contacts{then}"))["rows"]
    assert (row["amount"], row["voided_since"][:10]) == (1, "2020-01-10")
    assert "voided_at" not in row
    assert (await opened(app, "indicator=contacts"))["rows"] == []
    [row] = (await opened(app, f"indicator=tests_positive{then}"))["rows"]
    assert (row["entry_id"], row["voided_since"][:10]) == (str(test), "2020-01-11")
    assert (await opened(app, "indicator=tests_positive"))["value"] == 0
    [row] = (await opened(app, "indicator=tests_done"))["rows"]
    assert (row["entry_id"], values(row)["result"]) == (str(test), "negative")
    assert row["entry_type"] == "cases.DrugTestRecorded.v1"
    [late] = (await opened(app, "indicator=contacts_recorded&group=delay:31_days_and_over"))["rows"]
    assert (late["amount"], late["voided_at"][:10]) == (1, "2020-01-10"), "it was recorded"


async def test_persons_open_to_persons_and_on_to_their_entries(app: Service) -> None:
    """One row a person, and of that the entries; a stock says what each one stands at."""
    ledger = Ledger()
    files = [ledger.case(kind, opened=DAY) for kind in (DETOX, DETOX, AT_LARGE)]
    for number, file in enumerate(files):
        for day in range(number + 1):
            file.contact(date(2019, 5, 6 + day))
    ledger.void(files[0].contact(date(2019, 7, 8)))
    gone = ledger.case(DETOX, opened=DAY)
    ledger.void(gone.contact(DAY))
    gone.end(date(2019, 4, 5))
    await count(app, ledger)
    figure = await opened(app, "indicator=persons_contacted")
    assert (figure["value"], figure["rows_are"], len(figure["rows"])) == (3, "persons", 3)
    assert sorted(row["entries_total"] for row in figure["rows"]) == [1, 2, 3]
    for row in figure["rows"]:
        assert row["amount"] == 1
        theirs = await opened(app, f"indicator=persons_contacted&person={row['person']}")
        assert theirs["rows_are"] == "entries"
        assert theirs["value"] == 3, "the figure stays what it is"
        assert theirs["total"] == len(theirs["rows"]) == row["entries_total"]
    everybody = await every_row(app, "indicator=persons_contacted&voided=include")
    assert sorted(row["amount"] for row in everybody) == [0, 1, 1, 1], "one of void entries alone"
    stock = await opened(app, "indicator=clients&group=kind:community_detoxification")
    assert (stock["value"], stock["counting"]) == (2, "stock")
    for row in stock["rows"]:
        [held] = row["held"]
        assert (values(held)["phase"], held["region"], held["amount"]) == ("ordered", STREET, 1)
    rate = await opened(app, "indicator=share_of_clients_met&part=denominator")
    assert (rate["rows_are"], rate["total"], rate["value"]) == ("persons", 2, 100)
    both = {
        part: {row["person"] for row in (await opened(app, named + part))["rows"]}
        for named in ("indicator=share_of_clients_met&part=",)
        for part in ("numerator", "denominator")
    }
    assert both["numerator"] == both["denominator"], "who is in both is seen to be"


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


async def test_a_figure_as_a_file(app: Service) -> None:
    """All rows in one file, with a header in the reader's language; nothing in it is a formula."""
    ledger = Ledger()
    for number in range(9):
        ledger.case(DETOX).contact(date(2019, 5, 6 + number))
    await count(app, ledger)
    answer = await get(app, f"{OPEN}&indicator=contacts&limit=2&lang=en", accept="text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["waystation-total"] == "9"
    assert (
        'filename="contacts-4101-2019-01-01-2020-01-01.csv"'
        in (answer.headers["content-disposition"])
    )
    header, *rows = read(answer)
    assert header[:5] == ["day", "region", "region name", "kind of case", "mode of contact"]
    assert len(rows) == 9
    assert rows[0][:2] == ["2019-05-06", STREET]
    assert sum(int(row[header.index("amount")]) for row in rows) == 9
    chinese = read(await get(app, f"{OPEN}&indicator=contacts&format=csv"))
    assert chinese[0][:3] == ["日期", "地区代码", "地区"]
    persons = read(await get(app, f"{OPEN}&indicator=persons_contacted&format=csv&lang=en"))
    assert len(persons) == 10
    shown = await opened(app, "indicator=persons_contacted")
    assert [row[0] for row in persons[1:]] == [f'="{row["person"]}"' for row in shown["rows"]]


async def test_cells_are_no_formulas(app: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A region's name comes from a file of the place, which may say anything."""
    ledger = Ledger()
    ledger.case(DETOX).contact(DAY)
    await count(app, ledger)
    name = Text(zh="=1+1", en="@SUM(A1)")
    monkeypatch.setattr(table, "region_name", lambda *_: name)
    for language, cell in (("zh", "'=1+1"), ("en", "'@SUM(A1)")):
        _, row = read(await get(app, f"{OPEN}&indicator=contacts&format=csv&lang={language}"))
        assert row[2] == cell


async def test_a_file_has_as_many_rows_as_a_spreadsheet_opens(
    app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is more is refused before anything is sent: nobody takes a part of it for all."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for number in range(4):
        file.contact(date(2019, 5, 6 + number))
    await count(app, ledger)
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    answer = await get(app, f"{OPEN}&indicator=contacts&format=csv")
    assert (answer.status, answer.json()["errors"][0]["reason"]) == (422, "too_many")


def read(answer: Answer) -> list[list[str]]:
    """The rows of a file."""
    assert answer.status == 200, answer.body
    return [*csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline=""))]


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("indicator=moons", 422, "unknown_indicator"),
        ("indicator=contacts&part=denominator", 422, "no_denominator"),
        ("indicator=contacts&part=both", 422, None),
        ("indicator=contacts&group=mode", 422, "bad_format"),
        ("indicator=contacts&group=mode:phone&group=mode:office", 422, "bad_format"),
        ("indicator=contacts&group=mode:moon", 422, "unknown_dimension"),
        ("indicator=contacts&group=colour:red", 422, "unknown_dimension"),
        ("indicator=test_rate&group=result:negative", 422, "unknown_dimension"),
        ("indicator=contacts&group=month:2019", 422, "bad_format"),
        ("indicator=contacts&group=month:2019-13", 422, "bad_format"),
        ("indicator=contacts&group=month:2020-01", 422, "outside_period"),
        ("indicator=contacts&group=month:2019-01&group=quarter:2019-Q2", 422, "outside_period"),
        ("indicator=contacts&group=region:420102000000", 422, "not_just_below"),
        ("indicator=contacts&group=region:410102001000", 422, "not_just_below"),
        ("indicator=contacts&group=region:41%C2%B2102", 422, "not_just_below"),
        ("indicator=contacts&person=abc", 422, "no_persons"),
        ("indicator=clients&voided=include", 422, "of_a_stock"),
        ("indicator=contacts&limit=0", 422, None),
        ("indicator=contacts&limit=201", 422, None),
        ("indicator=contacts&format=xml", 422, None),
        ("indicator=contacts&as_of=2019-01-01", 422, "bad_time"),
        ("indicator=contacts&colour=red", 400, "unknown_parameter"),
        ("indicator=contacts&min_position=case-1", 400, "not_a_position"),
    ],
)  # fmt: skip
async def test_what_cannot_be_opened(
    app: Service, query: str, status: int, reason: str | None
) -> None:
    """A problem names the parameter and the way out, in both languages."""
    answer = await get(app, f"{OPEN}&{query}")
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    [error] = answer.json()["errors"]
    assert reason in (None, error["reason"])
    assert error["detail"]
    assert error["detail_zh"]


async def test_only_with_the_action_and_in_the_own_regions(app: Service) -> None:
    """Nothing is opened with statistics:read alone; what is out of scope does not exist."""
    asked = f"{OPEN}&indicator=contacts"
    for actions in (["statistics:read"], ["statistics:detail"], ["cases:read"]):
        refused = await call(app, "GET", asked, headers=headers(actions=actions))
        assert refused.status == 403
        assert refused.json()["type"] == "/problems/action-not-allowed"
    assert (await call(app, "GET", asked, headers=headers(actions=ACTIONS))).status == 200
    for region in ("4201", "41"):
        elsewhere = asked.replace("region=4101", f"region={region}")
        assert (await get(app, elsewhere)).status == 404
    street = await call(app, "GET", asked, headers=headers("410102001", actions=ACTIONS))
    assert street.status == 404


async def test_a_moment_that_is_not_settled_is_not_opened(app: Service) -> None:
    """Never fewer rows than there are: 503 until all that was recorded until then is counted."""
    ledger = Ledger()
    ledger.case(DETOX).contact(DAY)
    await app.state.consumer.apply("cases", 0, 0, ledger.events)
    for form in ("", "&format=csv"):
        asked = f"{OPEN}&indicator=contacts&as_of=2020-01-05T00:00:00Z{form}"
        assert (await get(app, asked)).status == 503


async def test_a_period_that_is_not_over_counts_until_today(
    app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer says so, as that of the figure does."""
    pages = "services.reporting.statistics.explain.pages.utc_now"
    monkeypatch.setattr(pages, lambda: datetime(2019, 5, 2, tzinfo=UTC))
    assert (await opened(app, "indicator=contacts"))["until"] == "2019-05-02"
