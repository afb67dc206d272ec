"""No public data without a revision: every write outside `workflow.public_change()` raises, for every model."""

from datetime import date

import pytest
from django.apps import apps
from django.utils import timezone

from tests import factories
from tracker.models import (
    ActionField,
    Agreement,
    BalanceReport,
    Commitment,
    Contribution,
    Evidence,
    OutsidePublicChange,
    PublicModel,
    PublicQuerySet,
    StatusReport,
)

pytestmark = pytest.mark.django_db

PUBLIC = [model for model in apps.get_models() if issubclass(model, PublicModel)]
RELATIONS = [
    (model, field.name)
    for model in PUBLIC
    for field in model._meta.get_fields()
    if field.many_to_many and field.concrete
] + [
    (model, field.get_accessor_name())
    for model in PUBLIC
    for field in model._meta.get_fields()
    if field.many_to_many and not field.concrete and not field.hidden
]
# What a model's own save() or its question "is this public?" reads.
NEEDED = {
    ActionField: lambda: {"agreement": Agreement(code_prefix="TST-2019")},
    BalanceReport: lambda: {"published_at": timezone.now()},
    Evidence: lambda: {"report": StatusReport(published_at=timezone.now())},
    StatusReport: lambda: {"as_of": date(2020, 1, 1), "published_at": timezone.now()},
}


def a_row(model: type[PublicModel]) -> PublicModel:
    return model(pk=1, **NEEDED.get(model, dict)())


def test_all_models_of_the_record_are_looked_at():
    assert {Agreement, Commitment, Contribution, StatusReport, Evidence} <= set(PUBLIC)
    assert len(PUBLIC) >= 35
    assert len(RELATIONS) >= 40


@pytest.mark.parametrize("model", PUBLIC, ids=lambda model: model.__name__)
def test_saving_and_deleting_one_row_is_refused(model):
    for write in (a_row(model).save, a_row(model).delete):
        with pytest.raises(OutsidePublicChange, match=model.__name__):
            write()


@pytest.mark.parametrize("model", PUBLIC, ids=lambda model: model.__name__)
def test_writing_many_rows_is_refused(model):
    row = a_row(model)
    writes = [
        lambda: model.objects.update(version=9),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_create([row]),
        lambda: model.objects.bulk_update([row], ["version"]),
    ]
    for write in writes:
        with pytest.raises(OutsidePublicChange, match=model.__name__):
            write()


@pytest.mark.parametrize("model", PUBLIC, ids=lambda model: model.__name__)
def test_every_manager_of_a_model_is_guarded(model):
    for manager in [*model._meta.managers, model._base_manager]:
        assert isinstance(manager.get_queryset(), PublicQuerySet)


@pytest.mark.parametrize(("model", "name"), RELATIONS, ids=lambda part: getattr(part, "__name__", part))
def test_adding_to_and_clearing_a_relation_is_refused(model, name):
    relation = getattr(a_row(model), name)
    for write in (lambda: relation.add(7), lambda: relation.remove(7), relation.clear):
        with pytest.raises(OutsidePublicChange):
            write()


def test_moving_rows_through_their_owner_is_refused():
    part, other = factories.make_commitment(), factories.make_commitment()
    with pytest.raises(OutsidePublicChange):
        other.components.add(part)


def test_a_draft_of_a_report_may_be_written_until_it_is_published():
    contribution = factories.make_commitment().contributions.get()
    draft = StatusReport(
        commitment=contribution.commitment,
        contribution=contribution,
        origin="partner",
        as_of=date(2026, 1, 1),
        author=factories.workflow.system_actor(),
    )
    draft.save()
    draft.published_at = timezone.now()
    with pytest.raises(OutsidePublicChange):
        draft.save()


def test_inside_a_public_change_the_same_writes_pass():
    commitment = factories.make_commitment()
    with factories.record_change() as change:
        commitment.title = "Neuer Titel"
        commitment.save()
        Commitment.objects.filter(pk=commitment.pk).update(general_aim=True)
        change.touch(commitment)
    commitment.refresh_from_db()
    assert (commitment.title, commitment.general_aim) == ("Neuer Titel", True)


def test_after_a_public_change_the_door_is_shut_again():
    commitment = factories.make_commitment()
    with pytest.raises(ZeroDivisionError), factories.record_change():
        raise ZeroDivisionError
    with pytest.raises(OutsidePublicChange):
        commitment.save()
