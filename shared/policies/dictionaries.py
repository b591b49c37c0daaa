"""The dictionaries of prevention, a table a list: [[place_kind]], [[audience]] and so on. Pure.

What a code stands for never changes, because records carry it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from shared.policies.fields import HELD, NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.table import Fields, Table, named
from shared.text import Text


class WordList(StrEnum):
    """The dictionaries, as their tables are called."""

    PLACE_KIND = "place_kind"
    AUDIENCE = "audience"
    FORM = "form"
    MATERIAL = "material"
    PARTNER = "partner"
    CHANNEL = "channel"
    SUBJECT = "subject"
    FACILITY_KIND = "facility_kind"
    OFFER = "offer"
    ROOM = "room"
    PLACE_USE = "place_use"

    @property
    def attribute(self) -> str:
        """Where `Policies` has its words."""
        return f"{self.value}s"


class PlaceSet(StrEnum):
    """The named sets of kinds of places; a kind may be in several."""

    SIX_ENTERINGS = "six_enterings"
    TEN_ENTERINGS = "ten_enterings"
    SIX_PROJECTS = "six_projects"


LISTS = {
    WordList.PLACE_KIND: Text(zh="场所类别", en="kind of place"),
    WordList.AUDIENCE: Text(zh="宣传对象", en="audience"),
    WordList.FORM: Text(zh="宣传形式", en="form"),
    WordList.MATERIAL: Text(zh="宣传品", en="material"),
    WordList.PARTNER: Text(zh="合作单位", en="partner"),
    WordList.CHANNEL: Text(zh="发布渠道", en="channel"),
    WordList.SUBJECT: Text(zh="宣传主题", en="subject"),
    WordList.FACILITY_KIND: Text(zh="阵地类别", en="kind of facility"),
    WordList.OFFER: Text(zh="服务内容", en="offer"),
    WordList.ROOM: Text(zh="功能室", en="room"),
    WordList.PLACE_USE: Text(zh="阵地用途", en="use of a place"),
}
PLACE_SETS = {
    PlaceSet.SIX_ENTERINGS: Text(zh="六进", en="six enterings"),
    PlaceSet.TEN_ENTERINGS: Text(zh="十进", en="ten enterings"),
    PlaceSet.SIX_PROJECTS: Text(zh="六小工程", en="six small projects"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A code of a dictionary with its name; where and when it is used.

    `sets` are the named sets that it is in, such as the six enterings (六进).
    """

    code: str
    name: Text
    sets: tuple[str, ...] = ()
    holding: Holding = field(default_factory=Holding)
    source: Text = UNSAID
    note: str = ""


def _read(entry: Entry) -> Word:
    return Word(code=entry.code(), name=entry.named(), **entry.held())


def _read_with_sets(entry: Entry) -> Word:
    sets: dict[str, None] = {}
    for each in entry.codes("sets"):
        if each not in [*PlaceSet]:
            entry.unknown("sets", each, [*PlaceSet])
        sets[each] = None
    return Word(code=entry.code(), name=entry.named(), sets=tuple(sets), **entry.held())


def _fields(word: Word) -> Fields:
    return {"name": named(word.name), "sets": [*word.sets]}


def _table(words: WordList, read: Callable[[Entry], Word], *own: str) -> Table[Word]:
    return Table(
        table=words.value,
        attribute=words.attribute,
        name=LISTS[words],
        fields=("code", "name", *own, *HELD, *NOTES),
        read=read,
        own_fields=_fields,
    )


_WITH_SETS = (WordList.PLACE_KIND, WordList.FACILITY_KIND)
DICTIONARIES = tuple(
    _table(each, _read_with_sets, "sets") if each in _WITH_SETS else _table(each, _read)
    for each in WordList
)
