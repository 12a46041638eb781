"""`python -m web.deploy.weaknesses`: known weaknesses of the locked packages, asked of a database.

By pip-audit, which needs the internet. What could not be asked is never taken for sound.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from web.deploy.lock import LOCK

_PIP_AUDIT = ("-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off")


def findings(report: str) -> list[str]:
    """Return what pip-audit's JSON `report` has against the packages, a sentence each.

    Raises ValueError where it is no report.
    """
    said: dict[str, Any] = json.loads(report)
    packages = said["dependencies"]
    unasked = [one["name"] for one in packages if "skip_reason" in one]
    wrong = [
        f"{one['name']} {one['version']}: {weakness['id']}, mended in "
        f"{', '.join(weakness['fix_versions']) or 'no version yet'}"
        for one in packages
        for weakness in one.get("vulns", ())
    ]
    if unasked:
        names = ", ".join(unasked[:3]) + (", …" if unasked[3:] else "")
        wrong.append(f"{len(unasked)} packages could not be asked about: {names}")
    return wrong


def main() -> int:
    """Say what is known; return the exit status."""
    command = [sys.executable, *_PIP_AUDIT, "--requirement", str(LOCK), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this interpreter
    try:
        wrong = findings(done.stdout)
    except ValueError:
        last = done.stderr.strip().rpartition("\n")[2]
        print(f"the database of weaknesses was not reached (it needs the internet): {last}",
              file=sys.stderr)  # fmt: skip
        return 1
    for line in wrong:
        print(line, file=sys.stderr)
    print("no known weakness" if not wrong else f"{len(wrong)} findings")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
