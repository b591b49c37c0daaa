"""Which instance a command uses: the one of a data folder, or the one at an address."""

import functools
import os
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from deploy.cli import client_credentials
from deploy.cli.client_credentials import ProvidersToken
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.tokens import existing_issuer
from deploy.issuing import AGENCY, issuer_with, user_here
from deploy.place import own_regions, regions_of_environment, regions_of_folder
from deploy.sentence import CannotGoOn
from shared.catalogue import Action
from shared.identity.issuer import Issuer, OwnToken
from shared.regions import Regions
from shared.regions.provinces import PROVINCES

# Not checked beforehand: click's check does not know capabilities.
FOLDER = click.Path(file_okay=False, readable=False, path_type=Path)
START_WITHIN = 60.0  # seconds to wait for an instance that is starting

# With this variable in place of a token: the key of the issuer whose tokens the instance takes.
ISSUER_KEY = "WAYSTATION_ISSUER_KEY"
issuer_key_option = click.option(
    "--issuer-key",
    envvar=ISSUER_KEY,
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"File of an issuer's key; else the variable {ISSUER_KEY}.",
)

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Target:
    """A running instance, and what gives a token that it takes."""

    url: str
    token: Callable[[], str]


def instance_options(*actions: Action) -> Callable[[F], F]:
    """Give a command `--data-dir` and `--url`; it is called with the `target` they lead to.

    A token that is made for it allows these actions and no others.
    """

    def decorated(command: F) -> F:
        return _with_instance(command, actions)

    return decorated


def _with_instance(command: F, actions: Sequence[Action]) -> F:
    @click.option(
        "--data-dir",
        type=FOLDER,
        is_eager=True,  # a region's name may depend on it
        help=f"Folder of a running instance; no token is needed.  [default: {DEFAULT}]",
    )
    @click.option(
        "--url",
        envvar="WAYSTATION_URL",
        is_eager=True,
        help="Address of an instance; its token is in the variable WAYSTATION_TOKEN, or the"
        f" file of its issuer's key in {ISSUER_KEY}.",
    )
    @functools.wraps(command)
    def with_target(*args: Any, data_dir: Path | None, url: str | None, **options: Any) -> Any:
        return command(*args, target=find_target(data_dir, url, actions), **options)

    return with_target  # type: ignore[return-value]


def find_target(data_dir: Path | None, url: str | None, actions: Sequence[Action]) -> Target:
    """The instance of the folder if one is named, else the one at the address, else the default.

    `actions` are those that are wanted. Raises CannotGoOn when there is none, or no token for it.
    """
    if data_dir is None and url:
        return Target(url.rstrip("/"), _token_for(url, actions))
    folder = DataFolder(Path(data_dir or DEFAULT).resolve())
    instance = folder.running(START_WITHIN)
    if instance is None:
        named = f" --data-dir {shlex.quote(str(data_dir))}" if data_dir else ""
        raise CannotGoOn(
            zh=f"{folder.path} 上没有正在运行的实例；请用 waystation up{named} 启动"
            "（或用 --data-dir 指明其他文件夹，或用 --url 指明地址）。",
            en=f"No instance runs on {folder.path}; start one with: waystation up{named}"
            " (or name another folder with --data-dir, or an address with --url).",
        )
    return Target(instance.url, _own_token(existing_issuer(folder), actions))


def _own_token(issuer: Issuer, actions: Sequence[Action]) -> OwnToken:
    """A token of the operator's agency, for the person who runs this command."""
    return OwnToken(issuer, PROVINCES, actions, AGENCY, user_here())


def regions_of_target(ctx: click.Context | None) -> Regions:
    """The regions of the place that a command with `instance_options` is about.

    Those of its data folder; for an instance at an address, those of WAYSTATION_REGIONS. Raises
    CannotGoOn when they are wrong.
    """
    given = {} if ctx is None else ctx.params
    named, url = given.get("data_dir"), given.get("url")
    # What is not given has a value of click's own while other parameters are read.
    if not isinstance(named, Path) and isinstance(url, str) and url:
        return own_regions(regions_of_environment())
    folder = named if isinstance(named, Path) else DEFAULT
    return own_regions(regions_of_folder(folder), str(folder))


def _token_in_file() -> str:
    path = os.environ.get("WAYSTATION_TOKEN_FILE", "")
    try:
        return Path(path).read_text(encoding="utf-8").strip() if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise CannotGoOn(
            zh=f"WAYSTATION_TOKEN_FILE：{path} 无法读取（{type(error).__name__}）。",
            en=f"WAYSTATION_TOKEN_FILE: {path} cannot be read ({type(error).__name__}).",
        ) from None


def _token_for(url: str, actions: Sequence[Action]) -> Callable[[], str]:
    token = os.environ.get("WAYSTATION_TOKEN", "").strip() or _token_in_file()
    if token:
        return lambda: token
    credentials = client_credentials.from_environment()
    if credentials is not None:
        return ProvidersToken(credentials)
    key = os.environ.get(ISSUER_KEY, "")
    if key:
        return _own_token(issuer_with(Path(key)), actions)
    raise CannotGoOn(
        zh=f"访问 {url} 需要令牌；请放入环境变量 WAYSTATION_TOKEN"
        "（内嵌实例可用 waystation token --data-dir D 取得），"
        f"或把签发密钥文件的路径放入 {ISSUER_KEY}，"
        "或设置 WAYSTATION_TOKEN_URL，由认证服务器签发（见 docs/settings.md）。",
        en=f"{url} asks for a token; put one into the variable WAYSTATION_TOKEN (an embedded"
        " instance gives one: waystation token --data-dir D), or the file of its issuer's key"
        f" into {ISSUER_KEY}, or have an identity provider give one: WAYSTATION_TOKEN_URL"
        " (docs/settings.md).",
    )
