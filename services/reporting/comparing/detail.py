"""What of a comparison is finer than the published tables: the same rules as for any figure. Pure.

Each asks several questions at once; a caller who may not ask one of them by itself may not ask for
them together. So nothing is said here that `GET /v1/statistics` refuses.
"""

from services.reporting.comparing.asked import Asked, Sees
from services.reporting.comparing.compare import spans_of
from services.reporting.statistics.detail import check_question, may_see
from shared.identity.claims import Caller
from shared.regions import prefix


def check_comparison(caller: Caller, asked: Asked) -> None:
    """Refuse to compare what the caller may not ask for: a 403 Problem.

    Of a period that is not over, the first days of the earlier ones are no calendar period.
    """
    by = ("region",) if asked.by_region else ()
    _, *earlier = spans_of(asked)
    check_question(caller, asked.question(asked.counted, by=by), asked.span.start, asked.span.end)
    for span in earlier:
        check_question(caller, asked.question(span, by=by), span.start, span.end)


def check_ranking(caller: Caller, asked: Asked) -> None:
    """Refuse to rank regions whose figures the caller may not ask for: a 403 Problem."""
    question = asked.question(asked.counted, by=("region",))
    check_question(caller, question, asked.span.start, asked.span.end)


def check_outliers(caller: Caller, asked: Asked) -> None:
    """Refuse to judge figures that the caller may not ask for: a 403 Problem.

    The history is of periods of the same kind, which are over: who may ask for one may for all.
    """
    by = ("region",) if asked.by_region else ()
    check_question(caller, asked.question(asked.span, by=by), asked.span.start, asked.span.end)


def sees_of(caller: Caller) -> Sees:
    """Whether a caller may be told the figures of a region."""
    return lambda region: caller.covers(prefix(region)) and may_see(caller, region)
