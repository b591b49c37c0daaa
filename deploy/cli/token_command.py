"""`waystation token`: a token for a caller of an instance that issues its own."""

import re
from pathlib import Path

import click

from deploy.cli.instance import FOLDER, issuer_key_option
from deploy.cli.region_code import RegionCodes
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.tokens import mint
from deploy.issuing import AGENCY, PROVINCES, issuer_with
from deploy.sentence import CannotGoOn
from shared.catalogue import ACTIONS
from shared.http.problems import Problem

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Lifetime(click.ParamType[float]):
    """A length of time: a whole number and s, m, h or d."""

    name = "lifetime"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The length in seconds."""
        match = re.fullmatch(r"([1-9][0-9]{0,8})([smhd])", value)
        if match is None:
            self.fail(f"{value!r} is no number with s, m, h or d, such as 12h or 30d.", param, ctx)
        return float(match[1]) * SECONDS[match[2]]


def _actions(ctx: click.Context, param: click.Parameter, value: str | None) -> list[str] | None:
    return [action for action in re.split(r"[,\s]+", value) if action] if value else None


@click.command("token", short_help="Print a bearer token. 生成访问令牌")
@click.option(
    "--data-dir", type=FOLDER, help=f"Folder of an embedded instance.  [default: {DEFAULT}]"
)
@issuer_key_option
@click.option("--agency", default=AGENCY, show_default=True, help="Who will call with it.")
@click.option(
    "--regions", type=RegionCodes(), help="Codes or prefixes, with commas.  [default: all]"
)
@click.option(
    "--actions", callback=_actions, help=f"Of {', '.join(ACTIONS)}, with commas.  [default: all]"
)
@click.option("--lifetime", type=Lifetime(), default="12h", show_default=True, help="As 12h, 30d.")
def command(
    data_dir: Path | None,
    issuer_key: Path | None,
    agency: str,
    regions: list[str] | None,
    actions: list[str] | None,
    lifetime: float,
) -> None:
    """Print a bearer token: of an embedded instance, or of an issuer's key.

    The key is the one that `waystation secrets` made for the services of an installation.
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
    try:
        if issuer_key is not None:
            issuer = issuer_with(issuer_key)
            token = issuer.mint(agency, regions or PROVINCES, actions or ACTIONS, lifetime)
        else:
            folder = DataFolder((data_dir or DEFAULT).resolve())
            token = mint(folder, agency, regions or PROVINCES, actions or ACTIONS, lifetime)
    except Problem as refused:
        raise CannotGoOn(zh=refused.detail.zh, en=refused.detail.en) from None
    click.echo(token)
    if issuer_key is None:
        click.echo(
            "Made by the embedded issuer: not for use beyond this machine. / "
            "由内嵌签发者生成，仅限本机使用。",
            err=True,
        )
