"""The protocol, the revisions and the published versions: to be read, never changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access, days, workflow
from tracker.admin import protocol_files, told
from tracker.admin.fields import DayInput
from tracker.admin.people import person_name
from tracker.admin.rights import ByRole
from tracker.admin.site import editors
from tracker.models import Actor, Agreement, AuditEvent, PublicVersion, Revision
from tracker.vocabulary import ActorRole, Verb


class ReadOnlyAdmin(ByRole, admin.ModelAdmin):
    """Rows that nobody changes by hand."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The protocol of this record."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        return HttpResponseRedirect(told.protocol_url(obj))


class ProtocolForm(forms.Form):
    """By what the protocol is narrowed."""

    von = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput)
    bis = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DayInput)
    aktion = forms.ChoiceField(label=gettext_lazy("Action"), required=False)
    rolle = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    objekt = forms.ChoiceField(label=gettext_lazy("Kind of object"), required=False)
    kennung = forms.CharField(
        label=gettext_lazy("Key of the object"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("its beginning is enough"),
    )
    vereinbarung = forms.ModelChoiceField(
        label=gettext_lazy("Agreement"),
        queryset=Agreement.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("all"),
    )
    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["aktion"].choices = [EVERY, *((verb.value, open_sentence(verb)) for verb in Verb)]
        fields["rolle"].choices = [EVERY, *ActorRole.choices]
        fields["objekt"].choices = [EVERY, *_kinds()]
        fields["person"].choices = [EVERY, *_actors(with_people=access.can_administer(user))]

    def clean(self) -> dict[str, Any]:
        """Days that there are, and the end does not lie before the beginning."""
        cleaned = super().clean() or {}
        for name in ("von", "bis"):
            if cleaned.get(name) and not 1900 <= cleaned[name].year <= 9998:
                self.add_error(name, _("This is no day. Enter it like 31.12.2025."))
        if cleaned.get("von") and cleaned.get("bis") and cleaned["bis"] < cleaned["von"]:
            self.add_error("bis", _("The end lies before the beginning."))
        return cleaned

    def narrow(self, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """The entries that fit; what is wrong in the form narrows nothing and is said at its field."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        same = {"aktion": "verb", "rolle": "role", "objekt": "subject_kind", "person": "actor__key"}
        events = events.filter(**{column: data[name] for name, column in same.items() if name in data})
        if "von" in data:
            events = events.filter(at__gte=days.start_of(data["von"]))
        if "bis" in data:
            events = events.filter(at__lt=days.start_of(days.next_day(data["bis"])))
        if "kennung" in data:
            events = events.filter(subject_key__istartswith=data["kennung"].replace("\0", "").strip())
        if "vereinbarung" in data:
            events = events.filter(_of_agreement(data["vereinbarung"]))
        return events


EVERY = ("", gettext_lazy("all"))


def open_sentence(verb: Verb) -> str:
    """The sentence of an action, with an ellipsis where each entry tells its own."""
    return re.sub(r"%\(\w+\)s", "…", str(verb.label))


def _kinds() -> list[tuple[str, str]]:
    names = {model._meta.model_name: model._meta.verbose_name for model in apps.get_app_config("tracker").get_models()}
    kinds = AuditEvent.objects.order_by("subject_kind").values_list("subject_kind", flat=True).distinct()
    return sorted(((kind, capfirst(str(names.get(kind, kind)))) for kind in kinds), key=lambda pair: pair[1])


def _actors(*, with_people: bool) -> list[tuple[str, str]]:
    return sorted(
        (
            (str(actor.key), actor_name(actor, with_people=with_people))
            for actor in Actor.objects.select_related("user").filter(events__isnull=False).distinct()
        ),
        key=lambda pair: pair[1].casefold(),
    )


def actor_name(actor: Actor, *, with_people: bool) -> str:
    """Who acted: the pseudonym, and before it the name for those who may read it."""
    if with_people and actor.user is not None:
        return f"{person_name(actor.user)} ({actor})"
    return str(actor)


def _of_agreement(agreement: Agreement) -> Q:
    """The entries on an agreement, on its commitments and on its rounds."""
    rounds = [str(pk) for pk in agreement.rounds.values_list("pk", flat=True)]
    return (
        Q(subject_kind="agreement", subject_key=agreement.slug)
        | Q(subject_kind="commitment", subject_key__in=agreement.commitments.values("code"))
        | Q(subject_kind="reportinground", subject_key__in=rounds)
    )


class ProtocolFilter(admin.ListFilter):
    """The form beside the list; its values stand in the address, so a view of the protocol can be linked."""

    title = gettext_lazy("Filter")
    template = "admin/protocol_filter.html"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.expected_parameters():
            params.pop(str(name), None)
        self.form = ProtocolForm(request.GET, user=request.user)

    def has_output(self) -> bool:
        """Always."""
        return True

    def expected_parameters(self) -> list[str | None]:
        """The names in the address."""
        return list(ProtocolForm.base_fields)

    def choices(self, changelist: Any) -> Iterator[Any]:
        """None: it is a form."""
        return iter(())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The entries that fit."""
        return self.form.narrow(queryset)


class EntryList(ChangeList):
    """The list of entries, each with the names of what it is about."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows of this page with their objects, in a fixed number of queries."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        know(self.result_list, request)


def know(events: Sequence[AuditEvent], request: HttpRequest) -> None:
    """Give entries the objects they are about, and whether their reader may read names of people."""
    objects = told.objects_of(events)
    with_people = access.can_administer(request.user)
    names = told.names_of(objects, with_people=with_people)
    for event in events:
        event.known = Known(objects, names, with_people)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Known:
    """What the reader of an entry gets to know."""

    objects: dict[told.Key, Model]
    names: dict[told.Key, str]
    with_people: bool


@admin.register(AuditEvent, site=editors)
class AuditEventAdmin(ReadOnlyAdmin):
    """Every action, told as a sentence."""

    change_list_template = "admin/protocol_list.html"
    list_display = ["moment", "sentence", "subject", "role", "person", "revision"]
    list_display_links = ["moment"]
    list_filter = [ProtocolFilter]
    list_select_related = ["actor__user", "revision"]
    fields = ["at", "sentence", "subject", "person", "role", "revision", "details"]
    readonly_fields = ["sentence", "subject", "person", "details"]

    def get_urls(self) -> list[Any]:
        """The address of the file, before those of the admin."""
        export = self.admin_site.admin_view(self.export)
        return [path("ausgeben/", export, name="tracker_auditevent_export"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The entries this person may read."""
        return access.protocol_for(request.user).order_by("-at", "-pk")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """The list that knows names."""
        return EntryList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """One entry with the names of what it is about."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            know([found], request)
        return found

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list; administrators can take it away as a file."""
        extra = {
            "title": _("Protocol"),
            "can_export": access.can_administer(request.user),
            "export_url": f"{reverse('admin:tracker_auditevent_export')}?{request.GET.urlencode()}",
        }
        return super().changelist_view(request, {**(extra_context or {}), **extra})

    def export(self, request: HttpRequest) -> HttpResponse:
        """The entries of the list as a file; that somebody took it away is an entry itself."""
        if not access.can_administer(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = ProtocolForm(request.GET, user=request.user)
        events = form.narrow(access.protocol_for(request.user)).select_related("actor").order_by("at", "pk")
        kind = "xlsx" if request.POST.get("art") == "xlsx" else "csv"
        answer, count = protocol_files.answer(events, kind)
        workflow.note_export(form=kind.upper(), count=count, actor=workflow.actor_of(request.user))  # type: ignore[arg-type]
        return answer

    @admin.display(description=gettext_lazy("at"), ordering="at")
    def moment(self, obj: AuditEvent) -> str:
        """Day and time, short enough for a column."""
        return formats.date_format(timezone.localtime(obj.at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("what was done"))
    def sentence(self, obj: AuditEvent) -> str:
        """The sentence."""
        return obj.told(obj.known.names)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("object"))
    def subject(self, obj: AuditEvent) -> SafeString | str:
        """Kind and name of the object, as a link while it is there."""
        known: Known = obj.known  # type: ignore[attr-defined]
        found = told.subject_of(obj, known.objects, self.admin_site, with_people=known.with_people)
        if not found.url:
            return f"{capfirst(found.kind)} {found.name}"
        return format_html('{} <a href="{}">{}</a>', capfirst(found.kind), found.url, found.name)

    @admin.display(description=gettext_lazy("person"))
    def person(self, obj: AuditEvent) -> str:
        """Who acted, as far as the reader may know."""
        return actor_name(obj.actor, with_people=obj.known.with_people)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("details"))
    def details(self, obj: AuditEvent) -> SafeString:
        """The details as stored."""
        return _as_text(obj.detail)


@admin.register(Revision, site=editors)
class RevisionAdmin(ReadOnlyAdmin):
    """Every change of the public record."""

    list_display = ["number", "stamped_at", "reason", "note", "role"]
    list_filter = ["reason", "role"]
    fields = ["number", "stamped_at", "day", "reason", "note", "role"]


@admin.register(PublicVersion, site=editors)
class PublicVersionAdmin(ReadOnlyAdmin):
    """What was published of an agreement, a commitment or a partner, from a revision on."""

    list_display = ["kind", "key", "revision", "published"]
    list_filter = ["kind"]
    list_select_related = ["revision"]
    search_fields = ["key"]
    fields = ["kind", "key", "revision", "published", "content"]
    readonly_fields = ["published", "content"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """The versions; the list leaves their large content where it is."""
        return super().get_queryset(request).defer("payload").order_by("-revision_id", "kind", "key")

    @admin.display(description=gettext_lazy("published at"))
    def published(self, obj: PublicVersion) -> Any:
        """When the revision was stamped."""
        return obj.revision.stamped_at

    @admin.display(description=gettext_lazy("what was published"))
    def content(self, obj: PublicVersion) -> SafeString:
        """The payload as stored."""
        return _as_text(obj.payload)


def _as_text(value: Any) -> SafeString:
    return format_html('<pre class="payload" tabindex="0">{}</pre>', json.dumps(value, ensure_ascii=False, indent=2))
