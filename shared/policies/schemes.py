"""The table [[scheme]]: the levels of risk that there are, the gravest first. Pure.

What the code of a scheme and of a level stands for never changes, because entries carry it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.events.cases.assessments import DEFAULT_SCHEME
from shared.policies.field_values import text_of
from shared.policies.fields import HELD, NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.table import Fault, Fields, Table, codes_named, named
from shared.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A scheme and its levels by their codes, the gravest first; where and when it is used."""

    code: str
    name: Text
    levels: Mapping[str, Text]
    holding: Holding = field(default_factory=Holding)
    source: Text = UNSAID
    note: str = ""


def _read(entry: Entry) -> Scheme:
    given, levels = entry.get("levels"), dict[str, Text]()
    if entry.has("levels") and not (isinstance(given, list) and len(given) >= 2):
        entry.fault(
            "levels",
            "至少应有两级，由高到低。",
            "must be a list of two levels or more, the gravest first.",
        )
        given = []
    for at, each in enumerate(given or (), 1):
        field = f"levels[{at}]"
        if not (isinstance(each, dict) and each.keys() == {"code", "name"}):
            entry.fault(
                field,
                '应写成 { code = "a", name = { zh = "A类", en = "A" } }。',
                'write it as { code = "a", name = { zh = "A类", en = "A" } }.',
            )
        elif entry.names_anew(field, each, levels):
            levels[each["code"]] = text_of(each["name"])
    return Scheme(
        code=entry.code(),
        name=entry.named(),
        levels=levels,
        **entry.held(),
    )


def _own_fields(scheme: Scheme) -> Fields:
    return {"name": named(scheme.name), "levels": codes_named(scheme.levels)}


def _check_replacing(own: Scheme, before: Scheme, fault: Fault) -> None:
    if [*own.levels] != [*before.levels]:
        fault(
            "levels",
            "这是内置标准的代码，其等级不能改变，因为已有记录使用；请另取代码。",
            "this is the code of a built-in scheme, whose levels do not change, because entries"
            " carry them; give yours another code.",
        )
    elif own.code == DEFAULT_SCHEME and own.holding != Holding():
        fault(
            "regions",
            "未写明标准的评估都按此标准，不能限定地区和日期。",
            "assessments that name no scheme are of this one; it holds everywhere and always.",
        )


SCHEME = Table(
    table="scheme",
    attribute="schemes",
    name=Text(zh="标准", en="scheme"),
    fields=("code", "name", "levels", *HELD, *NOTES),
    read=_read,
    own_fields=_own_fields,
    check_replacing=_check_replacing,
)
