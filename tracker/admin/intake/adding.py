"""Reading a text in: a file or pasted words, how they were cut, confirmation. Nothing is stored before that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_GET

from tracker import access, workflow
from tracker.admin.base import acting
from tracker.admin.fields import DayInput
from tracker.admin.site import editors
from tracker.intake import cutting, reading
from tracker.models import Agreement
from tracker.models.partners import KEY_VALIDATOR
from tracker.sheets import held

SALT = "tracker.admin.intake"
FIRST_WORDS = 140
NEW = ("new_title", "new_short_title", "new_slug", "new_prefix", "new_signed_on", "new_term_start", "new_term_end")


@require_GET
def texts(request: HttpRequest) -> HttpResponse:
    """All texts that were read in, newest agreement first, with how far their review is."""
    if not access.can_read_record(request.user):
        raise PermissionDenied
    found = list(access.texts_for(request.user).select_related("agreement").newest_first())
    progress = workflow.progress_of(found)
    context = {
        **editors.each_context(request),
        "title": _("Official texts"),
        "rows": [(text, *progress[text.pk]) for text in found],
        "may_edit": access.can_edit(request.user),
    }
    return TemplateResponse(request, "admin/text_list.html", context)


def _line(label: Any, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=False, widget=forms.TextInput(attrs={"class": "vTextField"}), **options
    )


class TextForm(forms.Form):
    """The text, where it comes from, and which agreement it belongs to."""

    use_required_attribute = False

    agreement = forms.ModelChoiceField(
        label=gettext_lazy("Agreement"),
        queryset=Agreement.objects.all(),
        required=False,
        empty_label=gettext_lazy("a new one, named below"),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("PDF, DOCX, ODT, HTML or text, at most 10 MB and 300 pages."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.odt,.html,.htm,.txt"}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or the text itself"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Paste it here in place of a file."),
    )
    title = _line(
        gettext_lazy("Title of the document"), 300, help_text=gettext_lazy("Empty: the title of the agreement.")
    )
    publisher = _line(gettext_lazy("Published by"), 300)
    url = forms.URLField(
        label=gettext_lazy("Address of the signed text"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"class": "vURLField"}),
    )
    published_on = forms.DateField(label=gettext_lazy("Published on"), required=False, widget=DayInput)
    new_title = _line(gettext_lazy("Title of the new agreement"), 200)
    new_short_title = _line(gettext_lazy("Short title"), 80)
    new_slug = _line(
        gettext_lazy("Key in the address"),
        60,
        validators=[KEY_VALIDATOR],
        help_text=gettext_lazy("for example allianz-2027-2030"),
    )
    new_prefix = _line(gettext_lazy("Beginning of the codes"), 40, help_text=gettext_lazy("for example AAW-2027"))
    new_signed_on = forms.DateField(label=gettext_lazy("Signed on"), required=False, widget=DayInput)
    new_term_start = forms.DateField(label=gettext_lazy("Term from"), required=False, widget=DayInput)
    new_term_end = forms.DateField(label=gettext_lazy("Term until"), required=False, widget=DayInput)

    about = ("agreement", "file", "pasted", "title", "publisher", "url", "published_on")

    @property
    def first(self) -> list[Any]:
        """The fields about the text."""
        return [self[name] for name in self.about]

    @property
    def new(self) -> list[Any]:
        """The fields of a new agreement."""
        return [self[name] for name in NEW]

    def clean(self) -> dict[str, Any]:
        """Either a file or pasted words; an agreement, or all that a new one needs."""
        data = super().clean() or {}
        if bool(data.get("file")) == bool(data.get("pasted", "").strip()) and "file" not in self.errors:
            both = bool(data.get("file"))
            self.add_error(
                "file",
                _("Choose a file or paste the text, not both.") if both else _("Choose a file or paste the text."),
            )
        if data.get("url") and not data.get("publisher"):
            self.add_error("publisher", _("Missing: a source needs it."))
        if not data.get("agreement") and "agreement" not in self.errors:
            for name in NEW:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A new agreement needs it."))
            self._check_new(data)
        return data

    def _check_new(self, data: dict[str, Any]) -> None:
        if self.errors:
            return
        agreement = new_agreement(data)
        try:
            agreement.full_clean(exclude=["effective_end"])
        except ValidationError as error:
            names = {"slug": "new_slug", "code_prefix": "new_prefix"}
            for name, found in error.error_dict.items():
                own = names.get(name, f"new_{name}")
                self.add_error(own if own in self.fields else None, found)
        if not data["new_prefix"].replace("-", "").isalnum() or "-" not in data["new_prefix"]:
            self.add_error("new_prefix", _("Codes begin like AAW-2027."))


def new_agreement(data: dict[str, Any]) -> Agreement:
    """A draft of an agreement of what the form says, not stored."""
    said = {name: data[name] for name in NEW}
    return workflow.draft_agreement(
        title=said["new_title"],
        short_title=said["new_short_title"],
        slug=said["new_slug"],
        code_prefix=said["new_prefix"],
        signed_on=said["new_signed_on"],
        term_start=said["new_term_start"],
        term_end=said["new_term_end"],
    )


class AddView(View):
    """Form, preview, confirmation."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who keep the record."""
        if not access.can_edit(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form, for one agreement if the address names it."""
        slug = request.GET.get("vereinbarung", "")
        found = Agreement.objects.filter(slug=slug[:60]).first() if "\0" not in slug else None
        return self._page(TextForm(initial={"agreement": found}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show how the text would be cut, or keep what was shown."""
        if request.POST.get("_step") == "confirm":
            return self._confirm(request)
        form = TextForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        data = dict(form.cleaned_data)
        upload, pasted = data.pop("file"), data.pop("pasted")
        try:
            if upload:
                reading.check_size(upload.size)
                content = upload.read()
                lines = reading.read(content, upload.name)
            else:
                content = pasted.encode()
                lines = reading.pasted(pasted)
        except ValidationError as error:
            form.add_error("file" if upload else "pasted", error)
            return self._page(form)
        agreement = data["agreement"]
        data["agreement"] = agreement.pk if agreement else None
        said = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in data.items()}
        name = upload.name if upload else ""
        key = held.keep({"lines": cutting.packed(lines), "sum": cutting.checksum(content), "name": name, "said": said})
        word = held.signed({"key": key, "user": request.user.pk}, salt=SALT)
        text = self._cut(cutting.unpacked(cutting.packed(lines)), said, name=name, checksum="")
        return self._preview(text, agreement or new_agreement(form.cleaned_data), word)

    @staticmethod
    def _cut(lines: Any, said: dict[str, Any], *, name: str, checksum: str) -> workflow.TextData:
        agreement = Agreement.objects.filter(pk=said["agreement"]).first() if said["agreement"] else None
        signed_on = agreement.signed_on if agreement else cutting.day(said["new_signed_on"])
        term_end = agreement.term_end if agreement else cutting.day(said["new_term_end"])
        title = said["title"] or (agreement.title if agreement else said["new_title"])
        return cutting.cut(
            lines, title=title, file_name=name, checksum=checksum, signed_on=signed_on, term_end=term_end
        )

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        word = held.unsigned(request.POST.get("_text", ""), salt=SALT, user=request.user.pk)
        kept = held.kept(word["key"]) if word else None
        if word is None or kept is None:
            messages.warning(request, _("The preview is no longer held. Choose the file once more."))
            return HttpResponseRedirect(reverse("admin:text_new"))
        said = kept["said"]
        data = self._cut(cutting.unpacked(kept["lines"]), said, name=kept["name"], checksum=kept["sum"])
        source = None
        if said["publisher"]:
            source = workflow.SourceData(
                publisher=said["publisher"], url=said["url"], published_on=cutting.day(said["published_on"])
            )
        try:
            with transaction.atomic():
                agreement = self._agreement(said)
                made = workflow.keep_text(agreement, data, source=source, actor=acting(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(reverse("admin:text_new"))
        except IntegrityError:
            messages.error(request, _("Somebody read in a text in the same moment. Choose the file once more."))
            return HttpResponseRedirect(reverse("admin:text_new"))
        held.forget(word["key"])
        messages.success(request, _("The text is read in. Nothing of it is public."))
        return HttpResponseRedirect(reverse("admin:text_review", args=[made.pk]))

    def _agreement(self, said: dict[str, Any]) -> Agreement:
        if said["agreement"]:
            found = Agreement.objects.filter(pk=said["agreement"]).first()
            if found is None:
                raise ValidationError(_("This agreement is gone."))
            return found
        days = ("new_signed_on", "new_term_start", "new_term_end")
        whole = {**said, **{name: cutting.day(said[name]) for name in days}}
        return workflow.start_agreement(new_agreement(whole), actor=acting(self.request))

    def _preview(self, text: workflow.TextData, agreement: Agreement, word: str) -> HttpResponse:
        whole = text.text
        chapters = []
        numbered = [(None, -1), *[(item, place) for place, item in enumerate(text.chapters)]]
        for chapter, place in numbered:
            own = [item for item in text.paragraphs if (item.chapter if item.chapter is not None else -1) == place]
            if chapter is None and not own:
                continue
            places = {number for number, item in enumerate(text.paragraphs) if item in own}
            sentences = [number for number, item in enumerate(text.sentences) if item.paragraph in places]
            proposed = [item for item in text.proposals if item.sentence in sentences]
            first = " ".join(whole[own[0].start : own[0].end].split()) if own else ""
            short = first if len(first) <= FIRST_WORDS else f"{first[:FIRST_WORDS]} …"
            chapters.append((chapter.title if chapter else "", len(own), len(sentences), len(proposed), short))
        return self._page(TextForm(), text=text, chapters=chapters, agreement=agreement, word=word)

    def _page(self, form: TextForm, **more: Any) -> HttpResponse:
        context = {**editors.each_context(self.request), "title": _("Read in a text"), "form": form, **more}
        return TemplateResponse(self.request, "admin/text_new.html", context)
