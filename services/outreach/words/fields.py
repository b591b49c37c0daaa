"""Fields that name a word of a dictionary: a code that no policy has is an error of its field."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from shared.http.field_errors import refusal
from shared.policies.dictionaries import LISTS, WordList
from shared.policies.in_force import policies_in_force
from shared.text import Text

PATH = "/v1/outreach/words"


def known(of: WordList) -> Callable[[str], str]:
    """What sees that a dictionary has a code; whether the word is used there and then is a rule."""

    def check(code: str) -> str:
        if policies_in_force().word(of, code) is None:
            raise refusal("not_a_choice", _unknown(LISTS[of]))
        return code

    return check


def _unknown(name: Text) -> Text:
    return Text(
        zh=f"没有这种{name.zh}；可用的代码见 GET {PATH}。",
        en=f"There is no such {name.en}; GET {PATH} lists the codes.",
    )


_SHORT = StringConstraints(max_length=64)

PlaceKindCode = Annotated[
    str,
    _SHORT,
    AfterValidator(known(WordList.PLACE_KIND)),
    Field(description=f"A kind of place; see {PATH}", examples=["school"]),
]
AudienceCode = Annotated[
    str,
    _SHORT,
    AfterValidator(known(WordList.AUDIENCE)),
    Field(description=f"Whom it was for; see {PATH}", examples=["students"]),
]
FormCode = Annotated[
    str,
    _SHORT,
    AfterValidator(known(WordList.FORM)),
    Field(description=f"A form of prevention; see {PATH}", examples=["leaflets"]),
]
MaterialCode = Annotated[
    str,
    _SHORT,
    AfterValidator(known(WordList.MATERIAL)),
    Field(description=f"What was handed out or put up; see {PATH}", examples=["leaflet"]),
]
PartnerCode = Annotated[
    str,
    _SHORT,
    AfterValidator(known(WordList.PARTNER)),
    Field(description=f"With whom; see {PATH}", examples=["police_station"]),
]
ChannelCode = Annotated[
    str,
    _SHORT,
    AfterValidator(known(WordList.CHANNEL)),
    Field(description=f"Where it appeared; see {PATH}", examples=["website"]),
]
SubjectCode = Annotated[
    str,
    _SHORT,
    AfterValidator(known(WordList.SUBJECT)),
    Field(description=f"Of what the publicity was; see {PATH}", examples=["fraud"]),
]
FacilityKindCode = Annotated[
    str,
    _SHORT,
    AfterValidator(known(WordList.FACILITY_KIND)),
    Field(description=f"What a place is; see {PATH}", examples=["training_base"]),
]
OfferCode = Annotated[
    str,
    _SHORT,
    AfterValidator(known(WordList.OFFER)),
    Field(description=f"What a place offers; see {PATH}", examples=["guided_tour"]),
]
RoomCode = Annotated[
    str,
    _SHORT,
    AfterValidator(known(WordList.ROOM)),
    Field(description=f"What a room is for; see {PATH}", examples=["exhibition"]),
]
PlaceUseCode = Annotated[
    str,
    _SHORT,
    AfterValidator(known(WordList.PLACE_USE)),
    Field(description=f"For what a place was used; see {PATH}", examples=["visit"]),
]
