"""A file of policies that TOML does not take is told so, with the way out."""

import pytest

from shared.policies.faults import PoliciesBroken
from shared.policies.reading import read_policies


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-13-01", "2026-2-3", "2026/02/03", "2026年2月3日"]
)
def test_a_day_that_is_none_is_told_as_one(day: str) -> None:
    """TOML says of it no more than that something is wrong there; the way out is told too."""
    with pytest.raises(PoliciesBroken, match="as 2026-01-01; it must be one there is"):
        read_policies(f'version = "1"\n[[duty]]\nsince = {day}\n'.encode())


def test_a_file_that_is_no_toml_is_told_so() -> None:
    """Also one that was saved in another encoding."""
    for broken in (b"[[duty", b"since = 2026-01-01\n[[duty", b'code = "2026-02-30'):
        with pytest.raises(PoliciesBroken, match="is not valid TOML") as told:
            read_policies(broken)
        assert "Write the day" not in told.value.text.en
    with pytest.raises(PoliciesBroken, match="is not in UTF-8"):
        read_policies('version = "版本"'.encode("gb18030"))
    with pytest.raises(PoliciesBroken, match="version: give this file a version"):
        read_policies(b"")
