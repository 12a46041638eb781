"""`python -m web`: serve, or see to what is kept of questions, set the password of the staff."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from assistant.environment import Environment
from web.keeping import Keeping
from web.private_file import write_private
from web.question_files import questions_csv, questions_jsonl
from web.question_log import Asked, QuestionLog
from web.serve import serve
from web.served_plans import ServedPlans
from web.settings import SettingError, Settings
from web.staff.password import PasswordError, write_password
from web.verdicts import NotKeptError

_Result = TypeVar("_Result")
_FORMATS: dict[str, Callable[[Sequence[Asked]], str]] = {
    ".jsonl": questions_jsonl,
    ".csv": questions_csv,
}


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; what it parses has the command as `run`."""
    whole = argparse.ArgumentParser(prog="python -m web", description=__doc__)
    whole.set_defaults(run=_serve)
    commands = whole.add_subparsers(metavar="COMMAND")
    serving = commands.add_parser("serve", help="serve the pages (HOST, PORT); the default")
    serving.set_defaults(run=_serve)
    questions = commands.add_parser("questions", help="the log of questions, where one is kept")
    actions = questions.add_subparsers(required=True, metavar="ACTION")
    export = actions.add_parser("export", help="write the questions into a file")
    export.add_argument("file", metavar="FILE.jsonl|FILE.csv", type=Path)
    export.set_defaults(run=_export)
    erase = actions.add_parser("erase", help="erase questions for good")
    which = erase.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="all of them")
    which.add_argument("--before", metavar="YYYY-MM-DD", type=_day, help="those before a day")
    erase.set_defaults(run=_erase)
    password = commands.add_parser(
        "password", help="set the password of the staff: typed twice, or a line of standard input"
    )
    password.set_defaults(run=_password)
    return whole


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-04-01") from error


def _serve(args: argparse.Namespace, settings: Settings, environment: Environment) -> None:
    plans = ServedPlans.open(environment)
    print(f"道しるべ: http://{settings.host}:{settings.port}", flush=True)
    serve(plans, environment, settings)


def _export(args: argparse.Namespace, settings: Settings, environment: Environment) -> None:
    write = _FORMATS.get(args.file.suffix)
    if write is None:
        raise SettingError(f"{args.file}: expected a name that ends in {' or '.join(_FORMATS)}")
    asked = _log_of(settings, environment, lambda log: log.all())
    try:
        write_private(args.file, write(asked))
    except OSError as error:
        raise SettingError(f"{args.file}: {error.strerror}") from error
    print(f"{len(asked)} questions in {args.file}", file=sys.stderr)


def _erase(args: argparse.Namespace, settings: Settings, environment: Environment) -> None:
    count = _log_of(settings, environment, lambda log: log.erase(args.before))
    print(f"{count} questions erased", file=sys.stderr)


def _password(args: argparse.Namespace, settings: Settings, environment: Environment) -> None:
    if sys.stdin.isatty():
        password = getpass.getpass("password: ")
        if getpass.getpass("once more: ") != password:
            raise PasswordError("the two are not the same; nothing was set")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    write_password(settings.staff_file, password)
    print(f"{settings.staff_file}: the password is set", file=sys.stderr)


def _log_of(
    settings: Settings, environment: Environment, use: Callable[[QuestionLog], _Result]
) -> _Result:
    file = settings.question_log
    keeping = Keeping.open(settings, environment)
    log = keeping.questions
    if log is None or (environment.engine is None and file is not None and not file.exists()):
        raise SettingError(f"MICHISHIRUBE_QUESTION_LOG: no questions are kept ({file})")
    try:
        return use(log)
    except NotKeptError as error:
        raise SettingError(f"MICHISHIRUBE_QUESTION_LOG: {error}") from error
    finally:
        keeping.close()
