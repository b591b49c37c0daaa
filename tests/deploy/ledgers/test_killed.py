"""An import that is killed between two calls of a row: again, it does what was not done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from deploy.demo import people
from deploy.ledgers.errors import CannotReach
from deploy.ledgers.sending import Reply
from deploy.ledgers.whole_folder import Stopped
from tests.deploy.ledgers.folding import imported
from tests.deploy.ledgers.importing import write_ledgers
from tests.deploy.ledgers.pretended import Pretended
from tests.deploy.ledgers.test_persons import rejected
from tests.deploy.ledgers.test_rows import RIGHT

ONE, TWO = (people.id_number(Random(seed), "410102", male=True) for seed in (1, 2))
CLIENT = RIGHT["服务对象"] | {"编号": "1", "身份证号": ONE}
STATION = RIGHT["工作站"]
VISIT = RIGHT["帮教记录"] | {"对象编号": "1"}
STEPS: tuple[dict[str, str], ...] = (
    {},
    {"协议日期": ""},
    {"报到日期": "", "协议日期": ""},
    {"类别": "社会面", "报到日期": "", "协议日期": ""},
)


class Killed(Exception):
    """The import is gone, and has not heard the answer to its last call."""


@dataclass
class Deadly(Pretended):
    """A service that kills the import behind the `last` of its writes, if that is named."""

    last: int | None = None

    def write(self, path: str, raw: bytes, key: str, *, dry_run: bool) -> Reply:
        """The answer to a write, if anybody hears it."""
        if not dry_run and len(self.written) == self.last:
            raise Killed  # as are the calls that were under way
        reply = super().write(path, raw, key, dry_run=dry_run)
        if not dry_run and len(self.written) == self.last:
            raise Killed
        return reply


@dataclass
class Usurped(Pretended):
    """A service in whose place something between answers the writes to a path, if named."""

    path: str | None = None

    def write(self, path: str, raw: bytes, key: str, *, dry_run: bool) -> Reply:
        """The answer to a write, which says nothing where it is not the service's."""
        if self.path is not None and path.endswith(self.path) and not dry_run:
            return Reply(200, {}, {})
        return super().write(path, raw, key, dry_run=dry_run)


def _ledgers(steps: dict[str, str]) -> dict[str, Sequence[Mapping[str, str]]]:
    """A workstation, a client of it and one of none, and what was entered about them."""
    other = CLIENT | {"编号": "2", "身份证号": TWO, "工作站": ""}
    return {
        "工作站": [STATION],
        "服务对象": [CLIENT | steps, other | steps],
        "帮教记录": [VISIT, VISIT | {"对象编号": "2"}],
    }


def _written(service: Pretended) -> Counter[str]:
    return Counter(name for name, _ in service.posts)


@pytest.mark.parametrize("steps", STEPS)
def test_whatever_was_not_done_before_a_kill_is_done_then(
    steps: dict[str, str], tmp_path: Path
) -> None:
    """Killed behind each of its writes; a dry run in between says what will become of each row."""
    folder = write_ledgers(tmp_path, _ledgers(steps))
    whole = imported(folder).service
    for last in range(1, len(whole.written) + 1):
        service = Deadly(last=last)
        with pytest.raises(Killed):
            imported(folder, service)
        service.last = None
        dry = imported(folder, service, dry_run=True).outcome.as_json()
        again = imported(folder, service)
        assert again.outcome.as_json() == dry
        assert rejected(again) == []
        assert _written(service) == _written(whole)
        assert imported(folder, service).outcome.accepted.total() == 0
        assert len(service.written) == len(whole.written)


@pytest.mark.parametrize("steps", STEPS)
def test_killed_behind_every_write_it_comes_to_its_end(
    steps: dict[str, str], tmp_path: Path
) -> None:
    """Each time one write more is done, and none is done twice."""
    folder = write_ledgers(tmp_path, _ledgers(steps))
    whole, service = imported(folder).service, Deadly()
    for last in range(1, len(whole.written) + 1):
        service.last = last
        with pytest.raises(Killed):
            imported(folder, service)
    service.last = None
    assert rejected(imported(folder, service)) == []
    assert _written(service) == _written(whole)


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ({"报到日期": "2017-12-31"}, "reported_in_before_decision"),
        ({"协议日期": "2018-01-01"}, "agreement_before_reporting_in"),
        ({"报到日期": ""}, "not_reported_in"),
    ],
)
def test_steps_of_a_file_that_was_left_without_them_are_checked_as_ever(
    steps: dict[str, str], reason: str, tmp_path: Path
) -> None:
    """A row that is wrong takes none of its steps; mended, it takes them all."""
    ledgers = _ledgers({})
    right = write_ledgers(tmp_path / "right", ledgers)
    wrong = write_ledgers(tmp_path / "wrong", ledgers | {"服务对象": [CLIENT | steps]})
    service = Deadly(last=3)  # the workstation, the person, the file
    with pytest.raises(Killed):
        imported(right, service)
    service.last = None
    for dry_run in (True, False):
        told = rejected(imported(wrong, service, dry_run=dry_run))
        assert told[:1] == [("服务对象.csv", 2, reason)]
    assert "reporting-in" not in _written(service)
    assert rejected(imported(right, service)) == []
    assert _written(service)["agreement"] == 2


@pytest.mark.parametrize(
    "path", ["workstations", "clients", "cases", "reporting-in", "agreement", "contacts"]
)
def test_what_the_service_does_not_say_it_did_is_not_told_as_done(
    path: str, tmp_path: Path
) -> None:
    """Something between answers a call: the import stops there, and goes on without it."""
    folder = write_ledgers(tmp_path, _ledgers({}))
    service = Usurped(path=path)
    with pytest.raises((Stopped, CannotReach), match="does not answer as Waystation does"):
        imported(folder, service)
    service.path = None
    assert rejected(imported(folder, service)) == []
    assert _written(service) == _written(imported(folder).service)
