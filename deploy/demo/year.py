"""The plan of a synthetic year: what was done, row by row, before anyone spells it."""

from dataclasses import dataclass, field
from datetime import date

from deploy.demo.making import Maker
from deploy.demo.rows import DemoRow

MODES_IN_PERSON = ("入户", "面谈")
MODES_REMOTE = ("微信", "视频", "电话")
PLACES = ("学校", "社区", "场所", "家庭", "企业", "农村", "餐厅", "宾馆", "商铺")
RESULTS = ("阴性",) * 30 + ("阳性", "未检")


@dataclass(frozen=True)
class Size:
    """How much was done in the year; the default is a small district."""

    counties: int = 4
    streets: int = 3
    in_programme: int = 30
    at_large: int = 40
    visits_in_programme: int = 120
    remote_in_programme: int = 12
    visits_at_large: int = 45
    calls_at_large: int = 60
    contacts_of_other_years: int = 3
    tests: int = 150
    assessments: int = 70
    sessions: int = 80
    articles: int = 110


@dataclass
class Year:
    """A region's year: the rows of each ledger, by the ledger's name."""

    region: str
    year: int
    ledgers: dict[str, list[DemoRow]] = field(default_factory=dict)


def synthetic_year(region: str, year: int, seed: int = 1, size: Size | None = None) -> Year:
    """The year of a city (4 digits) or a county (6), without a fault in it.

    The year must be over, for contacts on the first day after it are in its ledgers.

    >>> synthetic_year("410105", 2021).ledgers["工作站"][0].cells["区划代码"]
    '410105001000'
    """
    size = size or Size()
    maker = Maker(region, year, seed, counties=size.counties, streets=size.streets)
    choice = maker.random.choice
    programme = [maker.client(choice(("社区戒毒", "社区康复"))) for _ in range(size.in_programme)]
    at_large = [maker.client("社会面") for _ in range(size.at_large)]
    everyone = programme + at_large
    edges = (date(year - 1, 12, 31), date(year + 1, 1, 1))

    def contacts(times: int, clients: list[DemoRow], modes: tuple[str, ...]) -> list[DemoRow]:
        return [maker.contact(choice(clients), choice(modes)) for _ in range(times)]

    ledgers = {
        "工作站": maker.stations(),
        "服务对象": everyone,
        "帮教记录": [
            *contacts(size.visits_in_programme, programme, MODES_IN_PERSON),
            *contacts(size.remote_in_programme, programme, MODES_REMOTE),
            *contacts(size.visits_at_large, at_large, MODES_IN_PERSON),
            *contacts(size.calls_at_large, at_large, ("电话",)),
            *(
                maker.contact(choice(programme), "入户", edges[number % 2])
                for number in range(size.contacts_of_other_years)
            ),
        ],
        "尿检记录": [
            maker.drug_test(choice(programme), choice(RESULTS)) for _ in range(size.tests)
        ],
        "风险评估": [maker.assessment(choice(everyone)) for _ in range(size.assessments)],
        "宣传活动": [maker.session(choice(PLACES)) for _ in range(size.sessions)],
        "新闻稿件": [maker.article() for _ in range(size.articles)],
    }
    for name in ("帮教记录", "尿检记录", "风险评估", "宣传活动", "新闻稿件"):
        maker.random.shuffle(ledgers[name])
    return Year(region, year, ledgers)
