"""The table [[ranking]]: schemes by which a place ranks its regions, as versions. Pure.

A version never changes. Indicators are named by their codes: which there are, and how each can be
scored, says their service.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shared.policies.field_values import NO_CODE, is_code, is_number, text_of
from shared.policies.fields import HELD, NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.table import Fields, Table, codes_named, named
from shared.text import Text

PART = ("indicator", "weight", "scoring", "better", "per", "aim", "strand")
_MOST = 100_000_000
_WEIGHTS = 1_000
_A_PART = '{ indicator = "meeting_rate", weight = 30, scoring = "percent" }'
_A_STRAND = '{ code = "clients", name = { zh = "帮教", en = "work with clients" } }'


class Scoring(StrEnum):
    """How a figure becomes a score from 0 to 100."""

    PERCENT = "percent"  # the share itself
    SHARE_OF_BEST = "share_of_best"  # in proportion to the best of all regions
    AIM = "aim"  # in proportion to an aim


class Better(StrEnum):
    """Which of two figures is better."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPart:
    """One indicator of a scheme; `per` takes it per 10,000 residents."""

    indicator: str
    weight: int
    scoring: Scoring
    better: Better | None = None  # as the indicator says
    per: bool = False
    aim: int | None = None
    strand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingScheme:
    """One version of a scheme, and where and when it holds; each strand is ranked apart too."""

    scheme: str
    version: str
    name: Text
    strands: Mapping[str, Text]
    parts: tuple[RankingPart, ...]
    holding: Holding
    source: Text = UNSAID
    note: str = ""

    @property
    def code(self) -> str:
        """What this version is known by."""
        return f"{self.scheme}@{self.version}"


def _read(entry: Entry) -> RankingScheme:
    version = entry.get("version")
    if entry.has("version") and not is_code(version):
        entry.fault("version", *NO_CODE)
    strands = _strands(entry)
    parts = tuple(_parts(entry, strands))
    used = {each.strand for each in parts}
    for code in strands:
        if parts and code not in used:
            entry.fault(
                "strands",
                f"{code} 没有任何项目；请在 parts 中写明 strand，或删去。",
                f"{code} has no part; name it as the strand of one, or leave it out.",
            )
    return RankingScheme(
        scheme=entry.code(),
        version=version if is_code(version) else "",
        name=entry.named(),
        strands=strands,
        parts=parts,
        **entry.held(),
    )


def _strands(entry: Entry) -> dict[str, Text]:
    given, strands = entry.tables("strands", needed=False), dict[str, Text]()
    for field, each in given.items():
        if each.keys() != {"code", "name"}:
            entry.fault(field, f"应写成 {_A_STRAND}。", f"write it as {_A_STRAND}.")
        elif entry.names_anew(field, each, strands):
            strands[each["code"]] = text_of(each["name"])
    return strands


def _parts(entry: Entry, strands: Mapping[str, Text]) -> list[RankingPart]:
    read: list[RankingPart] = []
    for field, each in entry.tables("parts").items():
        part = _part(entry, field, each, strands)
        if part is None:
            continue
        if any(part.indicator == other.indicator for other in read):
            entry.fault(
                f"{field}.indicator",
                f"{part.indicator} 出现了两次；请合并权重。",
                f"{part.indicator} is there twice; give it one weight.",
            )
        read.append(part)
    return read


def _part(
    entry: Entry, field: str, given: Mapping[str, Any], strands: Mapping[str, Text]
) -> RankingPart | None:
    """One part; None, with a fault noted, for what is none."""
    before = len(entry.noted)
    _check_fields(entry, field, given)
    for name, known in (("scoring", [*Scoring]), ("better", [*Better]), ("strand", [*strands])):
        if name in given and given[name] not in known:
            entry.unknown(f"{field}.{name}", given[name], known)
    if strands and "strand" not in given:
        entry.fault(
            f"{field}.strand", "请写明属于 strands 中的哪一条线。", "say of which of the strands."
        )
    if (given.get("scoring") == Scoring.AIM) != ("aim" in given):
        entry.fault(
            f"{field}.aim",
            'scoring = "aim" 的项目应写目标值 aim，其他项目不写。',
            'is said with scoring = "aim", and with no other.',
        )
    if len(entry.noted) > before:
        return None
    return RankingPart(
        indicator=given["indicator"],
        weight=given["weight"],
        scoring=Scoring(given["scoring"]),
        better=Better(given["better"]) if "better" in given else None,
        per=given.get("per", False),
        aim=given.get("aim"),
        strand=given.get("strand", ""),
    )


def _check_fields(entry: Entry, field: str, given: Mapping[str, Any]) -> None:
    """Note fields that are missing, unknown, or of another kind."""
    for name in given:
        if name not in PART:
            entry.unknown(f"{field}.{name}", name, PART)
    for name in ("indicator", "weight", "scoring"):
        if name not in given:
            entry.fault(f"{field}.{name}", f"缺少此项，如 {_A_PART}。", f"is missing: {_A_PART}.")
    if "indicator" in given and not is_code(given["indicator"]):
        entry.fault(f"{field}.indicator", *NO_CODE)
    for name, most in (("weight", _WEIGHTS), ("aim", _MOST)):
        if name in given and not is_number(given[name], 1, most):
            entry.fault(
                f"{field}.{name}",
                f"应为1至{most}的整数，不加引号。",
                f"must be a whole number from 1 to {most}, without quotes.",
            )
    if not isinstance(given.get("per", False), bool):
        entry.fault(
            f"{field}.per", "应为 true（每万人）或 false。", "must be true (per 10,000) or false."
        )


def _own_fields(ranking: RankingScheme) -> Fields:
    return {
        "code": ranking.scheme,
        "version": ranking.version,
        "name": named(ranking.name),
        "strands": codes_named(ranking.strands),
        "parts": [_part_written(part) for part in ranking.parts],
    }


def _part_written(part: RankingPart) -> Fields:
    further = {"better": part.better, "per": part.per, "aim": part.aim, "strand": part.strand}
    return {
        "indicator": part.indicator,
        "weight": part.weight,
        "scoring": part.scoring,
        **{name: value for name, value in further.items() if value},
    }


RANKING = Table(
    table="ranking",
    attribute="rankings",
    name=Text(zh="排名方案", en="ranking"),
    fields=("code", "version", "name", "strands", "parts", *HELD, *NOTES),
    read=_read,
    own_fields=_own_fields,
    alike=("version", lambda one, other: one.scheme == other.scheme),
)
