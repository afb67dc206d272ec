"""Forms in the look of KERN say in words what is required and what is wrong."""

import re

from django import forms

from tracker.pages.forms import KernFormMixin


class Sample(KernFormMixin, forms.Form):
    name = forms.CharField(label="Name", required=False, help_text="Freiwillig.")
    mail = forms.EmailField(label="Adresse", widget=forms.EmailInput(attrs={"class": "own"}))
    subject = forms.ChoiceField(label="Anlass", choices=[("a", "A"), ("b", "B")])
    way = forms.ChoiceField(label="Weg", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(label="Teile", choices=[("x", "X")], widget=forms.CheckboxSelectMultiple)
    consent = forms.BooleanField(label="Gelesen")
    code = forms.CharField(widget=forms.HiddenInput, required=False)


def control(html: str, name: str) -> str:
    return re.search(rf"<(?:input|select|textarea)[^>]*name=\"{name}\"[^>]*>", html)[0]


def test_every_control_carries_its_class():
    html = Sample().render()
    assert "kern-form-input__input" in control(html, "name")
    assert 'class="own kern-form-input__input"' in control(html, "mail")
    assert "kern-form-input__select" in control(html, "subject")
    assert "kern-form-check__radio" in control(html, "way")
    assert "kern-form-check__checkbox" in control(html, "parts")
    assert "kern-form-check__checkbox" in control(html, "consent")
    assert "class=" not in control(html, "code")


def test_required_fields_say_so_in_words():
    assert Sample().render().count("Pflichtangabe") == 5


def test_a_fresh_form_has_no_summary():
    assert "error-summary" not in Sample().render()


def test_the_summary_links_to_every_wrong_field():
    html = Sample({"mail": "nirgends"}).render()
    targets = re.findall(r'<li><a href="#([^"]+)">', html)
    assert targets == ["id_mail", "id_subject", "id_way_0", "id_parts_0", "id_consent"]
    assert all(f'id="{target}"' in html for target in targets)
    assert "Bitte 5 Angaben prüfen" in html


def test_hint_and_error_are_tied_to_their_control():
    html = Sample({"mail": "nirgends"}).render()
    assert 'aria-describedby="id_name_helptext"' in control(html, "name")
    assert 'aria-describedby="id_mail_error"' in control(html, "mail")
    assert 'aria-invalid="true"' in control(html, "mail")
    assert 'id="id_mail_error"' in html


def test_labels_from_users_are_escaped():
    form = Sample({"mail": "x"})
    form.fields["mail"].label = "<b>"
    assert "<b>" not in form.render()
