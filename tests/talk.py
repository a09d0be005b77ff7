"""A talk in the test village: a matter under discussion, positions, summaries, moderation."""

import pytest

from tests import matters
from tests.village import DURING, chance
from voting.deliberation.matters import Phase
from voting.errors import RefusalError
from voting.roll import Role
from voting.services import flagging, moderating, summarising, talking
from voting.store import matters as store
from voting.store.rows import solution

NOT_AGREED = "Siapa yang merawat pipa."


def refused(code, service, *args, **values):
    """Expect a refusal with this code."""
    with pytest.raises(RefusalError) as error:
        service(*args, **values)
    assert error.value.code == code


def talk(village, phase=Phase.TALK, **values):
    """Return a matter that stands in a phase of talk, without the way there."""
    view = matters.start(village, **values)
    village.database.write(lambda c: store.change(c, view.id, phase=phase.value))
    return village.read(store.read, view.number)


def speak(village, view, who, side="for", words="", *, at=DURING, key=None):
    """Let somebody (a resident's index, or a person) take a position."""
    said = words or f"Pendapat warga {who}."
    key = key or chance("speak", view.number, str(who), side, said, at)
    return village.write(
        talking.speak, person(village, who), view.number, side, said, key=key, at=at
    )


def share(village, view, position, who, *, wanted=True, at=DURING):
    """Let somebody say "me too", or take it back."""
    return village.write(
        talking.share, person(village, who), view.number, position.id, wanted=wanted, at=at
    )


def answer(village, view, position, who, words="Begini jawabannya.", *, at=DURING, key=None):
    """Let somebody answer a question or a condition."""
    key = key or chance("answer", view.number, position.id, str(who), words, at)
    return village.write(
        talking.answer, person(village, who), view.number, position.id, words, key=key, at=at
    )


def solve(village, view, who, *, at=DURING):
    """Give the matter a solution by somebody, as bare rows."""
    values = {
        "matter_id": view.id,
        "number": 1,
        "author_id": person(village, who).id,
        "created_at": at,
        "key_hash": chance("solution", view.id),
    }
    village.database.write(lambda c: c.execute(solution.insert().values(values)))


def summarise(village, view, words="Ringkasan.", *, seen=0, at=DURING, actor=None):
    """Let the moderator publish a summary."""
    actor = actor or village.moderator
    return village.write(
        summarising.publish, actor, view.number, words, NOT_AGREED, seen=seen, at=at
    )


def flag(village, who, subject, kind="position", rule="insult", *, at=DURING, **values):
    """Let somebody report something."""
    return village.write(
        flagging.flag, person(village, who), kind, subject.id, rule, at=at, **values
    )


def hide(village, subject, kind="position", rule="insult", *, at=DURING, actor=None):
    """Let the moderator hide something."""
    return village.write(
        moderating.hide,
        actor or village.moderator,
        kind,
        subject.id,
        rule,
        reason="Merendahkan tetangga.",
        at=at,
    )


def appeal(village, case, who, *, at=DURING):
    """Let the author appeal."""
    return village.write(
        moderating.appeal, person(village, who), case.id, "Saya mengkritik usulannya.", at=at
    )


def hear(village, case, actor, *, upheld, at=DURING):
    """Let a second person decide an appeal."""
    return village.write(moderating.hear, actor, case.id, "Sudah dibaca.", upheld=upheld, at=at)


def second_moderator(village):
    """Return another moderator."""
    return village.add("M2", "Pak Darmo", Role.MODERATOR)


def person(village, who):
    """Return a resident by index, or the person themselves."""
    return village.residents[who] if isinstance(who, int) else who


def paths(village, view, words):
    """Put a talk with these words into a matter, and moderation; return values for paths."""
    village.database.write(lambda c: store.change(c, view.id, phase=Phase.TALK.value))
    asked = speak(village, view, 0, "question", words)
    for who, side in enumerate(("for", "against", "condition"), 1):
        share(village, view, speak(village, view, who, side, f"{words} {side}"), 5)
    answer(village, view, asked, village.moderator, words)
    summarise(village, view, words)
    village.write(
        summarising.reply, village.residents[1], view.number, 1, words, agrees=False, at=DURING
    )
    flag(village, 6, asked, words=words)
    case = hide(village, speak(village, view, 4, "for", words))
    village.write(moderating.appeal, village.residents[4], case.id, words, at=DURING)
    village.database.write(lambda c: store.change(c, view.id, phase=view.phase.value))
    return {"position": asked.id, "kind": "position", "subject": asked.id, "case": case.id}
