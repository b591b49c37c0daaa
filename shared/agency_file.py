"""The file of the register of agencies: read whole, with everything that is wrong in it at once.

It is TOML: `version`, and a table `[[agency]]` for each agency; docs/agencies.md describes it.
"""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeGuard

from shared.agencies import AGENCY_ID, KINDS, SERVICES_AGENCY, Agencies, Agency, AgencyKind
from shared.regions import Regions, UnknownRegion, prefix, query_prefix, regions_in_force
from shared.text import Text

MEMBERS = ("version", "agency")
FIELDS = ("id", "kind", "name", "public_name", "regions", "valid_from", "valid_to")
_OPTIONAL = frozenset({"valid_from", "valid_to"})
_TEXT = re.compile(r"(?=.*\S)[^\x00-\x1f\x7f]{1,100}")


class AgenciesBroken(Exception):
    """The file is no register of agencies; `text` has a line for each fault."""

    def __init__(self, faults: Sequence[Text]) -> None:
        self.faults = tuple(faults)
        self.text = Text(
            zh="\n".join(fault.zh for fault in faults), en="\n".join(fault.en for fault in faults)
        )
        super().__init__(self.text.en)


def load_agencies(
    path: Path, besides: Iterable[Agency] = (), regions: Regions | None = None
) -> Agencies:
    """The register in a file, as `read_agencies`. Raises OSError and AgenciesBroken."""
    return read_agencies(path.read_bytes(), besides, regions)


def read_agencies(
    content: bytes, besides: Iterable[Agency] = (), regions: Regions | None = None
) -> Agencies:
    """The register that a file with these bytes holds.

    Agencies in `besides` belong to it where the file has none of their ids. Regions are known by
    `regions`, else by the list in force. Raises AgenciesBroken, with every fault there is.

    >>> read_agencies(b'version = "1"').version
    Traceback (most recent call last):
    shared.agency_file.AgenciesBroken: There is no agency; enter each in a table [[agency]].
    """
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise AgenciesBroken([_no_toml(error)]) from None
    reading = _Reading(regions or regions_in_force())
    agencies = reading.document(document)
    if reading.faults:
        raise AgenciesBroken(reading.faults)
    agencies = [*besides, *agencies]  # of two with one id, the last is taken
    return Agencies(agencies, document["version"], hashlib.sha256(content).hexdigest())


class _Reading:
    """Reads a document, and notes what is wrong."""

    def __init__(self, regions: Regions) -> None:
        self.faults: list[Text] = []
        self._regions = regions

    def document(self, document: Mapping[str, Any]) -> list[Agency]:
        """The agencies of a document; worthless where there are faults."""
        self._unknown(Text(zh="", en=""), document, MEMBERS)
        version = document.get("version")
        if not (isinstance(version, str) and _TEXT.fullmatch(version)):
            self.faults.append(
                Text(
                    zh='version：请写明本文件的版本，如 version = "2026-1"。',
                    en='version: give this file a version, as version = "2026-1".',
                )
            )
        entries = document.get("agency", [])
        if not (isinstance(entries, list) and all(isinstance(each, dict) for each in entries)):
            entries = []
        if not entries:
            self.faults.append(
                Text(
                    zh="文件中没有单位；每个单位写一个 [[agency]] 表。",
                    en="There is no agency; enter each in a table [[agency]].",
                )
            )
        agencies = [self._agency(number, each) for number, each in enumerate(entries, start=1)]
        ids = Counter(each["id"] for each in entries if isinstance(each.get("id"), str))
        for agency_id, times in ids.items():
            if times > 1:
                self._fault(
                    _place(agency_id, 0),
                    "id",
                    f"重复登记了{times}次。",
                    f"is entered {times} times.",
                )
        return [each for each in agencies if each is not None]

    def _agency(self, number: int, entry: Mapping[str, Any]) -> Agency | None:
        before = len(self.faults)
        place = _place(entry.get("id"), number)
        self._unknown(place, entry, FIELDS)
        for name in FIELDS:
            if name not in entry and name not in _OPTIONAL:
                self._fault(place, name, "缺少此项。", "is missing.")
            elif name in entry:
                for zh, en in getattr(self, f"_check_{name}")(entry[name]):
                    self._fault(place, name, zh, en)
        begins, ends = entry.get("valid_from"), entry.get("valid_to")
        if _is_day(begins) and _is_day(ends) and not begins < ends:
            self._fault(place, "valid_to", "应晚于 valid_from。", "must be after valid_from.")
        if len(self.faults) > before:
            return None
        return Agency(
            entry["id"],
            AgencyKind(entry["kind"]),
            entry["name"],
            entry["public_name"],
            tuple(dict.fromkeys(map(prefix, entry["regions"]))),
            begins,
            ends,
        )

    def _check_id(self, value: Any) -> Iterator[tuple[str, str]]:
        if not (isinstance(value, str) and AGENCY_ID.fullmatch(value)):
            yield (
                "应为1至100个字符的文本，与令牌中的相同。",
                "must be a text of 1 to 100 characters, as the agency's tokens have it.",
            )
        elif value == SERVICES_AGENCY:
            yield "是驿站自身服务的代号，请另取。", "is Waystation's own; choose another."

    def _check_kind(self, value: Any) -> Iterator[tuple[str, str]]:
        if value not in [*AgencyKind]:
            kinds = [f"{kind}（{name.zh}）" for kind, name in KINDS.items()]
            yield f"应为下列之一：{'、'.join(kinds)}。", f"must be one of {', '.join(KINDS)}."

    def _check_name(self, value: Any) -> Iterator[tuple[str, str]]:
        if not (isinstance(value, str) and _TEXT.fullmatch(value)):
            yield "应为1至100个字符的文本。", "must be a text of 1 to 100 characters."

    _check_public_name = _check_name

    def _check_regions(self, value: Any) -> Iterator[tuple[str, str]]:
        if not (isinstance(value, list) and value and all(isinstance(v, str) for v in value)):
            yield (
                '应为区划代码的列表，如 ["410105", "4102"]。',
                'must be a list of region codes, as ["410105", "4102"].',
            )
            return
        for each in value:
            try:
                self._regions.check(query_prefix(each).ljust(12, "0"))
            except UnknownRegion as unknown:
                yield f"{each[:20]}：{unknown.detail.zh}", f"{each[:20]}: {unknown.detail.en}"

    def _check_valid_from(self, value: Any) -> Iterator[tuple[str, str]]:
        if not _is_day(value):
            yield (
                "应为日期，不加引号，如 2026-01-01。",
                "must be a day without quotes, as 2026-01-01.",
            )

    _check_valid_to = _check_valid_from

    def _unknown(self, place: Text, given: Mapping[str, Any], known: Sequence[str]) -> None:
        for name in given:
            if name in known:
                continue
            near = get_close_matches(name, known, n=1)
            zh = f"是否应为 {near[0]}？" if near else f"可用：{'、'.join(known)}。"
            en = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}."
            self._fault(place, name[:40], f"没有这一项；{zh}", f"is not known; {en}")

    def _fault(self, place: Text, field: str, zh: str, en: str) -> None:
        self.faults.append(Text(zh=f"{place.zh}{field}：{zh}", en=f"{place.en}{field}: {en}"))


def _place(agency_id: Any, number: int) -> Text:
    """Which entry a fault is in: by its id, else by its number."""
    if isinstance(agency_id, str) and AGENCY_ID.fullmatch(agency_id):
        return Text(zh=f"单位 {agency_id}，", en=f"agency {agency_id}, ")
    return Text(zh=f"第{number}个单位，", en=f"agency no. {number}, ")


def _is_day(value: Any) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)


def _no_toml(error: Exception) -> Text:
    if isinstance(error, UnicodeDecodeError):
        return Text(
            zh="文件不是 UTF-8 编码；请另存为 UTF-8。",
            en="The file is not in UTF-8; save it as UTF-8.",
        )
    return Text(
        zh=f"文件不是有效的 TOML：{error}。",
        en=f"The file is not valid TOML: {error}.",
    )
