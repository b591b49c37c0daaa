"""HTTP: the imports of the caller's agency, and what each of them wrote."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from shared.catalogue import Action
from shared.http import problems
from shared.http.access_rules import OWN
from shared.http.call import IMPORT_ID
from shared.http.fields import WholeNumber
from shared.http.openapi import shown
from shared.http.operation import Call, Operation, reads
from shared.journal.imports import Shown, list_imports, read_import
from shared.journal.journal import Journal

TAG = "What was written together under one Import-Id. 以同一 Import-Id 写入的内容（逐次导入）。"
LISTED = 20  # imports on a page
READ = 1000  # entries on a page

ImportId = Annotated[UUID, Path(description="As it was sent", examples=[IMPORT_ID])]


class ImportSummary(BaseModel):
    """An import: its first and last moment, its events by their types, how many are void."""

    import_id: UUID
    first_at: datetime
    last_at: datetime
    entries: dict[str, int]
    void: int


class Imports(BaseModel):
    """A page of imports, the newest first; where there are more, `next` is what to ask `before`."""

    imports: list[ImportSummary]
    next: UUID | None


class EntryOfImport(BaseModel):
    """An event of an import; `facts` are its fields as they are published, without personal data.

    `void` says that it counts no more.
    """

    entry_id: UUID
    type: str
    stream_id: str
    version: int
    recorded_at: datetime
    void: bool
    facts: dict[str, Any]


class ImportEntries(BaseModel):
    """A page of an import, in the order of writing; where there is more, `next` is its `after`."""

    import_id: UUID
    entries: list[EntryOfImport]
    next: UUID | None


def routes(
    journal_of: Callable[[Request], Journal],
    action: Action,
    example: dict[str, Any],
    may_see: Shown,
) -> APIRouter:
    """The routes, for those with `action`; `example` is an entry of this service.

    `may_see` says what a caller may see by now of what its agency wrote.
    """
    router = APIRouter(route_class=Operation, tags=["imports"])
    moment = example["recorded_at"]
    summary = {
        "import_id": IMPORT_ID,
        "first_at": moment,
        "last_at": moment,
        "entries": {example["type"]: 1},
        "void": 0,
    }

    @router.get(
        "/v1/imports",
        summary="Your agency's imports",
        response_model=Imports,
        responses=shown({"imports": [summary], "next": None}, versioned=False),
    )
    async def find_imports(
        request: Request,
        call: Annotated[Call, reads(action, OWN)],
        before: Annotated[UUID | None, Query(description="The last answer's `next`")] = None,
        limit: Annotated[
            WholeNumber, Query(ge=1, le=LISTED, description="Imports at most")
        ] = LISTED,
    ) -> Response:
        """What your agency wrote under each Import-Id and may see now, the newest first."""
        pool = journal_of(request).pool
        imports = await list_imports(pool, may_see, call.caller, before, limit + 1)
        page = Imports(
            imports=[
                ImportSummary.model_construct(**vars(each))
                for each in imports[:limit]
                if each.entries
            ],
            next=imports[limit - 1].import_id if len(imports) > limit else None,
        )
        return Response(page.model_dump_json(), media_type="application/json")

    @router.get(
        "/v1/imports/{import_id}",
        summary="What an import wrote",
        response_model=ImportEntries,
        responses=shown(
            {"import_id": IMPORT_ID, "entries": [example], "next": None}, versioned=False
        ),
    )
    async def show_import(
        request: Request,
        import_id: ImportId,
        call: Annotated[Call, reads(action, OWN)],
        after: Annotated[UUID | None, Query(description="The last answer's `next`")] = None,
        limit: Annotated[WholeNumber, Query(ge=1, le=READ, description="Entries at most")] = READ,
    ) -> Response:
        """Every event that your agency wrote under this id, and that you may see now.

        What it wrote in a case that it has no part in any more is left out.
        """
        pool = journal_of(request).pool
        entries = await read_import(pool, may_see, call.caller, import_id, after, limit + 1)
        if not entries and after is None:
            raise problems.not_found()
        page = ImportEntries(
            import_id=import_id,
            entries=[EntryOfImport.model_construct(**each._asdict()) for each in entries[:limit]],
            next=entries[limit - 1].entry_id if len(entries) > limit else None,
        )
        return Response(page.model_dump_json(), media_type="application/json")

    return router
