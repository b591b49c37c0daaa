"""Settings of the commands that an operator's server runs, from the environment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from deploy.sentence import CannotGoOn
from shared.settings import Settings, SettingsBroken, read

S = TypeVar("S", bound=Settings)


def from_environment(model: type[S]) -> S:
    """The settings of a command. Raises CannotGoOn, which names each wrong variable."""
    with settings_errors_explained():
        return read(model, os.environ)


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
