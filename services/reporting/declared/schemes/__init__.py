"""The schemes by which regions are ranked; one for each strand of the work. Pure."""

from services.reporting.declared.schemes.clients import CLIENTS_2026
from services.reporting.declared.schemes.prevention import PREVENTION_2026
from services.reporting.declared.schemes.scheme import Scheme

__all__ = ["SCHEMES", "Scheme"]

SCHEMES: dict[str, Scheme] = {each.code: each for each in (CLIENTS_2026, PREVENTION_2026)}
