"""`waystation agencies`, and what `waystation token` makes of the register."""

import json
from pathlib import Path

import pytest

from deploy.embedded.folder import DataFolder
from deploy.embedded.tokens import issuer_of, register_of
from deploy.issuing import AGENCY
from deploy.sentence import CannotGoOn
from shared.agencies import SERVICES_AGENCY, AgencyKind
from shared.identity.issuer import Issuer
from shared.identity.tokens import Verifier
from shared.regions.provinces import PROVINCES
from tests.agencies import agency, as_file
from tests.deploy.cli.test_language import CHINESE, run

DEMO = Path(__file__).parents[3] / "deploy" / "demo" / "agencies.toml"
HOSPITAL = agency("医院 7", AgencyKind.HOSPITAL, "410105", "4102")


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A register's file."""
    path = tmp_path / "agencies.toml"
    path.write_text(as_file([HOSPITAL], "2026-3"))
    return str(path)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """The folder of an embedded instance that was started before."""
    folder = DataFolder(tmp_path / "data")
    folder.make()
    issuer_of(folder)
    return folder


def ended_text() -> str:
    """A register whose one agency is past."""
    return as_file([HOSPITAL]) + "valid_to = 2020-01-01\n"


def test_a_register_in_order_is_told_so(file: str) -> None:
    """With its version and sum, as a service tells them; one without the operator's is minded."""
    checked = run("agencies", "check", file)
    assert checked.exit_code == 0
    assert "version 2026-3, 1 agencies, 1 of them valid today (hospital 1)" in checked.output
    assert f"Mind: no {AGENCY} is valid in it" in checked.output
    Path(file).write_text(as_file([HOSPITAL, agency(AGENCY)]))
    assert "Mind" not in run("agencies", "check", file).output
    assert CHINESE.search(run("agencies", "check", file, "--lang", "zh").output)


def test_the_register_of_an_embedded_instance_has_its_operator(folder: DataFolder) -> None:
    """It is checked as the instance reads it: the demo's is in order, and nothing is to be minded;
    the same file by itself does without."""
    text = DEMO.read_text(encoding="utf-8")
    folder.agencies.write_text(text, encoding="utf-8")
    checked = run("agencies", "check", str(folder.agencies))
    assert checked.exit_code == 0, checked.output
    assert "11 agencies" in checked.output
    assert "Mind" not in checked.output
    alone = folder.path / "draft.toml"
    alone.write_text(text, encoding="utf-8")
    assert "Mind" in run("agencies", "check", str(alone)).output
    folder.agencies.write_text("[[agency]")
    assert isinstance(run("agencies", "check", str(folder.agencies)).exception, CannotGoOn)


@pytest.mark.parametrize("text", ['kind = "police"\n', None])
def test_a_wrong_register_ends_with_1(tmp_path: Path, text: str | None) -> None:
    """Whoever puts a file in place by a script can stop there."""
    path = tmp_path / "agencies.toml"
    if text is not None:
        path.write_text(text)
    checked = run("agencies", "check", str(path))
    assert isinstance(checked.exception, CannotGoOn)
    assert str(path) in checked.exception.text.en
    assert str(path) in checked.exception.text.zh


def test_the_agencies_of_a_day_are_shown(file: str) -> None:
    """Those that are not valid then only by their id, and it says so."""
    Path(file).write_text(ended_text())
    assert "医院 7" not in run("agencies", "show", "--agencies", file).output
    then = run("agencies", "show", "--on", "2019-12-31", WAYSTATION_AGENCIES=file)
    assert "医院 7" in then.output
    assert "not on" not in then.output
    one = run("agencies", "show", "医院 7", "--on", "2020-01-01", "--agencies", file)
    assert "(not on 2020-01-01)" in one.output
    shown = run("agencies", "show", "医院 7", "--json", "--agencies", file)
    [entry] = json.loads(shown.output)["agencies"]
    assert (entry["kind"], entry["valid_to"], entry["valid"]) == ("hospital", "2020-01-01", False)
    assert run("agencies", "show", "--on", "1.1.2020", "--agencies", file).exit_code == 2
    nobody = run("agencies", "show", "x", "--agencies", file)
    assert "There is no x" in str(nobody.exception)


def test_an_embedded_instance_has_a_register_built_in(folder: DataFolder) -> None:
    """Its one agency is the operator's; a file in the folder adds to it."""
    built_in = register_of(folder).present()
    assert [each.agency_id for each in built_in] == [AGENCY]
    folder.agencies.write_text(as_file([HOSPITAL]))
    assert {each.agency_id for each in register_of(folder).present()} == {AGENCY, "医院 7"}
    shown = run("agencies", "show", "--data-dir", str(folder.path))
    assert "医院 7" in shown.output
    folder.agencies.write_text("no register")
    with pytest.raises(CannotGoOn, match=r"agencies\.toml"):
        register_of(folder)


async def test_a_token_is_cut_to_its_agencys_regions_and_it_says_so(folder: DataFolder) -> None:
    """The token holds what an instance would take of it."""
    folder.agencies.write_text(as_file([HOSPITAL]))
    issuer = issuer_of(folder)
    verifier = Verifier(issuer, issuer=issuer.name, register=register_of(folder))
    words = ("token", "--data-dir", str(folder.path), "--actions", "cases:read", "--user", "u-17")
    made = run(*words, "--agency", "医院 7", "--regions", "41,33")
    assert "is not registered for all of these regions" in made.stderr
    caller = await verifier.verify(made.stdout.strip())
    assert (caller.regions, caller.kind, caller.user) == (
        ("410105", "4102"), AgencyKind.HOSPITAL, "u-17",
    )  # fmt: skip
    fits = run(*words, "--agency", "医院 7", "--regions", "410105001,4102")
    assert "not registered" not in fits.stderr
    figures = run("token", "--data-dir", str(folder.path))
    assert "not registered" not in figures.stderr
    caller = await verifier.verify(figures.stdout.strip())
    assert caller.regions == PROVINCES
    assert (caller.user or "").startswith("uid-")


@pytest.mark.parametrize(
    ("agency_id", "regions", "why"),
    [("nobody", "41", "not in the register"), ("医院 7", "33", "None of the token's regions")],
)
def test_a_token_that_would_be_refused_is_not_made(
    folder: DataFolder, agency_id: str, regions: str, why: str
) -> None:
    """Of an embedded instance, and of an issuer's key where the register is at hand."""
    folder.agencies.write_text(as_file([HOSPITAL]))
    words = ("--agency", agency_id, "--regions", regions, "--actions", "cases:read")
    for where in (
        ("--data-dir", str(folder.path)),
        ("--issuer-key", str(folder.issuer_key), "--agencies", str(folder.agencies)),
    ):
        refused = run("token", *where, *words)
        assert why in str(refused.exception), refused.output
        assert not refused.stdout
    assert run("token", "--issuer-key", str(folder.issuer_key), *words).exit_code == 0


def test_an_agencys_token_never_reads_the_journal(folder: DataFolder) -> None:
    """It is refused where it is asked for; the services' own is another agency's."""
    words = ("token", "--data-dir", str(folder.path), "--regions", "41")
    refused = run(*words, "--actions", "cases:read,journal:read")
    assert refused.exit_code == 2
    assert "own services alone" in refused.output
    own = run(*words, "--agency", SERVICES_AGENCY, "--actions", "journal:read")
    assert own.exit_code == 0


async def test_the_folders_key_is_good_for_both(folder: DataFolder) -> None:
    """One process has one key: for agencies, and for its own services."""
    issuer = Issuer.read(folder.issuer_key, "waystation-embedded")
    verifier = Verifier(issuer, issuer=issuer.name, register=register_of(folder))
    caller = await verifier.verify(issuer.mint(SERVICES_AGENCY, (), ["journal:read"]))
    assert caller.actions == {"journal:read"}


def test_regions_are_known_by_the_places_own_list(folder: DataFolder, tmp_path: Path) -> None:
    """A street that is only in it is taken, and one that it retires from the list is not."""
    street = agency("站", AgencyKind.STREET_WORKSTATION, "330113001")
    head = "code,name,name_en,valid_from,valid_to,below,successors\n"
    listed = head + "330113000000,临平区,Linping,2021-04-09,,,\n330113001000,临平街道,Linping,,,,\n"
    other = head + "330113000000,临平区,Linping,2021-04-09,,,\n330113002000,东湖街道,Donghu,,,,\n"
    folder.agencies.write_text(as_file([street]))
    place = tmp_path / "place"
    place.mkdir()
    for text, code in ((listed, 0), (other, 1)):
        for where in (place, folder.path):
            (where / "regions.csv").write_text(text)
        checked = run("agencies", "check", str(folder.agencies), WAYSTATION_REGIONS=str(place))
        shown = run("agencies", "show", "--data-dir", str(folder.path))
        assert (checked.exit_code, shown.exit_code) == (code, code), checked.output
    assert "330113001" in str(checked.exception)
