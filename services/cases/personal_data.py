"""Reading the vault over HTTP: for a purpose and on a legal basis, which are logged first."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from services.cases.context import Context
from services.cases.purposes import (
    LEGAL_BASES,
    PURPOSES,
    LegalBasis,
    Purpose,
    Reason,
    purposes_of,
)
from services.cases.queries import Query, look_of
from services.cases.relations import Access
from shared.http import problems
from shared.http.field_errors import FieldError
from shared.http.operation import Call
from shared.text import Text
from shared.vault import NotKept

_Code = TypeVar("_Code", bound=StrEnum)


def _header(name: str, description: str, texts: Mapping[Any, Text], example: str) -> Any:
    """A header that takes a code; which ones a caller may give is said where they are checked."""
    listed = "; ".join(f"`{code}` {text.en} {text.zh}" for code, text in texts.items())
    return Header(
        alias=name,
        description=f"{description}: {listed}",
        examples=[example],
        json_schema_extra={"enum": [str(code) for code in texts]},
    )


PurposeHeader = Annotated[
    str,
    _header(
        "Purpose",
        "What the data is wanted for; each kind of agency may give some of these",
        PURPOSES,
        Purpose.SUPPORT,
    ),
]
LegalBasisHeader = Annotated[
    str,
    _header(
        "Legal-Basis",
        "The article that entitles the caller",
        LEGAL_BASES,
        LegalBasis.NARCOTICS_CONTROL_LAW_34,
    ),
]


async def reason_of(
    request: Request, purpose: PurposeHeader, legal_basis: LegalBasisHeader
) -> Reason:
    """What the headers say; a 422 Problem lists the codes that the caller may give."""
    call: Call = request.scope["waystation.call"]
    errors: list[FieldError] = []
    wanted = _code("Purpose", purpose, purposes_of(call.caller.kind), errors)
    basis = _code("Legal-Basis", legal_basis, tuple(LegalBasis), errors)
    if wanted is None or basis is None:
        raise problems.invalid(errors)
    return Reason(wanted, basis)


Why = Annotated[Reason, Depends(reason_of)]


def _code(
    header: str, text: str, allowed: tuple[_Code, ...], errors: list[FieldError]
) -> _Code | None:
    found = next((code for code in allowed if code == text), None)
    if found is None:
        detail = Text(
            zh=f"请填写以下代码之一：{'、'.join(allowed)}。",
            en=f"Give one of these codes: {', '.join(allowed)}.",
        )
        errors.append(FieldError("not_a_choice", detail, header=header))
    return found


async def read_vault(
    context: Context,
    call: Call,
    item_id: UUID,
    why: Reason,
    what: Query,
    case: Access | None,
) -> dict[str, str]:
    """One item of the vault, logged first, as about a case; else 404. Raises `Erased`."""
    look = look_of(call, what, case, why)
    try:
        return await context.vault.read(item_id, look)
    except NotKept:
        raise problems.not_found() from None


def not_cached(data: BaseModel, version: int | None = None) -> Response:
    """An answer that nobody between may keep; with the version that it is of, if it has one."""
    headers = {"Cache-Control": "no-store"}
    if version is not None:
        headers["ETag"] = f'"{version}"'
    return Response(data.model_dump_json(), media_type="application/json", headers=headers)
