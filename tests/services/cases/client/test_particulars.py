"""Who a client is: kept and read again, compared, corrected, and what of it is doubtful."""

from datetime import date
from typing import Any

import pytest

from services.cases.client.particulars import (
    Differs,
    Document,
    DocumentType,
    PersonParticulars,
    SexUnlikeIdNumber,
    differences,
    doubts,
)
from shared.events.cases.clients import PersonalField
from shared.events.cases.person import Sex
from shared.id_number import BadIdNumber, check_birth, holds_id_number

WOMAN = "11010519491231002X"
PASSPORT = Document(DocumentType.PASSPORT, "E1234567", "MMR")
KNOWN = PersonParticulars("测试甲", "13800000003", Sex.FEMALE, WOMAN)
FOREIGN = PersonParticulars("测试乙", None, Sex.MALE, None, PASSPORT, date(1988, 2, 29))


@pytest.mark.parametrize(
    "person",
    [
        KNOWN,
        FOREIGN,
        PersonParticulars("测试丙", id_number=WOMAN),
        PersonParticulars("丁", identity_document=Document(DocumentType.TAIWAN_PERMIT, "12345678")),
    ],
)
def test_the_vault_gives_back_what_it_keeps(person: PersonParticulars) -> None:
    """Field for field, as plain texts."""
    assert PersonParticulars.read(person.content()) == person
    assert all(isinstance(text, str) for text in person.content().values())


def test_what_was_kept_from_the_first_is_read() -> None:
    """The items of before have these four fields, or fewer."""
    kept = {"name": "测试甲", "id_number": WOMAN, "phone": "13800000003", "sex": Sex.FEMALE}
    assert PersonParticulars.read(kept) == KNOWN
    assert PersonParticulars.read({"name": "测试甲", "id_number": WOMAN}).phone is None


def test_a_correction_changes_what_it_names() -> None:
    """A number and a document take each other's place; a birth stands beside a document."""
    assert KNOWN.corrected({"phone": None}).content() == {
        "name": "测试甲",
        "sex": Sex.FEMALE,
        "id_number": WOMAN,
    }
    changed = KNOWN.corrected({"identity_document": PASSPORT, "born_on": date(1949, 12, 31)})
    assert changed.changed_from(KNOWN) == (
        PersonalField.ID_NUMBER,
        PersonalField.IDENTITY_DOCUMENT,
        PersonalField.BORN_ON,
    )
    back = FOREIGN.corrected({"id_number": WOMAN})
    assert (back.identity_document, back.born_on) == (None, None)
    assert KNOWN.corrected({}).changed_from(KNOWN) == ()


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (PersonParticulars("测试甲", id_number=WOMAN), []),
        (PersonParticulars("测试 甲", "138 0000-0003", Sex.FEMALE, WOMAN), []),
        (PersonParticulars("周测丁", "13800000004", Sex.MALE, WOMAN), ["name", "phone", "sex"]),
    ],
)
def test_what_is_kept_otherwise_is_named(given: PersonParticulars, fields: list[str]) -> None:
    """What is not given says nothing, and spelling is no difference."""
    assert differences(given, KNOWN) == [Differs(field) for field in fields]


def test_documents_are_compared_without_their_spelling() -> None:
    """The same number of another country is another document."""
    spelt = Document(DocumentType.PASSPORT, " ｅ12-34567", "MMR")
    assert spelt.folded() == PASSPORT.folded()
    for other in (
        Document(DocumentType.PASSPORT, "E1234567", "LAO"),
        Document(DocumentType.TAIWAN_PERMIT, "E1234567"),
        Document(DocumentType.PASSPORT, "E1234568", "MMR"),
    ):
        assert other.folded() != PASSPORT.folded()


def test_a_sex_unlike_the_id_number_is_doubtful() -> None:
    """The 17th digit is odd for men; without a number or a sex there is nothing to compare."""
    assert doubts(KNOWN) == []
    assert doubts(KNOWN.corrected({"sex": Sex.MALE})) == [SexUnlikeIdNumber("sex")]
    assert doubts(KNOWN.corrected({"sex": None})) == doubts(FOREIGN) == []


@pytest.mark.parametrize(
    ("born_on", "fits"),
    [
        (date(2019, 3, 1), True),
        (date(2019, 3, 2), False),
        (date(2099, 12, 31), False),
        (date(1850, 1, 1), True),
        (date(1849, 12, 31), False),
        (date(1800, 1, 1), False),
    ],
)
def test_a_birth_has_come_and_is_no_legend(born_on: date, *, fits: bool) -> None:
    """Between 1850 and today."""
    if fits:
        check_birth(born_on, date(2019, 3, 1))
    else:
        with pytest.raises(BadIdNumber):
            check_birth(born_on, date(2019, 3, 1))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (WOMAN, True),
        (WOMAN.lower(), True),
        (WOMAN[:17], True),
        (f"郑州{WOMAN}号", True),
        ("1101 0519 4912 3100 2X", True),
        ("110105-19491231-002X", True),
        ("４１０１０５１９４９１２３１００２Ｘ", True),
        ("4101-2019-00001", False),
        ("豫禁2019第3号", False),
    ],
)
def test_an_id_number_is_seen_within_a_reference(text: str, holds: Any) -> None:
    """However it is written, and without its check digit too."""
    assert holds_id_number(text) is holds
