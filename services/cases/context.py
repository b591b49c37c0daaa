"""What the routes of this service work with, put together once at the start."""

from dataclasses import dataclass

from fastapi import Request

from services.cases.relations import Relations
from shared.agencies import Register
from shared.command_handler import CommandHandler
from shared.database import Pool
from shared.http.cursors import Cursors
from shared.journal.journal import Journal
from shared.vault import Vault


@dataclass(frozen=True)
class Limits:
    """How many queries about persons an agency may make in a day, by what they are."""

    openings: int
    searches: int


@dataclass(frozen=True)
class Context:
    """The handler of commands, the vault, what agencies are to cases, their register, cursors."""

    pool: Pool
    handler: CommandHandler
    vault: Vault
    relations: Relations
    limits: Limits
    agencies: Register
    cursors: Cursors

    @property
    def journal(self) -> Journal:
        """The journal of this service."""
        return self.handler.journal


def context_of(request: Request) -> Context:
    """The context of the application that a request came to."""
    context: Context = request.app.state.context
    return context
