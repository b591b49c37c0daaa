"""The query parameters that open a figure, and what they ask for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query

from services.reporting.statistics.explain.opening import Opening, Part, opening_of
from services.reporting.statistics.query_parameters import (
    Day,
    MinPositions,
    Region,
    question_of,
    region_of,
)
from services.reporting.statistics.refusing import refuse
from shared.http.fields import Moment, WholeNumber
from shared.identity.claims import Caller
from shared.lists.paging import MOST, USUAL
from shared.lists.parameters import After
from shared.text import Text


@dataclass(frozen=True)
class Parameters:
    """The parameters of the operation, and of the page that shows the same."""

    indicator: Annotated[
        str, Query(description="The code of an indicator", max_length=100, examples=["sessions"])
    ]
    region: Region
    start: Annotated[Day, Query(alias="from", description="First day", examples=["2019-01-01"])]
    end: Annotated[
        Day,
        Query(alias="to", description="First day that no longer counts", examples=["2020-01-01"]),
    ]
    group: Annotated[
        list[str] | None,
        Query(
            description="Which of the values that /v1/statistics answers, as its row says: a word"
            " of `by` with its value, as region:410102000000, month:2019-06 or mode:phone;"
            " repeated, once for each word. Without it, the total",
            max_length=10,
            examples=[["place_kind:school"]],
        ),
    ] = None
    where: Annotated[
        list[str] | None,
        Query(
            description="As the question had it: only these values of a dimension, as"
            " dimension:value; repeated, any of them",
            max_length=50,
            examples=[["place_kind:school"]],
        ),
    ] = None
    as_of: Annotated[
        Moment | None,
        Query(
            description="What was recorded up to this moment: once answered, the answer stays so,"
            " but for what is marked as void since",
            examples=["2020-01-05T00:00:00Z"],
        ),
    ] = None
    part: Annotated[
        Part | None,
        Query(
            description="The part of a share or average to open; without it the numerator, and of"
            " a rate that surveys found the denominator, the only one that is opened"
        ),
    ] = None
    person: Annotated[
        str | None,
        Query(
            description="The entries of one person: the `person` of a row of this figure",
            max_length=300,
        ),
    ] = None
    voided: Annotated[
        Literal["include", "leave_out"],
        Query(description="Whether entries are listed too that were void by then: they add 0"),
    ] = "leave_out"
    after: After = None
    limit: Annotated[
        WholeNumber, Query(ge=1, le=MOST, description="How many rows at most on a page")
    ] = USUAL
    min_position: MinPositions = ()  # type: ignore[assignment]

    def opening(self, caller: Caller, now: datetime) -> Opening:
        """The figure that is meant; a 422 Problem if there is none, 404 out of the caller's scope.

        It needs `statistics:detail`, which the operation asks for.
        """
        code = region_of(self.region, caller)
        question = question_of(
            [self.indicator], code, self.start, self.end, (), self.where or (), self.as_of, now
        )
        opening = opening_of(question, self.part, self.group or ())
        counting = opening.selection.counting
        if self.person is not None and counting not in ("persons", "stock"):
            raise refuse("person", "no_persons", _NO_PERSONS)
        if self.voided == "include" and counting == "stock" and self.person is None:
            raise refuse("voided", "of_a_stock", _OF_A_STOCK)
        return opening


_NO_PERSONS = Text(
    zh="这个数字按记录计，不按人列出；请去掉 person。",
    en="This figure is made of entries and not of persons; leave person out.",
)
_OF_A_STOCK = Text(
    zh="存量按期末在册的人列出，没有作废的行；请加 person，列出某一个人的记录（含作废的）。",
    en="A stock is listed by who stands at the end: nothing in that list is void. Name a person to"
    " list that person's entries with the void ones.",
)
