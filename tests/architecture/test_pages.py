"""The pages name files that are there: a file that moves takes its name along."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

NAMED = re.compile(r"`((?:services|shared|deploy|tests|docs)/[\w./-]+)`")
PAGES = [
    page
    for pattern in ("*.md", "docs/*.md", "docs/decisions/*.md")
    for page in sorted(ROOT.glob(pattern))
    if page.name != "CHANGELOG.md"  # it tells of what was
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_files_that_are_there(page: Path) -> None:
    """Who follows the name of a file in backquotes finds it."""
    named = NAMED.findall(page.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []
