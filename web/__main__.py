"""`python -m web`: open the index, building it where it is missing or stale, and serve."""

from __future__ import annotations

import os
import sys

from assistant.__main__ import BAD_INPUT, open_or_build
from assistant.environment import Environment
from assistant.errors import AdoptionError
from corpus.errors import CorpusError
from index.errors import EmbeddingModelError, SearchIndexError
from web.serve import serve
from web.settings import SettingError, Settings

_UNUSABLE = (
    SettingError,
    AdoptionError,
    SearchIndexError,
    EmbeddingModelError,
    CorpusError,
    OSError,
)


def main() -> int:
    """Serve until the process is told to stop; return the exit status."""
    try:
        settings = Settings.read(os.environ)
        environment = Environment.read(os.environ)
        assistant = open_or_build(environment)
    except _UNUSABLE as error:
        print(f"michishirube: {error}", file=sys.stderr)
        return BAD_INPUT
    print(f"道しるべ: http://{settings.host}:{settings.port}", flush=True)
    serve(assistant, environment, settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
