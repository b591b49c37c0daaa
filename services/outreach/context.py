"""What the routes of this service work with, put together once at the start."""

from fastapi import Request

from shared.command_handler import CommandHandler
from shared.http.cursors import Cursors


def handler_of(request: Request) -> CommandHandler:
    """The handler of the application that a request came to."""
    handler: CommandHandler = request.app.state.handler
    return handler


def cursors_of(request: Request) -> Cursors:
    """What seals the cursors of lists."""
    cursors: Cursors = request.app.state.cursors
    return cursors
