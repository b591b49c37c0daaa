"""Reading the vault over HTTP: for a purpose and on a legal basis, which are logged first."""

from typing import Annotated
from urllib.parse import unquote_to_bytes
from uuid import UUID

from fastapi import Header
from pydantic import AfterValidator

from services.cases.client.id_number import holds_id_number
from services.cases.context import Context
from shared.folding import says_something
from shared.http import problems
from shared.http.field_errors import refusal
from shared.http.operation import Call
from shared.text import Text
from shared.vault import NotKept

PURPOSE = "home%20visit"
LEGAL_BASIS = "%E6%88%92%E6%AF%92%E6%9D%A1%E4%BE%8B%207"


def _decoded(header: str) -> str:
    """The text of a header, in UTF-8, plain or percent-encoded; headers arrive as Latin-1."""
    try:
        text = unquote_to_bytes(header.encode("latin-1")).decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if not says_something(text) or "\x00" in text:
        raise refusal(
            "bad_format",
            Text(
                zh="请使用 UTF-8 填写，非 ASCII 字符须作百分号编码。",
                en="Write it in UTF-8, percent-encoded where it is not ASCII.",
            ),
        )
    if holds_id_number(text):
        raise refusal(
            "holds_id_number",
            Text(
                zh="请勿在此填写身份证号：用途和依据会原样留存备查。",
                en="Leave ID numbers out: purpose and legal basis are kept as they are written.",
            ),
        )
    return text


Purpose = Annotated[
    str,
    Header(
        alias="Purpose",
        min_length=2,
        max_length=200,
        description="What the data is wanted for, percent-encoded UTF-8",
        examples=[PURPOSE],
    ),
    AfterValidator(_decoded),
]
LegalBasis = Annotated[
    str,
    Header(
        alias="Legal-Basis",
        min_length=2,
        max_length=200,
        description="The article that entitles the caller, e.g. 戒毒条例 7, percent-encoded UTF-8",
        examples=[LEGAL_BASIS],
    ),
    AfterValidator(_decoded),
]


async def read_vault(
    context: Context, call: Call, item_id: UUID, purpose: str, legal_basis: str
) -> dict[str, str]:
    """One item of the vault; 404 if there is none. Raises `Erased`."""
    async with context.pool.acquire() as connection:
        try:
            return await context.vault.read(
                connection, item_id, call.caller.agency, purpose, legal_basis
            )
        except NotKept:
            raise problems.not_found() from None
