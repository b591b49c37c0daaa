"""Which figure is opened, and which facts it is made of. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple, get_args

from services.reporting.declared.words import ALWAYS, Indicator, Selection, Where
from services.reporting.statistics.places import child_length
from services.reporting.statistics.question import (
    MadeOfDimension,
    NoSuchDimension,
    Question,
    check,
)
from services.reporting.statistics.refusing import refuse
from services.reporting.statistics.spans import GRAINS, NoSuchSpan, Span, span_named
from shared.http.problems import Problem
from shared.regions import prefix
from shared.strict import is_digits
from shared.text import Text

Part = Literal["numerator", "denominator"]
PARTS: tuple[Part, ...] = get_args(Part)


class Facts(NamedTuple):
    """The facts of a part: those of [start, end), in the regions [low, high), of some values."""

    start: date
    end: date
    low: str
    high: str
    where: Where


@dataclass(frozen=True)
class Opening:
    """A figure to be opened: the one value that a question has for a group, and a part of it.

    The question is about one indicator and groups by nothing; `group` says of a row of an answer
    what it is for: "region", a calendar period or dimensions, each with its value.
    """

    question: Question
    part: Part = "numerator"
    group: Mapping[str, str] = field(default_factory=dict)

    @property
    def indicator(self) -> Indicator:
        """The indicator of the figure."""
        [indicator] = self.question.indicators
        return indicator

    @property
    def selection(self) -> Selection:
        """The part that is opened."""
        return self.indicator.parts[PARTS.index(self.part)]

    @property
    def narrowed(self) -> Question:
        """The question that has this figure as its only one, but for the region of the group."""
        question = self.question
        span = Span(question.start, question.end)
        where = dict(question.where)
        for word, value in self.group.items():
            if word in GRAINS:
                named = span_named(value)
                span = Span(max(span.start, named.start), min(span.end, named.end))
            elif word != "region":
                among = where.get(word, (value,))
                where[word] = (value,) if value in among else ()
        region = self.group.get("region", question.region)
        return replace(question, region=region, start=span.start, end=span.end, where=where)

    @property
    def is_rest(self) -> bool:
        """Whether the group is what was recorded for the region itself, and for none below it."""
        return self.group.get("region") == self.question.region

    def facts(self) -> Facts:
        """The facts of the part."""
        question = self.narrowed
        own = prefix(question.region)
        if "region" in self.group:
            own = self.group["region"][: child_length(self.question.region)]
        start = ALWAYS if self.selection.counting == "stock" else question.start
        low = own.ljust(12, "0")
        high = f"{int(own) + 1:0{len(own)}}"
        return Facts(start, question.end, low, high, question.where)

    def figure_text(self) -> str:
        """All that is asked about the figure, as one text: the same for the same figure alone."""
        question = self.question
        where = {code: sorted({*values}) for code, values in question.where.items()}
        as_of = None if question.as_of is None else question.as_of.isoformat()
        period = (f"{question.start}", f"{question.end}", as_of)
        asked = (self.indicator.code, question.region, *period, where, dict(self.group))
        return json.dumps(asked, sort_keys=True)


def opening_of(question: Question, part: Part | None, group: Sequence[str]) -> Opening:
    """The figure that the parameters `part` and `group` mean of a question that groups by nothing.

    Without a part the numerator, but of a rate of a sample its answers: which of them count is not
    said batch by batch, for a batch may be one sheet.
    Raises a 422 Problem for a part or a group that it does not have.
    """
    [indicator] = question.indicators
    if part is None:
        part = "denominator" if indicator.of_a_sample else "numerator"
    elif part == "numerator" and indicator.of_a_sample:
        raise refuse("part", "not_by_batch", _NOT_BY_BATCH)
    if part == "denominator" and indicator.denominator is None:
        raise refuse(
            "part",
            "no_denominator",
            Text(
                zh=f"{indicator.code} 不是比率，没有分母；请去掉 part。",
                en=f"{indicator.code} is no share and has no denominator; leave part out.",
            ),
        )
    words: dict[str, str] = {}
    for text in group:
        word, colon, value = text.partition(":")
        if not colon or word in words:
            raise _bad_group()
        words[word] = _region(question, value) if word == "region" else value
    opening = Opening(question, part, words)
    _check_dimensions(question, words)
    _check_span(question, words)
    return opening


def _region(question: Question, code: str) -> str:
    """The 12 digits of a region just below, or of the region itself."""
    length = child_length(question.region)
    full = code.ljust(12, "0")
    is_code = is_digits(code) and len(full) == 12
    is_below = full.startswith(prefix(question.region)) and not full[length:].strip("0")
    if is_code and is_below:
        return full
    raise refuse(
        "group",
        "not_just_below",
        Text(
            zh="group=region 应为所查地区的下一级地区，或所查地区本身（指只登记到该级的内容）。",
            en="group=region is a region just below the one that is asked about, or that region"
            " itself: what was recorded for none below it.",
        ),
    )


def _check_dimensions(question: Question, words: Mapping[str, str]) -> None:
    dimensions = tuple(word for word in words if word != "region" and word not in GRAINS)
    try:
        check(replace(question, by=dimensions, where={}))
        check(replace(question, where={word: (words[word],) for word in dimensions}))
    except (NoSuchDimension, MadeOfDimension):
        raise refuse(
            "group",
            "unknown_dimension",
            Text(
                zh="该指标不能按此维度分组，或没有该取值；可用的维度见 GET /v1/indicators。",
                en="The indicator is not grouped by this dimension, or does not have this value of"
                " it; GET /v1/indicators names those there are.",
            ),
        ) from None


def _check_span(question: Question, words: Mapping[str, str]) -> None:
    """See that the calendar periods of a group lie in the period, together."""
    start, end = question.start, question.end
    for word in words:
        if word not in GRAINS:
            continue
        try:
            span = span_named(words[word])
        except NoSuchSpan:
            raise _bad_group() from None
        if span.grain != word:
            raise _bad_group()
        start, end = max(start, span.start), min(end, span.end)
    if start >= end:
        raise refuse(
            "group",
            "outside_period",
            Text(
                zh="group 所指的时段不在 from 至 to 之间（或尚未开始）。",
                en="The period of group does not lie between from and to, or has not begun.",
            ),
        )


_NOT_BY_BATCH = Text(
    zh="哪几批答卷计为知晓（满意）不逐批列出；请将 part 改为 denominator，列出各批答卷份数。",
    en="Which answers count is not listed batch by batch; ask for part=denominator, which lists how"
    " many there were in each.",
)


def _bad_group() -> Problem:
    return refuse(
        "group",
        "bad_format",
        Text(
            zh="group 应写成“维度:取值”，每个维度一次，如 mode:home_visit、month:2019-06、"
            "region:410102。",
            en="Write group as dimension:value, each dimension once, for example mode:home_visit,"
            " month:2019-06 or region:410102.",
        ),
    )
