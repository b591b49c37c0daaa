"""The deciders of all services, with their events and commands as their annotations give them."""

import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from types import ModuleType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import services
from shared.decider import Decider


@cache
def deciders() -> dict[str, Decider[Any, Any, Any]]:
    """Each decider by the name of the module and of the variable that it stands in."""
    found: dict[int, tuple[str, Decider[Any, Any, Any]]] = {}
    for module in _modules(services):
        for name, value in vars(module).items():
            if isinstance(value, Decider):
                at_home = module.__name__ == value.decide.__module__
                if at_home or id(value) not in found:
                    found[id(value)] = (f"{module.__name__}.{name}", value)
    return dict(found.values())


def events_folded(decider: Decider[Any, Any, Any]) -> set[type]:
    """The event classes that `evolve` says that it takes."""
    return set(_members(get_type_hints(decider.evolve)["event"]))


def commands(decider: Decider[Any, Any, Any]) -> set[type]:
    """The command classes that `decide` says that it takes."""
    return set(_members(get_type_hints(decider.decide)["command"]))


def _members(annotation: Any) -> Iterable[type]:
    if get_origin(annotation) in (Union, UnionType):
        for member in get_args(annotation):
            yield from _members(member)
    else:
        yield annotation


def _modules(package: ModuleType) -> Iterable[ModuleType]:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield import_module(module.name)
