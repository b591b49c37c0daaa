"""The tables [[aim]] and [[ranking]] of a file of policies: what of them is read. Pure."""

from collections.abc import Mapping
from typing import Any

from shared.policies.aims import Aim
from shared.policies.fields import NO_CODE, NO_NAME, Entry, is_code, is_named, is_number, text_of
from shared.policies.ranking_schemes import Better, RankingPart, RankingScheme, Scoring
from shared.text import Text

AIMS = ("a_year", "percent", "number")
PART = ("indicator", "weight", "scoring", "better", "per", "aim", "strand")
_MOST = 100_000_000
_WEIGHTS = 1_000
_PER_CENT = 100
_A_PART = '{ indicator = "meeting_rate", weight = 30, scoring = "percent" }'
_A_STRAND = '{ code = "clients", name = { zh = "帮教", en = "work with clients" } }'


def aim(entry: Entry) -> Aim:
    """A table [[aim]]."""
    said = [each for each in AIMS if entry.has(each)]
    if len(said) != 1:
        entry.fault(
            said[1] if said else "a_year",
            "a_year（全年总数）、percent（比率分档）、number（其他数值）写且只写一项。",
            "say one of a_year (of a sum, in a calendar year), percent (the bands of a share) and"
            " number (of anything else).",
        )
        said = []
    if said != ["percent"] and not entry.has("regions"):
        entry.fault(
            "regions",
            "请写明地区：数量目标只对所写的地区有效，不适用于其下级。",
            "say of which regions: an amount is that of each of these, and of none below them.",
        )
    return Aim(
        code=entry.code(),
        indicator=_indicator(entry),
        a_year=entry.number("a_year", 1, _MOST) if said == ["a_year"] else None,
        percent=_bands(entry) if said == ["percent"] else (),
        number=entry.number("number", 0, _MOST) if said == ["number"] else None,
        holding=entry.holding(),
        source=entry.in_both("source"),
        note=entry.free("note"),
    )


def _indicator(entry: Entry) -> str:
    given = entry.get("indicator")
    if entry.has("indicator") and not is_code(given):
        entry.fault("indicator", *NO_CODE)
    return given if is_code(given) else ""


def _bands(entry: Entry) -> tuple[int, ...]:
    numbers = entry.numbers("percent", 0, _PER_CENT)
    falling = sorted({*numbers}, reverse=True)
    if numbers not in (falling, falling[::-1]):
        entry.fault(
            "percent",
            "各档应依次排列、不重复，最好的一档在前，如 [95, 90]。",
            "must be in order, the best first and none twice, as [95, 90].",
        )
    return tuple(numbers)


def ranking(entry: Entry) -> RankingScheme:
    """A table [[ranking]]."""
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
        holding=entry.holding(),
        source=entry.in_both("source"),
        note=entry.free("note"),
    )


def _strands(entry: Entry) -> dict[str, Text]:
    given, strands = entry.tables("strands", needed=False), dict[str, Text]()
    for field, each in given.items():
        if each.keys() != {"code", "name"}:
            entry.fault(field, f"应写成 {_A_STRAND}。", f"write it as {_A_STRAND}.")
        elif not is_code(each["code"]):
            entry.fault(f"{field}.code", *NO_CODE)
        elif not is_named(each["name"]):
            entry.fault(f"{field}.name", *NO_NAME)
        elif each["code"] in strands:
            code = each["code"]
            entry.fault(f"{field}.code", f"{code} 出现了两次。", f"{code} is there twice.")
        else:
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
