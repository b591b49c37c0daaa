"""Write the golden files that are missing, of events and facts; never touch one that exists."""

from pathlib import Path

from shared.events import models, type_of
from tests.golden.examples import EXAMPLES
from tests.golden.facts import FACTS, facts_of

FOLDER = Path(__file__).parent


def main() -> None:
    """Write what is missing, and say so."""
    examples = {type_of(event): event for event in EXAMPLES}
    for name in sorted(models()):
        path = FOLDER / f"{name}.json"
        if path.exists():
            continue
        if name not in examples:
            raise SystemExit(f"{name} is published but has no example in tests/golden/examples.py")
        path.write_text(examples[name].model_dump_json(indent=2) + "\n")
        print(f"wrote {path.name}")
    for path in sorted(FOLDER.glob("*.json")):
        facts = FACTS / path.name
        if not facts.exists():
            facts.write_text(facts_of(path.stem, path.read_text()))
            print(f"wrote facts/{facts.name}")


main()
