"""A folder → the ledgers in it: which files they are, and whether each has its columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.ledgers.errors import CannotRead
from deploy.ledgers.kinds import LEDGERS
from deploy.ledgers.ledger import REASON_COLUMN, Column, Ledger
from deploy.ledgers.reading import Table, read_table, table_of
from deploy.ledgers.workbook import SUFFIXES, Sheet, read_workbook
from shared.folding import squeeze
from shared.text import Text

_BY_NAME = {name: ledger for ledger in LEDGERS for name in (*ledger.also, ledger.name)}
_NAMES = "、".join(f"{ledger.name}.csv" for ledger in LEDGERS)
_TABLES = "、".join(ledger.name for ledger in LEDGERS)
_NOT_LEDGERS = frozenset({"expected.json"})


@dataclass(frozen=True)
class LedgerFile:
    """One ledger of a folder: where it is there, what kind it is, and its table.

    `file` is a file's name, or a workbook's name and a sheet's: 台账.xlsx/帮教记录.
    """

    file: str
    ledger: Ledger
    table: Table

    @property
    def as_csv(self) -> str:
        """The name of a CSV file of this ledger."""
        return self.file if self.file.lower().endswith(".csv") else f"{self.ledger.name}.csv"


@dataclass(frozen=True)
class Folder:
    """The ledgers of a folder, in the order of import, and what was left out of it."""

    files: tuple[LedgerFile, ...]
    warnings: tuple[Text, ...]


def read_folder(path: Path) -> Folder:
    """Read every ledger of a folder; raises `CannotRead` before anything is begun.

    A ledger is known by its file's name, 服务对象.csv or 服务对象.xlsx and their like, or by its
    sheet's name in a workbook. Other files and sheets, other columns, and optional columns that
    are missing are named in `warnings`.
    """
    warnings: list[Text] = []
    files: list[LedgerFile] = []
    for file in _files(path):
        for found in _ledgers(file):
            if isinstance(found, Text):
                warnings.append(found)
                continue
            warnings += _columns_left_out(found)
            files.append(found)
    _refuse_two_of_a_kind(files)
    if not files:
        raise CannotRead(
            zh=f"{path} 中没有台账；台账的文件名是{_NAMES}。",
            en=f"There is no ledger in {path}; ledgers are named {_NAMES}.",
        )
    files.sort(key=lambda file: (LEDGERS.index(file.ledger), file.file))
    return Folder(tuple(files), tuple(warnings))


def _ledgers(file: Path) -> Iterator[LedgerFile | Text]:
    """The ledgers in one file, and sentences about what is none."""
    ledger = _BY_NAME.get(squeeze(file.stem))
    if ledger is not None and file.suffix.lower() == ".csv":
        table = read_table(file.name, _content(file), ledger.names)
        yield LedgerFile(file.name, ledger, table)
    elif file.suffix.lower() in SUFFIXES:
        content = _content(file)
        try:
            sheets = read_workbook(file.name, content)
        except CannotRead as unreadable:
            if ledger is not None:
                raise
            yield unreadable.text
        else:
            yield from _in_workbook(file.name, ledger, sheets)
    else:
        yield Text(
            zh=f"{file.name} 不是台账，未导入；台账的文件名是{_NAMES}，"
            "也可以是工作簿（.xlsx、.xls、.et）。",
            en=f"{file.name} is not a ledger and was left out; ledgers are named {_NAMES}; "
            "workbooks (.xlsx, .xls, .et) will do too.",
        )


def _in_workbook(
    name: str, ledger: Ledger | None, sheets: list[Sheet]
) -> Iterator[LedgerFile | Text]:
    """Sheets that are named after ledgers; if none is, the first sheet of a file that is."""
    named = {sheet.name: its for sheet in sheets if (its := _BY_NAME.get(squeeze(sheet.name)))}
    if not named and ledger is not None:
        rows = sheets[0].rows if sheets else ()
        yield LedgerFile(name, ledger, table_of(name, rows, ledger.names))
        sheets = sheets[1:]
    for sheet in sheets:
        its = named.get(sheet.name)
        place = f"{name}/{sheet.name}"
        if its is not None:
            yield LedgerFile(place, its, table_of(place, sheet.rows, its.names))
        else:
            yield Text(
                zh=f"{name} 的工作表“{sheet.name}”不是台账，未导入；"
                f"台账的工作表以台账命名：{_TABLES}。",
                en=f"The sheet “{sheet.name}” of {name} is not a ledger and was left out; sheets "
                f"of ledgers are named after them: {_TABLES}.",
            )


def _refuse_two_of_a_kind(files: list[LedgerFile]) -> None:
    """A ledger that is there twice, as a CSV file and in a workbook, is probably the same one."""
    seen: dict[str, str] = {}
    for file in files:
        other = seen.setdefault(file.as_csv, file.file)
        if other != file.file:
            raise CannotRead(
                zh=f"{file.ledger.name}有两份：{other} 和 {file.file}；请只留一份。",
                en=f"{file.ledger.name} is there twice: {other} and {file.file}; keep one.",
            )


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
            f"表头（第{table.header_row}行）现在是：{'、'.join(filter(None, table.written))}。",
            en=f"{source.file} lacks the column {_named(needed)}; add it and import again. "
            f"The header (row {table.header_row}) now is: "
            f"{', '.join(filter(None, table.written))}.",
        )
    warnings = []
    expected = [column.name for column in missing if column.expected]
    if expected:
        names = _named(expected)
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
