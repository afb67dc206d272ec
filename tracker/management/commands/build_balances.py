"""Build the balances that were ordered."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from tracker import workflow
from tracker.balance.building import STEPS, build_balances
from tracker.models import BalanceReport


def _step(shown: tqdm) -> None:
    shown.update()


class Command(BaseCommand):
    """Build what editors ordered; a timer calls it every few minutes, on any machine."""

    help = "Build the balances that were ordered, as page, DOCX and PDF. Safe to call often and from several machines."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many were built, failed, fixed and printed."""
        try:
            with workflow.command_lock("build_balances", minutes=60):
                total = BalanceReport.objects.waiting().count() * STEPS
                with tqdm(total=total, desc="build_balances", disable=not sys.stderr.isatty()) as shown:
                    outcome = build_balances(lambda: _step(shown))
        except workflow.AlreadyRunning:
            return "build_balances: another process is at it"
        return (
            f"build_balances: {outcome.built} built, {outcome.failed} failed, {outcome.fixed} fixed,"
            f" {outcome.printed} printed later"
        )
