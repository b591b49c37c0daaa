"""Field types of request bodies: texts that say something."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from services.cases.staff.bodies import Code
from shared.http.fields import Name, Note, PublicName, PublicText
from tests.shared.test_folding import NOTHING


@pytest.mark.parametrize("field", [Name, PublicText, Note])
@pytest.mark.parametrize("text", ["", *NOTHING.values()])
def test_a_text_of_nothing_is_a_missing_value(field: Any, text: str) -> None:
    """Blanks, fillers and characters of no width are no name, no title and no note."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(field).validate_python(text)
    [error] = refused.value.errors()
    assert error["ctx"]["reason"] == "missing_value"


def test_a_text_is_kept_as_it_was_written() -> None:
    """Nothing is folded in what is stored."""
    written = " 浓度10³，\n½片 "
    assert TypeAdapter(Note).validate_python(written) == written


@pytest.mark.parametrize("field", [PublicName, PublicText])
@pytest.mark.parametrize("text", ["王某11010519491231002x", "１１０１０５ 19491231 002X 的档案"])
def test_what_is_published_names_nobody_by_number(field: Any, text: str) -> None:
    """In whatever spelling; days and counts in a row are no number of anybody."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(field).validate_python(text)
    [error] = refused.value.errors()
    assert error["ctx"]["reason"] == "holds_id_number"
    harmless = "2019-06-26 至 2019-12-31，第 3 期，110105194912310021"
    assert TypeAdapter(field).validate_python(harmless) == harmless


def reason(field: Any, text: str) -> str:
    """Why a text is refused."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(field).validate_python(text)
    [error] = refused.value.errors()
    return str(error["ctx"]["reason"])


@pytest.mark.parametrize("field", [PublicName, PublicText])
@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_what_is_published_is_shown_in_its_own_order(field: Any, mark: str) -> None:
    """No mark turns a text round, so that it would look like another one."""
    assert reason(field, f"大米{mark}克5") == "turns_order"


@pytest.mark.parametrize(
    "text", ["大米 13812345678", "１３８-1234-5678", "+86 138 1234 5678", "8613812345678"]
)
def test_a_name_of_a_thing_holds_no_mobile_number(text: str) -> None:
    """Nor does a code of a roster; a title of outreach may say whom to call."""
    assert reason(PublicName, text) == "holds_phone_number"
    assert TypeAdapter(PublicText).validate_python(text) == text
    assert reason(Code, "x13812345678") == "holds_phone_number"
    for harmless in ("ZZ-2017-13812345678901", "2019-01-10 至 2019-12-31", "大米（5千克）"):
        assert TypeAdapter(PublicName).validate_python(harmless) == harmless
