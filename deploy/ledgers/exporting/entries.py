"""The entries of a file → what the rows of ledgers say of them, one row for what belongs together.

A row says more than one entry where its ledger does: a test with its sample, objection and
re-check, a leave with its extensions and the return from it. Pure.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from deploy.ledgers.exporting.beside import BESIDE, Beside
from deploy.ledgers.exporting.follows import FOLLOWS
from deploy.ledgers.kinds import LEDGERS, steps
from deploy.ledgers.kinds.drug_test_words import AWAITED
from deploy.ledgers.kinds.entries import CLIENT
from deploy.ledgers.ledger import Ledger

Item: TypeAlias = Mapping[str, Any]
"""An item of an exported file."""

_TEST, _SAMPLE, _KIND_CHANGED, _FOLLOWED_UP, _COUNSELLED, _JOINED, _SPENT, _GOAL = (
    "cases.DrugTestRecorded",
    "cases.SampleTaken",
    "cases.KindChanged",
    "cases.CrisisFollowedUp",
    "cases.CounsellingHeld",
    "cases.TeamMemberJoined",
    "cases.PointsSpent",
    "cases.GoalSet",
)
_LEDGERS: Mapping[str, Ledger] = {
    event: ledger
    for ledger in LEDGERS
    if ledger.in_order_of == CLIENT.field
    for event in ledger.entries
} | {"cases.ReportedIn": steps.LEDGER, "cases.AgreementSigned": steps.LEDGER}
# What 变更 says of an entry of 阶段变更.
_CHANGES = {
    "cases.ReportedIn": "reporting-in",
    "cases.AgreementSigned": "agreement",
    "cases.ProgrammeSuspended": "suspension",
    "cases.ProgrammeResumed": "resumption",
    _KIND_CHANGED: "kind",
    "cases.CaseEnded": "ending",
    "cases.CaseReopened": "reopening",
    "cases.EndingNotified": "notices",
    "cases.TimeServedCredited": "time-served",
}


_NEVER_ALONE = {beside.event for several in BESIDE.values() for beside in several} - {_SAMPLE}
# What an entry says of other entries by their ids, which mean nothing elsewhere.
_IDS = ("_id", "_ids")


@dataclass(frozen=True)
class Known:
    """What entries name by ids: the cells of workers of one's own roster, and workstations.

    A workstation has its name and region.
    """

    workers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    stations: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)


NOTHING_KNOWN = Known()


@dataclass(frozen=True)
class Said:
    """What a row of a ledger says of the entries that are these `events`.

    `lost` names what they say besides, as EVENT.FIELD.
    """

    ledger: Ledger
    events: Sequence[str]
    values: Mapping[str, Any]
    lost: Sequence[str]

    @property
    def lacks(self) -> bool:
        """Whether it lacks what a row must say: the import would refuse it."""
        needed = (each for each in self.ledger.columns if each.needed and each is not CLIENT)
        return any(column.of(self.values) in (None, "", (), []) for column in needed)


def name_of(item: Item) -> str:
    """The kind of an item, whichever version of its event it is."""
    return str(item["type"]).rpartition(".v")[0]


def said_by(
    items: Sequence[Item], kind: str, known: Known = NOTHING_KNOWN
) -> Iterator[Said | Item]:
    """What rows can say of a file that is of this kind today; an item itself that none can say."""
    file = _File(items, kind, known)
    beside = {its["entry_id"] for item in items for _, its in file.beside(item)}
    for item in items:
        if item["entry_id"] not in beside:
            yield file.said(item) or item


class _File:
    """The items of a file, found by what they are about."""

    def __init__(self, items: Sequence[Item], kind: str, known: Known) -> None:
        self._known = known
        self._by_id = {item["entry_id"]: item for item in items}
        self._items = items
        changes = [item for item in items if name_of(item) == _KIND_CHANGED]
        after = [*(item["facts"]["from_kind"] for item in changes[1:]), kind]
        self._kinds = {item["entry_id"]: new for item, new in zip(changes, after, strict=False)}

    def beside(self, item: Item) -> Iterator[tuple[Beside, Item]]:
        """What stands in the row of an item: the first of each kind, of one that repeats all."""
        for beside in BESIDE.get(name_of(item), ()):
            if beside.is_named:
                named = self._by_id.get(item["facts"].get(beside.link))
                found = [named] if named is not None else []
            else:
                found = [*self._about(item, beside.event, beside.link)]
            if beside.repeats:
                first = next(iter(beside.fields))
                found.sort(key=lambda its: str(its["facts"][first]))
            for its in found if beside.repeats else found[:1]:
                yield beside, its

    def _about(self, item: Item, event: str, link: str) -> Iterator[Item]:
        for its in self._items:
            if name_of(its) == event and its["facts"].get(link) == item["entry_id"]:
                yield its

    def said(self, item: Item) -> Said | None:
        """What the row of an item says; None where no row can say it."""
        name = name_of(item)
        ledger = _LEDGERS.get(name)
        if ledger is None or name in _NEVER_ALONE:
            return None
        if name == _FOLLOWED_UP and self._seen_on(item) is None:
            return None
        values = {**item["facts"], **_kept(item)}
        if name == _SAMPLE:
            return _awaited(ledger, values | self._linked(item), self._unlinked(item))
        columns = {column.field.partition(".")[0] for column in ledger.columns}
        events, lost = [name], [*_lost(name, values, columns)]
        for beside, its in self.beside(item):
            other = {**its["facts"], **_kept(its)}
            for field, to in beside.fields.items():
                said = other.get(field)
                values[to] = [*values.get(to, ()), said] if beside.repeats else said
            events.append(beside.event)
            lost += _lost(beside.event, other, beside.fields)
        values |= self._named(name, item["facts"])
        if name == _GOAL:
            lost += _owners_of(values)
        values |= {"change": _CHANGES[name]} if ledger is steps.LEDGER else {}
        values |= {"kind": self._kinds[item["entry_id"]]} if name == _KIND_CHANGED else {}
        values |= {"seen_on": self._seen_on(item)} if name == _FOLLOWED_UP else {}
        if name == _COUNSELLED and item["facts"].get("contact_id") is not None:
            values |= {"seen_on": self._seen_on(item)}
            lost += [] if values["seen_on"] else [f"{name}.contact_id"]
        if name == _TEST:
            values |= self._linked(item)
            lost += self._unlinked(item)
        return Said(ledger, events, values, lost)

    def _named(self, name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What a row says of what the entry names by an id."""
        if name == _JOINED:
            worker = self._known.workers.get(facts.get("worker_id") or "")
            return {"worker_id": worker} | ({} if facts["external"] else {"agency": ""})
        if name == _SPENT:
            station = self._known.stations.get(facts["workstation_id"])
            return {} if station is None else {"station": station["name"], **_region(station)}
        return {}

    def _appointment(self, item: Item) -> Item | None:
        """The appointment of a sample, of a test or of its sample; None for one that is void."""
        named = [item, *(its for beside, its in self.beside(item) if beside.event == _SAMPLE)]
        ids = (its["facts"].get("appointment_id") for its in named)
        return next((self._by_id[each] for each in ids if each in self._by_id), None)

    def _linked(self, item: Item) -> dict[str, str]:
        """The day by which an appointment is known; none where another one is of that day too."""
        appointment = self._appointment(item)
        if appointment is None or not self._is_alone(appointment):
            return {}
        return {"appointed_on": str(appointment["facts"]["occurred_on"])}

    def _unlinked(self, item: Item) -> list[str]:
        """What is lost of an entry whose appointment cannot be named."""
        appointment = self._appointment(item)
        is_lost = appointment is not None and not self._is_alone(appointment)
        return [f"{name_of(item)}.appointment_id"] if is_lost else []

    def _is_alone(self, item: Item) -> bool:
        """Whether an item is the only one of its kind and day."""
        day = item["facts"]["occurred_on"]
        alike = (its for its in self._items if name_of(its) == name_of(item))
        return [its["facts"]["occurred_on"] for its in alike].count(day) == 1

    def _seen_on(self, answer: Item) -> str | None:
        """The day on which a crisis was seen; None where another one was seen on it too."""
        contact = self._by_id.get(answer["facts"]["contact_id"])
        if contact is None:
            return None
        day = contact["facts"]["occurred_on"]
        seen = [
            its
            for its in self._items
            if name_of(its) == name_of(contact)
            and its["facts"]["occurred_on"] == day
            and its["facts"].get("crisis")
        ]
        return str(day) if len(seen) == 1 else None


def _region(station: Mapping[str, str]) -> dict[str, str]:
    return {"region": station["region"]}


def _owners_of(values: dict[str, Any]) -> list[str]:
    """What is lost of who sees to a goal after changes; left out where it is as it was set."""
    owners = values.get("changed_owner", [])
    if None not in owners and set(owners) != {values.get("owner")}:
        return []
    same = set(owners) <= {values.get("owner")}
    values["changed_owner"] = []
    return [] if same else ["cases.GoalChanged.owner"]


def _awaited(ledger: Ledger, sample: Mapping[str, Any], lost: Sequence[str]) -> Said:
    """A sample that no test names: the row of a test whose result is awaited."""
    [beside] = (its for its in BESIDE[_TEST] if its.event == _SAMPLE)
    values = {to: sample.get(field) for field, to in beside.fields.items()}
    values |= {name: sample.get(name) for name in ("method", "occurred_on", "appointed_on")}
    return Said(ledger, [_SAMPLE], {**values, "result": AWAITED}, lost)


def _kept(item: Item) -> dict[str, Any]:
    return {name: text for name, text in item["kept"].items() if name != "erased"}


def _lost(name: str, said: Mapping[str, Any], columns: Iterable[str]) -> Iterator[str]:
    """What an entry says and no column of its row takes."""
    for field, value in said.items():
        is_said = value not in (None, "", (), [], {}, False)
        if is_said and field not in columns and not _is_usual(name, field):
            yield f"{name}.{field}"


def _is_usual(name: str, field: str) -> bool:
    """Whether an entry would say this anyway, or it is of this installation alone."""
    return field.endswith(_IDS) or field in FOLLOWS.get(name, ())
