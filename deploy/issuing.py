"""Tokens that an installation signs itself where there is no identity provider."""

from pathlib import Path

from deploy.sentence import CannotGoOn
from shared.identity.issuer import Issuer

ISSUER = "waystation"  # the name that the services' processes expect by default
AGENCY = "waystation"

# All of them: a token cannot say "the whole country".
PROVINCES = (
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34",
    "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52",
    "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
)  # fmt: skip


def issuer_with(key: Path) -> Issuer:
    """The issuer whose key is in this file. Raises CannotGoOn when there is none."""
    try:
        if key.is_file():
            return Issuer.at(key, ISSUER)
        reason, reason_chinese = "there is no such file", "文件不存在"
    except PermissionError:
        reason, reason_chinese = "this user may not read it", "当前用户无权读取"
    except ValueError:
        reason, reason_chinese = (
            "it holds no Ed25519 key without a password",
            "其中没有不带密码的 Ed25519 密钥",
        )
    raise CannotGoOn(
        f"{key} cannot be used to sign tokens: {reason}; name the file issuer_key that"
        " `waystation secrets` made.",
        f"{key} 不能用来签发令牌：{reason_chinese}；请指定 waystation secrets 生成的 issuer_key。",
    )
