"""Which communities a page of coverage lists: those of the list of regions in that year."""

from datetime import date

from services.outreach.coverage.communities import communities, following
from services.outreach.coverage.kept import kept
from services.outreach.coverage.rows import CELL
from shared.events.outreach.sessions import SessionHeld
from shared.regions import Region, Regions
from tests.services.outreach.test_record import held, void

REGIONS = Regions(
    [
        Region("410000000000", "河南省", "Henan"),
        Region("410100000000", "郑州市", "Zhengzhou"),
        Region("410102000000", "中原区", "Zhongyuan"),
        Region("410102001000", "林山寨街道", ""),
        Region("410102001003", "伏牛社区", ""),
        Region("410102001001", "旧社区", "", valid_to=date(2019, 1, 1)),
        Region("410102001002", "中途撤销社区", "", valid_to=date(2019, 7, 1)),
        Region("410102001004", "新社区", "", valid_from=date(2020, 1, 1)),
    ]
)


def test_the_communities_of_a_year_are_those_in_force_on_one_of_its_days() -> None:
    """In order; one that ended before the year, or began after it, is not among them."""
    assert communities(REGIONS, 2019) == ("410102001002", "410102001003")
    assert communities(REGIONS, 2020) == ("410102001003", "410102001004")
    assert communities(REGIONS, 2018)[0] == "410102001001"


def test_pages_follow_each_other_without_a_gap() -> None:
    """Whatever the regions of a caller are: each community once."""
    listed = [f"4101{county:02}001{number:03}" for county in (2, 3, 5) for number in (1, 2, 3)]
    for prefixes in (["4101"], ["410102", "410105"], ["410103001002"], ["33"]):
        wanted = [code for code in listed if code.startswith(tuple(prefixes))]
        found: list[str] = []
        while page := following(listed, prefixes, found[-1] if found else "", 2):
            assert len(page) <= 2
            found += page
        assert found == wanted


def test_a_void_takes_from_the_cell_what_the_session_added() -> None:
    """The same cell; what is no session of prevention has none."""

    def cells(work: SessionHeld, *events: object) -> list[tuple[object, ...]]:
        rows = kept(work, events)  # type: ignore[arg-type]
        return [row.values for row in rows if row.part is CELL]

    place = (2019, held.region, "school")
    assert cells(held, held) == [(*place, 1)]
    assert cells(held, void(held)) == [(*place, -1)]
