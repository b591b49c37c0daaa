"""The command line `waystation`: its commands, and how each of them ends."""

import errno
import gc
import os
import sys
import tempfile
import traceback
from importlib import import_module
from importlib.metadata import version

import click

from deploy.language import echo, in_language, lang_option
from deploy.sentence import CannotGoOn
from shared.text import Text

FAILED = 1
INTERRUPTED = 130

# Each in the module of its name, imported only when needed: `waystation report` need not wait
# for the imports of `waystation up`.
COMMANDS = {
    "agencies": Text(zh="检查、显示单位登记表。", en="Check and show the register of agencies."),
    "duties": Text(zh="记录到期事项及其结果。", en="Keep what is due, and what became of it."),
    "export": Text(zh="导出本单位的台账。", en="Write your agency's ledgers out."),
    "gateway": Text(zh="网关：把请求转给各服务。", en="Pass requests on to the services."),
    "import": Text(zh="导入一个文件夹中的台账。", en="Bring a folder of ledgers in."),
    "imports": Text(zh="列出各次导入。", en="List what was imported."),
    "link": Text(zh="生成浏览器入口链接。", en="Print a link for browsers."),
    "migrate": Text(zh="建立并更新数据库。", en="Make and update the databases."),
    "policy": Text(zh="核对、查看、比较政策。", en="Check, show and compare policies."),
    "rebuild": Text(zh="重建统计数据。", en="Rebuild the read model."),
    "regions": Text(zh="核对、查看区划表。", en="Check and show the list of regions."),
    "relay": Text(zh="转发一个服务的事件到 Kafka。", en="Carry a service's events to Kafka."),
    "report": Text(zh="打印统计表。", en="Print what is published."),
    "secrets": Text(zh="生成密钥与密码。", en="Make the secrets of a new installation."),
    "serve": Text(zh="单独运行一个服务。", en="Run one service on a port."),
    "sessions": Text(zh="查看、结束浏览器登录。", en="See and end the sessions of browsers."),
    "token": Text(zh="生成访问令牌。", en="Print a bearer token."),
    "topics": Text(zh="建立 Kafka 主题。", en="Make Kafka's topics."),
    "up": Text(zh="单机启动全部服务。", en="Run everything in one process."),
    "verify": Text(zh="逐笔核对统计数据。", en="Prove every figure from the journals."),
}


class Commands(click.Group):
    """The commands, each read from its module when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        gc.disable()  # modules stay: who looks for garbage among them loses a third of the start
        try:
            module = import_module(f"deploy.cli.{cmd_name}_command")
        finally:
            gc.freeze()
            gc.enable()
        command: click.Command = module.command
        command.short_help = in_language(COMMANDS[cmd_name])
        _give_lang(command)
        return command


def _give_lang(command: click.Command) -> None:
    """Let a command, and those of a group, take `--lang` behind its name."""
    if not any(each.name == "lang" for each in command.params):
        command.params.append(lang_option())
    for name in getattr(command, "commands", ()):
        _give_lang(command.commands[name])  # type: ignore[attr-defined]


@click.group(cls=Commands, params=[lang_option()])
@click.version_option(version("waystation"), message="waystation %(version)s")
def commands() -> None:
    """Waystation 驿站: community rehabilitation, prevention, and statistics that can be proved.

    Every command takes --lang zh or --lang en, before its name or behind.
    """


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
    except click.ClickException as error:
        error.show()
        echo(
            zh="命令的写法不对，原因见上一行；在命令后加 --help 可查看用法。",
            en="Add --help to the command to see how it is written.",
            err=True,
        )
        return error.exit_code
    except CannotGoOn as error:
        return _print(error)
    except (KeyboardInterrupt, click.Abort):
        click.echo(err=True)
        echo(
            zh="已中断；已经写入的每一条都是完整的，可再次运行同一命令。",
            en="Interrupted; what was written is whole, and the command can be run again.",
            err=True,
        )
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
    click.echo(in_language(error.text), err=True)
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
