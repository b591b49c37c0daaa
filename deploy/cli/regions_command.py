"""`waystation regions`: check a place's list of regions, and show a region of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from deploy.cli.day import Day
from deploy.cli.region_code import UNKNOWN, WHICH
from deploy.language import echo, in_language
from deploy.place import REGIONS, own_regions
from deploy.sentence import CannotGoOn
from shared import strict
from shared.clock import today, utc_now
from shared.folding import fold_number
from shared.region_names import find_regions, full_name, with_code
from shared.regions import (
    LEVELS,
    Region,
    Regions,
    RegionYear,
    UnknownRegion,
    ancestors,
    is_unit,
    level,
    prefix,
    query_prefix,
    read_regions,
)
from shared.text import Language, Text

PLACE = click.Path(path_type=Path)


@click.group("regions")
def command() -> None:
    """The regions that are known: the built-in list, and a place's own."""


@command.command("check")
@click.argument("path", metavar="FILE", type=PLACE)
def check(path: Path) -> None:
    """Say all that is wrong with a list of regions, by line and column; nothing is changed.

    FILE is a list of regions, or a folder with regions.csv, population.csv or both. It is checked
    together with the built-in list, as the services would read it.
    """
    regions, faults = read_regions(path)
    for fault in faults:
        click.echo(in_language(fault.text()))
    if faults:
        raise CannotGoOn(
            zh=f"共{len(faults)}处错误；更正后服务才能使用这份区划表。",
            en="1 fault; no service takes this list before it is corrected."
            if len(faults) == 1
            else f"{len(faults)} faults; no service takes this list before they are corrected.",
        )
    listed, units = len({row.code for row in regions}), len(regions.units())
    echo(
        zh=f"没有错误。连同内置区划共{listed}个区划、{units}个社区以下单元。"
        f"sha256 {regions.digest}",
        en=f"No fault. With the built-in list: {listed} regions, {units} units below communities."
        f" sha256 {regions.digest}",
    )


@command.command("show")
@click.argument("region", metavar="CODE|NAME")
@click.option("--on", type=Day(), help="The day that it is shown for.  [default: today]")
@click.option(
    "--regions",
    "path",
    envvar=REGIONS,
    type=PLACE,
    help="The place's own regions: a file, or a folder such as the data folder of an instance;"
    f" else the variable {REGIONS}.",
)
def show(region: str, on: date | None, path: Path | None) -> None:
    """Show a region: names, level, dates, what it lies in, what it became, its population."""
    regions = own_regions(path, "--regions")
    day = on or today(utc_now())
    code = _code(region, regions)
    for label, text in _shown(code, day, regions):
        click.echo(f"{in_language(label)}{in_language(text)}")


def _code(text: str, regions: Regions) -> str:
    """The code that is meant, in full. Raises a usage error that lists several of them."""
    written = fold_number(text).upper()
    if strict.is_digits(written):
        try:
            return query_prefix(written).ljust(12, "0")
        except UnknownRegion as unknown:
            raise click.BadParameter(f"{text}: {in_language(unknown.detail)}") from None
    if is_unit(written):
        return written
    found = find_regions(text, regions, units=True)
    if len(found.exact) == 1:
        return found.exact[0]
    choices = [
        f"\n  {prefix(code)}  {in_language(full_name(code, regions))}"
        for code in found.exact or found.similar
    ]
    raise click.BadParameter(
        f"{text}: {in_language(WHICH if choices else UNKNOWN)}{''.join(choices)}"
    )


def _shown(code: str, day: date, regions: Regions) -> Iterator[tuple[Text, Text]]:
    """The lines that tell of a region, each with its label."""
    yield Text(zh="", en=""), _named(code, regions, day)
    yield Text(zh="级别：", en="Level: "), LEVELS[level(code)]
    yield Text(zh=f"{day} 当日：", en=f"On {day}: "), _state(code, day, regions)
    for above in ancestors(code)[:-1]:
        yield Text(zh="上级：", en="Lies in: "), _named(above, regions, day)
    for row in regions.rows(code):
        yield Text(zh="启用：", en="In force: "), _dates(row)
        for successor in row.successors:
            yield (
                Text(zh=f"{row.valid_to} 起改为：", en=f"Became on {row.valid_to}: "),
                _named(successor, regions, row.valid_to),
            )
    for row in regions.predecessors(code):
        if row.code != code:
            label = Text(zh=f"{row.valid_to} 划入：", en=f"Area from, on {row.valid_to}: ")
            yield (
                label,
                Text(
                    zh=f"{row.name}（{prefix(row.code)}）", en=f"{row.name_en} ({prefix(row.code)})"
                ),
            )
    for year in regions.years(code):
        yield Text(zh=f"{year.year}年：", en=f"{year.year}: "), _figures(year)
    for unit in regions.units(code) if level(code) == "community" else ():
        yield (
            Text(zh="单元：", en="Unit: "),
            Text(zh=f"{unit.name}（{unit.code}）", en=f"{unit.name_en or unit.name} ({unit.code})"),
        )


def _named(code: str, regions: Regions, on: date | None) -> Text:
    def named(language: Language) -> str:
        return with_code(code, regions, language, on)

    return Text(zh=named("zh"), en=named("en"))


def _state(code: str, day: date, regions: Regions) -> Text:
    if regions.exists(code, day):
        if regions.rows(code):
            return Text(zh="在用", en="in force")
        return Text(
            zh="未列出，但其所在地区的下级未全部列出，故可使用",
            en="not listed, but taken: not all of what its parent has is listed",
        )
    try:
        regions.check(code[:12], day)
    except UnknownRegion as unknown:
        return unknown.detail
    return Text(zh="未在用", en="not in force")


def _dates(row: Region) -> Text:
    first, end = row.valid_from, row.valid_to
    if first is None and end is None:
        return Text(zh="起止日期未注明", en="no dates given")
    zh = f"{first or '（起始日期未注明）'} 起" + (f"，{end} 停用" if end else "")
    en = f"from {first}" if first else "from a day that is not given"
    return Text(zh=zh, en=f"{en}, until the day before {end}" if end else en)


def _figures(year: RegionYear) -> Text:
    zh, en = [], []
    if year.population is not None:
        zh.append(f"人口{year.population:,}人")
        en.append(f"population {year.population:,}")
    if year.area is not None:
        zh.append(f"面积{year.area}平方公里")
        en.append(f"area {year.area} km²")
    return Text(zh="，".join(zh), en=", ".join(en))
