"""A small year with every fault in it, and what must become of it."""

from deploy.demo.year import Size, synthetic_year
from tests.deploy.demo.expected import expected
from tests.deploy.demo.faults import with_faults

SMALL = Size(
    in_programme=4,
    at_large=4,
    visits_in_programme=8,
    remote_in_programme=2,
    visits_at_large=4,
    calls_at_large=4,
    tests=6,
    assessments=4,
    sessions=4,
    articles=4,
)
PLANNED = with_faults(synthetic_year("410105", 2021, size=SMALL), duplicates=1)
WANTED = expected(PLANNED)["import"]
