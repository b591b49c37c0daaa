"""Proves the stock of exchange shops from the journal of cases, and tells what was found.

What is in a relief box is folded from its entries each time: no row says it a second time.
"""

from collections.abc import Sequence
from typing import Any

import click

from deploy.cli.outcomes_proved import pool_of
from deploy.language import echo
from services.cases.shop.reading import Checked, check_stock

SHOWN = 20  # of those that differ


async def compare_stocks(database: str) -> list[Checked]:
    """All items of all shops, with what the journal says of each. Raises CannotGoOn."""
    pool = await pool_of(database)
    try:
        return await check_stock(pool)
    finally:
        await pool.close()


def differing(items: Sequence[Checked]) -> list[Checked]:
    """The items whose row says another stock than the journal."""
    return [each for each in items if each.stock != each.expected]


def tell_stocks(items: Sequence[Checked]) -> None:
    """Tell what was found, for people."""
    shops = len({each.workstation_id for each in items})
    if not (wrong := differing(items)):
        echo(
            zh=f"一致：{shops} 家积分超市的 {len(items)} 种物品，库存与由日志重算的相同。",
            en=f"Equal: the stock of {len(items)} items in {shops} exchange shops is what follows"
            " from the journal.",
        )
        return
    echo(
        zh=f"不一致：{len(wrong)} 种物品的库存与日志不符；请盘点并登记实存数，同时报告此事。",
        en=f"Different: the stock of {len(wrong)} items is not what follows from the journal; count"
        " them, enter what was counted, and report this.",
    )
    for each in wrong[:SHOWN]:
        click.echo(f"  {each.workstation_id} {each.item_id}: {each.stock} ≠ {each.expected}")


def stocks_as_document(items: Sequence[Checked]) -> dict[str, Any]:
    """What was found, for programs."""
    wrong = differing(items)
    return {
        "equal": not wrong,
        "items": len(items),
        "different": len(wrong),
        "differences": [
            {
                "workstation_id": str(each.workstation_id),
                "item_id": str(each.item_id),
                "stock": each.stock,
                "follows": each.expected,
            }
            for each in wrong[:SHOWN]
        ],
    }
