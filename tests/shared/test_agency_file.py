"""The file of the register of agencies: what it may say, and what is told of a wrong one."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.agencies import SERVICES_AGENCY, Agency, AgencyKind
from shared.agency_file import FIELDS, AgenciesBroken, load_agencies, read_agencies
from tests.agencies import REGISTER, agency, as_file

GOOD = """
version = "2026-1"

[[agency]]
id = "金水 310"
kind = "police"
name = "郑州市公安局金水分局"
public_name = "金水公安"
regions = ["410105000000", "4102", "4102"]
valid_from = 2026-01-01
valid_to = 2027-01-01
"""


def faults(text: str) -> list[str]:
    """What is told of a register's text, in English; the Chinese has as many lines."""
    with pytest.raises(AgenciesBroken) as broken:
        read_agencies(text.encode())
    assert len(broken.value.text.zh.splitlines()) == len(broken.value.faults)
    return broken.value.text.en.splitlines()


def changed(field: str, value: str) -> str:
    """The good file with one field's value changed."""
    [line] = [each for each in GOOD.splitlines() if each.startswith(f"{field} =")]
    return GOOD.replace(line, f"{field} = {value}")


def test_a_register_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Regions as prefixes, each once; version and digest are those of the file."""
    path = tmp_path / "agencies.toml"
    path.write_text("\ufeff" + GOOD, encoding="utf-8")
    agencies = load_agencies(path)
    assert [*agencies] == [
        Agency(
            "金水 310",
            AgencyKind.POLICE,
            "郑州市公安局金水分局",
            "金水公安",
            ("410105", "4102"),
            date(2026, 1, 1),
            date(2027, 1, 1),
        )
    ]
    assert agencies.version == "2026-1"
    assert agencies.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_is_written_is_read_back() -> None:
    """The tests' own register, through its file."""
    assert [*read_agencies(as_file().encode())] == [*REGISTER]


def test_the_file_that_comes_with_compose_is_in_order() -> None:
    """It has the agency that the operator's commands call as."""
    example = load_agencies(Path(__file__).parents[2] / "deploy/register/agencies.toml")
    operator = example.find("waystation")
    assert operator is not None
    assert len(operator.regions) == 34


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", '""'),
        ("id", "7"),
        ("id", '"a\\nb"'),
        ("id", f'"{"a" * 101}"'),
        ("id", f'"{SERVICES_AGENCY}"'),
        ("kind", '"polise"'),
        ("kind", '"POLICE"'),
        ("kind", "1"),
        ("kind", '["police"]'),
        ("name", '" "'),
        ("public_name", "1"),
        ("regions", '"41"'),
        ("regions", "[]"),
        ("regions", "[41]"),
        ("regions", '["41", "410"]'),
        ("regions", '["99"]'),
        ("regions", '["419999"]'),
        ("regions", '["４１"]'),
        ("valid_from", '"2026-01-01"'),
        ("valid_from", "2026-01-01T00:00:00"),
        ("valid_from", "20260101"),
        ("valid_to", "2026-01-01"),
        ("valid_to", "2025-01-01"),
    ],
)
def test_a_wrong_field_is_named_with_its_agency(field: str, value: str) -> None:
    """So that whoever wrote the file finds the line."""
    [told] = faults(changed(field, value))
    place = "agency 金水 310" if field != "id" else "agency "
    assert told.startswith(place)
    assert f", {field}: " in told


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Misspelt and missing fields, several agencies, and one that is entered twice."""
    told = faults(
        'versoin = "1"\n[[agency]]\nid = "a"\nkindd = "police"\nname = "a"\n'
        '[[agency]]\nid = "a"\nkind = "police"\nname = "a"\npublic_name = "a"\nregions = ["41"]\n'
        "[[agency]]\n"
    )
    assert "versoin: is not known; did you mean version?" in told
    assert "agency a, kindd: is not known; did you mean kind?" in told
    assert "agency a, id: is entered 2 times." in told
    assert "agency a, public_name: is missing." in told
    required = {*FIELDS} - {"valid_from", "valid_to"}
    assert {f"agency no. 3, {name}: is missing." for name in required} <= {*told}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "version"),
        (b'version = "1"\n', "There is no agency"),
        (b'version = "1"\nagency = 7\n', "There is no agency"),
        (b'version = "1"\nagency = [7]\n', "There is no agency"),
        (b'version = "1"\n[agency]\nid = "a"\n', "There is no agency"),
        (b"version = 1\n", "version: give this file a version"),
        (b"[[agency]\n", "not valid TOML"),
        ('version = "单位"'.encode("gbk"), "not in UTF-8"),
        (b"\x00", "not valid TOML"),
        (b"a = " + b"[" * 100_000, "not valid TOML"),
    ],
)
def test_what_is_no_register_is_told(content: bytes, told: str) -> None:
    """In a sentence of either language."""
    with pytest.raises(AgenciesBroken) as broken:
        read_agencies(content)
    assert told in broken.value.text.en
    assert broken.value.text.zh


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_content_is_a_fault_of_the_reader(content: bytes) -> None:
    """Whatever is in the file."""
    with pytest.raises(AgenciesBroken):
        read_agencies(content)


def test_an_agency_besides_gives_way_to_the_files_own() -> None:
    """The operator's agency is there unless the file says something else of it."""
    own, other = agency("金水 310", AgencyKind.OTHER), agency("waystation")
    agencies = read_agencies(GOOD.encode(), [own, other])
    kinds = {each.agency_id: each.kind for each in agencies}
    assert kinds == {"金水 310": AgencyKind.POLICE, "waystation": AgencyKind.ANTI_DRUG_OFFICE}
