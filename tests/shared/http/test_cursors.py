"""Cursors say something to the service alone, and hold for the agency that got them."""

import hmac
import json
from uuid import UUID

import pytest

from services.cases.changes.scan import BEGINNING, to_text
from shared.http.cursors import LONGEST, Cursors, NotACursor, bad_cursor
from shared.journal.snapshot_windows import Window
from shared.sealing import Sealer

SECRET = bytes(range(32))
PLACE = '["1:9:", 41]'


@pytest.fixture
def cursors() -> Cursors:
    """Those of one purpose."""
    return Cursors(SECRET, "changes")


def test_a_cursor_comes_back_as_it_went(cursors: Cursors) -> None:
    """Also from another process with the same secret; the same place is the same text."""
    sealed = cursors.seal("310", PLACE)
    assert sealed == Cursors(SECRET, "changes").seal("310", PLACE)
    assert Cursors(SECRET, "changes").open("310", sealed) == PLACE
    assert len(cursors.seal("310", "1:9:" + ",9" * 1000)) < LONGEST


def test_a_cursor_shows_nothing_of_its_place(cursors: Cursors) -> None:
    """And two places have nothing in common."""
    one, other = cursors.seal("310", PLACE), cursors.seal("310", PLACE + "1")
    assert one[:8] != other[:8]
    assert "1" * 8 not in cursors.seal("310", "1" * 64)


@pytest.mark.parametrize(
    "place",
    [
        to_text(BEGINNING),
        to_text(Window("7:7:", "9:9:", 41, 98)),
        to_text(Window("123456789:123456789:", "123456799:123456799:", 10**10, 10**10)),
        to_text(Window("98:101:98,99", "10001:10012:10001,10005,10009,10011", 41, 12_000)),
        json.dumps(("2019-03-14", str(UUID(int=0)))),
        json.dumps(("2019-03-14T08:30:00.123456+00:00", str(UUID(int=0)))),
    ],
)
def test_all_cursors_are_of_one_length(place: str, cursors: Cursors) -> None:
    """Those of changes and of lists: the length tells no number of events, or of what is open."""
    sealed = cursors.seal("310", place)
    assert len(sealed) == len(cursors.seal("310", PLACE))
    assert cursors.open("310", sealed) == place


def test_a_cursor_of_before_holds_still(cursors: Cursors) -> None:
    """It was as long as its place; who follows changes goes on with it."""
    key = hmac.digest(SECRET, b"cursors of changes", "sha512")
    before = Sealer(key, longest=LONGEST).seal(PLACE, ["310"])
    assert len(before) < len(cursors.seal("310", PLACE))
    assert cursors.open("310", before) == PLACE


@pytest.mark.parametrize(
    ("secret", "purpose", "agency", "bound"),
    [
        (bytes(32), "changes", "310", ("region=41",)),
        (SECRET, "cases", "310", ("region=41",)),
        (SECRET, "changes", "311", ("region=41",)),
        (SECRET, "changes", "310", ("region=42",)),
        (SECRET, "changes", "310", ()),
        (SECRET, "changes", "310", ("region=", "41")),
        (SECRET, "changes", "310region=41", ()),
    ],
)
def test_a_cursor_holds_for_one_agency_and_purpose(
    secret: bytes, purpose: str, agency: str, bound: tuple[str, ...], cursors: Cursors
) -> None:
    """And for the same filters; whatever differs, nothing else can be told from it."""
    sealed = cursors.seal("310", PLACE, "region=41")
    with pytest.raises(NotACursor):
        Cursors(secret, purpose).open(agency, sealed, *bound)


@pytest.mark.parametrize("made_up", ["", "x", "A" * 22, "A" * 40, "é" * 30, "A" * (LONGEST + 1)])
def test_a_made_up_cursor_is_none(made_up: str, cursors: Cursors) -> None:
    """Whatever it looks like."""
    with pytest.raises(NotACursor):
        cursors.open("310", made_up)


def test_a_changed_cursor_is_none(cursors: Cursors) -> None:
    """Every character counts."""
    sealed = cursors.seal("310", PLACE)
    for at, letter in enumerate(sealed[:-1]):
        with pytest.raises(NotACursor):
            cursors.open("310", sealed[:at] + ("A" if letter != "A" else "B") + sealed[at + 1 :])


def test_the_problem_names_the_parameter() -> None:
    """It does not say why the cursor is none."""
    problem = bad_cursor("after")
    assert problem.status == 400
    assert problem.errors[0].parameter == "after"
