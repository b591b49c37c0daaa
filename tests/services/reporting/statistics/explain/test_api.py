"""Opened figures over HTTP: entries, sums, persons, both parts, what was taken back."""

from datetime import UTC, date, datetime

import pytest

from services.reporting.statistics.explain import examples
from shared.events.cases.drug_tests import DrugTestRechecked
from shared.http.application import Service
from tests.services.reporting.calling import get
from tests.services.reporting.deliveries import AT_LARGE, COMMUNITY, DETOX, STREET, Ledger
from tests.services.reporting.statistics.explain.calling import (
    DAY,
    PERIOD,
    count,
    every_row,
    opened,
    values,
)

pytestmark = pytest.mark.postgres


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
        ledger.session(DAY, attendance=heads, forms=("leaflets", "lecture"))
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
        {
            "dimension": "form",
            "name": {"zh": "宣传形式", "en": "form"},
            "value": "lecture",
            "value_name": {"zh": "讲座", "en": "lectures"},
        }
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


async def test_the_documented_example_is_what_is_answered(app: Service) -> None:
    """The example's question, over a session like the example's, gives an answer of its shape."""
    ledger = Ledger()
    ledger.session(date(2019, 6, 26), region="410105003000")
    await count(app, ledger)
    answered = await opened(app, "indicator=sessions")
    shown = examples.OPENED
    assert answered.keys() == shown.keys()
    [row], [shown_row] = answered["rows"], shown["rows"]
    assert row.keys() == shown_row.keys()
    given_out = {"recorded_at", "entry_id", "record"}
    assert {k: v for k, v in row.items() if k not in given_out} == {
        k: v for k, v in shown_row.items() if k not in given_out
    }
    of_the_moment = {"rows", "asked_at", "counted_until"}
    assert {k: v for k, v in answered.items() if k not in of_the_moment} == {
        k: v for k, v in shown.items() if k not in of_the_moment
    }
