"""A figure opened: the entries, or the persons, that it is made of, page by page."""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.figure_rows import (
    COLON,
    COMMA,
    ROWS,
    SEPARATOR,
    entries,
    one_of,
    persons,
    several,
    unit_of_rows,
)
from services.reporting.dashboard.files import head_of
from services.reporting.dashboard.freshness import State
from services.reporting.dashboard.named import Names, called, names_of_campaigns
from services.reporting.dashboard.numbers import shown, with_unit
from services.reporting.dashboard.opening import asked_of, figures_for
from services.reporting.dashboard.pages import headers, page
from services.reporting.dashboard.sections import Link, Section
from services.reporting.dashboard.texts import OF_NONE_BELOW
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures.campaigns import CAMPAIGN
from services.reporting.statistics.explain.api import Reads
from services.reporting.statistics.explain.asking import Parameters
from services.reporting.statistics.explain.opening import PARTS, Part
from services.reporting.statistics.explain.pages import Page, page_of, table_of
from services.reporting.statistics.explain.sheets import MEDIA_TYPES, FileForm
from services.reporting.statistics.explain.table import Making
from shared.http.operation import Call, Operation
from shared.http.problems import not_found
from shared.regions import prefix
from shared.text import Text

router = APIRouter(route_class=Operation, include_in_schema=False)

AT_ONCE = 50  # rows on a page

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="查看明细", en="A figure, opened"),
    "about": Text(
        zh="以下各行相加即为所选数字；只列编码内容，不含任何人的身份信息。",
        en="The rows below add up to the figure exactly; they are coded facts, and say of nobody"
        " who it is.",
    ),
}
FIGURE = Text(zh="所选数字", en="The figure")
VALUE = Text(zh="数值", en="Figure")
PART: Mapping[Part, Text] = {
    "numerator": Text(zh="分子", en="Numerator"),
    "denominator": Text(zh="分母", en="Denominator"),
}
FORMULA = Text(zh="计算方法", en="Formula")
NARROWED = Text(zh="范围", en="Only")
ADD_UP = Text(zh="各行合计", en="The rows add up to")
OF_THIS_ONE = Text(zh="其中该{}的各行合计", en="Of these the rows of this {} add up to")
NEXT = Text(zh="下一页", en="Next page")
FIRST = Text(zh="回到第一页", en="First page")
ALL_OF_THEM = Text(zh="返回{}列表", en="Back to the {}")
WITH_VOID = Text(zh="同时列出已作废的记录", en="List void entries too")
WITHOUT_VOID = Text(zh="不列已作废的记录", en="Leave void entries out")
DOWNLOAD = Text(zh="下载全部各行（XLSX）", en="Download all rows (XLSX)")


@router.get("/figure")
async def figure(
    request: Request,
    call: Reads,
    words: Annotated[Written, Depends(written)],
    indicator: Annotated[str, Query(max_length=100)],
    where: Annotated[list[str] | None, Query(max_length=50)] = None,
    group: Annotated[list[str] | None, Query(max_length=10)] = None,
    part: Part | None = None,
    person: Annotated[str | None, Query(max_length=300)] = None,
    voided: Literal["include", "leave_out"] = "leave_out",
    after: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """One figure, with a page of what it is made of. 404 for an indicator that is none."""
    if indicator not in INDICATORS:
        raise not_found()
    asked = await asked_of(request, call, words, "/figure")
    if isinstance(asked, Response):
        return asked
    parameters = Parameters(
        indicator=indicator,
        region=prefix(asked.region),
        start=asked.span.start,
        end=asked.span.end,
        group=group,
        where=where,
        as_of=asked.moment,
        part=part,
        person=person,
        voided=voided,
        after=after,
        limit=AT_ONCE,
    )
    async with figures_for(request, call.caller, asked) as figures:
        state = figures.state
        one, names = INDICATORS[indicator], dict[str, str]()
        if any(CAMPAIGN in of.dimensions for of in one.parts):
            names = {**await names_of_campaigns(figures, asked)}
    if asked.form != "html":
        return await _file(request, call, asked, parameters, asked.form, state, names)
    opened = await page_of(request, call, parameters)
    return await page(
        call.caller,
        asked,
        {**TEXTS, "title": opened.opening.indicator.name},
        state,
        [_figure(asked, opened, parameters, names), _rows(asked, opened, parameters, names)],
    )


async def _file(
    request: Request,
    call: Call,
    asked: Asked,
    parameters: Parameters,
    form: FileForm,
    state: State,
    names: Names,
) -> StreamingResponse:
    """All its rows, on whichever page they are, as a file."""
    title = asked.say(INDICATORS[parameters.indicator].name)
    head = head_of(asked, title, state.counted_until, None)
    made = Making(form, head, people=True, names={CAMPAIGN.code: names})
    _, file = await table_of(request, call, parameters, asked.language, made)
    name = f"{parameters.indicator}-{parameters.region}-{asked.span.name}.{form}"
    own = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(
        file.chunks(), media_type=MEDIA_TYPES[form], headers={**headers(), **own}
    )


def _figure(asked: Asked, opened: Page, parameters: Parameters, names: Names) -> Section:
    """The figure, its parts and what was chosen of it, with links to what else there is."""
    language, one = asked.language, opened.opening.indicator
    value = with_unit(opened.values.value, one.unit, language)
    facts = [(asked.say(VALUE), value)]
    if one.denominator is not None:
        parts = [asked.say(PART[name]) for name in PARTS]
        facts += [*zip(parts, [shown(value) for value in opened.values.parts], strict=True)]
    if opened.opening.is_rest:
        facts.append((asked.say(NARROWED), asked.say(OF_NONE_BELOW)))
    if parameters.where:
        facts.append((asked.say(NARROWED), _narrowed(asked, opened, names)))
    adding_up = (
        asked.say(ADD_UP) if parameters.person is None else one_of(asked, opened, OF_THIS_ONE)
    )
    facts += [
        (adding_up, shown(opened.values.total, unit_of_rows(one))),
        (asked.say(FORMULA), asked.say(one.whole_formula)),
    ]
    links = _links(asked, opened, parameters)
    return Section(asked.say(FIGURE), facts=facts, links=links)


def _links(asked: Asked, opened: Page, parameters: Parameters) -> list[Link]:
    links = []
    one = opened.opening.indicator
    if one.denominator is not None and not one.of_a_sample:
        links += [
            Link(
                asked.say(PART[name]),
                asked.address(part=name, person="", after="", voided=""),
                name == opened.opening.part,
            )
            for name in PARTS
        ]
    if parameters.person is not None:
        links.append(Link(several(asked, opened, ALL_OF_THEM), asked.address(person="", after="")))
    if not opened.are_persons and opened.opening.selection.counting != "stock":
        with_void = parameters.voided == "include"
        name = asked.say(WITHOUT_VOID if with_void else WITH_VOID)
        more = "" if with_void else "include"
        links.append(Link(name, asked.address(voided=more, after="")))
    links.append(Link(asked.say(DOWNLOAD), asked.address(format="xlsx", after="")))
    return links


def _narrowed(asked: Asked, opened: Page, names: Names) -> str:
    dimensions = {each.code: each for each in opened.opening.indicator.dimensions}
    return asked.say(SEPARATOR).join(
        f"{asked.say(dimensions[code].name)}{asked.say(COLON)}"
        + asked.say(COMMA).join(called(asked, dimensions[code], value, names) for value in values)
        for code, values in opened.opening.question.where.items()
    )


def _rows(asked: Asked, opened: Page, parameters: Parameters, names: Names) -> Section:
    title = several(asked, opened, ROWS[opened.are_persons])
    links = []
    if parameters.after is not None:
        links.append(Link(asked.say(FIRST), asked.address(after="")))
    if opened.following is not None:
        links.append(Link(asked.say(NEXT), asked.address(after=opened.following)))
    table = (persons if opened.are_persons else entries)(asked, opened, names)
    return Section(title, [table], links=links)
