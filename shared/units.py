"""What figures are counted in, in both languages; answers name a unit in Chinese."""

from collections.abc import Mapping

from shared.text import Language, Text

UNITS: Mapping[str, Text] = {
    each.zh: each
    for each in (
        Text(zh="人次", en="person-times"),
        Text(zh="人", en="persons"),
        Text(zh="场", en="sessions"),
        Text(zh="篇", en="articles"),
        Text(zh="次", en="times"),
        Text(zh="份", en="items"),
        Text(zh="份次", en="times"),
        Text(zh="项", en="duties"),
        Text(zh="项次", en="items"),
        Text(zh="件", en="crises"),
        Text(zh="天", en="days"),
        Text(zh="场次", en="sessions by form"),
        Text(zh="条", en="records"),
        Text(zh="%", en="%"),
    )
}


def unit_name(unit: str, language: Language) -> str:
    """The name of a unit; one that is not listed stays as it is."""
    return UNITS[unit].in_language(language) if unit in UNITS else unit
