"""What the service has from before: cases by their numbers, workstations by their names."""

from collections.abc import Set as AbstractSet

from deploy.ledgers.inflight import each
from deploy.ledgers.sending import Api
from shared.regions import ancestors


class Found:
    """Identifiers of what rows refer to, found at the service or made during the import.

    `region` is that of one of the cases found, which the caller may therefore see.
    """

    region: str | None = None

    def __init__(self, api: Api) -> None:
        self._api = api
        self._cases: dict[str, str] = {}
        self._workstations: dict[str, dict[str, str]] = {}

    async def cases(self, references: AbstractSet[str]) -> AbstractSet[str]:
        """Those of the clients' numbers that a case has."""
        await each(sorted(references), self.case)
        return references & self._cases.keys()

    async def workstations(self, named: AbstractSet[tuple[str, str]]) -> AbstractSet[str]:
        """Those of the names that a workstation has, each asked for with a region it serves."""
        await each(sorted(named), self._ask_for_workstation)
        return {name for name, _ in named} & self._workstations.keys()

    async def case(self, reference: str) -> str | None:
        """The id of the case that the agency gave this number, if there is one."""
        if reference not in self._cases:
            told = await self._api.get("/v1/cases", [("reference", reference)]) or {}
            for case in told.get("cases", ()):
                self._cases[reference] = case["case_id"]
                self.region = case["region"]
        return self._cases.get(reference)

    async def _ask_for_workstation(self, named: tuple[str, str]) -> None:
        name, region = named
        asked = [("name", name), ("region", region)]
        told = await self._api.get("/v1/workstations", asked) or {}
        for station in told.get("workstations", ()):
            self.add_workstation(name, station["region"], station["workstation_id"])

    def add_case(self, reference: str, case_id: str) -> None:
        """Remember a case."""
        self._cases[reference] = case_id

    def add_workstation(self, name: str, region: str, workstation_id: str) -> None:
        """Remember a workstation."""
        self._workstations.setdefault(name, {})[region] = workstation_id

    def workstation(self, name: str | None, region: str) -> str | None:
        """The id of the workstation of a name; of several, the one nearest to a region."""
        named = self._workstations.get(name or "", {})
        around = {*ancestors(region)}
        near = sorted(named, key=lambda its: (-len(around.intersection(ancestors(its))), its))
        return named[near[0]] if near else None
