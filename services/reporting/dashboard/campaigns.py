"""Campaigns: which run in a region and a period, their aims, and how much of these is reached."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.grouped import listed
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page, region_name
from services.reporting.dashboard.sections import Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.rounding import rounded
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.campaigns import CountedCampaign, campaigns_in
from services.reporting.statistics.detail import may_see
from services.reporting.statistics.spans import Span
from shared.events.outreach.campaigns import AimOf
from shared.http.operation import Operation
from shared.names.campaigns import AIMS, CAMPAIGN_KINDS
from shared.text import Text

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="专项活动", en="Campaigns"),
    "about": Text(
        zh="本期内进行的宣传月（周）和专项行动，按代码列出。完成数为截至今天、登记了该代码的活动；"
        "走访见面、检测、评估为活动所在地区和时间内的全部数字。",
        en="The campaigns and special actions that run in the period, by their codes. Reached is"
        " what activities with the code come to until today; contacts, tests and assessments are"
        " all of the campaign's region and days.",
    ),
}
ALL = Text(zh="本期专项活动", en="Campaigns of the period")
COUNTS = Text(zh="本期", en="This period")
INDICATOR = Text(zh="指标", en="Indicator")
NAME = Text(zh="代码", en="Code")
KIND = Text(zh="类别", en="Kind")
REGION = Text(zh="地区", en="Region")
FIRST = Text(zh="开始", en="First day")
LAST = Text(zh="结束", en="Last day")
AIM = Text(zh="目标", en="Aim")
WHAT = Text(zh="内容", en="What")
REACHED = Text(zh="完成", en="Reached")
SHARE = Text(zh="完成率", en="Share of the aim")
MET = Text(zh="达到的目标", en="Aims reached")
MET_OF = Text(zh="{met}项（共{aims}项）", en="{met} of {aims}")
PASSED = Text(zh="时间进度", en="Days gone by")
BEHIND = Text(
    zh="完成率低于时间进度的，以醒目颜色标出。",
    en="A share of an aim that is lower than that of the days gone by is marked.",
)
DAYS = Text(zh="时间", en="Days")
MORE = Text(
    zh="只列出最近开始的{most}项；其余请选择较短的时段或下级地区查看。",
    en="The {most} that began last are shown; for others choose a shorter period, or a region"
    " below.",
)
NO_DETAIL = Text(
    zh="查看场所种类，以及专项行动期间的走访见面、检测、评估，需要权限 statistics:detail。",
    en="Kinds of places, and contacts, tests and assessments in the days of a special action, need"
    " the right statistics:detail.",
)
MOST = 25
WHOLE = 100  # per cent
NOTHING = Cell("–")  # it aims at none; or the caller may not be told
# What is counted by the code that activities carry, and what of cases for the days and the region.
BY_CODE = {
    AimOf.SESSIONS: INDICATORS["sessions_by_campaign"],
    AimOf.PEOPLE: INDICATORS["campaign_people"],
    AimOf.HOUSEHOLDS: INDICATORS["campaign_households"],
}
OF_CASES = {
    AimOf.CONTACTS: INDICATORS["contacts"],
    AimOf.TESTS: INDICATORS["tests_done"],
    AimOf.ASSESSMENTS: INDICATORS["risk_assessments"],
}
COUNTED = [
    INDICATORS[code] for code in ("campaigns_launched", "special_actions", "campaigns_running")
]
Numbers = dict[tuple[str, AimOf], int | float | None]


@router.get("/campaigns")
async def campaigns(
    request: Request, call: Reads, words: Annotated[Written, Depends(written)]
) -> Response:
    """Campaigns in a region, with their progress."""
    asked = await asked_of(request, call, words, "/campaigns", default="year")
    if isinstance(asked, Response):
        return asked
    async with figures_for(request, call.caller, asked) as figures:
        # First, for these refuse what is too fine for the caller.
        counts = await listed(figures, asked, asked.say(COUNTS), asked.say(INDICATOR), COUNTED)
        async with figures.settled():
            days = asked.days
            found = await campaigns_in(
                figures.connection, asked.region, days.start, days.end, asked.moment
            )
        found = [each for each in found if may_see(call.caller, each.region)]
        shown = found[:MOST]
        reached = await _reached(figures, asked, shown)
        sections = [
            _all(asked, found, counts, reached),
            *(_one(asked, each, reached) for each in shown),
        ]
        if not figures.detail and found:
            gap = "" if asked.language == "zh" else " "
            note = f"{sections[0].note}{gap}{asked.say(NO_DETAIL)}"
            sections[0] = replace(sections[0], note=note)
    return await page(call.caller, asked, TEXTS, figures.state, sections)


def _all(
    asked: Asked, found: Sequence[CountedCampaign], counts: Table, reached: Numbers
) -> Section:
    title = asked.say(ALL)
    table = Table(
        caption=title,
        first=asked.say(NAME),
        columns=[asked.say(each) for each in (MET, KIND, REGION, FIRST, LAST)],
        rows=[
            Row(
                each.code,
                [
                    _met(asked, each, reached) if at < MOST else NOTHING,
                    Cell(asked.say(CAMPAIGN_KINDS[each.kind])),
                    Cell(region_name(each.region, asked), asked.address(region=each.region)),
                    Cell(f"{each.since}"),
                    Cell(f"{Span(each.since, each.until).last_day}"),
                ],
            )
            for at, each in enumerate(found)
        ],
        numbers=False,
    )
    note = asked.say(BEHIND) if found else ""
    if len(found) > MOST:
        note += ("" if asked.language == "zh" else " ") + asked.say(MORE).format(most=MOST)
    return Section(title, [counts, table], note=note)


async def _reached(figures: Figures, asked: Asked, shown: Sequence[CountedCampaign]) -> Numbers:
    """What is reached, each campaign in its own region; whole years may be asked by every caller.

    An activity counts by the code it carries, on whichever day it was.
    """
    reached: Numbers = {}
    for region in {each.region for each in shown}:
        here = [each for each in shown if each.region == region]
        codes = tuple(each.code for each in here)
        span = _whole_years(here)
        for aim, one in BY_CODE.items():
            for figure in await figures.of([one], asked, span, by=("campaign",), region=region):
                reached[figure.group[0], aim] = figure.value
        if figures.detail:
            kinds = await figures.of(
                [BY_CODE[AimOf.SESSIONS]],
                asked,
                span,
                by=("campaign", "place_kind"),
                where={"campaign": codes},
                region=region,
            )
            for figure in kinds:
                key = (figure.group[0], AimOf.PLACE_KINDS)
                reached[key] = (reached.get(key) or 0) + bool(figure.value)
    if figures.detail:
        for each in shown:
            aimed = [aim for aim in OF_CASES if aim in each.aims]
            ones = [OF_CASES[aim] for aim in aimed]
            days = Span(each.since, each.until)
            for aim, figure in zip(
                aimed, await figures.of(ones, asked, days, region=each.region), strict=True
            ):
                reached[each.code, aim] = figure.value
    return reached


def _whole_years(campaigns: Sequence[CountedCampaign]) -> Span:
    first = min(each.since.year for each in campaigns)
    last = max(each.until.year for each in campaigns)
    return Span(date(first, 1, 1), date(last + 1, 1, 1))


def _one(asked: Asked, campaign: CountedCampaign, reached: Numbers) -> Section:
    """A campaign: what it aims at, and how much of that is reached."""
    title = f"{campaign.code} · {asked.say(CAMPAIGN_KINDS[campaign.kind])}"
    rows = []
    for aim in AimOf:
        number, wanted = _number(campaign, aim, reached), campaign.aims.get(aim)
        if wanted is None and (aim in OF_CASES or not number):
            continue
        share = _share(number, wanted)
        rows.append(
            Row(
                asked.say(AIMS[aim]),
                [
                    counted(share, "%", bad=_behind(asked, campaign, share)),
                    *(
                        NOTHING if each is None else counted(each, _unit(aim))
                        for each in (number, wanted)
                    ),
                ],
            )
        )
    days = Span(campaign.since, campaign.until).text()
    table = Table(
        caption=title,
        first=asked.say(WHAT),
        columns=[asked.say(each) for each in (SHARE, REACHED, AIM)],
        rows=rows,
    )
    facts = [
        (asked.say(REGION), region_name(campaign.region, asked)),
        (asked.say(DAYS), asked.say(days)),
        (asked.say(PASSED), counted(_passed(asked, campaign), "%").text),
    ]
    return Section(title, [table], facts=facts)


def _met(asked: Asked, campaign: CountedCampaign, reached: Numbers) -> Cell:
    """How many of its aims are reached, of those that the caller may be told."""
    shares = [
        share
        for aim, wanted in campaign.aims.items()
        if (share := _share(_number(campaign, aim, reached), wanted)) is not None
    ]
    if not shares:
        return NOTHING
    bad = any(_behind(asked, campaign, each) for each in shares)
    met = sum(each >= WHOLE for each in shares)
    return Cell(asked.say(MET_OF).format(met=met, aims=len(shares)), bad=bad)


def _number(campaign: CountedCampaign, aim: AimOf, reached: Numbers) -> int | float | None:
    number = reached.get((campaign.code, aim))
    return 0 if number is None and aim in BY_CODE else number


def _share(number: int | float | None, wanted: int | None) -> float | None:
    return rounded(100 * int(number), wanted) if number is not None and wanted else None


def _passed(asked: Asked, campaign: CountedCampaign) -> float:
    """How much of its days has passed, in per cent, the last known day included."""
    days = (campaign.until - campaign.since).days
    gone = (asked.known - campaign.since).days + 1
    return rounded(100 * max(0, min(gone, days)), days)


def _behind(asked: Asked, campaign: CountedCampaign, share: float | None) -> bool:
    return share is not None and share < _passed(asked, campaign)


def _unit(aim: AimOf) -> str:
    one = {**BY_CODE, **OF_CASES}.get(aim)
    return "" if one is None else one.unit
