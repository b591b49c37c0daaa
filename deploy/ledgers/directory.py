"""What rows refer to: cases by their numbers, workstations by their names, and the rest."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from deploy.ledgers.appointed import Appointments
from deploy.ledgers.known_places import Places
from deploy.ledgers.sending import Api
from deploy.ledgers.workforce import Workforce, pages
from shared.folding import tidy
from shared.regions import ancestors
from shared.text import Text

NOT_YET = "00000000-0000-0000-0000-000000000000"
"""The id of what a dry run has not made."""

LONGEST = 100  # characters; nothing has a longer name, and an address can hold only so many


class Directory:
    """Identifiers of cases and workstations, known to the service or made during the import.

    `in_folder` are the names of the ledgers that are imported; `links_workers` says that entries
    are to name the workers whom their rows name in a text. `appointments` are those for tests,
    `workforce` the agency's workers and posts, `places` those of prevention.
    """

    def __init__(
        self, api: Api, in_folder: Collection[str] = (), *, links_workers: bool = False
    ) -> None:
        self.in_folder = in_folder
        self.links_workers = links_workers
        self.appointments = Appointments(api)
        self.workforce = Workforce(api)
        self.places = Places(api)
        self._api = api
        self._cases: dict[str, str] = {}
        self._decided: dict[str, str | None] = {}
        self._clients: dict[str, str] = {}
        self._changed: set[str] = set()
        self._crises: Counter[tuple[str, str]] = Counter()
        self._ambiguous: set[str] = set()
        self._mistyped: set[str] = set()
        self._workstations: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._registered: set[str] = set()
        self._below: dict[str, list[Mapping[str, Any]]] = {}
        self.campaigns: set[str] = set()  # codes of those that the folder launches
        self._shops: dict[str, list[Mapping[str, Any]]] = {}
        self._received: set[str] = set()
        self._moved: set[str] = set()
        self.boxes_filled: set[str] = set()  # those of workstations into which the folder puts
        self._asked: set[tuple[str, ...]] = set()
        self._locks: defaultdict[tuple[str, ...], asyncio.Lock] = defaultdict(asyncio.Lock)
        self._unlisted: set[str] = set()

    async def case(self, reference: str) -> str | None:
        """The id of the case that the agency gave this number, if there is one."""
        async with self._locks[(reference,)]:
            if reference not in self._cases and self._is_worth_asking(reference):
                answer = await self._api.get("/v1/cases", [("reference", reference)]) or {}
                own = (its for its in answer.get("cases", ()) if its["client_id"] is not None)
                for case in own:  # one that was given to another agency has no client to see
                    self.add_case(reference, case["case_id"])
                    self._clients[reference] = case["client_id"]
        return self._cases.get(reference)

    def add_case(self, reference: str, case_id: str, decided_on: str | None = None) -> None:
        """Remember a case, and the day of its decision where a row of the folder says it."""
        self._cases[reference] = case_id
        self._decided[reference] = decided_on

    def decided_on(self, reference: str) -> str | None:
        """The day of the decision that a row of the folder says for a number."""
        return self._decided.get(reference)

    def numbers(self) -> dict[str, str]:
        """The numbers of the cases that were asked for or opened, by the cases' ids."""
        return {case_id: reference for reference, case_id in self._cases.items()}

    async def is_of(self, reference: str, client_id: str | None) -> bool:
        """Whether the file that the service has under a number is this client's."""
        await self.case(reference)
        return client_id is not None and self._clients.get(reference) == client_id

    async def client(self, reference: str) -> tuple[str, int] | None:
        """The client whose file the service has under a number, and the client's version."""
        await self.case(reference)
        client_id = self._clients.get(reference)
        found = client_id and await self._api.get(f"/v1/clients/{client_id}", [])
        return (client_id, found["version"]) if client_id and found else None

    def note_change(self, reference: str) -> None:
        """Note that a dry run would change the file of this client, so that more may follow."""
        self._changed.add(reference)

    def is_changed(self, reference: str) -> bool:
        """Whether a dry run would have changed the file of this client before."""
        return reference in self._changed

    def note_crisis(self, reference: str, day: str) -> None:
        """Note that a row of the folder says that a crisis of this client was seen on a day."""
        self._crises[reference, day] += 1

    def crises_noted(self, reference: str, day: str) -> int:
        """How many rows of the folder say that a crisis of this client was seen on a day."""
        return self._crises[reference, day]

    async def crises(self, case_id: str, day: str) -> list[str]:
        """The contacts of a case at which the service knows that a crisis was seen on a day."""
        if case_id == NOT_YET:
            return []
        file = await self._api.get(f"/v1/cases/{case_id}", []) or {}
        return [
            entry["entry_id"]
            for entry in file.get("entries", ())
            if not entry["void"] and entry["facts"].get("occurred_on") == day
            if entry["type"].startswith("cases.ContactRecorded.") and entry["facts"].get("crisis")
        ]

    async def age_band(self, case_id: str) -> str | None:
        """The age band in which the service opened a case; None where it is not known."""
        file = await self._api.get(f"/v1/cases/{case_id}", []) or {}
        openings = (
            entry["facts"]
            for entry in file.get("entries", ())
            if entry["type"].startswith("cases.CaseOpened.")
        )
        person = next((facts.get("person") for facts in openings), None) or {}
        band = person.get("age_band")
        return None if band is None else str(band)

    def note_mistyped(self, reference: str) -> None:
        """Note that the person of this number is known by an ID number that was mistyped."""
        self._mistyped.add(reference)

    def is_mistyped(self, reference: str) -> bool:
        """Whether the person of this number is known by an ID number that was mistyped."""
        return reference in self._mistyped

    def hold_back(self, reference: str) -> None:
        """Note that a number is used for more than one person: nobody can say whose it is."""
        self._ambiguous.add(reference)

    def is_ambiguous(self, reference: str) -> bool:
        """Whether a number is used for more than one person."""
        return reference in self._ambiguous

    async def workstation(self, name: str, region: str) -> str | None:
        """The id of the workstation of a name; of several, the one nearest to a region.

        The service is asked for one that serves the region, unless the folder has the name.
        """
        async with self._locks[name, region]:
            if name not in self._registered and self._is_worth_asking(name, region):
                parameters = [("name", name), ("region", region)]
                answer = await self._api.get("/v1/workstations", parameters) or {}
                for station in answer.get("workstations", ()):
                    self._workstations[name][station["region"]] = station["workstation_id"]
        named = self._workstations[name]
        around = {*ancestors(region)}
        near = sorted(named, key=lambda its: (-len(around.intersection(ancestors(its))), its))
        return named[near[0]] if near else None

    async def workstation_within(self, name: str, region: str) -> str | None:
        """The id of the workstation of a name that serves a region, or is the only one below it."""
        found = await self.workstation(name, region)
        if found is not None:
            return found
        async with self._locks["below", region]:
            if region not in self._below:
                query = [("region", region)]
                listed = pages(self._api, "/v1/workstations", "workstations", query)
                self._below[region] = [its async for its in listed]
        below = [its["workstation_id"] for its in self._below[region] if its["name"] == name]
        return below[0] if len(below) == 1 else None

    async def shop_items(self, workstation_id: str) -> Sequence[Mapping[str, Any]]:
        """What the exchange shop of a workstation has or had in its catalogue."""
        if workstation_id not in self._shops:
            shop = await self._api.get(f"/v1/workstations/{workstation_id}/shop", []) or {}
            self._shops[workstation_id] = [*shop.get("items", ())]
        return self._shops[workstation_id]

    async def add_shop_item(self, workstation_id: str, item: Mapping[str, Any]) -> None:
        """Remember an item of the folder."""
        await self.shop_items(workstation_id)
        self._shops[workstation_id].append(item)

    def note_received(self, item_id: str) -> None:
        """Note that the folder has stock of an item."""
        self._received.add(item_id)

    def has_received(self, item_id: str) -> bool:
        """Whether the folder has stock of an item."""
        return item_id in self._received

    def note_moved(self, item_id: str) -> None:
        """Note that a row changes, or would change, how many of an item there are."""
        self._moved.add(item_id)

    def has_moved(self, item_id: str) -> bool:
        """Whether a row before has changed, or would, how many of an item there are."""
        return item_id in self._moved

    async def publication(self, county: str, channel: str, title: str) -> str | None:
        """The first article of a title in a channel and a county that counts, if there is one."""
        asked = [("region", county), ("channel", channel), ("title", title), ("sort", "occurred")]
        async for each in pages(self._api, "/v1/publications", "publications", asked):
            if not each["void"] and tidy(each["title"]) == tidy(title):
                return str(each["publication_id"])
        return None

    def add_workstation(self, name: str, region: str, workstation_id: str) -> None:
        """Remember a workstation of the folder."""
        self._registered.add(name)
        self._workstations[name][region] = workstation_id

    def go_without(self, workstation: str) -> None:
        """Note that a file is opened without the workstation that its row names."""
        self._unlisted.add(workstation)

    def warnings(self) -> Iterator[Text]:
        """What a person should know of what was not found."""
        names = "、".join(sorted(self._unlisted))
        if names:
            yield Text(
                zh=f"没有工作站.csv，也没有登记过这些工作站：{names}；其服务对象的档案不写工作站。",
                en="There is no 工作站.csv, and these workstations are not registered either: "
                f"{names}; their clients' files are opened without one.",
            )

    def _is_worth_asking(self, *names: str) -> bool:
        """Whether the service may know these names, and was not asked for them before."""
        if names in self._asked or not all(0 < len(name) <= LONGEST for name in names):
            return False
        self._asked.add(names)
        return True
