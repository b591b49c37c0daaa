"""The tables of a file of policies: each has its place in the code, and on the page."""

import re
from dataclasses import fields
from pathlib import Path

from shared.policies.policies import Policies
from shared.policies.tables import TABLES

PAGE = (Path(__file__).parents[3] / "docs" / "policies.md").read_text(encoding="utf-8")
NO_TABLE = {"version", "digest", "content"}


def test_what_policies_hold_are_the_tables() -> None:
    """None is forgotten when a file is read, put together with the built-in ones, or written."""
    assert {each.attribute for each in TABLES} == {f.name for f in fields(Policies)} - NO_TABLE


def test_the_page_tells_every_table_and_field() -> None:
    """In English with its fields; in Chinese by name."""
    english, _, chinese = PAGE.partition("## 要点")
    for table in TABLES:
        assert re.search(rf"(^|^`.*[ ,])`\[\[{table.table}\]\]`", english, re.MULTILINE)
        missing = [each for each in table.fields if f"`{each}`" not in english]
        assert not missing, table.table
        assert f"[[{table.table}]]" in chinese, table.table
