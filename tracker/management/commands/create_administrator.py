"""The first account of a new site, and the way back in when nobody keeps the accounts any more."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from tracker import workflow
from tracker.models import Account
from tracker.site import site
from tracker.tokens import invitation_token
from tracker.vocabulary import AccountRole


class Command(BaseCommand):
    """Invite an administrator and print the link, so that it works before mail does; repeatable."""

    help = "Invite an administrator by mail and print the link; an account that is there already gets the role."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the mail address."""
        parser.add_argument("email", help="mail address, with which the administrator signs in")

    def handle(self, *args: Any, **options: Any) -> str:
        """Return what was done and, for a new account, the link that sets it up."""
        address = str(options["email"]).strip().lower()
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError("This is no mail address.") from error
        account = Account.objects.filter(email__iexact=address).first()
        if account is not None and account.has_usable_password():
            return self._give_role(account)
        try:
            invitation = workflow.invite(
                email=address,
                first_name=account.first_name if account else "",
                last_name=account.last_name if account else "",
                roles={*(workflow.roles_of(account) if account else []), AccountRole.ADMINISTRATOR},
                actor=workflow.system_actor(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        link = f"{site().url}{reverse('accounts:invitation', args=[invitation_token(invitation)])}"
        return (
            f"Open this link to choose a password and set up a second factor. It works once, for "
            f"{workflow.INVITATION_DAYS} days:\n{link}\nThe same link goes out by mail with the next send_outbox."
        )

    def _give_role(self, account: Account) -> str:
        if not account.is_active:
            workflow.enable_account(account, actor=workflow.system_actor())
        roles = {*workflow.roles_of(account), AccountRole.ADMINISTRATOR}
        workflow.set_roles(account, roles, actor=workflow.system_actor())
        return "This account is there already. It keeps the accounts now; sign in with its password."
