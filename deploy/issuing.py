"""Tokens that an installation signs itself where there is no identity provider."""

import os
from pathlib import Path

from deploy.sentence import CannotGoOn
from shared.identity.issuer import ISSUER, Issuer
from shared.text import Text

AGENCY = "waystation"


def user_here() -> str:
    """The pseudonym of the person who runs this program: the account's number on this machine."""
    return f"uid-{os.getuid()}"


def issuer_with(key: Path, name: str = ISSUER) -> Issuer:
    """The issuer whose key is in this file. Raises CannotGoOn when there is none."""
    try:
        if key.is_file():
            return Issuer.read(key, name)
        reason = Text(zh="文件不存在", en="there is no such file")
    except PermissionError:
        reason = Text(zh="当前用户无权读取", en="this user may not read it")
    except ValueError:
        reason = Text(
            zh="其中没有不带密码的 Ed25519 密钥",
            en="it holds no Ed25519 key without a password",
        )
    raise CannotGoOn(
        zh=f"{key} 不能用来签发令牌：{reason.zh}；请指定 waystation secrets 生成的密钥文件。",
        en=f"{key} cannot be used to sign tokens: {reason.en}; name a key's file that"
        " `waystation secrets` made.",
    )
