"""`waystation policy`: check a place's policies, show which hold, and what a file changes."""

import asyncio
import json
from datetime import date
from pathlib import Path

import click

from deploy.cli.day import Day
from deploy.cli.duties_by_hand import database_of
from deploy.cli.instance import FOLDER
from deploy.cli.policy_changes import changes_as_document, print_changes
from deploy.cli.policy_tables import as_document, print_shown
from deploy.cli.policy_whose import affected_as_document, look_through, print_affected
from deploy.cli.region_code import RegionCode
from deploy.language import echo, in_language
from deploy.place import (
    KNOWN_AHEAD,
    POLICIES,
    own_policies,
    own_regions,
    regions_of_environment,
    regions_of_folder,
)
from deploy.sentence import CannotGoOn
from services.reporting.declared.schemes.of_a_place import check_indicators
from shared import logs
from shared.clock import present_day
from shared.events.cases.kinds import CaseKind
from shared.policies.comparing import changes, days_changed, listed_changes
from shared.policies.faults import PoliciesBroken
from shared.policies.in_force import load_policies
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from shared.policies.showing import (
    aims_that_hold,
    duties_that_hold,
    numbers_that_hold,
    origins,
    points_that_hold,
)
from shared.regions import Regions, prefix
from shared.text import Text

BUILT_IN = "built-in"
PLACE = click.Path(path_type=Path)
SEVERAL = "、"


@click.group("policy")
def command() -> None:
    """The policies: numbers, duties and schemes of a place, by region and day."""


@command.command("check")
@click.argument("path", metavar="FILE", type=PLACE)
def check(path: Path) -> None:
    """Say all that is wrong with a file of policies, by entry and field; nothing is changed.

    FILE is checked together with the built-in policies, as the services would read it. Its regions
    are known by the list of regions beside it, else by that of the variable WAYSTATION_REGIONS.
    """
    try:
        policies = load_policies(path, _regions_for(path), check_indicators)
    except PoliciesBroken as broken:
        for fault in broken.faults:
            click.echo(in_language(fault))
        count = len(broken.faults)
        raise CannotGoOn(
            zh=f"共{count}处错误；更正后服务才能使用这份政策文件。",
            en="1 fault; no service takes this file before it is corrected."
            if count == 1
            else f"{count} faults; no service takes this file before they are corrected.",
        ) from None
    except OSError as error:
        raise CannotGoOn(
            zh=f"{path} 无法读取（{error.strerror}）；请核对路径。",
            en=f"{path} cannot be read ({error.strerror}); check the path.",
        ) from None
    _tell(policies)


def _tell(policies: Policies) -> None:
    placed = origins(policies)
    replaced = [f"{table} {code}" for (table, code), origin in placed.items() if origin.replaces]
    own = [each for each in placed.values() if each.own]
    echo(
        zh=f"没有错误：版本 {policies.version}，本地条目{len(own)}项。sha256 {policies.digest}",
        en=f"No fault: version {policies.version}, {len(own)} entries of the place."
        f" sha256 {policies.digest}",
    )
    if replaced:
        echo(
            zh=f"代替内置条目：{SEVERAL.join(replaced)}。",
            en=f"In the place of built-in entries: {', '.join(replaced)}.",
        )
    until = policies.working_days.known_until
    echo(
        zh=f"节假日安排已知至 {until} 前；其后只按周一至周五计算工作日。",
        en=f"Holidays are known until the day before {until}; from then on, working days are Monday"
        " to Friday.",
    )
    if present_day() + KNOWN_AHEAD >= until:
        echo(
            zh="提示：请补充后续年份的安排（[[days]]，见 docs/policies.md），或更新驿站。",
            en="Mind: add the next year ([[days]], see docs/policies.md), or update Waystation.",
            err=True,
        )


@command.command("show")
@click.option("--region", type=RegionCode(), help="Those for a region, by its code.")
@click.option("--on", type=Day(), help="Those that hold on this day.  [default: today]")
@click.option(
    "--kind",
    type=click.Choice([each.value for each in CaseKind]),
    help="Those for this kind of case alone.",
)
@click.option("--level", help="Those for this level of risk alone.")
@click.option(
    "--policies",
    "path",
    envvar=POLICIES,
    type=PLACE,
    help="The place's own policies: a file, or a folder such as the data folder of an instance;"
    f" else the variable {POLICIES}.",
)
@click.option("--json", "as_json", is_flag=True, help="Print them as one JSON object.")
def show(
    region: str | None,
    on: date | None,
    kind: str | None,
    level: str | None,
    path: Path | None,
    as_json: bool,
) -> None:
    """Show which policies hold for a region on a day, from which entry, and what that rests on."""
    policies = own_policies(path, "--policies", None if path is None else _regions_for(path))
    if level is not None and level not in policies.levels:
        known = ", ".join(policies.levels)
        text = Text(
            zh=f"没有这一等级；可用：{known}。", en=f"there is no such level; known: {known}."
        )
        raise click.BadParameter(f"{level}: {in_language(text)}", param_hint="--level")
    day = on or present_day()
    kinds = [CaseKind(kind)] if kind else [*CaseKind]
    code = prefix(region) if region else ""
    duties = duties_that_hold(policies, code, day, kinds, level)
    others = [
        *numbers_that_hold(policies, code, day, kinds),
        *points_that_hold(policies, code, day, kinds),
        *aims_that_hold(policies, code, day),
    ]
    if as_json:
        document = as_document(policies, code, day, duties, others)
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        print_shown(policies, code, day, duties, others)


@command.command("diff")
@click.argument("old", metavar="OLD", type=PLACE)
@click.argument("new", metavar="NEW", type=PLACE)
@click.option("--region", type=RegionCode(), help="In a region and below it alone.")
@click.option(
    "--whose",
    "by_duty",
    is_flag=True,
    help="Say in how many cases of an installation which duties change: of the one whose database"
    " WAYSTATION_DUTIES_DATABASE names, or of --data-dir.",
)
@click.option("--data-dir", type=FOLDER, help="With --whose: the folder of a running instance.")
@click.option("--cases", "by_case", is_flag=True, help="With --whose: list the ids of the cases.")
@click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")
def diff(
    old: Path,
    new: Path,
    region: str | None,
    by_duty: bool,
    data_dir: Path | None,
    by_case: bool,
    as_json: bool,
) -> None:
    """Say which values are others by NEW than by OLD: for which regions, kinds, levels and days.

    Each is a file of policies, or the word built-in. With --whose the cases that are kept are gone
    through, as if NEW came into force today in the place of OLD; nothing is changed. A case counts
    whose duties are due on other days: not one that is reminded on another (due_soon_days).
    """
    if not by_duty and (by_case or data_dir is not None):
        raise click.UsageError("--cases and --data-dir go with --whose.")
    before, after = _policies(old, "OLD"), _policies(new, "NEW")
    code = prefix(region) if region else ""
    found = changes(before, after, code)
    listed, days = listed_changes(before, after), days_changed(before, after)
    days = [each for each in days if each[0].startswith(code) or code.startswith(each[0])]
    affected = None
    if by_duty:
        logs.configure("policy", level="warning")
        affected = asyncio.run(look_through(database_of(data_dir), before, after, code))
    if as_json:
        document = changes_as_document(before, after, found, listed, days)
        if affected is not None:
            document = {**document, "whose": affected_as_document(affected, by_case)}
        click.echo(json.dumps(document, ensure_ascii=False))
    elif not (found or days or any(listed.values())):
        echo(zh="没有变化。", en="Nothing changes.")
    else:
        print_changes(found, listed, days)
    if affected is not None and not as_json:
        print_affected(affected, by_case)


def _policies(path: Path, name: str) -> Policies:
    if str(path) == BUILT_IN and not path.exists():
        return built_in()
    return own_policies(path, name, _regions_for(path))


def _regions_for(path: Path) -> Regions:
    folder = path if path.is_dir() else path.absolute().parent
    beside = regions_of_folder(folder)
    return own_regions(beside, str(folder)) if beside else own_regions(regions_of_environment())
