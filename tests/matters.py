"""Matters of the test village: raised, answered and moved through the services, as people would."""

from tests.village import DURING, chance
from voting.services import matters

EVIL_FREE = {"title": "Air sering mati", "words": "Pipa bocor sejak Februari.", "theme": "water"}


def start(village, template="problem", at=DURING, **values):
    """Let the moderator start a matter; return its view."""
    given = {"template": template, **EVIL_FREE, **values}
    key = chance("matter", template, *sorted(given.items()), at)
    return village.write(matters.start, village.moderator, given, key=key, at=at)


def move(village, view, to, at=DURING, **values):
    """Let the moderator move a matter on; return its new view."""
    return village.write(
        matters.move, village.moderator, view.number, to, seen=view.phase, at=at, **values
    )
