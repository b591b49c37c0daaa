"""Exchange shops and relief boxes."""

from services.reporting.declared.measures.shops import (
    RELIEF,
    RELIEF_DONATED,
    RELIEF_PROPOSED,
    RELIEF_RELEASED,
    SHOP_ITEMS,
    STOCK_COUNTED,
    STOCK_RECEIVED,
    STOCK_WRITTEN_OFF,
)
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

SHOP_ITEMS_OFFERED = Indicator(
    code="shop_items",
    name=Text(zh="积分超市上架物品", en="Items offered in shops"),
    unit="项次",
    formula=Text(zh="期内新列入兑换目录的物品", en="items entered in the catalogues of shops"),
    numerator=Selection(SHOP_ITEMS),
)

STOCK_THAT_CAME = Indicator(
    code="stock_received",
    name=Text(zh="积分超市入库", en="Stock received by shops"),
    unit="件物品",
    formula=Text(zh="期内积分超市入库的件数", en="pieces that shops received"),
    numerator=Selection(STOCK_RECEIVED),
)

STOCK_COUNTED_OTHERWISE = Indicator(
    code="stock_counted",
    name=Text(zh="积分超市盘盈盘亏", en="Stock found by counting"),
    unit="件物品",
    formula=Text(
        zh="期内盘点多出的件数减去短少的件数",
        en="pieces found by counting beyond the books, less those that were missing",
    ),
    numerator=Selection(STOCK_COUNTED),
)

STOCK_THAT_WAS_LOST = Indicator(
    code="stock_written_off",
    name=Text(zh="积分超市核销", en="Stock written off by shops"),
    unit="件物品",
    formula=Text(zh="期内核销的件数", en="pieces that shops wrote off"),
    numerator=Selection(STOCK_WRITTEN_OFF),
)

RELIEF_IN = Indicator(
    code="relief_donated",
    name=Text(zh="救助箱捐入金额", en="Money given into relief boxes"),
    unit="分（人民币）",
    formula=Text(zh="期内爱心救助箱收到的捐款", en="money donated to relief boxes"),
    numerator=Selection(RELIEF_DONATED),
)

RELIEF_OUT = Indicator(
    code="relief_released",
    name=Text(zh="救助箱发放金额", en="Money released from relief boxes"),
    unit="分（人民币）",
    formula=Text(zh="期内爱心救助箱发放的金额", en="money released from relief boxes"),
    numerator=Selection(RELIEF_RELEASED),
)

RELIEF_TIMES = Indicator(
    code="relief",
    name=Text(zh="救助箱发放次数", en="Relief from boxes"),
    unit="次",
    formula=Text(
        zh="期内爱心救助箱发放款物的次数", en="how often relief boxes gave money or goods"
    ),
    numerator=Selection(RELIEF),
)

RELIEF_ASKED = Indicator(
    code="relief_proposed",
    name=Text(zh="救助箱申请次数", en="Relief proposed"),
    unit="次",
    formula=Text(
        zh="期内提出的救助箱发放申请，不含已撤回的",
        en="relief from boxes that was proposed, without what was taken back",
    ),
    numerator=Selection(RELIEF_PROPOSED),
)
