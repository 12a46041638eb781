"""Where feedback and questions are kept: files of a machine, or a database that several share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources

from assistant.environment import Environment
from web.feedback_store import FeedbackStore
from web.question_log import QuestionLog
from web.question_store import QuestionStore
from web.settings import Settings
from web.staff.protocols import SharedDoor
from web.verdicts import Verdicts

SUBJECT = "web"


@dataclass(frozen=True, slots=True)
class Keeping:
    """What keeps verdicts, and what keeps questions: None where they are not kept.

    `door` is what the staff's door has in common with those of other processes, None where there
    are none. `close` ends what was opened for them.
    """

    verdicts: Verdicts
    questions: QuestionLog | None
    door: SharedDoor | None = None
    close: Callable[[], None] = lambda: None

    @classmethod
    def open(cls, settings: Settings, environment: Environment) -> Keeping:
        """Take what the settings name; nothing is made of a file before something is kept.

        Raises DatabaseError where the database cannot be used.
        """
        logged = settings.question_log is not None
        if environment.engine is not None:
            # A process that keeps files does not pay for the driver of a database.
            from index.postgres.migrate import open_database
            from web.postgres_questions import PostgresQuestions
            from web.postgres_verdicts import PostgresVerdicts
            from web.staff.postgres_door import open_shared_door

            migrations = resources.files("web") / "migrations"
            database = open_database(environment.engine, SUBJECT, migrations)
            questions = PostgresQuestions(database, settings.question_days) if logged else None
            door = open_shared_door(database)
            return cls(PostgresVerdicts(database), questions, door, database.close)
        file = settings.question_log
        log = QuestionStore(file, settings.question_days) if file else None
        return cls(FeedbackStore(settings.feedback), log)
