"""A folder → the ledgers in it: which files they are, and whether each has its columns."""

from dataclasses import dataclass
from pathlib import Path

from deploy.ledgers.errors import CannotRead
from deploy.ledgers.kinds import LEDGERS
from deploy.ledgers.ledger import REASON_COLUMN, Column, Ledger
from deploy.ledgers.reading import Table, read_table
from shared.folding import squeeze
from shared.text import Text

_BY_NAME = {ledger.name: ledger for ledger in LEDGERS}
_NAMES = "、".join(f"{ledger.name}.csv" for ledger in LEDGERS)
_NOT_LEDGERS = frozenset({"expected.json"})


@dataclass(frozen=True)
class LedgerFile:
    """One file of a folder: its name there, what kind of ledger it is, and its table."""

    file: str
    ledger: Ledger
    table: Table


@dataclass(frozen=True)
class Folder:
    """The ledgers of a folder, in the order of import, and what was left out of it."""

    files: tuple[LedgerFile, ...]
    warnings: tuple[Text, ...]


def read_folder(path: Path) -> Folder:
    """Read every ledger of a folder; raises `CannotRead` before anything is begun.

    A ledger is known by its file's name, 服务对象.csv and its like. Other files, other columns,
    and optional columns that are missing are named in `warnings`.
    """
    warnings: list[Text] = []
    files: list[LedgerFile] = []
    for file in _files(path):
        ledger = _BY_NAME.get(squeeze(file.stem)) if file.suffix.lower() == ".csv" else None
        if ledger is None:
            warnings.append(
                Text(
                    zh=f"{file.name} 不是台账，未导入；台账的文件名是{_NAMES}。",
                    en=f"{file.name} is not a ledger and was left out; ledgers are named {_NAMES}.",
                )
            )
            continue
        ledger_file = LedgerFile(file.name, ledger, read_table(file.name, _content(file)))
        warnings += _columns_left_out(ledger_file)
        files.append(ledger_file)
    if not files:
        raise CannotRead(
            zh=f"{path} 中没有台账；台账的文件名是{_NAMES}。",
            en=f"There is no ledger in {path}; ledgers are named {_NAMES}.",
        )
    files.sort(key=lambda file: (LEDGERS.index(file.ledger), file.file))
    return Folder(tuple(files), tuple(warnings))


def _files(path: Path) -> list[Path]:
    try:
        entries = sorted(path.iterdir())
    except FileNotFoundError:
        raise CannotRead(
            zh=f"没有文件夹 {path}；请给出存放台账的文件夹。",
            en=f"There is no folder {path}; give the folder that holds the ledgers.",
        ) from None
    except NotADirectoryError:
        raise CannotRead(
            zh=f"{path} 不是文件夹；请给出存放台账的文件夹。",
            en=f"{path} is not a folder; give the folder that holds the ledgers.",
        ) from None
    except OSError as error:
        raise _unreadable(path, error) from None
    return [
        file
        for file in entries
        if not file.name.startswith((".", "~$")) and file.name not in _NOT_LEDGERS
    ]


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error) from None


def _unreadable(path: Path, error: OSError) -> CannotRead:
    return CannotRead(
        zh=f"读不了 {path}（{error.strerror}）；请检查权限。",
        en=f"{path} cannot be read ({error.strerror}); see to its permissions.",
    )


def _columns_left_out(source: LedgerFile) -> list[Text]:
    """Warnings about columns too many and too few; a needed one missing is `CannotRead`."""
    columns, table = source.ledger.columns, source.table
    missing = [column for column in columns if column.name not in table.columns]
    needed = [column.name for column in missing if _is_needed(table, column)]
    if needed:
        raise CannotRead(
            zh=f"{source.file} 缺少{_named(needed)}栏；请补上再导入。"
            f"表头现在是：{'、'.join(filter(None, table.columns))}。",
            en=f"{source.file} lacks the column {_named(needed)}; add it and import again. "
            f"The header now is: {', '.join(filter(None, table.columns))}.",
        )
    warnings = []
    if missing:
        names = _named([column.name for column in missing])
        warnings.append(
            Text(
                zh=f"{source.file} 没有{names}栏，按空白处理。",
                en=f"{source.file} lacks the column {names}, which is taken as blank.",
            )
        )
    known = {*(column.name for column in columns), REASON_COLUMN, ""}
    extra = [name for name in table.columns if name not in known]
    if extra:
        warnings.append(
            Text(
                zh=f"{source.file} 多出{_named(extra)}栏，未导入。",
                en=f"{source.file} has the column {_named(extra)} besides, which was left out.",
            )
        )
    return warnings


def _is_needed(table: Table, column: Column) -> bool:
    if column.needed_with is None:
        return column.needed
    other, words = column.needed_with
    return any(squeeze(table.cell(row, other)) in words for row in table.rows)


def _named(columns: list[str]) -> str:
    return "、".join(f"“{column}”" for column in columns)
