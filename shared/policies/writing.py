"""Policies as a file: all that holds, in one form, which reads as the same again. Pure."""

import json

from shared.policies.policies import Policies
from shared.policies.table import Fields
from shared.policies.tables import entries_of


def written(policies: Policies) -> str:
    """The file; the same for the same policies, in whichever order they were written."""
    entries = sorted(
        _table(table.table, table.written(entry)) for table, entry in entries_of(policies)
    )
    return "\n".join([f"version = {_value(policies.version)}\n", *entries])


def _table(table: str, fields: Fields) -> str:
    lines = (
        f"{name} = {_value(value)}\n" for name, value in fields.items() if value not in ("", [])
    )
    return f"[[{table}]]\n{''.join(lines)}"


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)  # TOML escapes as JSON does
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return f"{{ {', '.join(f'{key} = {_value(each)}' for key, each in value.items())} }}"
        case _:
            return str(value)
