"""HTTP: the dictionaries of prevention."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel

from services.outreach.words import examples
from services.outreach.words.fields import PATH
from shared.http.access_rules import BY_ACTION
from shared.http.operation import Call, Operation, reads
from shared.policies.dictionaries import LISTS, PLACE_SETS, Word, WordList
from shared.policies.in_force import policies_in_force
from shared.policies.occasions import OCCASION, OccasionPolicy
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["words"])


class ShownName(BaseModel):
    """A code and its name."""

    code: str
    name: Text


class ShownWord(ShownName):
    """A word: the named `sets` that it is in, and where and when it is used.

    It is used in `regions` alone, prefixes of region codes, unless that is empty; and for records
    of days from `since` until the day before `until`, where these are said.
    """

    sets: list[str]
    regions: list[str]
    since: date | None
    until: date | None


class ShownList(BaseModel):
    """A dictionary by the name of its table, with all its words."""

    code: str
    name: Text
    words: list[ShownWord]


class ShownWords(BaseModel):
    """All dictionaries, the named sets, and the version of the policies that they are of.

    The occasions (`occasion`) are among them: when each is, /v1/occasions says.
    """

    version: str
    sets: list[ShownName]
    lists: list[ShownList]


@router.get(
    PATH,
    summary="Dictionaries of prevention",
    response_model=ShownWords,
    responses=examples.WORDS,
)
async def list_words(call: Annotated[Call, reads("outreach:read", BY_ACTION)]) -> Response:
    """Kinds of places, audiences, forms, occasions and the rest, by code and name.

    They are policies of the place. What a code stands for never changes.
    """
    return Response(shown_words().model_dump_json(), media_type="application/json")


def shown_words() -> ShownWords:
    """The words of the policies in force, as they are answered."""
    policies = policies_in_force()
    return ShownWords(
        version=policies.version,
        sets=[ShownName(code=code, name=name) for code, name in PLACE_SETS.items()],
        lists=[
            *(
                ShownList(code=of, name=LISTS[of], words=[*map(_shown, policies.words(of))])
                for of in WordList
            ),
            ShownList(
                code=OCCASION.table,
                name=OCCASION.name,
                words=[*map(_shown, policies.occasions)],
            ),
        ],
    )


def _shown(word: Word | OccasionPolicy) -> ShownWord:
    held = word.holding
    return ShownWord(
        code=word.code,
        name=word.name,
        sets=[*word.sets] if isinstance(word, Word) else [],
        regions=[each for each in held.regions if each],
        since=None if held.since == date.min else held.since,
        until=None if held.until == date.max else held.until,
    )
