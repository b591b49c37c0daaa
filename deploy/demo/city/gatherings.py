"""Trainings, meetings, duty and other publicity in the demo's city, and more kinds of places."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from deploy.demo.city.streets import STREETS, Times
from deploy.demo.prevention import (
    compound_meeting,
    gathering,
    other_publicity,
    session_details,
    turn_of_duty,
)
from deploy.demo.rows import Cell, DemoRow

TURNS = {2: 3, 4: 1}  # of duty, by the month
MORE_PLACES = ("集贸市场", "主要街道", "道德讲堂", "公园", "网吧", "KTV", "广场", "地铁站")


def more_sessions(random: Random, times: Times) -> Iterator[DemoRow]:
    """In markets, main streets and the like: each street has entered a few of these."""
    for street in STREETS:
        for place in random.sample(MORE_PLACES, k=3):
            day = times.since + timedelta(days=random.randrange(700))
            if day <= times.last_day(street):
                cells: dict[str, Cell] = {
                    "日期": day,
                    "场所类别": place,
                    "区划代码": street.community(random.randrange(4)),
                    "主题": f"禁毒宣传进{place}",
                    "人数": str(random.randrange(20, 300)),
                    "形式": random.choice(("发放宣传品、现场咨询", "展板", "黑板报")),
                    "合作单位": random.choice(("派出所", "能人乡贤", "社会组织")),
                }
                yield session_details(random, DemoRow(cells))


def gatherings(random: Random, times: Times) -> Iterator[DemoRow]:
    """In March and June a training in each street, and meetings down to a compound."""
    for street in STREETS:
        region = f"{street.code}000"
        for month in times.months():
            day = month + timedelta(days=9 + random.randrange(10))
            if month.month not in (3, 6) or day + timedelta(days=1) > times.last_day(street):
                continue
            kind = random.choice(("干部培训", "社工培训"))
            yield gathering(random, day, region, kind, "禁毒业务培训")
            yield gathering(random, day, region, "动员会", "禁毒工作动员", "街道")
            community = street.community(random.randrange(4))
            yield compound_meeting(random, day + timedelta(days=1), community)


def duty(random: Random, times: Times) -> Iterator[DemoRow]:
    """Three turns of duty in each street each February, and one in April."""
    for street in STREETS:
        for month in times.months():
            for number in range(TURNS.get(month.month, 0)):
                day = month + timedelta(days=3 + 7 * number)
                if day <= times.last_day(street):
                    yield turn_of_duty(random, day, street.community(number), number)


def publicity(random: Random, times: Times) -> Iterator[DemoRow]:
    """On other subjects than drugs: in each street twice a year."""
    for at, street in enumerate(STREETS):
        for month in times.months():
            day = month + timedelta(days=random.randrange(28))
            if month.month in (4, 11) and day <= times.last_day(street):
                community = street.community(random.randrange(4))
                yield other_publicity(random, day, community, at + month.month)
