"""With https in front, the site insists on it."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

ASK = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
client = Client(headers={"host": "example.org"})
plain, safe = client.get("/"), client.get("/", secure=True)
print(json.dumps({
    "redirect": [plain.status_code, plain.headers.get("Location")],
    "probe": client.get("/healthz").headers.get("Location"),
    "transport": safe.headers.get("Strict-Transport-Security"),
    "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
    "durable": settings.DATABASES["default"]["OPTIONS"]["init_command"],
}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory) -> dict:
    """What a site answers that was told nothing but its secret, its address and where its data are."""
    folder = tmp_path_factory.mktemp("production")
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "allianz.settings",
        "SECRET_KEY": "x" * 60,
        "SITE_URL": "https://example.org",
        "STATIC_HASHED": "no",
        "DATABASE_URL": f"sqlite:///{folder / 'data.sqlite3'}",
    }
    for command in (["manage.py", "migrate", "--verbosity", "0"], ["-c", ASK]):
        result = subprocess.run(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


def test_a_plain_visit_is_sent_to_https(production):
    assert production["redirect"] == [301, "https://example.org/"]


def test_a_health_probe_is_not(production):
    assert production["probe"] is None


def test_browsers_are_told_to_keep_to_https(production):
    assert production["transport"] == "max-age=31536000; includeSubDomains"


def test_cookies_are_bound_to_this_host_and_to_https(production):
    assert production["cookies"] == ["__Host-session", "__Host-csrf"]
    assert production["secure"] == [True, True]


def test_sqlite_writes_are_durable(production):
    assert "synchronous=FULL" in production["durable"]
    assert "journal_mode=WAL" in production["durable"]
