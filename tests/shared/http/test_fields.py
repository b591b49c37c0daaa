"""Field types of request bodies: texts that say something."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

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
