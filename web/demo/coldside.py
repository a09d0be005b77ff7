"""A real election as proof: Dundee City Council, 5 May 2022, ward 4 Coldside, four seats.

All 5,589 published ballots are cast by as many electors through the same services as any other
ballot, then closed, sealed and counted by the Scottish rules. The result must equal the council's
official stages, which stand in ``tests/vectors/ranked/dundee-2022-coldside``.
"""

from itertools import chain, repeat
from pathlib import Path

from voting.formats import format_of, read_poll
from voting.roll import Elector, Person
from voting.services import enrolment
from voting.services.contests import ContestDraft, DraftOption
from voting.store import people
from voting.store.contests import ContestView
from voting.words import Phrase
from web.demo.builder import DAY, HOUR, Builder

PLACE = "Coldside"
WINNERS = ("Heather ANDERSON", "Mark FLYNN", "George MCIRVINE", "Helen WRIGHT")
FILE = "coldside.blt"
_TITLE = Phrase("Siapa wakil warga Coldside?", "Who speaks for the people of Coldside?")
_QUESTION = Phrase(
    "Pemilihan sungguhan: Dewan Kota Dundee, Skotlandia, 5 Mei 2022, daerah Coldside.",
    "A real election: Dundee City Council, Scotland, 5 May 2022, ward of Coldside.",
)


def build(
    builder: Builder, officers: tuple[Person, Person], at: int, language: str = "id"
) -> ContestView:
    """Enrol the electors, cast every ballot, count and publish; the electors then move away."""
    roll_officer, moderator = officers
    poll = read_poll((Path(__file__).parent / FILE).read_bytes(), format_of(FILE))
    electors = [
        Elector(reference=f"CS-{number:04}", name=f"Coldside {number:04}", place=PLACE)
        for number in range(1, poll.profile.cast + 1)
    ]
    builder.tell(f"{len(electors)} x {FILE}")
    builder.write(lambda c: enrolment.import_roll(c, roll_officer, electors, at))
    draft = ContestDraft(
        title=_TITLE.in_language(language),
        question=_QUESTION.in_language(language),
        method="stv-scottish",
        rules={"seats": poll.seats or 1},
        place=PLACE,
        opens=at + HOUR,
        closes=at + DAY,
        options=tuple(
            DraftOption(label=option.label, picture=f"orang-{'abc'[number % 3]}")
            for number, option in enumerate(poll.options)
        ),
    )
    view = builder.open(moderator, draft, at)
    with builder.database.read() as connection:
        voters = people.residents(connection, PLACE)
    ballots = chain.from_iterable(repeat(b, count) for b, count in poll.profile.ballots())
    builder.cast(view, zip(voters, ballots, strict=True), "paper", at + 2 * HOUR)
    return builder.finish(moderator, view, at + DAY + HOUR)
