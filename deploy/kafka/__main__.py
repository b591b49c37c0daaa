"""``python -m deploy.kafka``: one Kafka broker in the foreground, until Ctrl-C."""

import signal
import sys
import threading
from pathlib import Path

import click

from deploy.kafka.jars import KafkaUnavailable
from deploy.kafka.plain import PlainKafka


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(path_type=Path), help="Default: a temporary folder.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: a free one.")
@click.option("--cache", type=click.Path(path_type=Path), help="Where Kafka's jars are kept.")
def main(data_dir: Path | None, port: int | None, cache: Path | None) -> None:
    """Run a broker, print its address, stop it on Ctrl-C or SIGTERM."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        with PlainKafka(data_dir, port=port, cache=cache) as kafka:
            print(kafka.address, flush=True)
            while not ended.wait(0.5):
                if kafka.pid is None:
                    raise KafkaUnavailable(
                        zh=f"Kafka 自行退出，日志见 {kafka.log}。",
                        en=f"Kafka ended by itself; its log is {kafka.log}.",
                    )
    except KafkaUnavailable as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
