"""Positions that a caller gives back, so that an answer holds at least what it has written."""

from collections.abc import Sequence

from shared.http import problems
from shared.http.field_errors import FieldError
from shared.positions import NotAPosition, Positions
from shared.text import Text


def positions_of(texts: Sequence[str], positions: Positions, agency: str) -> dict[str, int]:
    """The highest version that is given for each stream, in positions that the agency was answered.

    A 400 problem for any other text, the same for all of them.
    """
    versions: dict[str, int] = {}
    for text in texts:
        try:
            stream_id, version = positions.open(agency, text)
        except NotAPosition:
            raise problems.bad_request(_not_a_position()) from None
        versions[stream_id] = max(version, versions.get(stream_id, 0))
    return versions


def _not_a_position() -> FieldError:
    return FieldError(
        "not_a_position",
        Text(
            zh="min_position 只能填写本单位提交后应答中的 position，照原样填写；其他单位的、自拟的"
            "以及更换位置密钥以前的均不能用。请填写本单位的，或去掉此参数。",
            en="As min_position, give the position that a write of your own agency was answered, as"
            " it is. Others' do not hold, nor those from before the key of positions was changed."
            " Give your own, or leave min_position out.",
        ),
        parameter="min_position",
    )
