"""Positions: the same text each time for one agency, and nothing for anybody else."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.answers import Answer, sealed
from shared.http.location import location_of
from shared.positions import (
    LONGEST,
    BadPositionKey,
    NotAPosition,
    Positions,
    in_plain,
    make_key,
    read_key,
)
from shared.sealing import Sealer
from tests.positions import POSITION_KEY, POSITIONS

STREAM = "case-0196a1f0-7a80-7f52-a3c6-91e04d7b5a2f"
AGENCY = st.text(
    st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Cs"]),
    min_size=1,
    max_size=100,
)
IDENTITY = st.uuids().map(lambda uuid: f"case-{uuid}")


@given(AGENCY, AGENCY, IDENTITY, st.integers(1, 2**31 - 1))
def test_only_the_agency_that_got_it_can_use_it(
    own: str, other: str, stream: str, version: int
) -> None:
    """It gets the same text for the same position; for another agency the text is nothing."""
    text = POSITIONS.seal(own, stream, version)
    assert POSITIONS.open(own, text) == (stream, version)
    assert POSITIONS.seal(own, stream, version) == text
    assert len(text) == len(POSITIONS.seal(own, stream, 1)) < 100
    if other != own:
        assert POSITIONS.seal(other, stream, version) != text
        with pytest.raises(NotAPosition):
            POSITIONS.open(other, text)


@pytest.mark.parametrize("kind", ["client", "case", "workstation", "activity", "publication"])
def test_all_positions_of_a_kind_of_stream_are_of_one_length(kind: str) -> None:
    """From the first version to the last that PostgreSQL takes: no digit is told by it."""
    stream = STREAM.replace("case", kind)
    versions = (1, 9, 10, 99, 100, 999_999, 2**31 - 1)
    assert len({len(POSITIONS.seal("agency", stream, version)) for version in versions}) == 1


def test_a_position_of_before_holds_still() -> None:
    """It was as long as its version; one that is kept so is given again to the letter."""
    before = Sealer(read_key(POSITION_KEY), longest=LONGEST).seal(f"{STREAM}@12", ["agency"])
    assert POSITIONS.open("agency", before) == (STREAM, 12)
    kept = Answer(201, f'{{"position": "{STREAM}@12", "version": 12}}', 12)
    assert sealed(kept, POSITIONS, "agency").body == f'{{"position": "{before}", "version": 12}}'
    assert len(before) < len(POSITIONS.seal("agency", STREAM, 12))


@given(st.text())
def test_what_was_made_up_is_no_position(text: str) -> None:
    """Whatever it is made of."""
    with pytest.raises(NotAPosition):
        POSITIONS.open("agency", text)


@pytest.mark.parametrize("text", ["", STREAM, f"{STREAM}@2", "A" * 79, "A" * 400, "=", "A\n"])
def test_what_is_like_one_is_none(text: str) -> None:
    """A position in plain, as it was answered by older versions, too."""
    with pytest.raises(NotAPosition):
        POSITIONS.open("agency", text)


def test_a_changed_position_is_none() -> None:
    """In any of its characters: no later version is made of an earlier one."""
    text = POSITIONS.seal("agency", STREAM, 2)
    for place, character in enumerate(text[:-1]):
        changed = f"{text[:place]}{'B' if character == 'A' else 'A'}{text[place + 1 :]}"
        with pytest.raises(NotAPosition):
            POSITIONS.open("agency", changed)
    for changed in (text + "A", text[:-1], text + "=", f" {text}", text + "\n"):
        with pytest.raises(NotAPosition):
            POSITIONS.open("agency", changed)


def test_under_another_key_they_hold_no_longer(tmp_path: Path) -> None:
    """A key is made once, for its owner alone; after another, what was answered before is none."""
    path = tmp_path / "key"
    make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = Positions.read(path).seal("agency", STREAM, 2)
    make_key(path)
    assert Positions.read(path).open("agency", text) == (STREAM, 2)
    path.unlink()
    make_key(path)
    with pytest.raises(NotAPosition):
        Positions.read(path).open("agency", text)


@pytest.mark.parametrize("content", [b"", b"AAAA", b"\xff", b"A" * 92, b"{}"])
def test_a_spoilt_key_is_told(tmp_path: Path, content: bytes) -> None:
    """In a sentence that names the file and the way out, in both languages."""
    path = tmp_path / "key"
    with pytest.raises(BadPositionKey, match="cannot be read"):
        Positions.read(path)
    path.write_bytes(content)
    with pytest.raises(BadPositionKey, match="is no key of positions") as told:
        Positions.read(path)
    assert str(path) in told.value.text.zh


def test_an_answer_leaves_without_its_stream() -> None:
    """But for the address of what was made; however its JSON was written, and only once."""
    for body in (
        f'{{"entry_id": "e", "position": "{in_plain(STREAM, 2)}", "warnings": []}}',
        f'{{"entry_id":"e","position":"{in_plain(STREAM, 2)}"}}',
    ):
        kept = Answer(201, body, 2)
        given_out = sealed(kept, POSITIONS, "agency")
        assert STREAM not in given_out.body
        assert POSITIONS.seal("agency", STREAM, 2) in given_out.body
        assert location_of(given_out.stream_id) == f"/v1/cases/{STREAM.removeprefix('case-')}"
        assert sealed(given_out, POSITIONS, "other") == given_out
    nothing = Answer(204, "", 0)
    assert sealed(nothing, POSITIONS, "agency") == nothing
