"""A data folder to begin with, where a test is not about an instance's first start."""

from pathlib import Path

import pytest

from tests.deploy.instances import Up


@pytest.fixture(scope="session")
def stopped_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder on which an instance has run and was stopped; for `copy_instance` alone."""
    folder = tmp_path_factory.mktemp("stopped") / "data"
    up = Up(folder)
    try:
        up.answering()
        assert up.stop()[0] == 0
    finally:
        up.close()
    return folder
