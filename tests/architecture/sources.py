"""The Python modules of the project as text and as syntax trees; nothing is run."""

import ast
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("services", "shared", "deploy", "tests")


@dataclass(frozen=True)
class Source:
    """One module; `path` is relative to the repository's root."""

    path: Path

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @property
    def module(self) -> str:
        """Its name as it is imported."""
        return ".".join(self.path.with_suffix("").parts).removesuffix(".__init__")

    @property
    def first_sentence(self) -> str:
        """The first paragraph of the docstring, in one line; empty if there is none."""
        opened = re.match(r'\s*(?:#[^\n]*\n)*r?"""(.*?)(?:\n\n|""")', self.text, re.DOTALL)
        return " ".join(opened[1].split()) if opened else ""

    @cached_property
    def imports(self) -> set[str]:
        """The full names of the modules that it imports, or imports names from."""
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
        return names

    @cached_property
    def calls(self) -> set[str]:
        """The names of what is called: `f` for `f(…)`, `a.f(…)` and `partial(f, …)`."""
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                for called in (node.func, *node.args[:1]):
                    if isinstance(called, ast.Name):
                        names.add(called.id)
                    elif isinstance(called, ast.Attribute):
                        names.add(called.attr)
        return names


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """The modules under these folders of the repository; all of its modules if none is given."""
    return tuple(
        Source(path.relative_to(ROOT))
        for folder in folders or FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
    )
