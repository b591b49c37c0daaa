"""Campaigns: which hold in a region and a period, by name, and what of their aims is reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.grouped import listed, opened
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page, region_name
from services.reporting.dashboard.sections import Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures.campaigns import CAMPAIGN
from services.reporting.declared.rounding import rounded
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.campaigns import (
    BY_CODE,
    OF_CASES,
    CountedCampaign,
    campaigns_in,
    prevention_of,
)
from services.reporting.statistics.detail import may_see
from services.reporting.statistics.spans import Span
from shared.events.outreach.campaigns import AimOf, CampaignKind
from shared.http.operation import Operation
from shared.names.campaigns import AIMS, CAMPAIGN_KINDS
from shared.regions import ancestors
from shared.text import Text

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="专项活动", en="Campaigns"),
    "about": Text(
        zh="本期内进行的宣传月（周）和专项行动，含上级地区启动、在本地区同样开展的；进行中的在前。完成数为该活动"
        "所在地区和时间内、截至今天登记了其代码的活动；走访见面、检测、评估为其地区和时间内的全部数字。",
        en="The campaigns and special actions of the period, also those that a region above has"
        " launched for all below it; those that go on come first. Reached is what activities with"
        " the campaign's code come to in its region and days, until today; contacts, tests and"
        " assessments are all of its region and days.",
    ),
}
ALL = Text(zh="本期专项活动", en="Campaigns of the period")
COUNTS = Text(zh="本期", en="This period")
INDICATOR = Text(zh="指标", en="Indicator")
NAME = Text(zh="名称", en="Name")
CODE = Text(zh="代码", en="Code")
KIND = Text(zh="类别", en="Kind")
REGION = Text(zh="地区", en="Region")
FIRST = Text(zh="开始", en="First day")
LAST = Text(zh="结束", en="Last day")
STANDING = Text(zh="状态", en="State")
RUNS = Text(zh="进行中", en="goes on")
OVER = Text(zh="已结束", en="over")
AIM = Text(zh="目标", en="Aim")
WHAT = Text(zh="内容", en="What")
REACHED = Text(zh="完成", en="Reached")
HERE = Text(zh="其中本地区", en="Of it here")
SHARE = Text(zh="完成率", en="Share of the aim")
MET = Text(zh="达到的目标", en="Aims reached")
MET_OF = Text(zh="{met}项（共{aims}项）", en="{met} of {aims}")
PASSED = Text(zh="时间进度", en="Days gone by")
BEHIND = Text(
    zh="完成率低于时间进度的，以醒目颜色标出。",
    en="A share of an aim that is lower than that of the days gone by is marked.",
)
DAYS = Text(zh="时间", en="Days")
PREVENTION = Text(zh="{} · 宣传", en="{} · prevention")
CASES = Text(zh="{} · 服务对象工作", en="{} · work with clients")
MORE = Text(
    zh="只列出{most}项，进行中和最近开始的在前；其余请选择较短的时段或下级地区查看。",
    en="The first {most} are shown; for others choose a shorter period, or a region below.",
)
NO_DETAIL = Text(
    zh="查看专项行动期间的走访见面、检测、评估，需要权限 statistics:detail；"
    "上级地区的总数只在其管辖范围内可见。",
    en="Contacts, tests and assessments in the days of a special action need the right"
    " statistics:detail; those of a whole region are for who has all of it.",
)
MOST = 25
WHOLE = 100  # per cent
NOTHING = Cell("–")  # it aims at none; or the caller may not be told
COUNTED = [
    INDICATORS[code] for code in ("campaigns_launched", "special_actions", "campaigns_running")
]
Numbers = Mapping[AimOf, int | float | None]


@dataclass(frozen=True)
class Progress:
    """A campaign with what is reached in all of its region; and in a part of it, if that is shown.

    What the caller may not be told is left out.
    """

    campaign: CountedCampaign
    whole: Numbers
    part: Numbers | None = None
    met: Sequence[float] = field(default_factory=tuple)


@router.get("/campaigns")
async def campaigns(
    request: Request, call: Reads, words: Annotated[Written, Depends(written)]
) -> Response:
    """Campaigns that hold in a region, with their progress."""
    asked = await asked_of(request, call, words, "/campaigns", default="year")
    if isinstance(asked, Response):
        return asked
    async with figures_for(request, call.caller, asked) as figures:
        # First, for these refuse what is too fine for the caller.
        counts = await listed(figures, asked, asked.say(COUNTS), asked.say(INDICATOR), COUNTED)
        async with figures.settled():
            days = asked.days
            found = await campaigns_in(
                figures.connection,
                asked.region,
                (days.start, days.end),
                asked.known,
                asked.moment,
            )
            found = [each for each in found if may_see(call.caller, each.region)]
            shown = [await _progress(figures, asked, each) for each in found[:MOST]]
        ones = [_one(figures, asked, each) for each in shown]
        sections = [_all(asked, found, counts, shown), *ones]
        if found and not all(_told(each) for each in shown):
            gap = "" if asked.language == "zh" else " "
            note = f"{sections[0].note}{gap}{asked.say(NO_DETAIL)}"
            sections[0] = replace(sections[0], note=note)
    return await page(call.caller, asked, TEXTS, figures.state, sections)


def _told(its: Progress) -> bool:
    """Whether all of a special action is shown."""
    return its.campaign.kind is not CampaignKind.SPECIAL_ACTION or OF_CASES.keys() <= {*its.whole}


async def _progress(figures: Figures, asked: Asked, campaign: CountedCampaign) -> Progress:
    """What is reached of a campaign: of one of a region above, the own part too."""
    whole = await _reached(figures, asked, campaign, campaign.region)
    part = None
    if campaign.region != asked.region and campaign.region in ancestors(asked.region):
        part = await _reached(figures, asked, campaign, asked.region)
    its = Progress(campaign, whole, part)
    shares = [_share(whole.get(aim), wanted) for aim, wanted in campaign.aims.items()]
    return replace(its, met=[each for each in shares if each is not None])


async def _reached(
    figures: Figures, asked: Asked, campaign: CountedCampaign, region: str
) -> Numbers:
    """What is reached in a region: of cases only for a caller who has it, and sees such days."""
    connection, known = figures.connection, asked.known
    reached: dict[AimOf, int | float | None] = {
        **await prevention_of(connection, campaign, region, known, asked.moment)
    }
    of_cases = campaign.kind is CampaignKind.SPECIAL_ACTION
    if of_cases and figures.detail and figures.caller.covers(region):
        days = Span(campaign.since, campaign.until)
        found = await figures.of([*OF_CASES.values()], asked, days, region=region)
        reached |= {aim: each.value for aim, each in zip(OF_CASES, found, strict=True)}
    return reached


def _all(
    asked: Asked, found: Sequence[CountedCampaign], counts: Table, shown: Sequence[Progress]
) -> Section:
    title = asked.say(ALL)
    met = [_met(asked, each) for each in shown]
    table = Table(
        caption=title,
        first=asked.say(NAME),
        columns=[asked.say(each) for each in (MET, STANDING, FIRST, LAST, KIND, REGION)],
        rows=[
            Row(
                each.name,
                [
                    met[at] if at < len(met) else NOTHING,
                    Cell(asked.say(RUNS if each.runs_on(asked.known) else OVER)),
                    Cell(f"{each.since}"),
                    Cell(f"{_days(each).last_day}"),
                    Cell(asked.say(CAMPAIGN_KINDS[each.kind])),
                    Cell(region_name(each.region, asked), _address(asked, each)),
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


def _address(asked: Asked, campaign: CountedCampaign) -> str | None:
    """Where its region is shown; none for a region above, which may not be the caller's."""
    if campaign.region in ancestors(asked.region):
        return None
    return asked.address(region=campaign.region)


def _one(figures: Figures, asked: Asked, its: Progress) -> Section:
    """A campaign: what it aims at, and how much of that is reached, in prevention and in cases."""
    campaign = its.campaign
    title = f"{campaign.name} · {asked.say(CAMPAIGN_KINDS[campaign.kind])}"
    aims = [aim for aim in AimOf if campaign.aims.get(aim) or its.whole.get(aim)]
    rows = [_row(figures, asked, its, aim) for aim in aims if aim not in OF_CASES]
    if campaign.kind is CampaignKind.SPECIAL_ACTION:
        of_cases = [_row(figures, asked, its, aim) for aim in OF_CASES]
        tables = [
            _table(asked, its, asked.say(PREVENTION).format(title), rows),
            _table(asked, its, asked.say(CASES).format(title), of_cases),
        ]
    else:
        tables = [_table(asked, its, title, rows)]
    facts = [
        (asked.say(CODE), campaign.code),
        (asked.say(REGION), region_name(campaign.region, asked)),
        (asked.say(DAYS), asked.say(_days(campaign).text())),
        (asked.say(PASSED), counted(_passed(asked, campaign), "%").text),
    ]
    return Section(title, tables, facts=facts)


def _table(asked: Asked, its: Progress, caption: str, rows: Sequence[Row]) -> Table:
    columns = [SHARE, REACHED, AIM] if its.part is None else [SHARE, REACHED, HERE, AIM]
    return Table(caption, asked.say(WHAT), [asked.say(each) for each in columns], rows)


def _row(figures: Figures, asked: Asked, its: Progress, aim: AimOf) -> Row:
    wanted, number = its.campaign.aims.get(aim), its.whole.get(aim)
    share = _share(number, wanted)
    reached = [(number, its.campaign.region)]
    if its.part is not None:
        reached.append((its.part.get(aim), asked.region))
    return Row(
        asked.say(AIMS[aim]),
        [
            counted(share, "%", bad=_behind(asked, its.campaign, share)),
            *(
                NOTHING
                if each is None
                else counted(each, _unit(aim), _opened(figures, asked, its.campaign, aim, region))
                for each, region in reached
            ),
            NOTHING if wanted is None else counted(wanted, _unit(aim)),
        ],
    )


def _opened(
    figures: Figures, asked: Asked, campaign: CountedCampaign, aim: AimOf, region: str
) -> str | None:
    """Where what is reached in a region opens to its entries, for whoever has all of the region."""
    one = {**BY_CODE, **OF_CASES}.get(aim)
    if one is None or not figures.caller.covers(region):
        return None
    where = f"{CAMPAIGN.code}:{campaign.code}" if aim in BY_CODE else ""
    return opened(figures, asked.at(_days(campaign)), one, region, where)


def _met(asked: Asked, its: Progress) -> Cell:
    """How many of its aims are reached, of those that the caller may be told."""
    if not its.met:
        return NOTHING
    bad = any(_behind(asked, its.campaign, each) for each in its.met)
    met = sum(each >= WHOLE for each in its.met)
    return Cell(asked.say(MET_OF).format(met=met, aims=len(its.met)), bad=bad)


def _share(number: int | float | None, wanted: int | None) -> float | None:
    return rounded(100 * int(number), wanted) if number is not None and wanted else None


def _days(campaign: CountedCampaign) -> Span:
    return Span(campaign.since, campaign.until)


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
