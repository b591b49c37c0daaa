"""What the pretended service answers of its place: the kinds, words and schemes that it has."""

from collections.abc import Callable

from pydantic import BaseModel

from services.cases.case.api.help_kinds import shown_kinds
from services.cases.case.api.schemes import shown_schemes
from services.outreach.words.api import shown_words

OF_PLACE: dict[str, Callable[[], BaseModel]] = {
    "/v1/help-kinds": shown_kinds,
    "/v1/outreach/words": shown_words,
    "/v1/schemes": shown_schemes,
}
