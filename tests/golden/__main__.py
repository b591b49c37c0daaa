"""Write the golden files that are missing, of events and facts; never touch one that exists."""

from pathlib import Path

from shared.events import models
from tests.golden.facts import FACTS, facts_of
from tests.golden.growth import files, type_in

FOLDER = Path(__file__).parent


def main() -> None:
    """Write what is missing, and say so."""
    examples = files()
    if lacking := sorted({*models()} - {*examples}):
        raise SystemExit(f"No example in tests/golden/examples.py: {', '.join(lacking)}")
    for name, event in sorted(examples.items()):
        path = FOLDER / f"{name}.json"
        if not path.exists():
            path.write_text(event.model_dump_json(indent=2) + "\n")
            print(f"wrote {path.name}")
    for path in sorted(FOLDER.glob("*.json")):
        facts = FACTS / path.name
        if not facts.exists():
            facts.write_text(facts_of(type_in(path), path.read_text()))
            print(f"wrote facts/{facts.name}")


main()
