"""The file of policies: TOML, read whole, with everything that is wrong in it at once. Pure.

It has `version`, and each entry in a table, as `[[duty]]`: `tables.py` has them all, and
docs/policies.md describes them.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from shared.policies.checking import check_codes, check_replaced, check_together
from shared.policies.faults import Faults, PoliciesBroken
from shared.policies.field_values import is_line
from shared.policies.policies import Policies
from shared.policies.tables import TABLES
from shared.policies.writing import written
from shared.regions import Regions
from shared.text import Text

_FILE = Text(zh="", en="")
_BUILT_IN = ("built_in.toml", "prevention.toml", "days.toml")
_AT_LINE = re.compile(r"\(at line ([0-9]{1,9}),")
_A_DAY = re.compile(r"=[^#'\"]*\b[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]")

# What entries are held to that only a service knows: its indicators.
Check = Callable[[Policies, Faults], None]


def read_policies(content: bytes) -> Policies:
    """The policies that a file with these bytes holds, and no others.

    Whether its regions exist is not asked. Raises PoliciesBroken, with every fault there is.

    >>> read_policies(b'version = 7')
    Traceback (most recent call last):
    shared.policies.faults.PoliciesBroken: version: give this file a version, as version = "2026-1".
    """
    faults = Faults()
    policies = _read(_document(content), faults, None)
    if not faults.found:  # else much would be reported twice
        check_together(policies, faults)
    return _complete(policies, faults)


def read_own_policies(content: bytes, regions: Regions, check: Check | None = None) -> Policies:
    """The built-in policies with those of a place, which a file with these bytes holds.

    An entry with the code of a built-in one takes its place. Regions are known by `regions`;
    `check` notes what else is wrong. Raises PoliciesBroken, with every fault there is.
    """
    faults = Faults()
    own = _read(_document(content), faults, regions)
    check_replaced(own, built_in(), faults)
    if check is not None:
        check(own, faults)
    policies = _together(built_in(), own)
    if not faults.found:
        check_together(policies, faults)
    return _complete(policies, faults)


@cache
def built_in() -> Policies:
    """The policies that hold where a place sets none."""
    files = [resources.files(__package__).joinpath(name) for name in _BUILT_IN]
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
    known = ("version", *(each.table for each in TABLES))
    for name in document:
        if name not in known:
            faults.unknown_name(_FILE, name, known)
    version = document.get("version")
    if not is_line(version):
        faults.add(
            _FILE,
            "version",
            '请写明本文件的版本，如 version = "2026-1"。',
            'give this file a version, as version = "2026-1".',
        )
    entries: dict[str, Any] = {}
    for table in TABLES:
        given = document.get(table.table, [])
        if not (isinstance(given, list) and all(isinstance(each, dict) for each in given)):
            faults.add(
                _FILE,
                table.table,
                f"每一项写一个 [[{table.table}]] 表。",
                f"enter each in a table [[{table.table}]].",
            )
            continue
        read = [table.read_at(at, each, faults, regions) for at, each in enumerate(given, 1)]
        check_codes(table, read, faults)
        entries[table.attribute] = tuple(read)
    return Policies(version=str(version), digest="", **entries)


def _together(base: Policies, own: Policies) -> Policies:
    """All entries; one of the place takes the place of the built-in one of its code."""
    both: dict[str, Any] = {}
    for table in TABLES:
        ours = getattr(own, table.attribute)
        codes = {each.code for each in ours}
        kept = (each for each in getattr(base, table.attribute) if each.code not in codes)
        both[table.attribute] = (*kept, *ours)
    return replace(own, **both)


def _complete(policies: Policies, faults: Faults) -> Policies:
    if faults.found:
        raise PoliciesBroken(faults.found)
    content = written(policies)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return replace(policies, digest=digest, content=content)
