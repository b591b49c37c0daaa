"""Tokens of an embedded instance, made by anyone who may read its key file."""

import shlex
from collections.abc import Sequence

from deploy.agencies import EMBEDDED, agencies_in, register_in
from deploy.embedded.folder import DataFolder
from deploy.issuing import AGENCY, user_here
from deploy.place import own_regions, regions_of_folder
from deploy.sentence import CannotGoOn
from shared.agencies import Agencies, Register
from shared.catalogue import ACTIONS
from shared.identity.issuer import Issuer
from shared.identity.tokens import HOUR
from shared.regions.provinces import PROVINCES

NAME = "waystation-embedded"


def issuer_of(folder: DataFolder) -> Issuer:
    """The issuer of a data folder; its key is made if the folder has none.

    Raises CannotGoOn when the key cannot be used.
    """
    path = folder.issuer_key
    try:
        return Issuer.at(path, NAME)
    except PermissionError:
        raise CannotGoOn(
            zh=f"{path} 属于另一个用户；请以该用户运行，或向启动者索取令牌"
            "（用 --url 与环境变量 WAYSTATION_TOKEN）。",
            en=f"{path} belongs to another user; run this as that user, or take a token from"
            " the person who started the instance (--url and the variable WAYSTATION_TOKEN).",
        ) from None
    except ValueError:
        raise CannotGoOn(
            zh=f"{path} 不是签发密钥；请恢复该文件，或将其删除后重新启动以生成新的。",
            en=f"{path} is no key of an issuer; restore it, or delete it and start again to have"
            " a new one made.",
        ) from None


def register_of(folder: DataFolder) -> Register:
    """The register of agencies that an instance on the folder uses. Raises CannotGoOn.

    It is the folder's own where there is one, and the operator's agency.
    """
    path = folder.agencies
    return register_in(path, path.name, EMBEDDED) if path.exists() else EMBEDDED


def agencies_of(folder: DataFolder) -> Agencies:
    """The same as it is now, for a command. Raises CannotGoOn."""
    path = folder.agencies
    if not path.exists():
        return EMBEDDED
    regions = own_regions(regions_of_folder(folder.path), str(folder.path))
    return agencies_in(path, path.name, regions, EMBEDDED)


def mint(
    folder: DataFolder,
    agency: str = AGENCY,
    regions: Sequence[str] = PROVINCES,
    actions: Sequence[str] = ACTIONS,
    lifetime: float = HOUR,
    *,
    user: str | None = None,
) -> str:
    """A token that this folder's instance takes, good for `lifetime` seconds.

    Without a `user` it names the person who runs this program.
    """
    user = user or user_here()
    return existing_issuer(folder).mint(agency, regions, actions, lifetime, user=user)


def existing_issuer(folder: DataFolder) -> Issuer:
    """The issuer of a data folder that was started before. Raises CannotGoOn."""
    if not folder.issuer_key.exists():
        start = f"waystation up --data-dir {shlex.quote(str(folder.path))}"
        raise CannotGoOn(
            zh=f"{folder.path} 尚无签发密钥；请先在此启动实例：{start}",
            en=f"{folder.path} has no issuer yet; start an instance there first: {start}",
        )
    return issuer_of(folder)
