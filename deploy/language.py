"""The language of what is printed for people: the locale's, or the one that `--lang` names."""

import os
from collections.abc import Mapping
from contextvars import ContextVar
from typing import get_args

import click

from shared.text import Language, Text

LANGUAGES: tuple[Language, ...] = get_args(Language)


def by_locale(environment: Mapping[str, str]) -> Language:
    """Chinese where the locale is Chinese, else English.

    >>> by_locale({"LANG": "zh_CN.UTF-8"}), by_locale({"LANG": "zh_CN", "LC_ALL": "C.UTF-8"})
    ('zh', 'en')
    """
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


_language: ContextVar[Language | None] = ContextVar("_language", default=None)


def _choose(ctx: click.Context, param: click.Parameter, value: Language | None) -> None:
    if value is not None or ctx.parent is None:
        _language.set(value)


def lang_option() -> click.Option:
    """The option `--lang`, which every command takes, before its name or behind."""
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        is_eager=True,
        expose_value=False,
        callback=_choose,
        help="Language of what is printed.  [default: the locale's]",
    )


def in_language(text: Text) -> str:
    """A text in the language that was chosen."""
    return text.in_language(_language.get() or by_locale(os.environ))


def echo(*, zh: str, en: str, err: bool = False) -> None:
    """Print a sentence in the language that was chosen."""
    click.echo(in_language(Text(zh=zh, en=en)), err=err)
