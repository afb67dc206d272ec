"""Readers for environment variables that fail loudly: a wrong value names variable, value and what is allowed."""

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

TRUE = ("yes", "true", "on", "1")
FALSE = ("no", "false", "off", "0")


def _wrong(name: str, value: str, allowed: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is {value!r}. Allowed: {allowed}.")


def boolean(name: str, default: bool) -> bool:
    """Return a yes or no; an unset or empty variable gives the default."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise _wrong(name, value, f"{', '.join(TRUE)} or {', '.join(FALSE)}")


def integer(name: str, default: int, *, minimum: int, maximum: int) -> int:
    """Return a whole number within the bounds."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    allowed = f"a whole number from {minimum} to {maximum}"
    try:
        number = int(value)
    except ValueError:
        raise _wrong(name, value, allowed) from None
    if not minimum <= number <= maximum:
        raise _wrong(name, value, allowed)
    return number


def text(name: str, default: Any = "") -> Any:
    """Return the text as it stands; only an unset variable gives the default, an empty one is empty on purpose."""
    return os.environ.get(name, default)


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """Return a list of words separated by commas."""
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or list(default)


def choice(name: str, default: str, allowed: Sequence[str]) -> str:
    """Return one of the allowed words."""
    value = os.environ.get(name, "").strip() or default
    if value not in allowed:
        raise _wrong(name, value, ", ".join(allowed))
    return value


def url(name: str, default: str) -> str:
    """Return an http or https address without a slash at its end."""
    value = os.environ.get(name, "").strip() or default
    scheme, separator, rest = value.partition("://")
    if scheme not in ("http", "https") or not separator or not rest.strip("/") or " " in value:
        raise _wrong(name, value, "an address that begins with http:// or https:// and names a host")
    return value.rstrip("/")


def contact(name: str, default: str) -> str:
    """Return how somebody is reached, as an address for machines (mailto:, https:, tel:); empty if nobody is named."""
    value = os.environ.get(name, "").strip() or default.strip()
    if not value:
        return ""
    found = f"mailto:{value}" if "@" in value and ":" not in value else value
    if not found.startswith(("mailto:", "https://", "tel:")) or not found.isprintable() or " " in found:
        raise _wrong(name, value, "a mail address, or an address that begins with https:// or tel:")
    return found


def secret(name: str) -> str:
    """Return a secret from the variable itself or from the file that NAME_FILE names; empty if neither is set."""
    value = os.environ.get(name, "").strip()
    path = os.environ.get(f"{name}_FILE", "").strip()
    if value or not path:
        return value
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE names {path!r}, which cannot be read: {error}.") from error
    if not value:
        raise ImproperlyConfigured(f"{name}_FILE names {path!r}, which is empty. Allowed: a file with the secret.")
    return value


def token(name: str, *, minimum: int) -> str:
    """Return a secret that programs send in a header, of so many signs at least; empty if none is set."""
    value = secret(name)
    if value and (len(value) < minimum or not (value.isascii() and value.isprintable()) or " " in value):
        raise _wrong(name, "…", f"{minimum} or more letters, digits and signs of ASCII without a space, or nothing")
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's description of a database from its address; SQLite and PostgreSQL are allowed."""
    value = secret(name) or default
    # The address may hold a password, so the message names its scheme only.
    scheme = value.partition("://")[0]
    if scheme not in ("sqlite", "postgres", "postgresql"):
        raise _wrong(name, f"{scheme}://…", "sqlite:///path or postgres://user:password@host:port/name")
    return dict(Env.db_url_config(value))


def replica(name: str) -> dict[str, Any] | None:
    """Return Django's description of a replica from its address, None if there is none; PostgreSQL alone has them."""
    value = secret(name)
    if not value:
        return None
    scheme = value.partition("://")[0]
    if scheme not in ("postgres", "postgresql"):
        raise _wrong(name, f"{scheme}://…", "postgres://user:password@host:port/name, or nothing")
    described = dict(Env.db_url_config(value))
    # A replica that is away must not hold up the pages that can be read from the primary.
    return described | {"OPTIONS": {"connect_timeout": 2} | described.get("OPTIONS", {})}


def files(name: str) -> dict[str, Any]:
    """Return Django's description of where files are kept: in a bucket by its address, else in the folder for media."""
    value = secret(name)
    if not value:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(value)
    bucket = parts.path.strip("/")
    # The address holds a secret, so the message names its scheme only.
    if parts.scheme not in ("s3", "s3+http") or not parts.hostname or not bucket or "/" in bucket:
        raise _wrong(name, f"{parts.scheme}://…", "s3://key:secret@host/bucket or nothing")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(f"{name} names an object storage. Install what it needs: requirements-s3.txt.")
    host = parts.hostname + (f":{parts.port}" if parts.port else "")
    options = {
        "bucket_name": bucket,
        "endpoint_url": f"{'http' if parts.scheme == 's3+http' else 'https'}://{host}",
        "addressing_style": "path",
        "region_name": dict(parse_qsl(parts.query)).get("region"),
        "access_key": unquote(parts.username) if parts.username else None,
        "secret_key": unquote(parts.password) if parts.password else None,
        # No file is ever public by itself, and none is written over another.
        "default_acl": None,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def cache(name: str) -> dict[str, Any]:
    """Return Django's description of the cache: a Redis by its address, else a table of the database."""
    value = secret(name)
    if not value:
        # A table that forgets too soon would let somebody guess passwords by filling it.
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    scheme = value.partition("://")[0]
    if scheme not in ("redis", "rediss"):
        raise _wrong(name, f"{scheme}://…", "redis://host:6379/0 or rediss://user:password@host:6379/0, or nothing")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}


def email(name: str, default: str) -> dict[str, Any]:
    """Return Django's mail settings from an address such as smtp+tls://user:password@host:587."""
    value = secret(name) or default
    scheme = value.partition("://")[0]
    allowed = ("smtp", "smtp+tls", "smtp+ssl", "consolemail", "memorymail")
    if scheme not in allowed:
        raise _wrong(name, f"{scheme}://…", ", ".join(f"{word}://" for word in allowed))
    settings = dict(Env.email_url_config(value))
    return {key: part for key, part in settings.items() if key != "OPTIONS" and part is not None}


def integers(name: str, default: Sequence[int], *, minimum: int, maximum: int) -> list[int]:
    """Return whole numbers within the bounds, in ascending order and each once; separated by commas."""
    value = os.environ.get(name, "").strip()
    if not value:
        return list(default)
    allowed = f"whole numbers from {minimum} to {maximum}, separated by commas"
    try:
        numbers = sorted({int(part) for part in value.split(",")})
    except ValueError:
        raise _wrong(name, value, allowed) from None
    if numbers[0] < minimum or numbers[-1] > maximum:
        raise _wrong(name, value, allowed)
    return numbers
