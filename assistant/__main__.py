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
from assistant.cli.batch import run_batch
from assistant.cli.evaluation import DEFAULT_QUESTIONS, evaluate
from assistant.cli.plan_commands import add_plan_commands
from assistant.cli.terminal import chat, print_answer
from assistant.environment import Environment
from assistant.errors import AssistantError
from assistant.limits import LONGEST_QUESTION, fault_of
from assistant.plans.many_plans import ManyPlans
from assistant.plans.models import Models
from assistant.plans.opening import (
    build_store,
    open_many_or_build,
    open_or_build,
    open_store,
    verify_store,
)
from assistant.protocols import Answering
from assistant.service import Assistant
from corpus.errors import CorpusError
from index.errors import EmbeddingModelError, SearchIndexError
from index.layout import Layout, read_manifest

BAD_INPUT = 2
_ALL = "all"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    args = _parser().parse_args(arguments)
    try:
        environment = Environment.read(os.environ)
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
    for command in (ask, talk, batch):
        command.add_argument(
            "--plan",
            action="append",
            default=[],
            metavar="ID",
            help="of several plans, the one to ask; more than once for more of them; 'all'",
        )
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
    answering = _answering(args, environment)
    answer = answering.ask(args.question, lang=None if args.lang == "auto" else args.lang)
    if args.json:
        print(json.dumps(answer_as_json(answer), ensure_ascii=False, indent=2))
    else:
        print_answer(answer, sys.stdout)
    return 0


def _chat(args: argparse.Namespace, environment: Environment) -> int:
    chat(_answering(args, environment), None if args.lang == "auto" else args.lang)
    return 0


def _batch(args: argparse.Namespace, environment: Environment) -> int:
    count = run_batch(_answering(args, environment), args.source, args.target)
    print(f"{count} answers in {args.target}", file=sys.stderr)
    return 0


def _answering(args: argparse.Namespace, environment: Environment) -> Answering:
    """What answers from the plan or plans that were named, the default one where none was."""
    if environment.is_of_many:
        plans = open_many_or_build(environment)
        return plans.answering(() if args.plan == [_ALL] else args.plan or [plans.default])
    if args.plan:
        raise AssistantError("--plan: there is but one plan; MICHISHIRUBE_PLANS names a folder")
    return open_or_build(environment)


def _index(args: argparse.Namespace, environment: Environment) -> int:
    if environment.is_of_many:
        return _index_of_many(args, environment)
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


def _index_of_many(args: argparse.Namespace, environment: Environment) -> int:
    store = open_store(environment)
    if args.action == "build":
        print(f"{build_store(environment, store)} plans built, {len(store.abouts())} kept")
        return 0
    plans = ManyPlans.open(store, Models.open(environment.model), environment.default_plan)
    for about in plans.abouts:
        passages = len(plans.plan(about.id).plan.passages)
        print(f"{about.id}: {about.city} {about.period}".rstrip(), f"({passages} passages)")
    if args.action == "verify":
        verify_store(environment)
        print("each is whole, and made by this model")
    return 0


def _eval(args: argparse.Namespace, environment: Environment) -> int:
    evaluate(open_or_build(environment), args.file)
    return 0


def _serve(args: argparse.Namespace, environment: Environment) -> int:
    """The pages lie a floor above: this process becomes theirs."""
    os.execv(sys.executable, [sys.executable, "-m", "web"])  # noqa: S606 - this interpreter


if __name__ == "__main__":
    sys.exit(main())
