"""The command line: ask, chat, batch, index, plan, eval, serve.

Exit status: 0 answered (an honest "not in the plan" included), 2 bad usage or bad input with one
line on standard error, 1 the program failed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.answer_json import answer_as_json
from assistant.ask import Assistant
from assistant.batch import run_batch
from assistant.environment import Environment
from assistant.errors import AssistantError
from assistant.evaluation import DEFAULT_QUESTIONS, evaluate
from assistant.limits import LONGEST_QUESTION, fault_of
from assistant.plan_commands import add_plan_commands
from assistant.terminal import chat, print_answer
from corpus.errors import CorpusError
from index.errors import EmbeddingModelError, SearchIndexError
from index.layout import Layout, read_manifest

BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    args = _parser().parse_args(arguments)
    environment = Environment.read(os.environ)
    try:
        status = int(args.run(args, environment) or 0)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Who reads has read enough (`| head`). What is left is written to nobody: Python's own
        # flush at exit would fail again (Python documentation, signal, "Note on SIGPIPE").
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (AssistantError, CorpusError, SearchIndexError, EmbeddingModelError, OSError) as error:
        print(f"michishirube: {error}", file=sys.stderr)
        return BAD_INPUT


def open_or_build(environment: Environment) -> Assistant:
    """Open the index; where it is missing, stale or damaged, say so and build it first."""
    try:
        return Assistant.open(environment)
    except SearchIndexError as error:
        print(f"michishirube: {error}; building it now", file=sys.stderr)
        Assistant.build(environment)
        return Assistant.open(environment)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="michishirube", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer one question")
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="as JSON")
    ask.set_defaults(run=_ask)
    talk = commands.add_parser("chat", help="a conversation on the terminal")
    talk.set_defaults(run=_chat)
    for command in (ask, talk):
        command.add_argument("--lang", choices=("auto", "ja", "en"), default="auto")
    batch = commands.add_parser("batch", help="answer the questions of a JSONL file")
    batch.add_argument("source", metavar="IN.jsonl", type=Path)
    batch.add_argument("target", metavar="OUT.jsonl", type=Path)
    batch.set_defaults(run=_batch)
    index = commands.add_parser("index", help="build, verify or describe the index")
    index.add_argument("action", choices=("build", "verify", "info"))
    index.set_defaults(run=_index)
    add_plan_commands(commands)
    score = commands.add_parser("eval", help="score the answers on a question file")
    score.add_argument("file", nargs="?", type=Path, default=DEFAULT_QUESTIONS, metavar="FILE")
    score.set_defaults(run=_eval)
    serve = commands.add_parser("serve", help="serve the web pages (HOST, PORT)")
    serve.set_defaults(run=_serve)
    return parser


def _ask(args: argparse.Namespace, environment: Environment) -> int:
    if not args.question.strip():
        raise AssistantError("the question is empty")
    fault = fault_of(args.question, LONGEST_QUESTION)
    if fault:
        raise AssistantError(f"the question: {fault}")
    assistant = open_or_build(environment)
    answer = assistant.ask(args.question, lang=None if args.lang == "auto" else args.lang)
    if args.json:
        print(json.dumps(answer_as_json(answer), ensure_ascii=False, indent=2))
    else:
        print_answer(answer, sys.stdout)
    return 0


def _chat(args: argparse.Namespace, environment: Environment) -> int:
    chat(open_or_build(environment), None if args.lang == "auto" else args.lang)
    return 0


def _batch(args: argparse.Namespace, environment: Environment) -> int:
    count = run_batch(open_or_build(environment), args.source, args.target)
    print(f"{count} answers in {args.target}", file=sys.stderr)
    return 0


def _index(args: argparse.Namespace, environment: Environment) -> int:
    folder = environment.index_folder
    if args.action == "build":
        manifest = Assistant.build(environment)
        print(f"{folder}: {manifest.passages} passages, {manifest.chunks} chunks")
    elif args.action == "verify":
        Assistant.open(environment)
        print(f"{folder}: whole, and made from this plan and this model")
    else:
        manifest = read_manifest(Layout(folder))
        print(f"{folder}: {manifest.passages} passages, {manifest.chunks} chunks")
        print(f"plan {manifest.plan_digest[:12]}, model {manifest.model_name}, "
              f"{manifest.dimension} dimensions")  # fmt: skip
    return 0


def _eval(args: argparse.Namespace, environment: Environment) -> int:
    evaluate(open_or_build(environment), args.file)
    return 0


def _serve(args: argparse.Namespace, environment: Environment) -> int:
    """The pages lie a floor above: this process becomes theirs."""
    os.execv(sys.executable, [sys.executable, "-m", "web"])  # noqa: S606 - this interpreter


if __name__ == "__main__":
    sys.exit(main())
