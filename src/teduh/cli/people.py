"""`teduh people`: the first administrator, and passwords."""

import click
from django.utils import timezone

from teduh.cores.errors import NotFound
from teduh.places import reads as places
from teduh.setup import actions
from teduh.trust import factors
from teduh.trust import reads as trust
from teduh.trust.actors import SYSTEM
from teduh.trust.rules import Role


@click.group()
def people() -> None:
    """Those who sign in."""


@people.command()
@click.argument("username")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice(Role.values))
@click.option("--unit", required=True, help="The key of the unit, such as polres-oku.")
@click.password_option()
def add(username: str, name: str, role: str, unit: str, password: str) -> None:
    """Let somebody sign in."""
    found = places.unit_by_key(unit)
    if found is None:
        raise NotFound(f"There is no unit {unit!r}. `teduh places units` lists them.")
    actions.add_person(
        username=username,
        name=name,
        role=Role(role),
        unit=found,
        password=password,
        by=SYSTEM,
        at=timezone.now(),
    )
    click.echo(f"{name} can sign in as {username}.")


@people.command("password")
@click.argument("username")
@click.password_option()
def set_password(username: str, password: str) -> None:
    """Set a new password."""
    person = trust.person_by_username(username)
    if person is None:
        raise NotFound(f"Nobody signs in as {username!r}.")
    actions.set_password(person=person, password=password, by=SYSTEM, at=timezone.now())
    click.echo(f"{person.name} has a new password.")


@people.command("reset-factors")
@click.argument("username")
def reset_factors(username: str) -> None:
    """For somebody who lost their phone: take their second proofs away."""
    person = trust.person_by_username(username)
    if person is None:
        raise NotFound(f"Nobody signs in as {username!r}.")
    removed = factors.reset(person=person, by=SYSTEM, at=timezone.now())
    click.echo(f"{person.name} had {removed} of them; a new one is asked for at the next sign-in.")
