"""The environment is read with its types, and production starts safe or not at all."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import env

PRODUCTION = {"SECRET_KEY": "k" * 25 + "0123456789" * 4, "ALLOWED_HOSTS": "maillage.example, www.maillage.example"}


def settings_in_production(tmp_path, **variables):
    """Return the completed process that prints, as JSON, the settings of a fresh process with these variables alone."""
    names = [
        "DEBUG",
        "ALLOWED_HOSTS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "SECURE_PROXY_SSL_HEADER",
    ]
    code = (
        f"import json; from config import settings as s; print(json.dumps({{n: getattr(s, n, None) for n in {names}}}))"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"MAILLAGE_VAR": str(tmp_path), **variables},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("word", ["1", "true", "Oui", " on "])
def test_yes_is_read_in_several_ways(monkeypatch, word):
    monkeypatch.setenv("SWITCH", word)
    assert env.boolean("SWITCH") is True


@pytest.mark.parametrize("word", ["0", "false", "Non", "", "off"])
def test_no_is_read_in_several_ways(monkeypatch, word):
    monkeypatch.setenv("SWITCH", word)
    assert env.boolean("SWITCH", True) is False


def test_an_absent_variable_gives_the_default(monkeypatch):
    monkeypatch.delenv("ABSENT", raising=False)
    assert env.boolean("ABSENT", True) is True
    assert env.integer("ABSENT", 3) == 3
    assert env.text("ABSENT", "x") == "x"
    assert env.listing("ABSENT", ["a"]) == ["a"]


def test_what_cannot_be_read_stops_the_start_and_names_the_variable(monkeypatch):
    monkeypatch.setenv("WRONG", "peut-être")
    with pytest.raises(ImproperlyConfigured, match="WRONG"):
        env.boolean("WRONG")
    with pytest.raises(ImproperlyConfigured, match="WRONG"):
        env.integer("WRONG", 1)
    with pytest.raises(ImproperlyConfigured, match="WRONG"):
        env.database("WRONG", "x")


def test_a_list_has_no_empty_item(monkeypatch):
    monkeypatch.setenv("HOSTS", "a.example, ,b.example,")
    assert env.listing("HOSTS") == ["a.example", "b.example"]


def test_a_postgresql_address_is_read_whole(monkeypatch):
    monkeypatch.setenv("URL", "postgresql://mail%40lage:mot%2Fde%20passe@db.example:6432/maillage?sslmode=require")
    database = env.database("URL", "unused")
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("mail@lage", "mot/de passe")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", "6432", "maillage")
    assert database["OPTIONS"] == {"options": "-c jit=off", "sslmode": "require"}


def test_sqlite_waits_for_its_turn_to_write(tmp_path, monkeypatch):
    monkeypatch.delenv("SQLITE_SYNCHRONOUS", raising=False)
    options = env.sqlite(tmp_path / "x.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_an_unknown_way_to_write_on_the_disk_is_refused(monkeypatch):
    monkeypatch.setenv("SQLITE_SYNCHRONOUS", "FULL; DROP TABLE accounts_user")
    with pytest.raises(ImproperlyConfigured, match="SQLITE_SYNCHRONOUS"):
        env.sqlite("x")


def test_production_does_not_start_without_a_secret_key(tmp_path):
    process = settings_in_production(tmp_path)
    assert process.returncode != 0
    assert "Set SECRET_KEY" in process.stderr


def test_production_is_safe_without_a_word(tmp_path):
    process = settings_in_production(tmp_path, **PRODUCTION)
    assert process.returncode == 0, process.stderr
    assert json.loads(process.stdout) == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["maillage.example", "www.maillage.example"],
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_PROXY_SSL_HEADER": None,
    }


def test_the_headers_of_a_proxy_are_believed_only_when_told(tmp_path):
    process = settings_in_production(tmp_path, **PRODUCTION, BEHIND_PROXY="1")
    assert json.loads(process.stdout)["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_a_page_carries_the_security_headers(client, db):
    headers = client.get("/compte/connexion/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
