"""The command line `waystation`: its commands, and how each of them ends."""

import errno
import os
import sys
import tempfile
import traceback
from importlib import import_module
from importlib.metadata import version

import click

from deploy.sentence import CannotGoOn

FAILED = 1
INTERRUPTED = 130

# Each in the module of its name, imported only when needed: `waystation report` need not wait
# for the imports of `waystation up`.
COMMANDS = (
    "gateway",
    "import",
    "imports",
    "link",
    "migrate",
    "rebuild",
    "relay",
    "report",
    "secrets",
    "serve",
    "token",
    "topics",
    "up",
    "verify",
)


class Commands(click.Group):
    """The commands, each read from its module when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"deploy.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command


@click.group(cls=Commands)
@click.version_option(version("waystation"), message="waystation %(version)s")
def commands() -> None:
    """Waystation 驿站: community rehabilitation, prevention, and statistics that can be proved."""


def main() -> None:
    """Run one command, end with its exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without Chinese shows question marks in its place.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(_run())


def _run() -> int:
    try:
        commands.main(prog_name="waystation", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        error.show()
        click.echo("命令的写法不对，原因见上一行；在命令后加 --help 可查看用法。", err=True)
        return error.exit_code
    except CannotGoOn as error:
        return _print(error)
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nInterrupted; nothing is half done. / 已中断，没有只做了一半的事。", err=True)
        return INTERRUPTED
    except OSError as error:
        if error.errno == errno.EPIPE:
            # The reader of the output has gone; the interpreter must not try to write it again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return FAILED
        return _print(_outside(error))
    except Exception as error:
        return _print(_fault(error))
    return 0


def _print(error: CannotGoOn) -> int:
    click.echo(error.text.en, err=True)
    click.echo(error.text.zh, err=True)
    return FAILED


def _outside(error: OSError) -> CannotGoOn:
    about = f"{error.filename}: " if error.filename else ""
    return CannotGoOn(
        zh=f"操作系统拒绝了请求：{about}{error.strerror or error}。请排除后重试。",
        en=f"The operating system refused: {about}{error.strerror or error}. Fix that and try"
        " again.",
    )


def _fault(error: Exception) -> CannotGoOn:
    kind = type(error).__name__
    with tempfile.NamedTemporaryFile(
        "w", prefix="waystation-fault-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exception(error, file=file)
    return CannotGoOn(
        zh=f"这是驿站自身的缺陷（{kind}）；请先检查 {file.name} 中有无个人信息，再随报告附上。",
        en=f"This is a fault of Waystation itself ({kind}); please report it with {file.name},"
        " after reading it for personal data.",
    )
