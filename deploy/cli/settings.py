"""Settings of the commands that an operator's server runs, from the environment."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from deploy.sentence import CannotGoOn
from shared.settings import Settings, SettingsBroken, read

S = TypeVar("S", bound=Settings)


# Variables that are options of commands, and no settings of a process.
OPTIONS = ("WAYSTATION_METRICS_PORT",)


def own_environment() -> Mapping[str, str]:
    """The environment of this process, without what is an option of its command."""
    return {name: text for name, text in os.environ.items() if name not in OPTIONS}


def from_environment(model: type[S]) -> S:
    """The settings of a command. Raises CannotGoOn, which names each wrong variable."""
    with settings_errors_explained():
        return read(model, own_environment())


@contextmanager
def settings_errors_explained() -> Iterator[None]:
    """Turn SettingsBroken into CannotGoOn, for the length of a ``with``."""
    try:
        yield
    except SettingsBroken as error:
        raise CannotGoOn(
            zh=f"设置缺失或有误，请逐行更正：\n{error.text.zh}",
            en=f"Settings are missing or wrong; each line names one:\n{error}",
        ) from None
