"""A folder → the ledgers in it: which files they are, and whether each has its columns."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.ledgers.reading import Row, Table, read_table
from deploy.ledgers.sentences import CannotRead, Sentence
from deploy.ledgers.shapes import REASON_COLUMN, SHAPES, Shape
from deploy.ledgers.text import squeeze

_KNOWN = {shape.name: shape for shape in SHAPES}
_NAMES = "、".join(f"{shape.name}.csv" for shape in SHAPES)
_NOT_LEDGERS = frozenset({"expected.json"})


@dataclass(frozen=True)
class Ledger:
    """One file of a folder: its name there, what kind of ledger it is, and its table."""

    file: str
    shape: Shape
    table: Table

    def values(self, row: Row) -> Callable[[str], str]:
        """The text of a row's cell, by its column."""
        return lambda column: self.table.cell(row, column)


@dataclass(frozen=True)
class Folder:
    """The ledgers of a folder, in the order of import, and what was left aside in it."""

    ledgers: tuple[Ledger, ...]
    warnings: tuple[Sentence, ...]


def read_folder(path: Path) -> Folder:
    """Read every ledger of a folder; raises `CannotRead` before anything is begun.

    A ledger is known by its file's name, 服务对象.csv and its like. Other files, other columns,
    and optional columns that are missing are told in `warnings`.
    """
    warnings: list[Sentence] = []
    ledgers: list[Ledger] = []
    for file in _files(path):
        shape = _KNOWN.get(squeeze(file.stem)) if file.suffix.lower() == ".csv" else None
        if shape is None:
            warnings.append(
                Sentence(
                    f"{file.name} 不是台账，未导入；台账的文件名是{_NAMES}。",
                    f"{file.name} is not a ledger and was left aside; ledgers are named {_NAMES}.",
                )
            )
            continue
        ledger = Ledger(file.name, shape, read_table(file.name, _content(file)))
        warnings += _columns_left_aside(ledger)
        ledgers.append(ledger)
    if not ledgers:
        raise CannotRead(
            f"There is no ledger in {path}; ledgers are named {_NAMES}.",
            f"{path} 中没有台账；台账的文件名是{_NAMES}。",
        )
    ledgers.sort(key=lambda ledger: (SHAPES.index(ledger.shape), ledger.file))
    return Folder(tuple(ledgers), tuple(warnings))


def _files(path: Path) -> list[Path]:
    try:
        found = sorted(path.iterdir())
    except FileNotFoundError:
        raise CannotRead(
            f"There is no folder {path}; give the folder that holds the ledgers.",
            f"没有文件夹 {path}；请给出存放台账的文件夹。",
        ) from None
    except NotADirectoryError:
        raise CannotRead(
            f"{path} is not a folder; give the folder that holds the ledgers.",
            f"{path} 不是文件夹；请给出存放台账的文件夹。",
        ) from None
    except OSError as error:
        raise _unreadable(path, error) from None
    return [
        file
        for file in found
        if not file.name.startswith((".", "~$")) and file.name not in _NOT_LEDGERS
    ]


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error) from None


def _unreadable(path: Path, error: OSError) -> CannotRead:
    return CannotRead(
        f"{path} cannot be read ({error.strerror}); see to its permissions.",
        f"读不了 {path}（{error.strerror}）；请检查权限。",
    )


def _columns_left_aside(ledger: Ledger) -> list[Sentence]:
    """Warnings about columns too many and too few; a needed one missing is `CannotRead`."""
    shape, table = ledger.shape, ledger.table
    missing = [column for column in shape.columns if column not in table.columns]
    needed = [column for column in missing if _is_needed(ledger, column)]
    if needed:
        raise CannotRead(
            f"{ledger.file} lacks the column {_named(needed)}; add it and import again. "
            f"The header now is: {', '.join(filter(None, table.columns))}.",
            f"{ledger.file} 缺少{_named(needed)}栏；请补上再导入。"
            f"表头现在是：{'、'.join(filter(None, table.columns))}。",
        )
    warnings = []
    if missing:
        warnings.append(
            Sentence(
                f"{ledger.file} 没有{_named(missing)}栏，按空白处理。",
                f"{ledger.file} lacks the column {_named(missing)}, which is taken as blank.",
            )
        )
    known = {*shape.columns, REASON_COLUMN, ""}
    extra = [name for name in table.columns if name not in known]
    if extra:
        warnings.append(
            Sentence(
                f"{ledger.file} 多出{_named(extra)}栏，未导入。",
                f"{ledger.file} has the column {_named(extra)} besides, which was left aside.",
            )
        )
    return warnings


def _is_needed(ledger: Ledger, column: str) -> bool:
    if column in ledger.shape.required:
        return True
    return any(
        needed == column
        and any(squeeze(ledger.table.cell(row, other)) in words for row in ledger.table.rows)
        for needed, other, words in ledger.shape.needed_with
    )


def _named(columns: list[str]) -> str:
    return "、".join(f"“{column}”" for column in columns)
