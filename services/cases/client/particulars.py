"""Who a client is, as the vault keeps it: compared, corrected, and what of it is doubtful. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from shared.events.cases.clients import PersonalField
from shared.events.cases.person import Sex
from shared.folding import fold_number
from shared.id_number import birth_of, sex_of
from shared.strict import day
from shared.warned import Warned


class DocumentType(StrEnum):
    """The documents of persons who have no citizen's ID number."""

    PASSPORT = "passport"
    HONG_KONG_MACAO_PERMIT = "hong_kong_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    FOREIGN_PERMANENT_RESIDENT_CARD = "foreign_permanent_resident_card"
    RESIDENCE_PERMIT = "residence_permit"


@dataclass(frozen=True)
class Document:
    """An identity document; `country` is that of a passport, in three letters."""

    type: DocumentType
    number: str
    country: str | None = None

    def folded(self) -> str:
        """By what the document is found again, however its number is written."""
        return f"{self.type}\n{self.country or ''}\n{plain_number(self.number)}"


@dataclass(frozen=True)
class PersonParticulars:
    """Name, phone, sex, and either an ID number or an identity document.

    `born_on` stands beside a document; an ID number tells it itself.
    """

    name: str
    phone: str | None = None
    sex: Sex | None = None
    id_number: str | None = None
    identity_document: Document | None = None
    born_on: date | None = None

    @classmethod
    def read(cls, content: Mapping[str, str]) -> "PersonParticulars":
        """What an item of the vault says."""
        rest: dict[str, Any] = dict(content)
        if "document_type" in rest:
            rest["identity_document"] = Document(
                DocumentType(rest.pop("document_type")),
                rest.pop("document_number"),
                rest.pop("document_country", None),
            )
        if "born_on" in rest:
            rest["born_on"] = day(rest["born_on"])
        return cls(**rest)

    def content(self) -> dict[str, str]:
        """The item of the vault, with nothing in it that is not known.

        >>> PersonParticulars("测试甲", id_number="11010519491231002X").content()
        {'name': '测试甲', 'id_number': '11010519491231002X'}
        """
        document = self.identity_document
        texts: dict[str, str | None] = {
            "name": self.name,
            "phone": self.phone,
            "sex": self.sex,
            "id_number": self.id_number,
            "born_on": self.born_on.isoformat() if self.born_on else None,
        }
        if document is not None:
            texts["document_type"] = document.type.value
            texts["document_number"] = document.number
            texts["document_country"] = document.country
        return {name: text for name, text in texts.items() if text is not None}

    def shown(self) -> dict[str, Any]:
        """Every field by its name, as an answer has it."""
        document = self.identity_document
        return {**vars(self), "identity_document": document and vars(document)}

    @property
    def known_sex(self) -> Sex | None:
        """The sex as it was given; else as the ID number says it."""
        return self.sex or (Sex(sex_of(self.id_number)) if self.id_number else None)

    @property
    def birth(self) -> date | None:
        """The day of birth, where it is known."""
        return birth_of(self.id_number) if self.id_number else self.born_on

    def corrected(self, changes: Mapping[str, Any]) -> "PersonParticulars":
        """With some fields changed; an ID number and a document take each other's place."""
        if changes.get("id_number") is not None:
            changes = {"identity_document": None, "born_on": None, **changes}
        elif changes.get("identity_document") is not None:
            changes = {"id_number": None, **changes}
        return replace(self, **changes)

    def changed_from(self, before: "PersonParticulars") -> tuple[PersonalField, ...]:
        """The fields that differ from what was kept before."""
        return tuple(
            PersonalField(each.name)
            for each in fields(self)
            if getattr(self, each.name) != getattr(before, each.name)
        )


class SexUnlikeIdNumber(Warned):
    """The ID number is that of the other sex; compare both with the card."""

    zh = "性别与身份证号第17位不符，请与证件核对。"


class Differs(Warned):
    """Something else is kept of this person and stays; PATCH the personal data to correct it."""

    zh = "与已登记的内容不一致，原内容未改动；如需更正，请用 PATCH 修改个人信息。"


def doubts(given: PersonParticulars) -> list[Warned]:
    """What may be a mistake in a person's particulars by themselves."""
    if given.id_number and given.sex and given.sex != sex_of(given.id_number):
        return [SexUnlikeIdNumber("sex")]
    return []


def differences(given: PersonParticulars, kept: PersonParticulars) -> list[Warned]:
    """A warning for each field that is given and kept otherwise, not counting its spelling."""
    return [
        Differs(field.value)
        for field in given.changed_from(kept)
        if getattr(given, field.value) is not None
        and _folded(getattr(given, field.value)) != _folded(getattr(kept, field.value))
    ]


def plain_number(number: str) -> str:
    """A number of a document or phone without what may be written in several ways.

    >>> plain_number(" ｅ1234-5678 "), plain_number("138 0000-0003")
    ('E12345678', '13800000003')
    """
    return "".join(character for character in fold_number(number).upper() if character.isalnum())


def _folded(value: Any) -> Any:
    match value:
        case Document():
            return value.folded()
        case str():
            return plain_number(value)
    return value
