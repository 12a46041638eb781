"""The password is set by a command, kept as a hash in a file of the owner's own."""

from __future__ import annotations

import io
import json
import stat
import unicodedata
from pathlib import Path

import pytest

from web.__main__ import main
from web.staff.password import PasswordError, read_secret, write_password

PASSWORD = "ながい 合言葉が よい です"  # noqa: S105 - of the tests alone


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "kept" / "staff.json"
    monkeypatch.setenv("MICHISHIRUBE_STAFF_FILE", str(file))
    return file


def test_the_command_sets_it_from_a_line(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\nmore\n"))
    assert main(["password"]) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["staff.json"]
    text = file.read_text(encoding="utf-8")
    assert "$argon2id$" in text
    assert PASSWORD not in text
    secret = read_secret(file)
    assert secret
    assert secret.is_opened_by(PASSWORD)
    assert secret.is_opened_by(unicodedata.normalize("NFD", PASSWORD))
    assert not secret.is_opened_by(PASSWORD + "\n")


class Terminal(io.StringIO):
    """Standard input that is typed at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("again", "status"), [(PASSWORD, 0), ("another password", 2)])
def test_the_command_asks_twice(
    file: Path, monkeypatch: pytest.MonkeyPatch, again: str, status: int
) -> None:
    typed = iter([PASSWORD, again])
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    assert main(["password"]) == status
    assert file.exists() == (status == 0)


@pytest.mark.parametrize("password", ["", "short", "a" * 201])
def test_a_password_has_a_length(
    file: Path, password: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password))
    assert main(["password"]) == 2
    assert "12 to 200 characters" in capsys.readouterr().err
    assert not file.exists()


def test_the_file_holds_the_hash_alone(file: Path) -> None:
    """What signed sessions would open the door to who reads a backup, without the password."""
    write_password(file, PASSWORD)
    assert json.loads(file.read_text(encoding="utf-8")).keys() == {"password"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"password": "secret"}',
        '{"password": "$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAA"}',
        '{"password": "plain text"}',
        "\udcff",
    ],
)
def test_a_file_of_another_form_opens_nothing(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_bytes(text.encode(errors="surrogateescape"))
    file.chmod(0o600)
    with pytest.raises(PasswordError, match="python -m web password"):
        read_secret(file)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_open_to_others_opens_nothing(file: Path, mode: int) -> None:
    write_password(file, PASSWORD)
    file.chmod(mode)
    with pytest.raises(PasswordError, match=f"{mode:o}"):
        read_secret(file)


def test_no_file_is_no_password(file: Path) -> None:
    assert read_secret(file) is None
