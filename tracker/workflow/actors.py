"""The actors behind every entry of the protocol."""

from __future__ import annotations

from tracker.models import Account, Actor
from tracker.vocabulary import ActorKind


def actor_of(user: Account) -> Actor:
    """The pseudonymous actor behind which a person stands; made when first needed."""
    return Actor.objects.get_or_create(user=user, defaults={"kind": ActorKind.PERSON})[0]


def catalogue_actor() -> Actor:
    """The actor "Katalog", author of all facts that came with the catalogue."""
    return Actor.objects.get_or_create(kind=ActorKind.CATALOGUE)[0]


def system_actor() -> Actor:
    """The actor of commands that act by themselves."""
    return Actor.objects.get_or_create(kind=ActorKind.SYSTEM)[0]
