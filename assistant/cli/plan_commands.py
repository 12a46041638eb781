"""`plan show`, `check`, `adopt`, `revert`: the plan as it was read, and a new one in its place."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from assistant.environment import Environment
from assistant.errors import AssistantError, NoSuchPlanError
from assistant.plans.adopted import current_plan
from assistant.plans.adoption import adopt, revert
from assistant.plans.opening import named_plans
from corpus.asks import NO_ASKS, bundled_asks, check_asks
from corpus.companion import bundled_companions, check_companion
from corpus.difference import PlanDifference, difference
from corpus.freshness import FreshnessReport
from corpus.parse import read_plan
from corpus.plan import Kind, Passage, Plan
from corpus.plan_json import plan_as_json

_INCOMPLETE = 2


def add_plan_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `plan` and what it can be told to do."""
    plan = commands.add_parser("plan", help="show the plan, check a new one, adopt it, go back")
    actions = plan.add_subparsers(required=True, metavar="ACTION")
    show = actions.add_parser("show", help="the plan as it was read")
    show.add_argument("section", nargs="?", metavar="SECTION", help="a section, such as 2-1")
    show.add_argument("--json", action="store_true", help="as JSON")
    show.set_defaults(run=_show)
    check = actions.add_parser("check", help="what lies beside the plan; what a new one changes")
    check.add_argument("new", nargs="?", type=Path, metavar="NEW.txt", help="a new plan")
    check.set_defaults(run=_check)
    for command in (show, check):
        command.add_argument("--plan", metavar="ID", help="of several plans, which one")
    take = actions.add_parser("adopt", help="serve a new plan from now on")
    take.add_argument("new", type=Path, metavar="NEW.txt", help="its file")
    take.set_defaults(run=_adopt)
    back = actions.add_parser("revert", help="serve the plan before the one that was adopted")
    back.set_defaults(run=_revert)


def _show(args: argparse.Namespace, environment: Environment) -> int:
    plan = read_plan(_current(args, environment))
    numbers = [section.number for section in plan.sections]
    if args.section and args.section not in numbers:
        raise AssistantError(f"no section {args.section}; there are {', '.join(numbers)}")
    wanted = (args.section,) if args.section else ()
    if args.json:
        print(json.dumps(plan_as_json(plan, wanted), ensure_ascii=False, indent=2))
    else:
        _print_plan(plan, wanted)
    return 0


def _check(args: argparse.Namespace, environment: Environment) -> int:
    path = _current(args, environment)
    if args.new is not None:
        return _check_new(args.new, path)
    reports = _beside(path, read_plan(path))
    if not reports:
        print(f"nothing lies beside {path.name}")
    for name, report in reports.items():
        _print_report(name, report)
    return 0 if all(report.complete for report in reports.values()) else _INCOMPLETE


def _check_new(new_path: Path, path: Path) -> int:
    """Say what the plan in `new_path` changes, and which entries no longer fit."""
    old, new = read_plan(path), read_plan(new_path)
    found = difference(old, new)
    print(f"{new_path}: {len(new.passages)} passages in {len(new.sections)} sections, "
          f"{len(old.passages)} in {len(old.sections)} before")  # fmt: skip
    print("nothing changed" if found.none else "\n".join(_told(found, new)))
    # What lies beside the new plan goes before what lies beside the current one, as in adopting.
    given = _beside(new_path, new)
    taken_over = {key: one for key, one in _beside(path, new).items() if key not in given}
    for name, report in sorted({**taken_over, **given}.items()):
        where = "beside the new plan" if name in given else "taken over"
        _print_report(f"{name} ({where})", report)
    return 0


def _print_report(name: str, report: FreshnessReport) -> None:
    print(f"{name}: {'complete and fresh' if report.complete else 'to be mended'}")
    for what in ("missing", "stale", "unknown"):
        for passage_id in getattr(report, what):
            print(f"  {what}: {passage_id}")


def _told(found: PlanDifference, new: Plan) -> Iterable[str]:
    """Every change, a line each; wordings below each other."""
    names = {row.passage.id: row.name for row in new.indicators}
    for frame in found.headings_removed:
        yield f"heading removed (line {frame.span.first}): {_line(frame.text)}"
    for frame in found.headings_added:
        yield f"heading added (line {frame.span.first}): {_line(frame.text)}"
    for passage in found.removed:
        yield f"removed {_place(passage)}: {_line(passage.text)}"
    for passage in found.added:
        yield f"added {_place(passage)}: {_line(passage.text)}"
    for pair in found.renumbered:
        yield f"renumbered {pair.old.id} -> {_place(pair.new)}"
    for pair in found.reworded:
        moved = "" if pair.old.id == pair.new.id else f"{pair.old.id} -> "
        figures = found.figures.get(pair.new.id)
        if figures:
            yield f"changed {moved}{_place(pair.new)}: {names[pair.new.id]}"
            yield from (f"  {one.what}: {one.old} -> {one.new}" for one in figures)
        else:
            yield f"reworded {moved}{_place(pair.new)}"
            yield f"  - {_line(pair.old.text)}"
            yield f"  + {_line(pair.new.text)}"


def _place(passage: Passage) -> str:
    first, last = passage.lines
    what = "footnote " if passage.kind is Kind.FOOTNOTE else ""
    where = f"line {first}" if first == last else f"lines {first}-{last}"
    return f"{what}{passage.id} ({where})"


def _line(text: str) -> str:
    return " ".join(text.split())


def _adopt(args: argparse.Namespace, environment: Environment) -> int:
    name = adopt(environment, args.new)
    if name is None:
        print(f"{args.new}: this is the current plan; nothing is done")
    else:
        print(f"{args.new}: adopted as {name}; `python -m assistant plan revert` goes back")
    return 0


def _revert(args: argparse.Namespace, environment: Environment) -> int:
    print(f"back to {revert(environment) or 'the bundled plan'}")
    return 0


def _current(args: argparse.Namespace, environment: Environment) -> Path:
    if not environment.is_of_many:
        if args.plan:
            raise AssistantError("--plan: there is but one plan")
        return current_plan(environment, environment.index_folder).path
    plans = named_plans(environment)
    plan_id = args.plan or environment.default_plan or next(iter(plans))
    if plan_id not in plans:
        raise NoSuchPlanError(plan_id, [*plans])
    return plans[plan_id]


def _beside(path: Path, plan: Plan) -> dict[str, FreshnessReport]:
    """How the files beside the plan in `path` agree with `plan`, by the name of the file."""
    reports = {
        f"{one.language}.toml": check_companion(one, plan) for one in bundled_companions(path)
    }
    asks = bundled_asks(path)
    return reports if asks is NO_ASKS else {**reports, "asks.toml": check_asks(asks, plan)}


def _print_plan(plan: Plan, wanted: tuple[str, ...]) -> None:
    for section in plan.sections:
        if wanted and section.number not in wanted:
            continue
        print(f"\n{section.number} {section.title} ({section.chapter})")
        for passage in section.passages:
            first, last = passage.lines
            print(f"\n[{passage.id}] {passage.heading} ({first}-{last})\n{passage.text}")
