"""The schemes by which regions are ranked: built in, or published by a place. Pure."""

from services.reporting.declared.schemes.of_a_place import BUILT_IN as SCHEMES
from services.reporting.declared.schemes.of_a_place import all_schemes, schemes_at
from services.reporting.declared.schemes.scheme import Scheme

__all__ = ["SCHEMES", "Scheme", "all_schemes", "schemes_at"]
