"""Bytes → text: in which encoding a file was written, and where a character of it is broken."""

import codecs

from deploy.ledgers.errors import CannotRead

BROKEN = "\ufffd"  # stands for bytes that are no character of the file's encoding
_MOST_BROKEN = 0.1  # of the characters beyond ASCII: more, and it is another encoding


def decode(name: str, content: bytes) -> str:
    """A file's text: by its byte order mark, else UTF-8, else GB18030.

    UTF-8 comes first because GB18030 accepts nearly every UTF-8 text, as nonsense, and
    hardly a Chinese text in GB18030 is valid UTF-8. A few broken characters become `BROKEN`.
    `name` is for the sentence of `CannotRead`.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif content.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        text = content.decode(encoding, errors="replace").removeprefix("\ufeff")
        others = sum(1 for character in text if character > "\x7f")
        if text.count(BROKEN) <= _MOST_BROKEN * others:
            return text
    raise CannotRead(
        zh=f"{name} 既不是UTF-8也不是GB18030编码；请在表格软件中另存为“CSV UTF-8”。",
        en=f"{name} is neither UTF-8 nor GB18030; save it from the spreadsheet as “CSV UTF-8”.",
    )
