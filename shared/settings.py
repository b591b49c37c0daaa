"""Settings: what an operator sets, read once from variables that begin with WAYSTATION_.

A service declares its settings as a model and reads them at its entry point:
``settings = read(CasesSettings, os.environ)``. A secret's variable may end in ``_FILE`` and
name a file that holds it.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails, PydanticCustomError, from_json

from shared.strict import is_digits
from shared.text import Text

PREFIX = "WAYSTATION_"


class Settings(BaseModel):
    """What every service's settings model extends: frozen, and nothing unknown is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @field_validator("*", mode="before")
    @classmethod
    def _in_plain_digits(cls, value: object, info: ValidationInfo) -> object:
        """Refuse numbers that pydantic would guess at: `8_000`, full-width digits, blanks."""
        field = cls.model_fields[info.field_name or ""]
        if field.annotation in (int, float) and isinstance(value, str):
            digits = value.replace(".", "", 1) if field.annotation is float else value
            if not is_digits(digits):
                chinese = "应为整数。" if field.annotation is int else "应为数字。"
                english = "should be a number, in plain digits"
                raise PydanticCustomError("plain_digits", english, {"chinese": chinese})
        return value


class SettingsBroken(Exception):
    """Some settings are missing, unknown or malformed; the text names each variable."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


# What may be wrong with a value, by pydantic's name for the error; a validator of our own gives
# its Chinese text as `chinese` in the error's context.
_CHINESE = {
    "int_parsing": "应为整数。",
    "greater_than_equal": "不得小于 {ge}。",
    "less_than_equal": "不得大于 {le}。",
    "string_too_short": "不得为空。",
    "string_pattern_mismatch": "应符合 {pattern}。",
    "literal_error": "应为 {expected} 之一。",
    "bool_parsing": "应为 true 或 false。",
}


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
    shared.settings.SettingsBroken: WAYSTATION_PORT: should be a number, in plain digits.
    WAYSTATION_DATABASE is not set; set it, or WAYSTATION_DATABASE_FILE to a file that holds it.
    """
    complaints: list[Text] = []
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
            complaints.append(_twice(PREFIX + name.upper()))
        elif variable in own:
            values[name] = _value(text)
        else:
            try:
                values[name] = _value(Path(text).read_text(encoding="utf-8").rstrip("\r\n"))
            except (OSError, UnicodeDecodeError) as error:
                values[name] = ""
                complaints.append(_unreadable(variable, error))
    try:
        settings = model.model_validate(values)
    except ValidationError as error:
        unread = {complaint.en.split("_FILE", 1)[0] for complaint in complaints}
        for each in error.errors(include_url=False, include_input=False):
            variable = PREFIX + str(each["loc"][0] if each["loc"] else "").upper()
            if variable not in unread:
                complaints.append(_malformed(variable, each))
        raise _broken(complaints) from None
    if complaints:
        raise _broken(complaints)
    return settings


def _broken(complaints: Sequence[Text]) -> SettingsBroken:
    return SettingsBroken(
        Text(
            zh="\n".join(complaint.zh for complaint in complaints),
            en="\n".join(complaint.en for complaint in complaints),
        )
    )


def _value(text: str) -> object:
    if text[:1] in ("[", "{"):
        try:
            return from_json(text)
        except ValueError:
            return text
    return text


def _unknown(variable: str, known: list[str]) -> Text:
    names = [name.removeprefix(PREFIX) for name in known]
    near = get_close_matches(variable.removeprefix(PREFIX).removesuffix("_FILE"), names, n=1)
    meant_en = f"did you mean {PREFIX}{near[0]}?" if near else "unset it."
    meant_zh = f"是否应为 {PREFIX}{near[0]}？" if near else "请取消该变量。"
    return Text(
        zh=f"{variable} 不是驿站的设置；{meant_zh}",
        en=f"{variable} is no setting of Waystation; {meant_en}",
    )


def _twice(variable: str) -> Text:
    return Text(
        zh=f"{variable} 设置了两次（另有 _FILE）；请取消其中一个。",
        en=f"{variable} is set twice, also with _FILE; unset one.",
    )


def _unreadable(variable: str, error: Exception) -> Text:
    kind = type(error).__name__
    return Text(
        zh=f"{variable} 指定的文件无法读取（{kind}）。",
        en=f"{variable} names a file that cannot be read ({kind}).",
    )


def _malformed(variable: str, error: ErrorDetails) -> Text:
    if error["type"] == "missing":
        return Text(
            zh=f"{variable} 未设置；请设置它，或把 {variable}_FILE 设为存有其值的文件。",
            en=f"{variable} is not set; set it, or {variable}_FILE to a file that holds it.",
        )
    context = error.get("ctx", {})
    chinese = context.get("chinese") or _CHINESE.get(error["type"], "写法不对。")
    return Text(
        zh=f"{variable}：{chinese.format(**context)}",
        en=f"{variable}: {error['msg'].removeprefix('Input ')}.",
    )
