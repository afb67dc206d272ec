"""What the protocol tells, with objects by their names and with links, for lists, forms and files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import QueryDict
from django.urls import reverse

from tracker import access
from tracker.admin.people import person_name
from tracker.models import Account, AuditEvent, Commitment, Contribution, StatusReport
from tracker.workflow.record import subject_key

Key = tuple[str, str]
KEY_FIELDS = ("code", "slug", "key")
LATEST = 5


@dataclass(frozen=True)
class Subject:
    """The object of an entry: its kind in words, its name, and where it is kept if it is still there."""

    kind: str
    name: str
    url: str


@dataclass(frozen=True)
class Told:
    """One entry as it is read."""

    at: datetime
    sentence: str
    role: str


def objects_of(events: Iterable[AuditEvent]) -> dict[Key, Model]:
    """The objects that entries are about, with the accounts they name; one query for each kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for event in events:
        wanted[event.subject_kind].add(event.subject_key)
        wanted["account"] |= {str(event.detail[name]) for name in ("giver", "taker") if event.detail.get(name)}
    models = _models()
    found: dict[Key, Model] = {}
    for kind, keys in wanted.items():
        model = models.get(kind)
        if model is None:
            continue
        names = {field.name for field in model._meta.get_fields()}
        column = next((name for name in KEY_FIELDS if name in names), "pk")
        usable = [key for key in keys if column != "pk" or (key.isdecimal() and len(key) < 19)]
        rows: Any = model._default_manager.filter(**{f"{column}__in": usable}) if usable else []
        found |= {(kind, subject_key(row)): row for row in rows}
    return found


def names_of(objects: dict[Key, Model], *, with_people: bool) -> dict[Key, str]:
    """The objects by name; commitments go by their code, and people by name for those only who may read names."""
    found = {}
    for key, item in objects.items():
        if isinstance(item, Account):
            if with_people:
                found[key] = person_name(item)
        elif not isinstance(item, Commitment):
            found[key] = str(item)
    return found


def kind_name(kind: str) -> str:
    """A kind of object in words."""
    model = _models().get(kind)
    return str(model._meta.verbose_name) if model else kind


def _models() -> dict[str, Any]:
    return {str(model._meta.model_name): model for model in apps.get_app_config("tracker").get_models()}


def subject_of(event: AuditEvent, objects: dict[Key, Model], site: AdminSite, *, with_people: bool) -> Subject:
    """The object of an entry."""
    model = _models().get(event.subject_kind)
    kind = kind_name(event.subject_kind)
    item = objects.get((event.subject_kind, event.subject_key))
    if item is None:
        return Subject(kind, event.subject_key, "")
    name = person_name(item) if isinstance(item, Account) and with_people else str(item)
    if isinstance(item, Account) and not with_people:
        name = event.subject_key
    if model not in site._registry:
        return Subject(kind, name, "")
    return Subject(kind, name, reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_change", args=[item.pk]))


def about(item: Model) -> Model:
    """The object whose protocol tells of this one: contributions, facts and reports are told with their commitment."""
    return item.commitment if isinstance(item, Contribution | StatusReport) else item


def protocol_url(item: Model) -> str:
    """The address of the protocol of one object."""
    subject = about(item)
    query = QueryDict(mutable=True)
    query["objekt"] = subject._meta.model_name or ""
    query["kennung"] = subject_key(subject)
    return f"{reverse('admin:tracker_auditevent_changelist')}?{query.urlencode()}"


def latest(item: Model, user: Any) -> list[Told]:
    """The newest entries on an object, in a fixed number of queries."""
    subject = about(item)
    mine = access.protocol_for(user).filter(
        subject_kind=subject._meta.model_name or "", subject_key=subject_key(subject)
    )
    events = list(mine.order_by("-at", "-pk")[:LATEST])
    if not events:
        return []
    names = names_of(objects_of(events), with_people=access.can_administer(user))
    return [Told(event.at, event.told(names), event.get_role_display()) for event in events]
