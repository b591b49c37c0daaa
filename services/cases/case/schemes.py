"""The schemes of risk: which levels there are, the gravest first. Data, of schemes.toml. Pure."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from shared.events.cases.assessments import DEFAULT_SCHEME, LevelChange
from shared.text import Text

_CODE = re.compile(r"[a-z0-9_.-]{1,64}")  # as figures have it


@dataclass(frozen=True)
class Scheme:
    """The levels of a scheme by their codes, the gravest first."""

    name: Text
    levels: Mapping[str, Text]


class SchemesBroken(Exception):
    """The file is no list of schemes; the text has a line for each fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Schemes:
    """The schemes by their codes, and the version of their list."""

    version: str
    by_code: Mapping[str, Scheme]


def read_schemes(content: bytes) -> Schemes:
    """The schemes that a file with these bytes holds.

    Raises `SchemesBroken`, with every fault there is.

    >>> read_schemes(b'version = "1"')
    Traceback (most recent call last):
    services.cases.case.schemes.SchemesBroken: default: is missing
    scheme: is missing
    """
    try:
        document = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SchemesBroken([f"The file is not valid TOML: {error}"]) from None
    faults = [*_faults(document)]
    if faults:
        raise SchemesBroken(faults)
    by_code = {
        scheme["code"]: Scheme(
            Text(**scheme["name"]),
            {level["code"]: Text(**level["name"]) for level in scheme["levels"]},
        )
        for scheme in document["scheme"]
    }
    return Schemes(document["version"], by_code)


def _faults(document: Mapping[str, Any]) -> Iterator[str]:
    shape = {"version": str, "default": str, "scheme": list}
    faults = [*_shape("", document, shape)]
    yield from faults
    if faults:
        return
    named: dict[str, Any] = {}
    for number, scheme in enumerate(document["scheme"], 1):
        place = f"scheme no. {number}, "
        faults = [*_named(place, scheme, levels=list)]
        yield from faults
        if faults:
            continue
        if len(scheme["levels"]) < 2:
            yield f"{place}levels: there must be two or more"
        for at, level in enumerate(scheme["levels"], 1):
            faults = [*_named(f"{place}level no. {at}, ", level)]
            yield from faults
            if not faults and named.setdefault(level["code"], level["name"]) != level["name"]:
                yield f"{place}level no. {at}, name: {level['code']} has another name elsewhere"
        yield from _twice(f"{place}levels", scheme["levels"])
    yield from _twice("scheme", document["scheme"])
    if document["default"] != DEFAULT_SCHEME:
        yield f"default: must be {DEFAULT_SCHEME}, which entries without a scheme are of"
    elif document["default"] not in [_code(scheme) for scheme in document["scheme"]]:
        yield f"default: there is no scheme {document['default']}"


def _shape(place: str, entry: Any, shape: Mapping[str, type]) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"{place}must be a table"
        return
    for name, kind in shape.items():
        if not entry.get(name):
            yield f"{place}{name}: is missing"
        elif not isinstance(entry[name], kind):
            yield f"{place}{name}: must be a {kind.__name__}"
    yield from (f"{place}{name}: is not known" for name in entry if name not in shape)


def _named(place: str, entry: Any, **also: type) -> Iterator[str]:
    faults = [*_shape(place, entry, {"code": str, "name": dict, **also})]
    yield from faults
    if faults:
        return
    if not _CODE.fullmatch(entry["code"]):
        yield f"{place}code: must be 1 to 64 of a-z, 0-9, _, . and -"
    yield from _shape(f"{place}name.", entry["name"], {"zh": str, "en": str})


def _twice(place: str, entries: list[Any]) -> Iterator[str]:
    for code, times in Counter(map(_code, entries)).items():
        if code is not None and times > 1:
            yield f"{place}: {code} stands there {times} times"


def _code(entry: Any) -> str | None:
    return entry.get("code") if isinstance(entry, dict) else None


IN_FORCE = read_schemes(files(__package__).joinpath("schemes.toml").read_bytes())
SCHEMES: Mapping[str, Scheme] = IN_FORCE.by_code
LEVELS: Mapping[str, Text] = {
    code: name for scheme in SCHEMES.values() for code, name in scheme.levels.items()
}


def change_of(scheme: str, level: str, before: str) -> LevelChange:
    """How a level of a scheme compares with the one before, of the same scheme.

    >>> change_of("abc", "a", before="c1"), change_of("abc", "c2", before="c1")
    (<LevelChange.ROSE: 'rose'>, <LevelChange.FELL: 'fell'>)
    """
    known = SCHEMES[scheme].levels if scheme in SCHEMES else {}
    if level not in known or before not in known:
        return LevelChange.NOT_COMPARED
    gravest_first = list(known)
    risen = gravest_first.index(before) - gravest_first.index(level)
    if risen == 0:
        return LevelChange.SAME
    return LevelChange.ROSE if risen > 0 else LevelChange.FELL
