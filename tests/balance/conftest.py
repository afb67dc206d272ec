"""A small record with one agreement of every kind, and a folder of its own for the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.factories import make_agreement, make_commitment, make_fact, make_partner
from tracker.models import ActionField, Agreement
from tracker.vocabulary import Coverage, Kind


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def record(db: None) -> SimpleNamespace:
    """A full agreement with three measures (one completed, one overdue, one unknown) and a target; and a selection."""
    dgb, zdh = make_partner("dgb", name="Gewerkschaftsbund"), make_partner("zdh", name="Handwerk")
    agreement = make_agreement("allianz", short_title="Allianz 2023–2026", fields=["Ausbildung sichern", "Beraten"])
    first, second = ActionField.objects.order_by("number")
    done = make_commitment(agreement, code="TST-1.01", title="Stellen melden", leads=[dgb], action_field=first)
    make_fact(done, "completed", as_of=date(2024, 5, 1))
    late = make_commitment(
        agreement, code="TST-1.02", title="Betriebe besuchen", leads=[dgb, zdh], action_field=first, due_on="2025-01-31"
    )
    make_fact(late, "in_progress", as_of=date(2024, 6, 1))
    unknown = make_commitment(agreement, code="TST-2.01", title="Tagung halten", leads=[zdh], action_field=second)
    make_commitment(agreement, code="TST-2.02", title="Mehr Verträge", kind=Kind.TARGET, action_field=second)
    selection = make_agreement(
        "auswahl", short_title="Allianz Auswahl", coverage=Coverage.SELECTION, coverage_note="Nur eine Auswahl."
    )
    make_commitment(selection, code="AUS-1", title="Ein einzelner Punkt")
    return SimpleNamespace(
        agreement=Agreement.objects.get(slug="allianz"),
        selection=Agreement.objects.get(slug="auswahl"),
        done=done,
        late=late,
        unknown=unknown,
        first=first,
        dgb=dgb,
    )
