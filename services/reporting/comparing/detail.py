"""What of a comparison is finer than the published tables: the same rules as for any figure. Pure.

Each asks several questions at once; a caller who may not ask one of them by itself may not ask for
them together. So nothing is said here that `GET /v1/statistics` refuses.
"""

from dataclasses import replace

from services.reporting.comparing.compare import spans_of
from services.reporting.comparing.period_question import PeriodQuestion, Sees
from services.reporting.statistics.detail import DETAIL, check_question, may_see, rule_for
from services.reporting.statistics.spans import Span
from shared.http.field_errors import FieldError
from shared.http.problems import Problem
from shared.identity.claims import Caller
from shared.regions import prefix
from shared.text import Text

_FIRST_DAYS = Text(
    zh=f"期间尚未结束，只能与以前各期的前若干天比较，这需要操作权限 {DETAIL}；请改查已结束的期间。",
    en="A period that is not over is compared with the first days of earlier ones, which needs the"
    f" action {DETAIL}; ask for a period that is over.",
)


def check_comparison(caller: Caller, asked: PeriodQuestion) -> PeriodQuestion:
    """The question as the caller may have it answered; a 403 Problem for what is too fine.

    Of a period that is not over, the first days of the earlier ones are no calendar period.
    """
    by = ("region",) if asked.by_region else ()
    _, *earlier = spans_of(asked)
    _check(caller, asked, asked.counted, asked.span, by)
    for span in earlier:
        try:
            _check(caller, asked, span, span, by)
        except Problem as problem:
            if asked.is_over:
                raise
            own = FieldError("needs_detail", _FIRST_DAYS, parameter="period")
            others = [each for each in problem.errors if each.parameter != "from"]
            raise replace(problem, errors=[own, *others]) from None
    return _ruled(caller, asked)


def check_ranking(caller: Caller, asked: PeriodQuestion) -> PeriodQuestion:
    """The same of a ranking of the regions below one."""
    _check(caller, asked, asked.counted, asked.span, ("region",))
    return _ruled(caller, asked)


def check_outliers(caller: Caller, asked: PeriodQuestion) -> PeriodQuestion:
    """The same of figures that are judged.

    The history is of periods of the same kind, which are over: who may ask for one may for all.
    """
    by = ("region",) if asked.by_region else ()
    _check(caller, asked, asked.span, asked.span, by)
    return _ruled(caller, asked)


def _ruled(caller: Caller, asked: PeriodQuestion) -> PeriodQuestion:
    return replace(asked, rule=rule_for(caller, asked.region, asked.today))


def _check(
    caller: Caller, asked: PeriodQuestion, counted: Span, whole: Span, by: tuple[str, ...]
) -> None:
    question = asked.question(counted, by=by)
    check_question(caller, question, whole.start, whole.end, asked.today)


def sees_of(caller: Caller) -> Sees:
    """Whether a caller may be shown the figures of a region."""
    return lambda region: caller.covers(prefix(region)) and may_see(caller, region)
