"""The environment of every test run, set before Django reads its settings (pytest loads this plugin first).

A test run hears nothing of the machine's own settings but the database: TEST_DATABASE_URL, else SQLite in memory.
"""

import os

from django.utils.crypto import get_random_string

SETTINGS = {
    "DEBUG": "no",
    "HTTPS": "no",
    "STATIC_HASHED": "no",
    "SECRET_KEY": get_random_string(50),
    "SITE_URL": "http://testserver",
    "LOG_LEVEL": "ERROR",
    # Tests look at how pages are made; those of the store turn it on.
    "PAGE_CACHE_MB": "0",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:"),
    # Playwright runs an event loop in the thread that also asks the database.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}
os.environ.update(SETTINGS)
