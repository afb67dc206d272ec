"""What gunicorn does beyond its command line; it reads this file by itself, before Django is there."""

import logging
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection


def post_worker_init(worker: Any) -> None:
    """Let a worker read the record before it takes requests, so that its first visitor does not wait for that."""
    if not (apps.ready and apps.is_installed("tracker")):
        return
    from tracker import bitsets

    try:
        bitsets.current()
    except DatabaseError:
        # The worker serves what it can and reads the record as soon as the database answers.
        logging.getLogger("tracker").warning("The record could not be read at the start of a worker.")
    finally:
        connection.close()
