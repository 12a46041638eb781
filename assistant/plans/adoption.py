"""A new plan in place of the current one, and back: plan and index are switched by one rename."""

from __future__ import annotations

from pathlib import Path

from assistant.environment import Environment
from assistant.errors import AdoptionError
from assistant.plans.adopted import BESIDE, AdoptedPlans, current_plan, files_of
from assistant.service import Assistant
from corpus.asks import bundled_asks
from corpus.companion import bundled_companions
from corpus.parse import read_plan


def adopt(environment: Environment, new: Path, progress: bool = True) -> str | None:
    """Serve the plan in the file `new` from now on; return its name, None where nothing changes.

    Of the files beside a plan, one that does not lie beside `new` is taken over from the current
    plan. The plan before is kept. Killed at any moment, this leaves the old plan served or the new.

    Raises CorpusError where a file cannot be read as what it is, AdoptionError where the
    environment names the plan, OSError where there is no such file or it cannot be kept.
    """
    _refuse_named(environment)
    read_plan(new)
    bundled_companions(new)
    bundled_asks(new)
    plans = AdoptedPlans(environment.plans)
    with plans.alone():
        current = current_plan(environment, environment.index_folder)
        beside = {name: data for name, data in current.files.items() if name in BESIDE}
        files = beside | files_of(new)
        if files == current.files:
            return None
        return _serve(environment, plans, plans.keep(files, current.adopted or ""), progress)


def revert(environment: Environment, progress: bool = True) -> str:
    """Serve the plan that was current before this one was adopted; return its name.

    Raises AdoptionError where there is none.
    """
    _refuse_named(environment)
    plans = AdoptedPlans(environment.plans)
    with plans.alone():
        current = current_plan(environment, environment.index_folder)
        if not current.adopted:
            raise AdoptionError("the bundled plan is the current one: there is none before it")
        return _serve(environment, plans, plans.before(current.adopted), progress)


def _serve(environment: Environment, plans: AdoptedPlans, name: str, progress: bool) -> str:
    Assistant.build_of(plans.plan(name), environment, progress)
    plans.settle(name)
    return name


def _refuse_named(environment: Environment) -> None:
    if environment.is_of_many:
        message = "of many plans none is adopted: change its file, then run index build"
        raise AdoptionError(message)
    if environment.plan is not None:
        message = "MICHISHIRUBE_PLAN names the plan: change that file, or unset it to adopt one"
        raise AdoptionError(message)
