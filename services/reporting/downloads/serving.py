"""In which form an answer is asked for, and a table as an answer."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Depends, Header, Query, Response
from fastapi.responses import JSONResponse

from services.reporting.downloads import csv_file, xlsx_file
from services.reporting.downloads.table import Table
from shared.http.language import language_of
from shared.text import Language

Form = Literal["json", "csv", "xlsx"]

VARY = "Accept, Accept-Language"
FormIfAny = Annotated[
    Form | None,
    Query(
        alias="format",
        description="The form of the answer; else what Accept asks for, else JSON",
    ),
]
LangIfAny = Annotated[
    Language | None, Query(description="The language of a table; else Accept-Language")
]
Accept = Annotated[str, Header(include_in_schema=False)]
AcceptLanguage = Annotated[str, Header(alias="accept-language", include_in_schema=False)]

# What the document of an operation says of its further forms.
CONTENT: dict[str, Any] = {
    "text/csv": {"schema": {"type": "string"}},
    xlsx_file.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}},
}
_KINDS: dict[str, Form] = {
    "application/json": "json",
    "text/csv": "csv",
    xlsx_file.MEDIA_TYPE: "xlsx",
}


def form_of(requested: Form | None, accept: str) -> Form:
    """The form to answer in: the requested one, else the first in Accept that there is, else JSON.

    >>> form_of(None, "text/csv;q=0.9, application/json"), form_of("xlsx", ""), form_of(None, "*/*")
    ('csv', 'xlsx', 'json')
    """
    if requested is not None:
        return requested
    for part in accept.split(","):
        if form := _KINDS.get(part.partition(";")[0].strip().lower()):
            return form
    return "json"


async def table_answer(
    tables: Sequence[Table],
    form: Form,
    language: Language,
    name: str,
    made_at: datetime,
    **headers: str,
) -> Response:
    """One or several tables as a file of a name that has no extension yet."""
    if form == "xlsx":
        content = await asyncio.to_thread(xlsx_file.xlsx_of, tables, language, made_at)
    else:
        content = csv_file.csv_of(tables, language)
    kind = xlsx_file.MEDIA_TYPE if form == "xlsx" else csv_file.MEDIA_TYPE
    own = {
        "Content-Disposition": f'attachment; filename="{name}.{form}"',
        "Content-Language": "en" if language == "en" else "zh-CN",
        "Vary": VARY,
    }
    return Response(content, media_type=kind, headers={**headers, **own})


@dataclass(frozen=True)
class Delivery:
    """The form and the language in which an answer is asked for."""

    form: Form
    language: Language

    async def of(
        self,
        document: Callable[[], Mapping[str, Any]],
        table: Callable[[], Table],
        name: str,
        made_at: datetime,
        headers: Mapping[str, str],
    ) -> Response:
        """An answer as JSON, or its table as a file of a name; only the one asked for is made."""
        if self.form == "json":
            return JSONResponse(document(), headers={**headers, "Vary": "Accept"})
        return await table_answer([table()], self.form, self.language, name, made_at, **headers)


def _delivery(
    form: FormIfAny = None,
    lang: LangIfAny = None,
    accept: Accept = "",
    accept_language: AcceptLanguage = "",
) -> Delivery:
    return Delivery(form_of(form, accept), language_of(lang, accept_language))


Delivered = Annotated[Delivery, Depends(_delivery)]
