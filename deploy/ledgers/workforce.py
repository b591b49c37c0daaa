"""What rows say of workers by name, and of posts by number: which one it is.

A cell names a worker as 王芳; where the roster has several of that name, with the day of joining as
王芳（2019-03-01）.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.errors import NotAllowed
from deploy.ledgers.ledger import Column
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sending import Api
from shared.text import Text

UNKNOWN, AMBIGUOUS = "unknown_worker", "ambiguous_worker"
_WITH_DAY = re.compile(r"(?P<name>[^（(]+)[（(](?P<day>[^）)]+)[）)]")
_TEXTS = {
    UNKNOWN: Text(
        zh="本单位名册中没有这位当日在岗的人员；请核对姓名和日期，或先在人员名册.csv登记。",
        en="Nobody of this name in your agency's roster serves on this day; check the name and the"
        " day, or enter the worker in 人员名册.csv first.",
    ),
    AMBIGUOUS: Text(
        zh="本单位名册中有不止一位当日在岗的同名人员；请在姓名后注明到岗日期，"
        "如 王芳（2019-03-01）。",
        en="More than one worker of this name serves on this day; write the day of joining behind"
        " the name, like 王芳（2019-03-01）.",
    ),
}


def named(name: str, joined_on: str | None = None) -> str:
    """A worker as a cell has it."""
    return f"{name}（{joined_on}）" if joined_on else name


def read_worker(cell: str) -> str | None:
    """A worker's name, with the day of joining where it says one; None for a blank.

    >>> read_worker(" 王芳(2019/3/1) "), read_worker("王芳"), read_worker("-")
    ('王芳（2019-03-01）', '王芳', None)
    """
    text = values.person_name(cell)
    with_day = _WITH_DAY.fullmatch(text)
    if with_day is not None:
        return named(with_day["name"].strip(), values.day(with_day["day"]))
    return values.optional(values.one_spelling)(text)


def _needed(cell: str) -> str:
    name = read_worker(cell)
    if name is None:
        raise values.Unreadable("missing_value")
    return name


def worker_column(
    name: str, field: str = "worker_id", *, needed: bool = True, also: Collection[str] = ()
) -> Column:
    """A column that names a worker of the agency's roster; `field` takes the worker's id."""
    read = _needed if needed else read_worker
    column = Column(name, field, read, also=also, needed=needed, texts=_TEXTS, expected=needed)
    return replace(column, reasons={"not_serving": UNKNOWN})


@dataclass(frozen=True)
class KnownWorker:
    """A worker of the roster; the id is `NOT_YET` of one that a dry run has not registered."""

    worker_id: str
    name: str
    joined_on: str
    region: str
    employment: str
    left_on: str | None = None

    def serves_on(self, day: str | None) -> bool:
        """Whether the worker serves on a day, if one is given."""
        return day is None or (
            self.joined_on <= day and (self.left_on is None or day < self.left_on)
        )


class Workforce:
    """The workers of the caller's roster and the posts it has a part in, read once."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._lock = asyncio.Lock()
        self._workers: defaultdict[str, dict[str, KnownWorker]] | None = None
        self._posts: defaultdict[str, set[str]] | None = None
        self._added: list[KnownWorker] = []
        self._bought: defaultdict[str, set[str]] = defaultdict(set)
        self._placed: set[str] = set()
        self._absent: list[tuple[str, str, str]] = []

    async def workers(self, name: str) -> Collection[KnownWorker]:
        """All workers of a name; raises `NotAllowed`, `CannotReach`."""
        async with self._lock:
            if self._workers is None:
                self._workers = await self._read_workers()
        return [*self._workers[name].values()]

    async def all(self) -> list[KnownWorker]:
        """All workers whom the roster has or had, by their first days; raises `CannotReach`."""
        found = (await self._read_workers()).values()
        every = [each for namesakes in found for each in namesakes.values()]
        return sorted(every, key=lambda each: (each.joined_on, each.worker_id))

    async def find(self, column: Column, named_: str | None, day: str | None) -> str | None:
        """The id of the one worker whom a cell names, serving on a day; raises `RowRefused`."""
        if named_ is None:
            return None
        with_day = _WITH_DAY.fullmatch(named_)
        name, joined_on = (with_day["name"], with_day["day"]) if with_day else (named_, None)
        found = [
            each
            for each in [*await self.workers(name), *(w for w in self._added if w.name == name)]
            if each.serves_on(day) and joined_on in (None, each.joined_on)
        ]
        ids = {each.worker_id for each in found}
        if not ids:
            raise RowRefused([column.fault(UNKNOWN)])
        if len(found) > 1 and len({(each.worker_id, each.joined_on) for each in found}) > 1:
            raise RowRefused([column.fault(AMBIGUOUS)])
        return found[0].worker_id

    async def like(self, wanted: KnownWorker) -> str | None:
        """The id of the worker whom a row of the roster says: the only one who is so.

        Somebody who has moved since is known by where they began. None too where the caller may
        not read the names: then a row is known by its key alone.
        """
        try:
            known = await self.workers(wanted.name)
        except NotAllowed:
            return None
        of_day = [each for each in known if each.joined_on == wanted.joined_on]
        same = [each for each in of_day if await self._was_registered(each, wanted)]
        return same[0].worker_id if len(same) == 1 else None

    async def _was_registered(self, known: KnownWorker, wanted: KnownWorker) -> bool:
        if known.employment != wanted.employment:
            return False
        if known.region == wanted.region:
            return True
        facts = await self._api.get(f"/v1/workers/{known.worker_id}", []) or {}
        return any(each["region"] == wanted.region for each in facts.get("served", ())[:1])

    def add(self, worker: KnownWorker) -> None:
        """Remember a worker of the folder."""
        known = self._workers[worker.name] if self._workers is not None else {}
        if worker.worker_id not in known:
            self._added.append(worker)

    async def posts(self, number: str) -> Collection[str]:
        """The ids of the posts of a number, bought by the caller or provided with workers by it."""
        async with self._lock:
            if self._posts is None:
                self._posts = defaultdict(set)
                async for post in pages(self._api, "/v1/posts", "posts"):
                    self._posts[post["reference"]].add(post["post_id"])
        return self._posts[number] | self._bought[number]

    def add_post(self, number: str, post_id: str) -> None:
        """Remember a post of the folder."""
        self._bought[number].add(post_id)

    def note_placed(self, post_id: str) -> None:
        """Note that a dry run would place a post."""
        self._placed.add(post_id)

    def is_placed(self, post_id: str) -> bool:
        """Whether a dry run would have placed a post before."""
        return post_id in self._placed

    def note_absent(self, whose: str, since: str, until: str) -> None:
        """Note that a dry run would enter an absence of the worker at a path."""
        self._absent.append((whose, since, until))

    def is_absent(self, whose: str, day: str) -> bool:
        """Whether a dry run would have entered an absence of the worker on a day."""
        return any(who == whose and since <= day < until for who, since, until in self._absent)

    async def _read_workers(self) -> defaultdict[str, dict[str, KnownWorker]]:
        names = {
            each["worker_id"]: each["name"]
            async for each in pages(self._api, "/v1/workers/names", "workers")
        }
        found: defaultdict[str, dict[str, KnownWorker]] = defaultdict(dict)
        async for row in pages(self._api, "/v1/workers", "workers", [("own", "true")]):
            if name := names.get(row["worker_id"]):
                found[name][row["worker_id"]] = worker_of(row, name)
        return found


def worker_of(row: Mapping[str, Any], name: str) -> KnownWorker:
    """A worker as a list shows one."""
    facts = ("worker_id", "joined_on", "region", "employment", "left_on")
    return KnownWorker(name=name, **{each: row[each] for each in facts})


def cells_of(workers: Iterable[KnownWorker]) -> dict[str, str]:
    """How cells name workers, by their ids: with the day of joining where a name is another's too.

    >>> one = KnownWorker("1", "王芳", "2019-01-02", "410102001000", "other")
    >>> cells_of([one, replace(one, worker_id="2", name="李明")])
    {'1': '王芳', '2': '李明'}
    """
    by_name: defaultdict[str, list[KnownWorker]] = defaultdict(list)
    for each in workers:
        by_name[each.name].append(each)
    return {
        each.worker_id: named(name, each.joined_on if len(namesakes) > 1 else None)
        for name, namesakes in by_name.items()
        for each in namesakes
    }


async def pages(
    api: Api, path: str, name: str, query: Collection[tuple[str, str]] = ()
) -> AsyncIterator[Mapping[str, Any]]:
    """What a list has, page by page."""
    after: str | None = None
    while True:
        follows = [("after", after)] if after else []
        page = await api.get(path, [*query, ("limit", "200"), *follows]) or {}
        for row in page.get(name, ()):
            yield row
        after = page.get("next")
        if after is None:
            return
