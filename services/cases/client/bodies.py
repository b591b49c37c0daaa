"""The bodies of requests about clients, and what they say as particulars."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from services.cases.client import examples
from services.cases.client.particulars import (
    Document,
    DocumentType,
    PersonParticulars,
    plain_number,
)
from services.cases.client.rules import BirthInIdNumber
from shared.events.cases.clients import IdentityCorrection
from shared.events.cases.person import Sex
from shared.http import problems
from shared.http.field_errors import FieldError, field_errors, refusal
from shared.http.fields import BLANK, AnyDay, Body, Name, example
from shared.id_number import BadIdNumber, check_birth, normalise
from shared.text import Text

_BAD_NUMBER = Text(
    zh="身份证号的校验码或出生日期不正确，请与证件核对。",
    en=(BadIdNumber.__doc__ or "").strip(),
)


def _is_an_id_number(value: str) -> str:
    try:
        return normalise(value)
    except BadIdNumber:
        raise refusal("id_checksum", _BAD_NUMBER) from None


def _is_a_number(value: str) -> str:
    if not plain_number(value):
        raise refusal("missing_value", BLANK)
    return value.strip()


IdNumber = Annotated[
    str,
    StringConstraints(max_length=40),
    AfterValidator(_is_an_id_number),
    Field(description="18 characters, with their check digit", examples=[examples.ID_NUMBER]),
]
Phone = Annotated[
    str, StringConstraints(pattern=r"^[0-9+ \-]{5,20}$"), AfterValidator(_is_a_number)
]


class IdentityDocument(Body):
    """The document of a person who has no citizen's ID number; a passport needs its country."""

    model_config = example(type="passport", number="E12345678", country="MMR")
    type: DocumentType
    number: Annotated[str, StringConstraints(max_length=40), AfterValidator(_is_a_number)]
    country: (
        Annotated[
            str,
            StringConstraints(pattern="^[A-Z]{3}$"),
            Field(description="ISO 3166-1, three letters", examples=["MMR"]),
        ]
        | None
    ) = None

    def document(self) -> Document:
        """The document; a country says nothing of other documents than a passport."""
        country = self.country if self.type is DocumentType.PASSPORT else None
        return Document(self.type, self.number, country)


class NewClient(Body):
    """A person to register, by an ID number or else by an identity document.

    All of it goes into the vault; nothing of it into an event.
    """

    model_config = example(
        name=examples.NAME, id_number=examples.ID_NUMBER, phone=examples.PHONE, sex="male"
    )
    name: Name
    id_number: IdNumber | None = None
    identity_document: IdentityDocument | None = None
    phone: Phone | None = None
    sex: Sex | None = None
    born_on: Annotated[AnyDay | None, Field(description="Only beside an identity document")] = None

    def particulars(self, today: date) -> PersonParticulars:
        """What it says of the person; 422 where number and document are both missing or given."""
        document = self.identity_document
        check_identity(self.id_number, document)
        given = PersonParticulars(
            self.name,
            self.phone,
            self.sex,
            self.id_number,
            None if document is None else document.document(),
            self.born_on,
        )
        check(given, document, today)
        return given


class Correction(Body):
    """The fields to correct; those left out stay. `phone`, `sex`, `born_on`: null removes them.

    Another ID number or identity document needs a reason, and takes the place of what was there.
    """

    model_config = example(phone=None, name=examples.CORRECTED_NAME)
    name: Annotated[Name, Field(default_factory=str)]
    id_number: Annotated[IdNumber, Field(default_factory=str)]
    identity_document: Annotated[IdentityDocument, Field(default=None, json_schema_extra={})]
    phone: Phone | None = None
    sex: Sex | None = None
    born_on: AnyDay | None = None
    reason: IdentityCorrection | None = None

    def corrects(self, kept: PersonParticulars, today: date) -> PersonParticulars:
        """What is to be kept from now on; 422 where number and document are both given."""
        changes: dict[str, Any] = {
            name: getattr(self, name) for name in self.model_fields_set - {"reason"}
        }
        document = changes.get("identity_document")
        if document is not None:
            changes["identity_document"] = document.document()
        if document is not None and "id_number" in changes:
            raise problems.invalid([_either_or()])
        corrected = kept.corrected(changes)
        check(corrected, document, today)
        return corrected


def check(given: PersonParticulars, document: IdentityDocument | None, today: date) -> None:
    """Refuse what the particulars of a person cannot be, together or today."""
    if given.id_number is not None and given.identity_document is not None:
        raise problems.invalid([_either_or()])
    _check_country(document)
    if given.id_number is not None and given.born_on is not None:
        raise BirthInIdNumber
    if given.birth is None:
        return
    try:
        check_birth(given.birth, today)
    except BadIdNumber:
        if given.id_number:
            raise problems.invalid(
                [FieldError("id_checksum", _BAD_NUMBER, pointer="/id_number")]
            ) from None
        raise problems.invalid([_no_birth()]) from None


def check_identity(id_number: str | None, document: IdentityDocument | None) -> None:
    """Refuse number and document where both are missing or given, and a passport of nowhere."""
    if id_number is None and document is None:
        raise problems.invalid(field_errors([_missing("id_number")]))
    if id_number is not None and document is not None:
        raise problems.invalid([_either_or()])
    _check_country(document)


def _check_country(document: IdentityDocument | None) -> None:
    if document is not None and document.type is DocumentType.PASSPORT and not document.country:
        raise problems.invalid(field_errors([_missing("identity_document", "country")]))


def _missing(*place: str) -> dict[str, Any]:
    return {"type": "missing", "loc": ("body", *place)}


def _either_or() -> FieldError:
    return FieldError(
        "not_both",
        Text(
            zh="身份证号和其他证件只填其一。",
            en="Give the ID number or another identity document, not both.",
        ),
        pointer="/identity_document",
    )


def _no_birth() -> FieldError:
    return FieldError(
        "bad_date",
        Text(
            zh="出生日期不可能在未来或1850年以前，请与证件核对。",
            en="Nobody served was born in the future or before 1850; compare it with the document.",
        ),
        pointer="/born_on",
    )
