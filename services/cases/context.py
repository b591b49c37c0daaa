"""What the routes of this service work with, put together once at the start."""

from dataclasses import dataclass

from fastapi import Request
from pydantic import Field

from services.cases.duties.applied import PoliciesApplied
from services.cases.relations import Relations
from shared.agencies import Register
from shared.command_handler import CommandHandler
from shared.database import Pool
from shared.http.cursors import Cursors
from shared.journal.journal import Journal
from shared.settings import Settings
from shared.vault import Vault


class DayLimits(Settings):
    """How many questions about persons one agency may ask in a day, by what they are."""

    openings_per_day: int = Field(
        200,
        ge=1,
        description="How often one agency may ask in a day whether a person has a file: cases that"
        " it opens or confirms, other ID numbers for the persons of its cases, those of workers,"
        " and registrations that it withdraws; imports aside.",
    )
    imported_openings_per_day: int = Field(
        50_000,
        ge=1,
        description="How often the imports of one agency may ask in a day whether a person has a"
        " file, dry runs too: cases that they open, other ID numbers that they bring.",
    )
    searches_per_day: int = Field(
        200, ge=1, description="Searches by ID number that one agency may make in a day."
    )


DAY_LIMITS = DayLimits()  # where an operator sets none


@dataclass(frozen=True)
class Context:
    """The handler of commands, the vault, what agencies are to cases, their register, cursors, and
    the policies that were applied.
    """

    pool: Pool
    handler: CommandHandler
    vault: Vault
    relations: Relations
    limits: DayLimits
    agencies: Register
    cursors: Cursors
    applied: PoliciesApplied

    @property
    def journal(self) -> Journal:
        """The journal of this service."""
        return self.handler.journal


def context_of(request: Request) -> Context:
    """The context of the application that a request came to."""
    context: Context = request.app.state.context
    return context
