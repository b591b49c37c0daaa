"""The file of rejected rows: what stood there stands there, and nothing of it runs."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from deploy.ledgers.folder import Folder, read_folder
from deploy.ledgers.returning import write_rejected
from tests.deploy.ledgers.folding import imported

COLUMNS = ("日期", "对象编号", "方式", "内容", "社工")
CELL = st.one_of(
    st.text(st.sampled_from("=+-@＝'\"\t\r\n, a1甲"), max_size=8),
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\ufffd\ufeff"), max_size=8
    ),
)


def _returned(folder: Path) -> Folder:
    read = read_folder(folder)
    rejected = imported(folder).outcome.rejected
    out = write_rejected(rejected, read.files, folder, folder.parent / "out")
    assert out is not None
    return read_folder(out)


def _texts(folder: Folder) -> list[list[str]]:
    [table] = [file.table for file in folder.files]
    return [[table.cell(row, column) for column in COLUMNS] for row in table.rows]


@settings(max_examples=30)
@given(CELL, CELL)
@example("=1+1", '="004101001"')
@example("\t=1", "'=1")
def test_rejected_rows_are_read_again_as_they_were(note: str, worker: str) -> None:
    """Whatever stands in the cells of a rejected row, its copy says the same, and is rejected."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "in"
        folder.mkdir()
        with (folder / "帮教记录.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, ("昨天", "1", "入户", note, worker)])
        assert _texts(_returned(folder)) == _texts(read_folder(folder))
        with (folder.parent / "out" / "帮教记录.csv").open(
            encoding="utf-8-sig", newline=""
        ) as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [c for c in cells if c[:1] in {*"=+-@＝＋－＠\t\r\n"} and c[:2] != '="']
        again = imported(folder.parent / "out")
        assert next(fault[1:] for fault in again.rejected()) == ("日期", "bad_date")


def test_long_numbers_that_are_marked_as_text_stay_so(tmp_path: Path) -> None:
    """Whoever corrects the date in a spreadsheet does not spoil the numbers beside it."""
    (tmp_path / "in").mkdir()
    row = '="004101001","=""410102199001011234""",入户,=1+1,昨天的'
    lines = f"对象编号,社工,方式,内容,日期\n{row}\n"
    (tmp_path / "in" / "帮教记录.csv").write_text(lines, encoding="utf-8")
    _returned(tmp_path / "in")
    written = (tmp_path / "out" / "帮教记录.csv").read_text(encoding="utf-8-sig")
    assert '"=""004101001""","=""410102199001011234""",入户,\'=1+1,昨天的,' in written
