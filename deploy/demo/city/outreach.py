"""Prevention in the demo's city: sessions in every kind of place, and articles, by the season."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from deploy.demo.city.streets import STREETS, Street, Times, campaigns
from deploy.demo.courses import add_months
from deploy.demo.making import CHANNELS, FORMS, OCCASIONS, PARTNERS
from deploy.demo.rows import DemoRow
from deploy.demo.year import PLACES
from shared.policies.in_force import policies_in_force
from shared.policies.occasions import proposed

OTHER_PLACES = ("单位", "影院", "网络", "工地")  # which only the first street of a district enters
# Communities that are never entered, by what of; one is not entered at all.
NEVER = {
    ("410102003003", "学校"),
    ("410103001002", "农村"),
    ("410104001004", "宾馆"),
    ("410105002003", "企业"),
    *(("410104003004", place) for place in (*PLACES, *OTHER_PLACES)),
}
ARTICLES = 1.1  # of a street in a usual month
ANTI_DRUG_DAY = (6, 26)
WRITTEN = {"law_and_order_month": "综治宣传月", "qixi": "七夕", "double_ninth": "重阳"}
FEW, MANY = 10, 260  # how many may come


def sessions(random: Random, times: Times) -> Iterator[DemoRow]:
    """Each kind of place in each community of a street once a year or so, most of them in June."""
    for street in STREETS:
        wanted = 0.0
        waiting: list[tuple[str, str]] = []
        for month in times.months():
            if not waiting or month.month == 1:
                waiting = _places(random, street)
            quality = times.quality(street, month + timedelta(days=27))
            wanted += len(_all_places(street)) / 12 * campaigns(month) * min(1.0, quality + 0.1)
            while wanted >= 1:
                wanted -= 1
                waiting = waiting or _places(random, street)
                community, place = waiting.pop()
                day = _day(random, month)
                if day <= times.last_day(street) and (community, place) not in NEVER:
                    yield _session(random, day, community, place)


def _all_places(street: Street) -> list[tuple[str, str]]:
    places = (*PLACES, *OTHER_PLACES) if street.code.endswith("001") else PLACES
    return [(street.community(number), place) for number in range(4) for place in places]


def _places(random: Random, street: Street) -> list[tuple[str, str]]:
    places = _all_places(street)
    random.shuffle(places)
    return places


def _session(random: Random, day: date, community: str, place: str) -> DemoRow:
    tied = random.choice(("", "", *OCCASIONS[1:])) != ""
    occasion = "6·26" if day.month == 6 else _occasion(community, day) if tied else ""
    more = 2 if day.month == 6 else 1
    return DemoRow(
        {
            "日期": day,
            "场所类别": place,
            "区划代码": community,
            "主题": f"禁毒宣传进{place}",
            "人数": str(random.randrange(FEW, MANY) * more),
            "形式": "、".join(random.sample(FORMS, k=random.choice((1, 1, 2)))),
            "合作单位": random.choice(PARTNERS),
            "节点": occasion,
        }
    )


def _occasion(region: str, day: date) -> str:
    """The occasion that is proposed for a day, as ledgers write it; "" where there is none."""
    found = proposed(policies_in_force().occasions, region, day)
    return next((WRITTEN[code] for each in found if (code := each.occasion.code) in WRITTEN), "")


def articles(random: Random, times: Times) -> Iterator[DemoRow]:
    """A few a month in every street, in every channel; more of them in June."""
    number = 0
    for street in STREETS:
        wanted = random.random()
        for month in times.months():
            quality = times.quality(street, month + timedelta(days=27))
            wanted += ARTICLES * campaigns(month) * quality
            while wanted >= 1:
                wanted -= 1
                day, number = _day(random, month), number + 1
                if day <= times.last_day(street):
                    yield _article(random, day, street, number)


def _article(random: Random, day: date, street: Street, number: int) -> DemoRow:
    return DemoRow(
        {
            "日期": day,
            "标题": f"禁毒工作简讯{day.year}年第{number}期",
            "渠道": random.choice(CHANNELS),
            "区划代码": street.community(random.randrange(4)),
        }
    )


def _day(random: Random, month: date) -> date:
    """A day of a month; in June most are in the week of the day against drugs."""
    if month.month == ANTI_DRUG_DAY[0] and random.random() < 0.6:
        return date(month.year, *ANTI_DRUG_DAY) + timedelta(days=random.randrange(-5, 3))
    days = (add_months(month, 1) - month).days
    return month + timedelta(days=random.randrange(days))
