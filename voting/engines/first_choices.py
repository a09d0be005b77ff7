"""From rankings to choices: what a plurality vote would have seen of ranked ballots."""

from voting.ballots import Choice, Ranking, code_ranks
from voting.errors import InvalidBallotError
from voting.profile import Profile


def first_choices(profile: Profile) -> Profile:
    """Return the first choice of each ranking.

    It is the option marked alone at the highest rank that bears a mark. Where several are marked
    there, the paper is no vote for one option: it is counted as invalid, never given to any.
    """
    if profile.form is not Ranking:
        raise InvalidBallotError("ballot.wrong-form", form=Ranking.form)
    piles: dict[bytes, int] = {}
    invalid = profile.invalid
    for code, count in profile.piles.items():
        marks = next((rank for rank in code_ranks(code) if rank != b""), b"")
        if marks is None or len(marks) > 1:
            invalid += count
        else:
            piles[marks] = piles.get(marks, 0) + count
    return Profile(form=Choice, options=profile.options, piles=piles, invalid=invalid)
