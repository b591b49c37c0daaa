"""`waystation secrets`: the passwords, keys and tokens of an installation of several processes."""

from pathlib import Path
from urllib.parse import urlsplit

import click

from deploy.language import echo, in_language
from deploy.secret_files import make_secrets
from shared.text import Text


def _host(ctx: click.Context, param: click.Parameter, value: str) -> str:
    try:
        parts = urlsplit(f"//{value}")
        valid = bool(parts.hostname) and parts.netloc == value and parts.port != 0
    except ValueError:
        valid = False
    if not valid or "@" in value or not value.isprintable() or " " in value:
        raise click.BadParameter(
            in_language(
                Text(
                    zh=f"{value!r} 应写主机或 主机:端口，如 postgres 或 db.example:5432。",
                    en=f"{value!r} is no host or host:port, as postgres or db.example:5432 are.",
                )
            )
        )
    return value


@click.command("secrets")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--host",
    default="postgres",
    show_default=True,
    callback=_host,
    help="Where PostgreSQL will be: host or host:port.",
)
def command(folder: Path, host: str) -> None:
    """Make what FOLDER lacks of passwords, database addresses, keys and tokens.

    Each is a file that a setting ending in _FILE may name. An existing file is never changed,
    and no secret is shown. Back up vault_keys apart from the databases: without it no name can
    be read again.
    """
    made = make_secrets(folder, host)
    for name in made:
        echo(zh=f"已生成 {folder / name}", en=f"made {folder / name}")
    if not made:
        echo(zh=f"{folder} 中一样不缺。", en=f"Nothing was missing in {folder}.")
