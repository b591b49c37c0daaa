"""Settings are read once, and what is wrong with them is said by the variable's name."""

from pathlib import Path

import pytest

from shared.settings import Settings, SettingsBroken, read


class Example(Settings):
    """Some settings."""

    database: str
    port: int = 8000
    agencies: tuple[str, ...] = ()


def broken(environment: dict[str, str]) -> list[str]:
    """The sentences that an environment leads to."""
    with pytest.raises(SettingsBroken) as caught:
        read(Example, environment)
    return str(caught.value).splitlines()


def test_read() -> None:
    """Variables with the prefix are taken, others left alone; a list is written as JSON."""
    environment = {"WAYSTATION_DATABASE": "d", "WAYSTATION_AGENCIES": '["a"]', "PATH": "/bin"}
    assert read(Example, environment) == Example(database="d", agencies=("a",))


def test_secret_file(tmp_path: Path) -> None:
    """A secret may stand in a file; its last line feed is no part of it."""
    file = tmp_path / "secret"
    file.write_text("hush \n", encoding="utf-8")
    assert read(Example, {"WAYSTATION_DATABASE_FILE": str(file)}).database == "hush "


def test_missing() -> None:
    """A missing setting is named."""
    assert broken({})[0].startswith("WAYSTATION_DATABASE is not set")


def test_unknown() -> None:
    """An unknown one is named, with the one that was meant."""
    (sentence,) = broken({"WAYSTATION_DATABASE": "d", "WAYSTATION_PROT": "1"})
    assert sentence.endswith("did you mean WAYSTATION_PORT?")
    (sentence,) = broken({"WAYSTATION_DATABASE": "d", "WAYSTATION_XYZZY": "1"})
    assert sentence.endswith("unset it.")


def test_also() -> None:
    """Settings of other parts of the process are let through, their files too."""
    environment = {
        "WAYSTATION_DATABASE": "d",
        "WAYSTATION_TOKEN": "t",
        "WAYSTATION_KEY_FILE": "/k",
    }
    assert read(Example, environment, also=["token", "key"]) == Example(database="d")


def test_malformed() -> None:
    """A malformed one is named, and its value kept back."""
    sentences = broken({"WAYSTATION_PORT": "hush", "WAYSTATION_AGENCIES": "[hush"})
    assert len(sentences) == 3
    assert any(sentence.startswith("WAYSTATION_PORT: ") for sentence in sentences)
    assert "hush" not in "".join(sentences)


def test_twice() -> None:
    """A value and a file for one setting is one too many."""
    (sentence,) = broken({"WAYSTATION_DATABASE": "d", "WAYSTATION_DATABASE_FILE": "/x"})
    assert "set twice" in sentence


def test_unreadable_file() -> None:
    """A file that cannot be read is one complaint, not two."""
    (sentence,) = broken({"WAYSTATION_DATABASE_FILE": "/nonexistent/secret"})
    assert sentence == (
        "WAYSTATION_DATABASE_FILE names a file that cannot be read (FileNotFoundError)."
    )


def test_chinese(tmp_path: Path) -> None:
    """Each sentence has its Chinese, which names the same variable."""
    environment = {
        "WAYSTATION_DATABASE_FILE": str(tmp_path / "none"),
        "WAYSTATION_PORT": "hush",
        "WAYSTATION_AGENCIES": "[hush",
        "WAYSTATION_PROT": "1",
        "WAYSTATION_XYZZY": "1",
    }
    with pytest.raises(SettingsBroken) as caught:
        read(Example, environment)
    english, chinese = str(caught.value).splitlines(), caught.value.text.zh.splitlines()
    assert len(english) == len(chinese) == 5
    for line, output in zip(english, chinese, strict=True):
        variable = output.partition("：")[0].partition(" ")[0]
        assert line.startswith(variable)
        assert variable.startswith("WAYSTATION_")
        assert any("\u4e00" <= character <= "\u9fff" for character in output)
        assert "hush" not in output
    assert "WAYSTATION_PORT：应为整数。" in chinese
