"""Who may see and do what stands on docs/access.md in both languages, as the code has it."""

import re

from deploy.access_page import PAGE, operations, page
from services.cases.access_table import TABLE, Category, Right, right
from services.cases.purposes import LEGAL_BASES, PURPOSES
from shared.catalogue import SERVICES


def test_the_page_is_what_the_code_says() -> None:
    """`make access` writes it anew after a change."""
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make access"


def test_both_languages_stand_on_it_apart() -> None:
    """The English part has no Chinese words but the way to the other part."""
    english, chinese = page().split("\n# ", 1)[0], page().split("\n# ", 1)[1]
    han = re.findall("[一-鿿]+", english)
    assert han == ["中文见后半部分"]
    assert len(re.findall(r"^\|", english, re.M)) == len(re.findall(r"^\|", chinese, re.M))


def test_every_cell_code_and_operation_is_on_it() -> None:
    """Each relation is a row with a cell for each category; each operation has its rule."""
    lines = page().splitlines()
    granted = sum(
        right(kind, relation, category) is not Right.NONE
        for kind, relation in TABLE
        for category in Category
    )
    rows = [line for line in lines if line.count("|") == len(Category) + 3]
    assert sum(row.count(" read ") + row.count(" write ") for row in rows) == granted
    for code, text in (*PURPOSES.items(), *LEGAL_BASES.items()):
        for name in (text.en, text.zh):
            assert sum(line.startswith(f"| `{code}` | {name} |") for line in lines) == 1, code
    for service in SERVICES:
        for route in operations(service.name):
            for method in route.methods or ():
                mine = [line for line in lines if line.startswith(f"| `{method} {route.path}` ")]
                assert {route.need.access.text.en, route.need.access.text.zh} <= {
                    line.split(" | ")[-1].removesuffix(" |") for line in mine
                }
