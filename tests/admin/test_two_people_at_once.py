"""Saving over somebody else's newer change shows both versions and loses nothing, in every form."""

import threading

import pytest
from django.db import connection

from tests.admin.browsing import address, errors, form_of, values_of, words
from tests.admin.samples import FORMS, a_field, a_record, values_for
from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tracker.models import Event, Instrument, Revision
from tracker.vocabulary import Role


def stored(record, field):
    record.refresh_from_db()
    return str(getattr(record, field))


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_the_second_save_shows_both_versions_and_either_can_be_chosen(catalogue, administrator, model):
    record = a_record(model)
    where = address(record)
    first = administrator.open(where)
    second = administrator.open(where)
    field = a_field(model, first)
    assert administrator.send(where, first, **{field: values_for(model, 71)}).status_code == 302
    revision = Revision.current()

    response = administrator.send(where, second, **{field: values_for(model, 72)})
    assert response.status_code == 200
    assert "Jemand hat diesen Datensatz inzwischen geändert" in words(response)
    assert values_for(model, 71) in errors(response)
    assert values_for(model, 72) in errors(response)
    assert stored(record, field) == values_for(model, 71)
    assert Revision.current() == revision

    both = values_of(form_of(response))
    assert both[field] == [values_for(model, 72)]
    theirs = administrator.send(where, both, **{f"_choice-{field}": "theirs"})
    assert theirs.status_code == 302
    assert stored(record, field) == values_for(model, 71)

    mine = administrator.send(where, both)
    assert mine.status_code == 302, errors(mine)
    assert stored(record, field) == values_for(model, 72)


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_a_form_that_lost_what_it_showed_asks_for_every_difference(catalogue, administrator, model):
    record = a_record(model)
    data = administrator.open(address(record))
    field = a_field(model, data)
    before = stored(record, field)
    changes = {field: values_for(model, 73), "_seen": "verloren"}
    response = administrator.send(address(record), data, **changes)
    assert response.status_code == 200
    assert stored(record, field) == before


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_deleting_over_a_newer_change_asks_again_or_is_refused(catalogue, administrator, model):
    record = a_record(model)
    data = administrator.open(address(record))
    page = administrator.client.get(address(record, "delete"))
    if page.status_code != 200:
        assert page.status_code in (302, 403)
        return
    if "Endgültig löschen" not in page.content.decode():
        return  # something else needs it
    question = values_of(form_of(page))
    field = a_field(model, data)
    assert administrator.send(address(record), data, **{field: values_for(model, 74)}).status_code == 302
    response = administrator.send(address(record, "delete"), question)
    assert response.status_code == 200
    assert values_for(model, 74) in words(response)
    assert model._default_manager.filter(pk=record.pk).exists()


def test_what_only_the_other_person_changed_is_taken_over(desk, colleague):
    item = make_commitment(published=False, title="Alt", description="Alt")
    where = address(item)
    mine = desk.open(where)
    assert colleague.save(where, title="Neuer Titel").status_code == 302
    response = desk.send(where, mine, description="Neue Beschreibung")
    assert response.status_code == 200
    both = values_of(form_of(response))
    assert both["title"] == ["Neuer Titel"]
    assert both["description"] == ["Neue Beschreibung"]
    assert not [name for name in both if name.startswith("_choice-")]
    assert desk.send(where, both).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.description) == ("Neuer Titel", "Neue Beschreibung")


def test_a_third_change_in_between_is_shown_as_well(desk, colleague):
    item = make_commitment(published=False, title="Alt")
    where = address(item)
    mine = desk.open(where)
    colleague.save(where, title="Zweiter")
    again = values_of(form_of(desk.send(where, mine, title="Meiner")))
    colleague.save(where, title="Dritter")
    response = desk.send(where, again)
    assert "Dritter" in errors(response)
    assert stored(item, "title") == "Dritter"
    assert values_of(form_of(response))["title"] == ["Meiner"]


@pytest.fixture
def joint():
    """A commitment of two partners."""
    first, second = make_partner("erster"), make_partner("zweiter")
    return make_commitment(leads=[first, second])


def row_of(data, part):
    return next(
        name.removesuffix("-id") for name, value in data.items() if name.endswith("-id") and value == [str(part)]
    )


def test_a_row_that_both_changed_is_shown_with_both_versions(desk, colleague, joint):
    part = joint.contributions.first()
    where = address(joint)
    mine, theirs = desk.open(where), colleague.open(where)
    name = f"{row_of(mine, part.pk)}-position"
    assert colleague.send(where, theirs, **{name: "11"}).status_code == 302
    response = desk.send(where, mine, **{name: "12"})
    assert response.status_code == 200
    assert "11" in errors(response) and "12" in errors(response)
    both = values_of(form_of(response))
    assert desk.send(where, both, **{f"_choice-{name}": "theirs"}).status_code == 302
    assert stored(part, "position") == "11"


def test_a_row_somebody_added_stands_in_my_form_and_stays(desk, colleague, joint):
    where = address(joint)
    mine, theirs = desk.open(where), colleague.open(where)
    third = make_partner("dritter")
    new = f"contributions-{int(theirs['contributions-TOTAL_FORMS'][0]) - 1}"
    added = {f"{new}-partner": str(third.pk), f"{new}-role": Role.SUPPORTING}
    assert colleague.send(where, theirs, **added).status_code == 302
    response = desk.send(where, mine, verifiable_reason="Weil.")
    assert response.status_code == 200
    both = values_of(form_of(response))
    assert both["contributions-INITIAL_FORMS"] == ["3"]
    assert desk.send(where, both).status_code == 302
    assert joint.contributions.count() == 3
    assert stored(joint, "verifiable_reason") == "Weil."


def test_a_row_somebody_deleted_goes_if_i_had_not_touched_it(desk, colleague, joint):
    part = joint.contributions.last()
    where = address(joint)
    mine, theirs = desk.open(where), colleague.open(where)
    assert colleague.send(where, theirs, **{f"{row_of(theirs, part.pk)}-DELETE": "on"}).status_code == 302
    response = desk.send(where, mine, verifiable_reason="Weil.")
    assert "gelöscht" in errors(response)
    assert desk.send(where, values_of(form_of(response))).status_code == 302
    assert joint.contributions.count() == 1


@pytest.mark.parametrize(("choice", "left"), [("mine", 2), ("theirs", 1)])
def test_a_row_somebody_deleted_and_i_changed_is_mine_to_decide(desk, colleague, joint, choice, left):
    part = joint.contributions.last()
    where = address(joint)
    mine, theirs = desk.open(where), colleague.open(where)
    row = row_of(mine, part.pk)
    assert colleague.send(where, theirs, **{f"{row}-DELETE": "on"}).status_code == 302
    response = desk.send(where, mine, **{f"{row}-position": "9"})
    assert response.status_code == 200
    both = values_of(form_of(response))
    question = next(name for name in both if name.startswith("_choice-"))
    again = desk.send(where, both, **{question: choice})
    assert again.status_code == 302, errors(again)
    assert joint.contributions.count() == left


@pytest.mark.parametrize(("choice", "left"), [("mine", 1), ("theirs", 2)])
def test_deleting_a_row_somebody_changed_is_asked_again(desk, colleague, joint, choice, left):
    part = joint.contributions.last()
    where = address(joint)
    mine, theirs = desk.open(where), colleague.open(where)
    row = row_of(mine, part.pk)
    assert colleague.send(where, theirs, **{f"{row}-position": "9"}).status_code == 302
    response = desk.send(where, mine, **{f"{row}-DELETE": "on"})
    assert response.status_code == 200
    both = values_of(form_of(response))
    assert both[f"{row}-DELETE"] == ["on"]
    again = desk.send(where, both, **{f"_choice-{row}-DELETE": choice})
    assert again.status_code == 302, errors(again)
    assert joint.contributions.count() == left


def test_saving_a_record_somebody_deleted_offers_it_as_a_new_one(desk):
    with record_change():
        event = Event(key="treffen", title="Treffen", kind="workshop")
        event.save()
    data = desk.open(address(event))
    with record_change():
        Event.objects.get(pk=event.pk).delete()
    response = desk.send(address(event), data, title="Treffen der Partner")
    assert response.status_code == 200
    assert "inzwischen gelöscht" in words(response)
    form = form_of(response)
    assert values_of(form)["title"] == ["Treffen der Partner"]
    assert desk.send(form["action"], values_of(form)).status_code == 302
    assert Event.objects.get().title == "Treffen der Partner"


def test_saving_an_agreement_somebody_deleted_keeps_its_rows(desk):
    agreement = make_agreement(published=False, fields=["Erstes Feld", "Zweites Feld"])
    data = desk.open(address(agreement))
    with record_change():
        agreement.delete()
    response = desk.send(address(agreement), data)
    form = form_of(response)
    again = desk.send(form["action"], values_of(form))
    assert again.status_code == 302, errors(again)
    assert type(agreement).objects.get().action_fields.count() == 2


def test_values_that_go_there_and_back_are_no_conflict(desk, colleague):
    with record_change():
        word = Instrument(key="eins", name="Eins")
        word.save()
    data = desk.open(address(word))
    colleague.save(address(word), name="Zwei")
    colleague.save(address(word), name="Eins")
    assert desk.send(address(word), data, name="Drei").status_code == 302
    assert stored(word, "name") == "Drei"


@pytest.mark.usefixtures("file_database")
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_in_the_same_moment_one_is_asked(administrator):
    item = make_commitment(published=False, title="Alt")
    data = administrator.open(address(item))
    start = threading.Barrier(2)
    codes: list[int] = []

    def save(title):
        start.wait()
        codes.append(administrator.send(address(item), data, title=title).status_code)
        connection.close()

    threads = [threading.Thread(target=save, args=[title]) for title in ("Erster", "Zweiter")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, 302]
    item.refresh_from_db()
    assert item.title in ("Erster", "Zweiter")
