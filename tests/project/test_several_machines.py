"""What a set-up of several machines names in its environment: a replica, an object storage, a shared cache."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from allianz import env

ASK = """
import json, allianz.settings as s
print(json.dumps([s.DATABASES.get("replica"), getattr(s, "DATABASE_ROUTERS", []), s.STORAGES["default"], s.CACHES]))
"""


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own that hears only the given variables."""
    environment = {"PATH": os.environ["PATH"], "DEBUG": "yes"} | variables
    command = [sys.executable, "-c", ASK]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)


def test_one_machine_needs_none_of_them():
    replica, routers, files, caches = json.loads(start(DATABASE_URL="sqlite://:memory:").stdout)
    assert (replica, routers) == (None, [])
    assert files == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    assert set(caches) == {"default"}


def test_a_replica_brings_its_router_and_gives_up_soon():
    variables = {
        "DATABASE_URL": "postgres://a:b@one/data",
        "REPLICA_URL": "postgres://a:b@two:6432/data?sslmode=require",
    }
    replica, routers, _files, _caches = json.loads(start(**variables).stdout)
    assert (replica["HOST"], replica["PORT"]) == ("two", 6432)
    assert replica["OPTIONS"] == {"connect_timeout": 2, "sslmode": "require"}
    assert routers == ["tracker.replica.PublicReads"]


def test_a_replica_of_sqlite_is_refused():
    result = start(DATABASE_URL="sqlite://:memory:", REPLICA_URL="postgres://a:geheim@two/data")
    assert result.returncode != 0
    assert "REPLICA_URL names a copy of a PostgreSQL database. DATABASE_URL names none." in result.stderr
    assert "geheim" not in result.stderr


def test_a_redis_keeps_pages_too_without_running_what_lies_there():
    *_others, caches = json.loads(start(DATABASE_URL="sqlite://:memory:", CACHE_URL="redis://one:6379/0").stdout)
    assert set(caches) == {"default", "pages"}
    assert caches["pages"]["OPTIONS"]["serializer"] == "tracker.pages.store.Plain"
    assert caches["pages"]["KEY_PREFIX"] != caches["default"].get("KEY_PREFIX", "")


def test_a_replica_of_another_make_is_refused_without_its_password(monkeypatch):
    monkeypatch.setenv("REPLICA_URL", "mysql://user:geheim@host/name")
    with pytest.raises(ImproperlyConfigured, match="REPLICA_URL is 'mysql://…'") as refused:
        env.replica("REPLICA_URL")
    assert "geheim" not in str(refused.value)


def test_an_object_storage_is_read_from_its_address(monkeypatch):
    monkeypatch.setattr(env, "find_spec", lambda name: name)
    monkeypatch.setenv("FILES_URL", "s3://key:a%2Fb@s3.example.org/belege?region=eu-central-1")
    options = env.files("FILES_URL")["OPTIONS"]
    assert options["endpoint_url"] == "https://s3.example.org"
    assert (options["bucket_name"], options["region_name"]) == ("belege", "eu-central-1")
    assert (options["access_key"], options["secret_key"]) == ("key", "a/b")
    assert options["default_acl"] is None
    assert options["file_overwrite"] is False


@pytest.mark.parametrize(
    "value", ["https://host/bucket", "s3://host", "s3://key:geheim@host/", "s3:///bucket", "s3://host/bucket/folder"]
)
def test_an_object_storage_that_cannot_be_meant_is_refused_without_its_secret(monkeypatch, value):
    monkeypatch.setenv("FILES_URL", value)
    with pytest.raises(ImproperlyConfigured, match="FILES_URL is") as refused:
        env.files("FILES_URL")
    assert "geheim" not in str(refused.value)


def test_without_its_packages_an_object_storage_is_refused_and_they_are_named(monkeypatch):
    monkeypatch.setattr(env, "find_spec", lambda name: None)
    monkeypatch.setenv("FILES_URL", "s3://key:secret@host/bucket")
    with pytest.raises(ImproperlyConfigured, match=r"requirements-s3\.txt"):
        env.files("FILES_URL")
