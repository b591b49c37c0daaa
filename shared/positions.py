"""Positions as callers see them: sealed, so that they say something to reporting alone.

A write answers with its position, and a report takes it as `min_position`. In plain, a position is
a stream and its version (docs/decisions/0001): whoever can write one can ask about any stream. So
it is encrypted and authenticated for the agency that it is answered to, under one key that the
services share. The same position is always the same text for one agency (AES-SIV, RFC 5297), so
that an answer that is given again is equal to the letter. All positions of one kind of stream are
of one length: a version that is not shown is not to be seen from its digits either.
"""

import base64
import secrets
from contextlib import suppress
from pathlib import Path

from shared.key_files import write_once
from shared.sealing import KEY_LENGTH, NotSealed, Sealer
from shared.text import Text

KEY_MEANING = (
    "The file with the key of the positions that writes answer and reports wait for: the same for"
    " cases, outreach and reporting."
)
LONGEST = 400  # characters
DIGITS = 10  # as many as the largest version of a stream has, which is an integer in PostgreSQL


class BadPositionKey(Exception):
    """The file of the key of positions cannot be used; the text says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class NotAPosition(Exception):
    """This was not answered to this agency as a position, or under another key."""


class Positions:
    """Seals positions, and opens them again.

    >>> positions = Positions(bytes(KEY_LENGTH))
    >>> text = positions.seal("310", "case-7", 2)
    >>> text == positions.seal("310", "case-7", 2), positions.open("310", text)
    (True, ('case-7', 2))
    >>> positions.open("311", text)
    Traceback (most recent call last):
    shared.positions.NotAPosition
    """

    def __init__(self, key: bytes) -> None:
        self._sealer = Sealer(key, longest=LONGEST)

    @classmethod
    def read(cls, path: Path) -> "Positions":
        """With the key of a file, as `new_key` makes it. Raises `BadPositionKey`."""
        return cls(read_key(path))

    def seal(self, agency: str, stream_id: str, version: int) -> str:
        """The position of a stream's version, for an agency: letters, digits, `-` and `_`."""
        return self.seal_plain(agency, in_plain(stream_id, version))

    def seal_plain(self, agency: str, plain: str) -> str:
        """A position as an answer is kept with it: from `in_plain`, or from before, without zeros.

        That one is sealed as it is, so that the answer is given again to the letter.
        """
        return self._sealer.seal(plain, [agency])

    def open(self, agency: str, text: str) -> tuple[str, int]:
        """The stream and the version of a position that an agency was answered.

        Raises `NotAPosition`, of which nothing follows about any stream.
        """
        try:
            opened = self._sealer.open(text, [agency])
        except NotSealed:
            raise NotAPosition from None
        stream_id, _, version = opened.rpartition("@")
        return stream_id, int(version)


def in_plain(stream_id: str, version: int) -> str:
    """A stream's version as it stands in what is kept, and is not sealed yet.

    >>> in_plain("case-7", 2)
    'case-7@0000000002'
    """
    return f"{stream_id}@{version:0{DIGITS}}"


def read_key(path: Path) -> bytes:
    """The key of a file, as `new_key` makes it. Raises `BadPositionKey`."""
    try:
        key = base64.urlsafe_b64decode(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise BadPositionKey(
            Text(
                zh=f"位置密钥文件 {path} 无法读取（{type(error).__name__}）；请用 waystation"
                " secrets 生成，各服务使用同一文件。",
                en=f"The key of positions, {path}, cannot be read ({type(error).__name__});"
                " have `waystation secrets` make it, and give all services the same.",
            )
        ) from None
    except ValueError:
        key = b""
    if len(key) != KEY_LENGTH:
        raise BadPositionKey(
            Text(
                zh=f"{path} 不是位置密钥文件；请从备份恢复，或删除后重新生成"
                "（此前返回的位置将不再有效）。",
                en=f"{path} is no key of positions; restore it, or remove it and have a new one"
                " made: positions that were answered before hold no longer.",
            )
        )
    return key


def new_key() -> bytes:
    """What a file of a new key holds."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_LENGTH))


def make_key(path: Path) -> None:
    """Make the file of a key, readable by its owner alone, unless it is there."""
    with suppress(FileExistsError):
        if not path.exists():
            write_once(path, new_key())
