"""What figures are counted in, in both languages; answers name a unit in Chinese."""

from collections.abc import Mapping

from shared.text import Text

UNITS: Mapping[str, Text] = {
    each.zh: each
    for each in (
        Text(zh="人次", en="person-times"),
        Text(zh="人", en="persons"),
        Text(zh="场", en="sessions"),
        Text(zh="篇", en="articles"),
    )
}
