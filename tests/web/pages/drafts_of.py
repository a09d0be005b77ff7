"""A draft of any method, so that one test can open, try and read them all."""

from dataclasses import replace

from voting.ballots import Stance
from voting.methods import METHODS
from voting.rules import rule_fields
from web.demo import facts

MILLION = 1_000_000


def draft_of(method_id):
    """Return what a draft of a method needs: money where it spends it, one text where it asks so."""
    method = METHODS[method_id]
    given = {"method": method_id}
    if method_id == "stv-scottish":
        given["rules"] = {"seats": 1}
    if method.form is Stance:
        given["options"] = facts.FIRST[1:2]
    if "pool" in rule_fields(method.rules):
        given["rules"] = {"pool": str(MILLION)}
    if "budget" in rule_fields(method.rules):
        given["rules"] = {"budget": str(30 * MILLION)}
        given["options"] = tuple(
            replace(option, cost=8 * MILLION * place) for place, option in enumerate(facts.FIRST, 1)
        )
    return given
