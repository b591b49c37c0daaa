"""Whose a registration is, by which number it is known, and which case rests on it."""

from uuid import UUID

from services.cases.access import known_registration
from services.cases.access_table import Relation
from services.cases.client.particulars import Document, PersonParticulars
from services.cases.client.rules import Registered
from services.cases.context import Context
from services.cases.relations import Access
from services.cases.streams import file_claim, id_number_claim, identity_document_claim
from shared.http.operation import Call
from shared.vault import Erased, Vault


def identity_of(vault: Vault, person: PersonParticulars) -> str:
    """The claim of a person's ID number, or of the document that stands for it."""
    return identity_claim(vault, person.id_number, person.identity_document)


def identity_claim(vault: Vault, id_number: str | None, document: Document | None) -> str:
    """The same by the number, or the document, alone."""
    if document is not None:
        return identity_document_claim(vault.index(document.folded()))
    return id_number_claim(vault.index(str(id_number)))


async def resting_case(context: Context, call: Call, client_id: UUID) -> Access | None:
    """The caller's own case that rests on a registration, open or waiting to be confirmed."""
    holder = await context.journal.holder(file_claim(client_id))
    if holder is None:
        return None
    access = await context.relations.access(call.caller, UUID(holder))
    is_own = access is not None and Relation.RESPONSIBLE in access.relations
    return access if is_own else None


async def own_registration(context: Context, call: Call, client_id: UUID) -> Registered | None:
    """A registration whose personal data the caller's agency gave, or whose file it has.

    None for any other, also where the agency knows the id from the time when one registration
    stood for all: what another agency wrote of the person is not its own to read.
    """
    loaded = await known_registration(context, call, client_id)
    if loaded is None or not isinstance(loaded.state, Registered):
        return None
    person = loaded.state
    if person.agency == call.caller.agency:
        return person
    return person if await resting_case(context, call, client_id) else None


async def kept_of_own(context: Context, call: Call, client_id: UUID) -> PersonParticulars | None:
    """What is kept of a person under an own registration, to compare with; None if nothing is."""
    person = await own_registration(context, call, client_id)
    if person is None:
        return None
    try:
        return PersonParticulars.read(await context.vault.content(person.item_id))
    except Erased:
        return None
