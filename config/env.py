"""Typed readers of the environment. An unreadable value stops the start with a sentence that says which one."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "oui", "on"}
FALSE_WORDS = {"0", "false", "no", "non", "off", ""}


def text(name, default=""):
    """Return the variable as text, or the default when it is absent."""
    return os.environ.get(name, default)


def boolean(name, default=False):
    """Return the variable as a boolean. Raises ImproperlyConfigured for any other word."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def integer(name, default):
    """Return the variable as an integer. Raises ImproperlyConfigured when it is not one."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def listing(name, default=()):
    """Return the comma-separated variable as a list of non-empty texts."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [item.strip() for item in value.split(",") if item.strip()]


def host_and_port(name):
    """Return the `host:port` of the variable as (host, port), or None when it is absent. Raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    parts = urlsplit(value if "://" in value else f"http://{value}")
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme != "http" or not parts.hostname or not port or parts.username or parts.path not in ("", "/"):
        raise ImproperlyConfigured(f"{name} must be host:port, not {value!r}.")
    return parts.hostname, port


def path(name, default):
    """Return the variable as an absolute Path."""
    return Path(os.environ.get(name, default)).expanduser().resolve()


def database(name, sqlite_path):
    """Return Django's DATABASES entry for the URL in the variable; SQLite at `sqlite_path` when it is absent.

    `postgresql://user:password@host:port/name?option=value`; `sqlite:///absolute/path`.
    Raises ImproperlyConfigured for another scheme.
    """
    url = os.environ.get(name, "")
    if not url:
        return sqlite(sqlite_path)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(parts.path or ":memory:")
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must start with postgresql:// or sqlite://, not {parts.scheme!r}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # Our queries are many and small: compiling one costs more than running it (50 ms for a record, seen).
        "OPTIONS": {"options": "-c jit=off"} | dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": integer("CONN_MAX_AGE", 0),
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(location):
    """Return the DATABASES entry for SQLite: WAL and IMMEDIATE, so that two writers wait instead of failing."""
    synchronous = text("SQLITE_SYNCHRONOUS", "FULL")
    if synchronous not in {"FULL", "NORMAL", "OFF"}:
        raise ImproperlyConfigured("SQLITE_SYNCHRONOUS must be FULL, NORMAL or OFF.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(location),
        # Opening a connection costs more than most pages ask of it; each thread keeps its own.
        "CONN_MAX_AGE": integer("CONN_MAX_AGE", 600),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA busy_timeout=20000;"
                "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000"
            ),
        },
    }
