"""`waystation token`: a token for a caller of an instance that issues its own."""

import re
from collections.abc import Sequence
from pathlib import Path

import click

from deploy.cli.agencies_command import agencies_at_hand, agencies_option
from deploy.cli.instance import FOLDER, issuer_key_option
from deploy.cli.lifetime import Lifetime
from deploy.cli.region_code import RegionCodes
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.tokens import agencies_of, existing_issuer
from deploy.issuing import AGENCY, issuer_with, user_here
from deploy.language import echo
from deploy.sentence import CannotGoOn
from shared.agencies import SERVICES_AGENCY, Agencies
from shared.catalogue import ACTIONS, SERVICES_ACTIONS, Action
from shared.clock import present_day
from shared.http.problems import Problem
from shared.identity.claims import Claims
from shared.identity.registered import registered_caller
from shared.identity.tokens import HOUR
from shared.regions import prefix
from shared.regions.provinces import PROVINCES

# What a token allows unless more is asked for: figures, and nothing of any person.
DEFAULT_ACTIONS: tuple[Action, ...] = ("statistics:read",)


def _actions(ctx: click.Context, param: click.Parameter, value: str | None) -> list[str] | None:
    return [action for action in re.split(r"[,\s]+", value) if action] if value else None


def _refuse_for_services(actions: Sequence[str]) -> None:
    """Refuse what no agency's token can allow."""
    alone = sorted(SERVICES_ACTIONS.intersection(actions))
    if alone:
        raise click.BadParameter(
            f"{', '.join(alone)}: for Waystation's own services alone.", param_hint="--actions"
        )


def _within(
    register: Agencies, agency: str, regions: Sequence[str], *, told: bool
) -> Sequence[str]:
    """The regions, or what the register leaves of them; says so if some were asked for in vain.

    Raises the Problem that the token would lead to.
    """
    asked = tuple(map(prefix, regions))
    claims = Claims(agency, asked, frozenset(), "")
    left = registered_caller(claims, register, present_day()).regions
    if set(left) == {*asked}:
        return regions
    if told:
        echo(
            zh=f"{agency} 的登记地区未包含所填的全部地区，令牌只限：{'、'.join(left)}。",
            en=f"{agency} is not registered for all of these regions; the token is for"
            f" {', '.join(left)} alone.",
            err=True,
        )
    return left


@click.command("token")
@click.option(
    "--data-dir", type=FOLDER, help=f"Folder of an embedded instance.  [default: {DEFAULT}]"
)
@issuer_key_option
@agencies_option
@click.option("--agency", default=AGENCY, show_default=True, help="Who will call with it.")
@click.option(
    "--regions",
    type=RegionCodes(),
    help="Codes or prefixes, with commas; needed for other actions than the default.",
)
@click.option(
    "--actions",
    callback=_actions,
    help=f"Of {', '.join(ACTIONS)}, with commas.  [default: {', '.join(DEFAULT_ACTIONS)}]",
)
@click.option(
    "--user",
    help="Pseudonym of the person for whom it calls.  [default: the account here, as uid-1000]",
)
@click.option("--lifetime", type=Lifetime(), default="1h", show_default=True, help="As 30m, 1h.")
def command(
    data_dir: Path | None,
    issuer_key: Path | None,
    agencies: Path | None,
    agency: str,
    regions: list[str] | None,
    actions: list[str] | None,
    user: str | None,
    lifetime: float,
) -> None:
    """Print a bearer token: of an embedded instance, or of an issuer's key.

    The key is the one that `waystation secrets` made for the services of an installation. Which
    lifetime it takes is set there; an hour is taken everywhere. An instance takes tokens of the
    agencies in its register and of their regions: one that would be refused is not made.
    """
    if data_dir is not None and issuer_key is not None:
        raise click.UsageError(
            "Name --data-dir or --issuer-key (the variable WAYSTATION_ISSUER_KEY), not both."
        )
    unknown = sorted(set(actions or ()) - set(ACTIONS))
    if unknown:
        raise click.BadParameter(
            f"{', '.join(unknown)}: the actions are {', '.join(ACTIONS)}.", param_hint="--actions"
        )
    if actions and not regions and not {*actions} <= {*DEFAULT_ACTIONS}:
        raise click.UsageError(
            f"{', '.join(actions)}: name the --regions that this is allowed in, as 410105 or 41."
        )
    try:
        if issuer_key is not None:
            issuer = issuer_with(issuer_key)
            register = None if agencies is None else agencies_at_hand(agencies, None)
        else:
            folder = DataFolder((data_dir or DEFAULT).resolve())
            issuer, register = existing_issuer(folder), agencies_of(folder)
        named = regions or [*PROVINCES]
        wanted = actions or [*DEFAULT_ACTIONS]
        if agency != SERVICES_AGENCY:
            _refuse_for_services(wanted)
            if register is not None:
                named = [*_within(register, agency, named, told=regions is not None)]
        token = issuer.mint(agency, named, wanted, lifetime, user=user or user_here())
    except Problem as refused:
        raise CannotGoOn(zh=refused.detail.zh, en=refused.detail.en) from None
    click.echo(token)
    if issuer_key is None:
        echo(
            zh="由内嵌签发者生成，仅限本机使用。",
            en="Made by the embedded issuer: not for use beyond this machine.",
            err=True,
        )
        if lifetime > HOUR:
            echo(
                zh="实例默认只接受1小时以内的令牌；可用 up --token-lifetime 放宽。",
                en="An instance takes tokens of an hour at most, unless it was started with"
                " --token-lifetime.",
                err=True,
            )
