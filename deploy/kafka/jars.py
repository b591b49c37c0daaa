"""Fetch Kafka's jars once, by Maven, into a folder that later runs share."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.sentence import CannotGoOn

POM = Path(__file__).with_name("pom.xml")


class KafkaUnavailable(CannotGoOn):
    """A Kafka broker cannot run on this machine; the message says what to do."""


def version() -> str:
    """Kafka's version, as the pom names it.

    >>> version().startswith("4.")
    True
    """
    match = re.search(r"<kafka\.version>([0-9.]+)</kafka\.version>", POM.read_text("utf-8"))
    if match is None:
        raise KafkaUnavailable(
            zh=f"{POM} 中没有 kafka.version。", en=f"{POM} names no kafka.version."
        )
    return match[1]


def default_cache() -> Path:
    """The folder in the user's home where the jars of this version are kept."""
    return Path.home() / ".cache" / "waystation" / f"kafka-{version()}"


def fetch(cache: Path | None = None) -> Path:
    """Return the folder with the jars, having Maven fill it if it is not there yet.

    The folder appears whole or not at all, so several processes may fetch it at once.
    Raises `KafkaUnavailable` if Maven is missing or fails.
    """
    folder = cache or default_cache()
    if folder.is_dir() and any(folder.glob("kafka_*.jar")):
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise KafkaUnavailable(
            zh="取得 Kafka 需要 Maven；在 Debian 上请运行：apt-get install maven。",
            en="Maven fetches Kafka's jars and is missing; on Debian: apt-get install maven.",
        )
    print(
        f"Kafka {version()}: Maven fetches its jars into {folder} (about 45 MB, only once)",
        file=sys.stderr,
        flush=True,
    )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".fetching-") as scratch:
        # A copy of the pom: Maven may want to write beside it, and ours may be read-only.
        pom = shutil.copy(POM, scratch)
        jars = Path(scratch) / "jars"
        done = subprocess.run(  # noqa: S603  no part of the command comes from outside
            [
                *(maven, "-q", "-B", "-ntp", "-f", str(pom), "dependency:copy-dependencies"),
                *("-DincludeScope=runtime", f"-DoutputDirectory={jars}"),
            ],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            reason = "\n".join((done.stdout + done.stderr).strip().splitlines()[:5])
            raise KafkaUnavailable(
                zh=f"Maven 未能取得 Kafka：请检查网络或 settings.xml 中的镜像。\n{reason}",
                en="Maven could not fetch Kafka's jars; is the network, or the mirror in Maven's "
                "settings.xml, reachable?",
            )
        try:
            os.rename(jars, folder)
        except OSError:
            if not any(folder.glob("kafka_*.jar")):  # else another process was faster
                raise
    return folder
