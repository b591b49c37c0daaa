"""Settings: what an operator sets, read once from variables that begin with WAYSTATION_.

A service declares its settings as a model and reads them at its entry point:
``settings = read(CasesSettings, os.environ)``. A secret's variable may end in ``_FILE`` and
name a file that holds it.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import from_json

PREFIX = "WAYSTATION_"


class Settings(BaseModel):
    """What every service's settings model extends: frozen, and nothing unknown is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class SettingsBroken(Exception):
    """Some settings are missing, unknown or malformed; the text names each variable."""


S = TypeVar("S", bound=Settings)


def read(model: type[S], environment: Mapping[str, str], *, also: Iterable[str] = ()) -> S:
    """The settings in `environment`; a list or an object is written as JSON.

    `also` names fields that belong to other parts of the same process. Raises
    SettingsBroken with one sentence for each variable that is missing, unknown or malformed;
    no sentence repeats a value.

    >>> class Example(Settings):
    ...     port: int = 8000
    ...     database: str
    >>> read(Example, {"WAYSTATION_DATABASE": "postgresql://", "HOME": "/root"})
    Example(port=8000, database='postgresql://')
    >>> read(Example, {"WAYSTATION_PORT": "80a"})
    Traceback (most recent call last):
    shared.settings.SettingsBroken: WAYSTATION_PORT: should be a valid integer, unable to parse \
string as an integer.
    WAYSTATION_DATABASE is not set; set it, or WAYSTATION_DATABASE_FILE to a file that holds it.
    """
    complaints: list[str] = []
    values: dict[str, object] = {}
    own = {PREFIX + name.upper(): name for name in model.model_fields}
    others = {PREFIX + name.upper() for name in also}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX):
            continue
        name = own.get(variable) or own.get(variable.removesuffix("_FILE"))
        if name is None:
            if variable not in others and variable.removesuffix("_FILE") not in others:
                complaints.append(_unknown(variable, [*own, *others]))
        elif name in values:
            complaints.append(f"{PREFIX}{name.upper()} is set twice, also with _FILE; unset one.")
        elif variable in own:
            values[name] = _value(text)
        else:
            try:
                values[name] = _value(Path(text).read_text(encoding="utf-8").rstrip("\r\n"))
            except (OSError, UnicodeDecodeError) as error:
                values[name] = ""
                complaints.append(
                    f"{variable} names a file that cannot be read ({type(error).__name__})."
                )
    try:
        settings = model.model_validate(values)
    except ValidationError as error:
        unread = {complaint.split("_FILE", 1)[0] for complaint in complaints}
        for each in error.errors(include_url=False, include_input=False):
            variable = PREFIX + str(each["loc"][0] if each["loc"] else "").upper()
            if variable not in unread:
                complaints.append(_complaint(variable, each["type"], each["msg"]))
        raise SettingsBroken("\n".join(complaints)) from None
    if complaints:
        raise SettingsBroken("\n".join(complaints))
    return settings


def _value(text: str) -> object:
    if text[:1] in ("[", "{"):
        try:
            return from_json(text)
        except ValueError:
            return text
    return text


def _unknown(variable: str, known: list[str]) -> str:
    names = [name.removeprefix(PREFIX) for name in known]
    near = get_close_matches(variable.removeprefix(PREFIX).removesuffix("_FILE"), names, n=1)
    return f"{variable} is no setting of Waystation; " + (
        f"did you mean {PREFIX}{near[0]}?" if near else "unset it."
    )


def _complaint(variable: str, kind: str, message: str) -> str:
    if kind == "missing":
        return f"{variable} is not set; set it, or {variable}_FILE to a file that holds it."
    return f"{variable}: {message.removeprefix('Input ')}."
