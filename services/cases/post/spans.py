"""How a post was, span by span: what a change takes back of it, and what it adds. Pure."""

from datetime import date

from services.cases.post.state import BeforeTheLastChange, Bought
from shared.events.cases.posts import PostSpan, PostState


def changes(
    post: Bought, day: date, field: str, last: date, **changed: object
) -> tuple[tuple[PostSpan, ...], tuple[PostSpan, ...]]:
    """The spans from a day on, and what takes their place: the first ends on that day.

    `last` is the day of the last change of this sort: where a post is, and who fills it, are told
    each in its own order.
    """
    if day < last:
        refused = BeforeTheLastChange()
        refused.field = field
        raise refused
    earlier = [each for each in post.spans if each.until is not None and each.until <= day]
    removed = post.spans[len(earlier) :]
    first, *others = removed
    ended = first.model_copy(update={"until": day})
    goes_on = first.model_copy(update={"since": day, **changed})
    return removed, (ended, goes_on, *(each.model_copy(update=changed) for each in others))


def never_filled(post: Bought) -> tuple[tuple[PostSpan, ...], tuple[PostSpan, ...]]:
    """The spans since the post was last filled, with the one before, and all of them vacant."""
    first = len(post.spans) - 1
    while post.spans[first].state is PostState.FILLED:
        first -= 1
    removed = post.spans[first:]
    added: list[PostSpan] = []
    for each in removed:
        if added and added[-1].region == each.region:
            added[-1] = added[-1].model_copy(update={"until": each.until})
        else:
            added.append(each.model_copy(update={"state": PostState.VACANT}))
    return removed, tuple(added)
