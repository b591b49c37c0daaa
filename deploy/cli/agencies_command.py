"""`waystation agencies`: the register of agencies, checked and shown."""

import json
import os
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from deploy.agencies import agencies_in
from deploy.cli.day import Day
from deploy.cli.instance import FOLDER
from deploy.cli.tables import print_table, table_of
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.tokens import agencies_of
from deploy.issuing import AGENCY
from deploy.language import echo, in_language
from deploy.place import own_regions, regions_of_environment
from deploy.sentence import CannotGoOn
from shared.agencies import KINDS, Agencies, Agency
from shared.clock import present_day
from shared.text import Text

AGENCIES = "WAYSTATION_AGENCIES"
agencies_option = click.option(
    "--agencies",
    envvar=AGENCIES,
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"File of the register of agencies; else the variable {AGENCIES}.",
)


def agencies_at_hand(file: Path | None, data_dir: Path | None) -> Agencies:
    """The register in a file if one is named, else that of an embedded instance's folder.

    Raises CannotGoOn.
    """
    if file is not None and data_dir is None:
        return agencies_in(file, AGENCIES, own_regions(regions_of_environment()))
    return agencies_of(DataFolder((data_dir or DEFAULT).resolve()))


@click.group("agencies")
def command() -> None:
    """The register of agencies: whose tokens are taken, and for which regions."""


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check a file before it is used: all that is wrong in it is named at once.

    Its regions are known by the built-in list, and that of the variable WAYSTATION_REGIONS. The
    register in the data folder of an embedded instance is checked as that instance reads it: with
    the folder's own regions, and the operator's agency.
    """
    folder = DataFolder(file.absolute().parent)
    if file.name == folder.agencies.name and os.path.exists(folder.issuer_key):
        agencies = agencies_of(folder)
    else:
        agencies = agencies_in(file, "", own_regions(regions_of_environment()))
    today = present_day()
    valid = [each for each in agencies if each.holds(today)]
    whole = len([*agencies])
    echo(
        zh=f"登记表可用：版本 {agencies.version}，{whole} 个单位，今天有效 {len(valid)} 个"
        f"（{_kinds(valid, 'zh')}）。\nSHA-256 {agencies.digest}",
        en=f"The register is in order: version {agencies.version}, {whole} agencies,"
        f" {len(valid)} of them valid today ({_kinds(valid, 'en')}).\nSHA-256 {agencies.digest}",
    )
    if AGENCY not in {each.agency_id for each in valid}:
        echo(
            zh=f"提示：其中没有今天有效的 {AGENCY}，管理员用 waystation import、report 等命令"
            "自签的令牌将被拒绝。嵌入式实例（包括演示实例）自带该单位，不受影响。",
            en=f"Mind: no {AGENCY} is valid in it today, so tokens that the operator's commands"
            " sign for themselves (waystation import, report and so on) are refused. An embedded"
            " instance, as of the demo, adds it by itself.",
            err=True,
        )


@command.command("show")
@click.argument("agency_id", metavar="[ID]", required=False)
@click.option("--on", type=Day(), help="Those that are valid on this day.  [default: today]")
@click.option("--data-dir", type=FOLDER, help="Folder of an embedded instance, for its register.")
@click.option("--json", "as_json", is_flag=True, help="Print them as one JSON object.")
@agencies_option
def show(
    agency_id: str | None,
    on: date | None,
    data_dir: Path | None,
    as_json: bool,
    agencies: Path | None,
) -> None:
    """Show the agencies that are valid on a day; or one of them, valid or not."""
    register, today = agencies_at_hand(agencies, data_dir), on or present_day()
    found: list[Agency] = [each for each in register if each.holds(today)]
    if agency_id is not None:
        one = register.find(agency_id)
        if one is None:
            raise CannotGoOn(
                zh=f"登记表（版本 {register.version}）中没有 {agency_id}。",
                en=f"There is no {agency_id} in the register (version {register.version}).",
            )
        found = [one]
    if as_json:
        rows = [_document(each, today) for each in found]
        account = {"version": register.version, "sha256": register.digest, "agencies": rows}
        click.echo(json.dumps(account, ensure_ascii=False))
    elif found:
        _print(found, today)
    else:
        echo(zh="当日没有有效的单位。", en="No agency is valid on that day.", err=True)


def _kinds(agencies: Iterable[Agency], language: str) -> str:
    counted = Counter(each.kind for each in agencies)
    names = ((KINDS[kind].in_language(language), count) for kind, count in counted.items())
    separator = "、" if language == "zh" else ", "
    return separator.join(f"{name} {count}" for name, count in names) or "0"


def _document(agency: Agency, day: date) -> dict[str, object]:
    return {
        "id": agency.agency_id,
        "kind": agency.kind,
        "name": agency.name,
        "public_name": agency.public_name,
        "regions": agency.regions,
        "valid_from": agency.valid_from and agency.valid_from.isoformat(),
        "valid_to": agency.valid_to and agency.valid_to.isoformat(),
        "valid": agency.holds(day),
    }


def _print(agencies: Iterable[Agency], day: date) -> None:
    table = table_of(
        Text(zh="代号", en="Id"),
        Text(zh="类别", en="Kind"),
        Text(zh="名称", en="Name"),
        Text(zh="对外名称", en="Public name"),
        Text(zh="地区", en="Regions"),
        Text(zh="有效期", en="Valid"),
    )
    for each in agencies:
        table.add_row(
            each.agency_id,
            f"{each.kind}\n{in_language(KINDS[each.kind])}",
            each.name,
            each.public_name,
            " ".join(each.regions),
            _validity(each, day),
        )
    print_table(table)


def _validity(agency: Agency, day: date) -> str:
    """From which day, and before which day; and whether that leaves the day in question out."""
    begins, ends = agency.valid_from or "…", agency.valid_to or "…"
    out = in_language(Text(zh=f"（{day} 无效）", en=f" (not on {day})"))
    return f"{begins} – {ends}{'' if agency.holds(day) else out}"
