"""What lists find records by: a word for each form, partner, place, name and the like. Pure.

A record has several words, so that they are rows of their own, in the order of the days: a page of
what has a word is read along their index, however many records have it or not. A word is the field
with its code; a name is said by its digest, whatever its width and blanks.
"""

from collections.abc import Sequence
from enum import StrEnum
from hashlib import md5
from uuid import UUID

from services.outreach.record import RecordEvent, Work
from shared.events.outreach.articles import ArticlePublished
from shared.events.outreach.places import PlaceUsed
from shared.events.outreach.plans import Plan
from shared.events.outreach.sessions import SessionHeld
from shared.folding import tidy
from shared.journal.journal import Part, Row

WORD = Part(
    """
    INSERT INTO outreach_words (word, region, occurred_on, record_id)
    {rows}
    ON CONFLICT DO NOTHING
    """,
    ("text", "text", "date", "uuid"),
)


class Field(StrEnum):
    """What a word says of a record."""

    PLACE = "place"
    USED = "used"
    TITLE = "title"
    COMPOUND = "compound"
    MATERIAL = "material"
    SUBJECT = "subject"
    PARTNER = "partner"
    FORM = "form"


def word(field: Field, value: str | UUID) -> str:
    """A word; of a name its digest.

    >>> word(Field.FORM, "lecture")
    'form:lecture'
    >>> word(Field.COMPOUND, "阳光 花园") == word(Field.COMPOUND, " 阳光花园")
    True
    """
    if field in (Field.TITLE, Field.COMPOUND):
        folded = "".join(tidy(f"{value}").split())
        return f"{field}:{md5(folded.encode(), usedforsecurity=False).hexdigest()}"
    return f"{field}:{value}"


def asked_for(**given: str | UUID | None) -> tuple[str, ...]:
    """The words that a list is narrowed by, the rarest kind first.

    >>> asked_for(form="lecture", partner=None, material="leaflet")
    ('material:leaflet', 'form:lecture')
    """
    values = {Field(name): value for name, value in given.items() if value is not None}
    return tuple(word(field, values[field]) for field in Field if field in values)


def words_of(work: Work | Plan) -> tuple[str, ...]:
    """The words of a record, each once."""
    if isinstance(work, PlaceUsed):
        return (word(Field.USED, work.place_id),)
    if isinstance(work, ArticlePublished):
        return (word(Field.TITLE, work.title),)
    words = [word(Field.FORM, each) for each in work.forms]
    words += [word(Field.PARTNER, each) for each in work.partners]
    if work.place_id is not None:
        words.append(word(Field.PLACE, work.place_id))
    if isinstance(work, SessionHeld):
        words += [word(Field.MATERIAL, each.code) for each in work.materials]
        words += [word(Field.SUBJECT, work.subject)] if work.subject else []
        words += [word(Field.COMPOUND, work.compound)] if work.compound else []
    return tuple(dict.fromkeys(words))


def rows_of(work: Work, record_id: UUID, events: Sequence[RecordEvent]) -> list[Row]:
    """The rows of an append that writes a record down; what makes it void adds none."""
    if not isinstance(events[-1], SessionHeld | ArticlePublished | PlaceUsed):
        return []
    return [Row(WORD, (each, work.region, work.occurred_on, record_id)) for each in words_of(work)]
