"""Every setting stands on docs/settings.md, with its meaning, as the code has it."""

import re

import yaml

from deploy.settings_page import (
    COMMANDS,
    COMPOSE,
    OF_COMPOSE,
    PAGE,
    PROCESSES,
    ROOT,
    SIGN_IN,
    of_compose,
    page,
    rows,
)
from services.reporting.entry.settings import BrowserSettings
from shared.settings import PREFIX

# Those of an example.
OTHERS = {"WAYSTATION_DATABASE", "WAYSTATION_DATABASE_FILE"}


def test_the_page_is_what_the_code_says() -> None:
    """`make settings` writes it anew after a change."""
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make settings"


def test_every_setting_has_a_meaning() -> None:
    """A field says in its description what an operator sets it for."""
    for row in rows():
        assert row.meaning.endswith("."), row
        assert "|" not in row.meaning + row.default, row


def test_one_variable_means_one_thing_to_a_process() -> None:
    """No model has two fields of one variable, and the same meaning is written in one way."""
    for model in PROCESSES.values():
        assert len({name.upper() for name in model.model_fields}) == len(model.model_fields)


def test_every_variable_of_the_compose_file_is_told() -> None:
    """It is a setting of a process that it is handed on to, or has a meaning of its own."""
    settings = {row.variable for row in rows()}
    assert of_compose().keys() - settings == OF_COMPOSE.keys()


def test_compose_hands_on_every_setting_of_browsers() -> None:
    """Those of signing in by the file beside compose.yaml, which is of reporting alone."""
    handed_on = {}
    for file in (COMPOSE, SIGN_IN):
        services = yaml.safe_load(file.read_text(encoding="utf-8"))["services"]
        names = {n.removesuffix("_FILE") for n in services["reporting"]["environment"]}
        handed_on[file] = {n for n in names if n.startswith((f"{PREFIX}BROWSER", f"{PREFIX}OIDC"))}
    settings = {PREFIX + name.upper() for name in BrowserSettings.model_fields}
    assert handed_on[COMPOSE] | handed_on[SIGN_IN] == settings
    assert not handed_on[COMPOSE] & handed_on[SIGN_IN]
    assert list(services) == ["reporting"]


def test_no_variable_of_the_code_is_missing() -> None:
    """Wherever a program names a variable of Waystation, the page has it."""
    known = {row.variable for row in rows()} | {name for name, *_ in COMMANDS} | set(of_compose())
    for folder in ("deploy", "services", "shared"):
        for file in (ROOT / folder).rglob("*.py"):
            named = re.findall(rf"{PREFIX}[A-Z_]*[A-Z]\b", file.read_text(encoding="utf-8"))
            unknown = {n for n in named if n not in known and n.removesuffix("_FILE") not in known}
            assert unknown <= OTHERS, file
