"""The account of an export: what is in the folder, what is not, and what to mind. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.ledgers.exporting.rows import LeftOut
from shared.text import Text


@dataclass(frozen=True)
class Account:
    """How many rows each ledger has, and what the ledgers could not hold."""

    folder: Path
    rows: Mapping[str, int]
    left_out: LeftOut

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        left = self.left_out
        return {
            "folder": str(self.folder),
            "rows": dict(self.rows),
            "left_out": {
                "entries": dict(left.entries),
                "facts": dict(left.facts),
                "cells": dict(left.cells),
                "persons": left.persons,
                "unnumbered": left.unnumbered,
                "gone": left.gone,
            },
        }

    def summary(self) -> Iterator[Text]:
        """The same for people."""
        zh = "、".join(f"{name}{count}行" for name, count in self.rows.items()) or "没有内容"
        en = ", ".join(f"{name} {count}" for name, count in self.rows.items()) or "nothing"
        yield Text(zh=f"已导出到 {self.folder}：{zh}。", en=f"Exported to {self.folder}: {en}.")
        yield from self._left_out()
        yield Text(
            zh="注意：该文件夹含个人信息，仅本用户可读；请妥善保管，用后删除。",
            en="Mind: this folder holds personal data, and only you can read it. Keep it safe, and"
            " delete it when it is done with.",
        )

    def _left_out(self) -> Iterator[Text]:
        left = self.left_out
        if left.persons:
            yield Text(
                zh=f"{left.persons}人没有身份证号，台账无法填写，其档案未导出。",
                en=f"{left.persons} persons have no ID number, which the ledgers need; their files"
                " are not in them.",
            )
        if left.gone:
            yield Text(
                zh=f"{left.gone}份档案未导出：个人信息已销毁，或档案已转出。",
                en=f"{left.gone} files are not in it: the person was erased, or the case was"
                " passed on.",
            )
        if left.unnumbered:
            yield Text(
                zh=f"{left.unnumbered}份档案没有本单位的编号，以档案标识代替。",
                en=f"{left.unnumbered} files have no number of your agency; the id of the case"
                " stands for it.",
            )
        yield from _counted(
            left.entries,
            Text(zh="没有相应台账、未导出的记录", en="Entries that no ledger takes"),
        )
        yield from _counted(
            left.facts, Text(zh="没有相应栏目、未导出的内容", en="Facts without a column")
        )
        yield from _counted(
            left.cells, Text(zh="导入时无法原样读回的单元格", en="Cells that read back otherwise")
        )


def _counted(counts: Counter[str], what: Text) -> Iterator[Text]:
    if counts:
        listed = [f"{name} × {count}" for name, count in sorted(counts.items())]
        yield Text(zh=f"{what.zh}：{'、'.join(listed)}。", en=f"{what.en}: {', '.join(listed)}.")
