"""What a test needs must be told by its marks: `make check` leaves out what needs a server.

A test without the mark fails, with the sentence that says which mark is missing.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

# Tests that are run on the plain machine's servers alone, and not on those in containers again:
# they show the same whichever server answers. What may differ is PostgreSQL (18 and 17). Files
# that are run on both still send the statements of migrations, rights, plans, locks, windows of
# the relay, counting, proving and rebuilding. The files below were judged by reading them: nothing
# checks that each of their statements is sent by another file too. Kafka is of one version; its
# image is tried by tests/shared/kafka and by Compose.
ONCE = (
    # of speed and of odd requests
    "tests/bench/",
    "tests/browser/",
    "tests/fuzz/",
    # of the import and the export
    "tests/deploy/ledgers/",
    "tests/services/cases/test_batch.py",
    "tests/services/cases/export/",
    # of the main job and of processes of their own: tests/compose does the same in the images
    "tests/deploy/gateway/",
    "tests/deploy/processes/test_duties.py",
    "tests/deploy/processes/test_ends.py",
    "tests/deploy/processes/test_installation.py",
    "tests/deploy/processes/test_replicas.py",
    "tests/e2e/",
    # of what is killed, broken off or away, step by step: statements are those of the way without
    "tests/services/cases/duties/test_closing.py",
    "tests/shared/commands/test_histories.py",
    "tests/shared/kafka/test_consumer_heals.py",
    "tests/shared/kafka/test_publisher.py::test_publisher_heals",
    # of what is damaged cell by cell: verify is run by the tests of persons, rebuilds and Compose
    "tests/services/reporting/proving/test_verify.py",
    # of rules over HTTP
    "tests/services/cases/attacks/",
    "tests/services/cases/case/test_api.py",
    "tests/services/cases/case/test_assessments_api.py",
    "tests/services/cases/case/test_crises_api.py",
    "tests/services/cases/case/test_findings_api.py",
    "tests/services/cases/case/test_help_api.py",
    "tests/services/cases/case/test_listing_api.py",
    "tests/services/cases/case/test_newer_entries.py",
    "tests/services/cases/case/test_objections_api.py",
    "tests/services/cases/case/test_person.py",
    "tests/services/cases/case/test_references.py",
    "tests/services/cases/case/test_undoing.py",
    "tests/services/cases/changes/test_long_poll.py",
    "tests/services/cases/client/test_api.py",
    "tests/services/cases/client/test_corrections.py",
    "tests/services/cases/client/test_documents.py",
    "tests/services/cases/client/test_known_clients.py",
    "tests/services/cases/client/test_search.py",
    "tests/services/cases/duties/test_calendar_api.py",
    "tests/services/cases/duties/test_schedule_api.py",
    "tests/services/cases/lives/",
    "tests/services/cases/points/test_access.py",
    "tests/services/cases/points/test_api.py",
    "tests/services/cases/points/test_relief_box.py",
    "tests/services/cases/reactions/",
    "tests/services/cases/reads/test_api.py",
    "tests/services/cases/staff/",
    "tests/services/cases/test_dry_run.py",
    "tests/services/cases/test_ended_files.py",
    "tests/services/cases/test_ended_relations.py",
    "tests/services/cases/test_ending_races.py",
    "tests/services/cases/test_given_while_it_waits.py",
    "tests/services/cases/test_handovers.py",
    "tests/services/cases/test_journal.py",
    "tests/services/cases/test_keys_and_versions.py",
    "tests/services/cases/test_races.py",
    "tests/services/cases/test_refusals.py",
    "tests/services/cases/test_revocation.py",
    "tests/services/cases/test_shared_registrations.py",
    "tests/services/cases/test_team_members.py",
    "tests/services/cases/test_worklists_of_workers.py",
    "tests/services/cases/timeline/",
    "tests/services/cases/worklist/test_api.py",
    "tests/services/cases/workstation/",
    "tests/services/outreach/activity/",
    "tests/services/matrix/",
    "tests/services/outreach/place/test_api.py",
    "tests/services/outreach/test_api.py",
    "tests/services/outreach/test_attacked.py",
    "tests/services/outreach/test_batch.py",
    "tests/services/outreach/lives/",
    "tests/services/outreach/survey/test_api.py",
    "tests/services/outreach/test_campaigns_api.py",
    "tests/services/outreach/test_occasions.py",
    "tests/services/outreach/test_recorder.py",
    "tests/services/test_imports.py",
    "tests/services/test_openapi.py",
    # of pages, of signing in and of refusals over HTTP
    "tests/services/reporting/comparing/test_api.py",
    "tests/services/reporting/comparing/test_compare.py",
    "tests/services/reporting/comparing/test_outliers.py",
    "tests/services/reporting/comparing/test_rank_api.py",
    "tests/services/reporting/comparing/test_rank_reproduced.py",
    "tests/services/reporting/comparing/test_ranking.py",
    "tests/services/reporting/dashboard/",
    "tests/services/reporting/entry/",
    "tests/services/reporting/statistics/explain/test_refused.py",
    "tests/services/reporting/statistics/explain/test_table.py",
    # of figures over HTTP
    "tests/services/reporting/comparing/test_boundaries.py",
    "tests/services/reporting/statistics/test_choosing.py",
    "tests/services/reporting/statistics/test_detail.py",
    "tests/services/reporting/statistics/test_duties.py",
    "tests/services/reporting/statistics/test_few.py",
    "tests/services/reporting/statistics/test_future.py",
    "tests/services/reporting/statistics/test_open_dimensions.py",
    "tests/services/reporting/statistics/test_settled.py",
    "tests/services/reporting/statistics/test_stocks.py",
    "tests/services/reporting/statistics/test_year.py",
    "tests/services/reporting/test_complaints.py",
    "tests/services/test_generated_client.py",
)

# The run's servers → the mark of tests that ask for them.
MARK_OF_FIXTURE = {
    "postgres": "postgres",
    "own_postgres": "postgres",
    "kafka": "kafka",
    "second_kafka": "kafka",
}
MAY_START_PROCESSES = ("processes", "postgres", "kafka", "chaos", "docker", "browser")
STARTS = ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn")


@dataclass
class Watch:
    """Notes the processes that start while a test is under way that may start none."""

    item: pytest.Item | None = None
    started: list[str] = field(default_factory=list)

    def install(self) -> None:
        """Listen to what the interpreter does, from now on; it cannot be taken away again."""
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.item is not None and event in STARTS:
            self.started.append(f"{event} {arguments[1] if len(arguments) > 1 else ''}".strip())

    def begin(self, item: pytest.Item) -> None:
        """Watch this test, unless its marks let it start processes."""
        self.started.clear()
        self.item = None if has_mark(item, MAY_START_PROCESSES) else item

    def end(self) -> None:
        """Fail the test if it started a process."""
        item, self.item = self.item, None
        if item is not None and self.started:
            pytest.fail(
                f"This test started a process ({self.started[0]}); mark it with "
                f"pytest.mark.processes, or with the server that it needs: postgres, kafka.",
                pytrace=False,
            )


def check_fixtures(item: pytest.Item) -> None:
    """Fail a test that asks for one of the run's servers and does not have its mark."""
    for name in getattr(item, "fixturenames", ()):
        mark = MARK_OF_FIXTURE.get(name)
        if mark and not has_mark(item, (mark,)):
            pytest.fail(
                f"This test uses the fixture {name}; mark it with pytest.mark.{mark}.",
                pytrace=False,
            )


def has_mark(item: pytest.Item, marks: Iterable[str]) -> bool:
    """Whether a test has one of these marks."""
    return any(item.get_closest_marker(mark) for mark in marks)
