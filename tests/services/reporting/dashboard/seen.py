"""What stands on a page: its tables, links and words, read from its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_CELLS = ("th", "td", "caption", "dt", "dd")
_VOID = ("meta", "link", "input", "br", "hr", "img")


@dataclass
class SeenTable:
    """A table under its caption: rows of texts, the first cell is the row's name."""

    caption: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)  # by their text, the first of each
    figures: list[tuple[str, str]] = field(default_factory=list)  # cells that open, and where
    closed: list[tuple[str, str, str]] = field(default_factory=list)  # others: row, column, text

    def row(self, name: str) -> list[str]:
        """The cells of the row of a name."""
        return next(row[1:] for row in self.rows if row[0] == name)

    def named(self, name: str) -> dict[str, str]:
        """The same by the names of their columns."""
        return dict(zip(self.head[1:], self.row(name), strict=True))


class SeenPage(HTMLParser):
    """A page as a reader has it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[SeenTable] = []
        self.links: list[tuple[str, str]] = []  # text and address, in order
        self.facts: dict[str, str] = {}  # terms and what stands beside them
        self.title = ""
        self.h1 = ""
        self.text = ""
        self._term = ""
        self._within: list[str] = []
        self._cell: list[str] | None = None
        self._leads = ""  # where the cell that is read leads
        self._link: tuple[str, list[str]] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._within.append(tag)
        if tag == "table":
            self.tables.append(SeenTable())
        elif tag == "tr" and "thead" not in self._within:
            self.tables[-1].rows.append([])
        elif tag in _CELLS:
            self._cell, self._leads = [], ""
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "", [])

    def handle_endtag(self, tag: str) -> None:
        """End one."""
        if tag in _CELLS and self._cell is not None:
            text = " ".join("".join(self._cell).split())
            self._cell = None
            if tag == "dt":
                self._term = text
            elif tag == "dd":
                self.facts.setdefault(self._term, text)
            elif tag == "caption":
                self.tables[-1].caption = text
            elif "thead" in self._within:
                self.tables[-1].head.append(text)
            else:
                self._end_cell(tag, text)
        elif tag == "a" and self._link is not None:
            address, parts = self._link
            text = " ".join("".join(parts).split())
            self.links.append((text, address))
            if "table" in self._within:
                self.tables[-1].links.setdefault(text, address)
                self._leads = address
            self._link = None
        if tag in self._within:
            while self._within.pop() != tag:
                pass

    def _end_cell(self, tag: str, text: str) -> None:
        table = self.tables[-1]
        row = table.rows[-1]
        if tag == "td" and self._leads.startswith("/figure?"):
            table.figures.append((text, self._leads))
        elif tag == "td":
            column = table.head[len(row)] if len(row) < len(table.head) else ""
            table.closed.append((row[0], column, text))
        row.append(text)

    def handle_data(self, data: str) -> None:
        """Note a text; what explains a row in small letters is no part of its name."""
        self.text += data
        if "title" in self._within and "svg" not in self._within:
            self.title += data
        if "h1" in self._within and "span" not in self._within:
            self.h1 += data
        if self._cell is not None and "small" not in self._within:
            self._cell.append(data)
        if self._link is not None:
            self._link[1].append(data)

    def table(self, caption: str) -> SeenTable:
        """The table of a caption."""
        return next(each for each in self.tables if each.caption == caption)

    def link(self, text: str) -> str:
        """Where the first link of a text leads."""
        return next(address for words, address in self.links if words == text)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of a tag."""
        return [attributes for name, attributes in self.tags if name == tag]
