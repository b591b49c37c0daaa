"""What a page consists of: sections with their charts, each beside its table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from services.reporting.dashboard.tables import Table


@dataclass(frozen=True)
class Link:
    """A place to go to; `here` where one is already."""

    text: str
    address: str
    here: bool = False


@dataclass(frozen=True)
class Chart:
    """A drawing under its title."""

    title: str
    svg: Markup


@dataclass(frozen=True)
class Section:
    """A part of a page under its own heading."""

    title: str
    tables: Sequence[Table] = ()
    charts: Sequence[Chart] = ()
    note: str = ""
    links: Sequence[Link] = ()
    facts: Sequence[tuple[str, str]] = ()

    @property
    def drawn(self) -> Sequence[Chart]:
        """Its charts that show anything: where all figures are small, there is nothing to draw."""
        return [each for each in self.charts if each.svg]

    @property
    def narrow(self) -> bool:
        """Whether its tables are narrow enough to stand side by side."""
        return len(self.tables) > 1 and all(len(each.columns) <= 2 for each in self.tables)
