"""`python -m web`: open the index, building it where it is missing or stale, and serve.

Exit status: 2 bad usage or bad input with one line on standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from assistant.__main__ import BAD_INPUT
from assistant.environment import Environment
from assistant.errors import AssistantError
from corpus.errors import CorpusError
from index.errors import EmbeddingModelError, SearchIndexError
from web.commands import parser
from web.settings import SettingError, Settings
from web.staff.password import PasswordError

_BAD = (
    SettingError,
    AssistantError,
    PasswordError,
    SearchIndexError,
    EmbeddingModelError,
    CorpusError,
    OSError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, by default serve until the process is told to stop; return its status."""
    args = parser().parse_args(arguments)
    try:
        args.run(args, Settings.read(os.environ), Environment.read(os.environ))
    except _BAD as error:
        print(f"michishirube: {error}", file=sys.stderr)
        return BAD_INPUT
    return 0


if __name__ == "__main__":
    sys.exit(main())
