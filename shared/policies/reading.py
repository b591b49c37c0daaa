"""The file of policies: TOML, read whole, with everything that is wrong in it at once. Pure.

It has `version`, and a table for each entry: `[[duty]]`, `[[number]]`, `[[emergency]]`,
`[[scheme]]`, `[[days]]`; docs/policies.md describes it.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from shared.policies import entries, teams
from shared.policies.checking import Coded, check_codes, check_replaced, check_together
from shared.policies.entries import FIELDS
from shared.policies.faults import Faults, PoliciesBroken
from shared.policies.fields import Entry, is_line
from shared.policies.policies import Policies
from shared.policies.writing import written
from shared.regions import Regions
from shared.text import Text

_FILE = Text(zh="", en="")
_AT_LINE = re.compile(r"\(at line ([0-9]{1,9}),")
_A_DAY = re.compile(r"=[^#'\"]*\b[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]")

Read = TypeVar("Read", bound=Coded)


def read_policies(content: bytes) -> Policies:
    """The policies that a file with these bytes holds, and no others.

    Whether its regions exist is not asked. Raises PoliciesBroken, with every fault there is.

    >>> read_policies(b'version = 7')
    Traceback (most recent call last):
    shared.policies.faults.PoliciesBroken: version: give this file a version, as version = "2026-1".
    """
    faults = Faults()
    policies = _read(_document(content), faults, None)
    if not faults.found:  # else much would be told twice
        check_together(policies, faults)
    return _complete(policies, faults)


def read_own_policies(content: bytes, regions: Regions) -> Policies:
    """The built-in policies with those of a place, which a file with these bytes holds.

    An entry with the code of a built-in one takes its place. Regions are known by `regions`. Raises
    PoliciesBroken, with every fault there is.
    """
    faults = Faults()
    own = _read(_document(content), faults, regions)
    check_replaced(own, built_in(), faults)
    policies = _together(built_in(), own)
    if not faults.found:
        check_together(policies, faults)
    return _complete(policies, faults)


@cache
def built_in() -> Policies:
    """The policies that hold where a place sets none."""
    files = [resources.files(__package__).joinpath(name) for name in ("built_in.toml", "days.toml")]
    return read_policies(b"\n".join(file.read_bytes() for file in files))


def _document(content: bytes) -> Mapping[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        why = Text(
            zh="文件不是 UTF-8 编码；请另存为 UTF-8。",
            en="The file is not in UTF-8; save it as UTF-8.",
        )
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        why = Text(zh=f"文件不是有效的 TOML：{error}。", en=f"The file is not valid TOML: {error}.")
        if _is_at_a_day(content, str(error)):
            why = Text(
                zh=why.zh + "这一行的日期应写成 2026-01-01 的形式；请核对该日期是否存在。",
                en=why.en + " Write the day in that line as 2026-01-01; it must be one there is.",
            )
    raise PoliciesBroken([why])


def _is_at_a_day(content: bytes, error: str) -> bool:
    """Whether what TOML does not take stands in a line with a day: 2026-02-30, or 2026-2-3."""
    found = _AT_LINE.search(error)
    lines = content.decode("utf-8-sig").splitlines()
    return bool(found and _A_DAY.search("".join(lines[int(found[1]) - 1 : int(found[1])])))


def _read(document: Mapping[str, Any], faults: Faults, regions: Regions | None) -> Policies:
    for name in document:
        if name not in ("version", *FIELDS):
            faults.unknown_name(_FILE, name, ("version", *FIELDS))
    version = document.get("version")
    if not is_line(version):
        faults.add(
            _FILE,
            "version",
            '请写明本文件的版本，如 version = "2026-1"。',
            'give this file a version, as version = "2026-1".',
        )

    def all_of(table: str, read: Callable[[Entry], Read]) -> tuple[Read, ...]:
        given = document.get(table, [])
        if not (isinstance(given, list) and all(isinstance(each, dict) for each in given)):
            faults.add(
                _FILE,
                table,
                f"每一项写一个 [[{table}]] 表。",
                f"enter each in a table [[{table}]].",
            )
            return ()
        found = tuple(
            read(Entry(table, number, each, FIELDS[table], faults, regions))
            for number, each in enumerate(given, 1)
        )
        check_codes(table, found, faults)
        return found

    return Policies(
        version=str(version),
        digest="",
        duties=all_of("duty", entries.duty),
        numbers=all_of("number", entries.number),
        emergencies=all_of("emergency", entries.emergency),
        schemes=all_of("scheme", entries.scheme),
        days=all_of("days", entries.days),
        teams=all_of("team", teams.team),
    )


def _together(base: Policies, own: Policies) -> Policies:
    def both(of_base: Sequence[Read], of_own: Sequence[Read]) -> tuple[Read, ...]:
        codes = {each.code for each in of_own}
        return (*(each for each in of_base if each.code not in codes), *of_own)

    return Policies(
        version=own.version,
        digest="",
        duties=both(base.duties, own.duties),
        numbers=both(base.numbers, own.numbers),
        emergencies=both(base.emergencies, own.emergencies),
        schemes=both(base.schemes, own.schemes),
        days=both(base.days, own.days),
        teams=both(base.teams, own.teams),
    )


def _complete(policies: Policies, faults: Faults) -> Policies:
    if faults.found:
        raise PoliciesBroken(faults.found)
    content = written(policies)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return replace(policies, digest=digest, content=content)
