"""Every page's frame: where one is, what can be chosen, up to when all is counted."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from fastapi import Response
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from services.reporting.dashboard import numbers
from services.reporting.dashboard.asked import Asked, has_detail, may_not_be_open
from services.reporting.dashboard.files import document_of, tables_of
from services.reporting.dashboard.freshness import State
from services.reporting.dashboard.sections import Link, Section
from services.reporting.dashboard.style import POLICY, STYLE_PATH
from services.reporting.dashboard.texts import TEXTS, VIEWS
from services.reporting.downloads.serving import table_answer
from services.reporting.statistics.detail import may_see, rule_for
from services.reporting.statistics.spans import Span, span_of
from shared.clock import today
from shared.http.language import OTHER, TAG
from shared.identity.claims import Caller
from shared.region_names import full_name
from shared.regions import Regions, ancestors, prefix, regions_in_force
from shared.text import Language, Text

_PAGES = Environment(
    loader=PackageLoader(__package__, "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters["shown"] = numbers.shown
# A number, a day, a moment: not to be broken at the end of a line.
_PAGES.tests["whole"] = lambda text: re.fullmatch(r"[0-9\s:,.%+–−-]+", text) is not None

FILES = ("xlsx", "csv", "json")  # the forms in which a view can be taken along
# Views without small figures that are hidden.
EXACT = ("/year", "/prevention", "/surveys", "/coverage")
PERIODS_BACK = 15  # months that the form offers; any other is typed


async def page(
    caller: Caller,
    asked: Asked,
    texts: Mapping[str, Text],
    state: State,
    sections: Sequence[Section],
    *,
    template: str = "sections.html",
    **content: object,
) -> Response:
    """A view: as a page, or all its tables as a file; `texts` are its words beside the frame's."""
    language, title = asked.language, asked.say(texts["title"])
    rule = None if asked.path in EXACT else rule_for(caller, asked.region, asked.known)
    few = None if rule is None else rule.why
    if asked.form == "json":
        document = document_of(asked, title, sections, state.counted_until, few)
        return JSONResponse(document, headers=headers())
    if asked.form != "html":
        tables = tables_of(asked, sections, state.counted_until, few)
        name = f"{_file_name(asked)}-{prefix(asked.region)}-{asked.span.name}"
        return await table_answer(tables, asked.form, language, name, asked.now)
    made = _PAGES.get_template(template).render(
        **_frame(caller, asked, state),
        text={name: asked.say(text) for name, text in {**TEXTS, **texts}.items()},
        sections=sections,
        until=asked.until,
        few=None if few is None else asked.say(few),
        larger=None if few is None or not _mostly_few(sections) else [*_larger(caller, asked)],
        **content,
    )
    return HTMLResponse(made, headers=headers())


def _mostly_few(sections: Sequence[Section]) -> bool:
    """Whether most figures of a view are too small to be shown."""
    rows = [row for section in sections for table in section.tables for row in table.rows]
    cells = [cell for row in rows for cell in row.cells if cell.exact or cell.few]
    return 2 * sum(cell.few for cell in cells) > len(cells)


def _larger(caller: Caller, asked: Asked) -> Iterable[Link]:
    """The same view where its figures are larger: of the region above, of the whole year."""
    above = [link for link in _trail(caller, asked) if not link.here]
    yield from above[-1:]
    if asked.span.grain != "year":
        year = span_of("year", asked.days.last_day)
        yield Link(asked.say(year.text()), asked.at(year).address())


def _file_name(asked: Asked) -> str:
    """What a file is called, without an extension: the last word of the view's path."""
    return asked.path.strip("/").rpartition("/")[2] or "overview"


def choice(asked: Asked, codes: Iterable[str]) -> str:
    """The page that asks which of several regions is meant."""
    regions, language = regions_in_force(), asked.language
    return _PAGES.get_template("choice.html").render(
        text={name: asked.say(text) for name, text in TEXTS.items()},
        tag=TAG[language],
        style_path=STYLE_PATH,
        choices=[
            Link(_full_name(code.ljust(12, "0"), regions, language), asked.address(region=code))
            for code in codes
        ],
    )


def headers() -> dict[str, str]:
    """Those of every page: nobody keeps it, and it takes nothing from elsewhere."""
    return {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "Vary": "Accept-Language, Cookie",
    }


def _frame(caller: Caller, asked: Asked, state: State) -> dict[str, object]:
    language, regions = asked.language, regions_in_force()
    return {
        "asked": asked,
        "language": language,
        "tag": TAG[language],
        "other": OTHER[language],
        "other_tag": TAG[OTHER[language]],
        "style_path": STYLE_PATH,
        "place": region_name(asked.region, asked, full=True),
        # As the form can read it again: one that is in no list has no name to be found by.
        "written": _full_name(asked.region, regions, language)
        if regions.get(asked.region)
        else prefix(asked.region),
        "yesterday": today(asked.now) - timedelta(days=1),
        "period": asked.say(asked.span.text()),
        "trail": [*_trail(caller, asked)],
        "views": [
            Link(asked.say(name), asked.address(path), path == asked.path)
            for path, name in VIEWS.items()
        ],
        "periods": [*_periods(caller, asked)],
        "before": asked.address(span=asked.span.before()),
        "after": _after(caller, asked),
        "offered": _offered(caller, asked, state.near),
        "now_address": replace(asked, as_of=None).address(),
        "state": state.words(asked.now, language),
        "detail": has_detail(caller),
        "files": [Link(form.upper(), asked.address(format=form)) for form in FILES],
    }


def _trail(caller: Caller, asked: Asked) -> Iterable[Link]:
    """The regions from the caller's own down to the one that is shown."""
    for code in ancestors(asked.region):
        if caller.covers(prefix(code)):
            name = region_name(code, asked)
            yield Link(name, asked.address(region=code), code == asked.region)


def region_name(code: str, asked: Asked, *, full: bool = False) -> str:
    """A region's own name, or with those above it, as it was on the last day of the period.

    One that is in no list goes by its code.
    """
    regions, language = regions_in_force(), asked.language
    day = asked.days.last_day
    listed = regions.get(code, day)
    if listed is not None and not full:
        return listed.name if language == "zh" else listed.name_en or listed.name
    if listed is not None:
        return asked.say(full_name(code, regions, day))
    above = next((each for each in [*ancestors(code)][::-1] if regions.get(each, day)), None)
    if above is None or not full:
        return prefix(code)
    name = region_name(above, asked, full=True)
    return f"{name} {prefix(code)}" if language == "zh" else f"{prefix(code)}, {name}"


def name_within(code: str, asked: Asked) -> str:
    """The names from just below the region that is shown down to another one."""
    below = [each for each in ancestors(code) if len(prefix(each)) > len(prefix(asked.region))]
    return " › ".join(region_name(each, asked) for each in below or [code])


def _periods(caller: Caller, asked: Asked) -> Iterable[tuple[str, str]]:
    """The periods that the form offers, by name: months, quarters and years, the latest first.

    None that the caller would be refused: without detail no week, and none that is not over.
    """
    known = asked.known
    month = span_of("month", known)
    offered: list[Span] = [span_of("week", known)]
    for _ in range(PERIODS_BACK):
        offered.append(month)
        if month.start.month in (1, 4, 7, 10):
            offered.append(span_of("quarter", month.start))
        if month.start.month == 1:
            offered.append(span_of("year", month.start))
        month = month.before()
    quarter, year = span_of("quarter", known), span_of("year", known)
    whole = dict.fromkeys([year, quarter, *offered, year.before(), year.before().before()])
    if asked.span not in whole:
        whole = {asked.span: None, **whole}
    for span in whole:
        if span == asked.span or _may_choose(caller, asked, span):
            yield span.name, asked.say(span.text())


def _may_choose(caller: Caller, asked: Asked, span: Span) -> bool:
    open_to_all = span.grain != "week" and not may_not_be_open(span, asked.known)
    return has_detail(caller) or open_to_all


def _after(caller: Caller, asked: Asked) -> str | None:
    """The address of the next period, unless it has not begun, or is refused until it is over."""
    after = asked.span.after()
    if after.start > asked.known or not _may_choose(caller, asked, after):
        return None
    return asked.address(span=after)


def _offered(caller: Caller, asked: Asked, near: Iterable[str]) -> list[tuple[str, str]]:
    """The regions that the form suggests by code and name; any other is typed.

    Those above, and those beside and below that have figures.
    """
    regions = regions_in_force()
    return [
        (prefix(code), _full_name(code, regions, asked.language))
        for code in dict.fromkeys((*ancestors(asked.region), *near))
        if caller.covers(prefix(code)) and may_see(caller, code)
    ]


@lru_cache(maxsize=20_000)
def _full_name(code: str, regions: Regions, language: Language) -> str:
    return full_name(code, regions).in_language(language)
