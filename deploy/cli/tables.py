"""Tables that a command prints."""

import sys

from rich.console import Console
from rich.table import Table

from deploy.language import in_language
from shared.text import Text


def table_of(*titles: Text) -> Table:
    """A table with these titles."""
    table = Table()
    for title in titles:
        table.add_column(in_language(title), overflow="fold")
    return table


def print_table(table: Table) -> None:
    """Print a table, as wide as it is read."""
    # In a file or a pipe there is no window to fit into.
    Console(width=None if sys.stdout.isatty() else 140).print(table)
