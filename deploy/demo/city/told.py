"""The ledgers of the demo's city: its fourth district's year told in full, and all districts'."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from random import Random

from deploy.demo.campaigns import campaigns, in_campaigns
from deploy.demo.city import gatherings, happenings, just_now, outreach, plans, surveys
from deploy.demo.city.clients import Clients, city_clients
from deploy.demo.city.entries import Entries
from deploy.demo.city.streets import CITY, HOME, OVERBURDENED, STREETS, Times
from deploy.demo.details import (
    assessment_details,
    client_details,
    contact_details,
    drug_test_details,
)
from deploy.demo.found import closing_reports, found
from deploy.demo.helped import helped
from deploy.demo.places import Keeper, at_places, place_ledgers
from deploy.demo.prevention import session_details, with_helpers
from deploy.demo.published import in_several_media
from deploy.demo.rows import DemoRow
from deploy.demo.teams import NOBODY_KNOWN, teams
from deploy.demo.told import told_year
from deploy.demo.workforce import few_workers, social_workers
from deploy.demo.year import Year

KIND = "社区戒毒社区康复工作站"


def told_city(until: date) -> Year:
    """The city in the two years before that of the day `until`, and from then until this day.

    It has all that ledgers can tell, in the year before; always the same for a day.
    """
    times = Times(until)
    told = told_year(HOME, times.year, until)
    random = Random(f"{CITY}/{until}")  # noqa: S311 (nothing here is secret)
    clients = city_clients(
        random, times, {str(row.cells["身份证号"]) for row in told.ledgers["服务对象"]}
    )
    entries = Entries(random, times, clients)
    contacts = [contact_details(random, row) for row in entries.contacts()]
    tests = [drug_test_details(random, row) for row in entries.tests()]
    followed_up = [*happenings.crises(random, times, contacts, happenings.at_home(clients))]
    happenings.disputes(random, times, tests)
    own = Random(f"{until}")  # noqa: S311 (not secret; the draws of the others stay as they are)
    contacts += [contact_details(own, row) for row in just_now.contacts(times, clients, contacts)]
    tests += [drug_test_details(own, row) for row in just_now.tests(times, clients, tests)]
    workers = _workers(told, times)
    more: dict[str, Iterable[DemoRow]] = {
        "工作站": _stations(),
        "服务对象": [client_details(random, row) for row in clients.rows],
        "阶段变更": clients.steps,
        "帮教记录": contacts,
        "尿检记录": tests,
        "风险评估": _with_prompt(
            own, times, clients, [assessment_details(random, row) for row in entries.assessments()]
        ),
        "危机跟进": followed_up,
        "半年小结": entries.summaries(),
        "年度评估": entries.evaluations(),
        "定期报到": entries.regular_reports(),
        "请假": happenings.leaves(random, times, clients),
        "告诫": happenings.warnings(random, times, clients),
        "维持治疗": happenings.treatments(random, times, clients),
        "告知": happenings.informings(clients),
        "积分台账": happenings.merits(Random(f"{CITY}/merits"), times, clients),  # noqa: S311
        **helped(random, (course for _, course in clients.courses), contacts, until),
        **found([course for _, course in clients.courses], times.since, until, early=False),
        "结案报告": closing_reports(clients.steps, until),
        "帮教小组": _teams(clients, workers, until),
        "人员名册": workers,
        "专项活动": [
            row
            for year in range(times.since.year, until.year + 1)
            for row in campaigns(CITY, year, until)
        ],
        "宣传活动": outreach.sessions(random, times),
        "新闻稿件": outreach.articles(random, times),
        **place_ledgers(
            Random(f"{CITY}/{until}/places"),  # noqa: S311 (as above)
            [
                Keeper(street.code, times.last_day(street), lacks=number % 4)
                for number, street in enumerate(STREETS)
                if not street.code.startswith(HOME)
            ],
            times.months(),
        ),
    }
    ledgers = {name: _together(rows, more.get(name, ())) for name, rows in told.ledgers.items()}
    for name, kind in (("宣传活动", "场所类别"), ("新闻稿件", "渠道")):
        ledgers[name] = _unlike(ledgers[name], ("日期", "区划代码", kind))
    ledgers["新闻稿件"] = in_several_media(ledgers["新闻稿件"])
    ledgers["问卷调查"] = [*surveys.surveys(Random(f"{CITY}/surveys"), times)]  # noqa: S311
    apart = Random(f"{until}/prevention")  # noqa: S311 (not secret; other draws stay as they are)
    ledgers["宣传活动"] = [
        row if row.cells.get("参与人员") else session_details(apart, row)
        for row in ledgers["宣传活动"]
    ]
    prevention: dict[str, Iterable[DemoRow]] = {
        "宣传活动": gatherings.more_sessions(apart, times),
        "培训与会议": gatherings.gatherings(apart, times),
        "值守登记": gatherings.duty(apart, times),
        "其他主题宣传": gatherings.publicity(apart, times),
    }
    ledgers |= {name: _together(ledgers[name], rows) for name, rows in prevention.items()}
    known_since = {
        street.code: date(times.year, 1, 1) if street.code.startswith(HOME) else times.since
        for street in STREETS
    }
    for name in ("宣传活动", "培训与会议", "值守登记"):
        ledgers[name] = at_places(in_campaigns(CITY, ledgers[name]), known_since)
    ledgers["宣传活动"] = with_helpers(ledgers["宣传活动"], ledgers["服务对象"])
    ledgers["活动计划"] = [*plans.plans(Random(f"{CITY}/{until}/plans"), times)]  # noqa: S311
    return Year(CITY, times.year, ledgers)


def _with_prompt(
    random: Random, times: Times, clients: Clients, rows: list[DemoRow]
) -> list[DemoRow]:
    """Assessments, and one of the last days."""
    more = just_now.assessments(times, clients, rows)
    return [*rows, *(assessment_details(random, row) for row in more)]


def _teams(clients: Clients, workers: Iterable[DemoRow], until: date) -> Iterator[DemoRow]:
    """In one street the one social worker has all who are in a programme; elsewhere nobody is
    named."""
    whose = [course for _, course in clients.courses]
    named = social_workers(row for row in workers if _is_in(row, OVERBURDENED))
    for here, names in ((True, named), (False, NOBODY_KNOWN)):
        rows = [row for row in clients.rows if _is_in(row, OVERBURDENED) is here]
        yield from teams(rows, clients.steps, whose, until, names)


def _is_in(row: DemoRow, street: str) -> bool:
    return str(row.cells["区划代码"]).startswith(street)


def _workers(told: Year, times: Times) -> list[DemoRow]:
    """Those of the other districts' streets, none with the name of another."""
    taken = {str(row.cells["姓名"]) for row in told.ledgers["人员名册"]}
    return [
        row
        for street in STREETS
        if not street.code.startswith(HOME)
        for row in few_workers(street.code, street.station, times.since, taken)
    ]


def _stations() -> list[DemoRow]:
    """Those of the other districts' streets."""
    return [
        DemoRow({"工作站名称": street.station, "区划代码": f"{street.code}000", "类型": KIND})
        for street in STREETS
        if not street.code.startswith(HOME)
    ]


def _together(told: list[DemoRow], more: Iterable[DemoRow]) -> list[DemoRow]:
    """The rows of both, with the columns of the first; what is not said there is left blank."""
    blank = dict.fromkeys(told[0].cells, "")
    return [*told, *(DemoRow({**blank, **row.cells}) for row in more)]


def _unlike(rows: list[DemoRow], columns: Sequence[str]) -> list[DemoRow]:
    """The rows without those that are like an earlier one in these columns.

    The import asks about rows that differ in one word.
    """
    return [*{tuple(row.cells[each] for each in columns): row for row in reversed(rows)}.values()]
