"""One machine at a time: commands that a timer starts everywhere hold a row while they work."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tracker.models import CommandLock


class AlreadyRunning(RuntimeError):
    """Another process holds the lock of the command."""


@contextlib.contextmanager
def command_lock(name: str, *, minutes: int = 30) -> Iterator[None]:
    """Hold the lock of a command in this block; raises `AlreadyRunning` if another process holds it.

    A lock left behind by a process that died runs out after some minutes. When a block ended without a fault is kept.
    """
    holder = f"{socket.gethostname()[:40]}-{os.getpid()}"
    now = timezone.now()
    with transaction.atomic():
        CommandLock.objects.get_or_create(name=name)
        taken = CommandLock.objects.filter(Q(until__isnull=True) | Q(until__lt=now), name=name).update(
            holder=holder, until=now + timedelta(minutes=minutes)
        )
    if not taken:
        raise AlreadyRunning(name)
    left: dict[str, Any] = {"holder": "", "until": None}
    try:
        yield
        left["done_at"] = timezone.now()
    finally:
        CommandLock.objects.filter(name=name, holder=holder).update(**left)
