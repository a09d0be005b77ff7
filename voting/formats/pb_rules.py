"""What a ``.pb`` file's META says of the rules, in our words.

Pabulib's labels are: greedy, with -threshold, -no-skip, -exclusive or -custom; equalshares, with
/add1 or /add1-comparison; and unknown. Towns that held an official equal-shares vote ran Add1 on
past the first exhaustive outcome (Wieliczka 2023).
"""

from collections.abc import Mapping

from voting.formats import source

BALLOTS: Mapping[str, str] = {
    "approval": "approval",
    "choose-1": "choose-1",
    "ordinal": "ranking",
    "cumulative": "points",
    "scoring": "scores",
}


def stated_rules(meta: Mapping[str, str]) -> dict[str, str]:
    """Return the rules that hold whatever the method."""
    threshold = meta.get("min_project_score_threshold", "").strip().removesuffix(".0")
    return {"min_score": threshold} if source.whole(threshold) > 0 else {}


def named_method(meta: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return the method that META names and its own rules; an empty name for an unknown one."""
    label = meta.get("rule", "").strip().lower()
    if label.startswith("greedy"):
        return "budget-greedy", {"misfit": "stop" if "no-skip" in label else "skip"}
    if not label.startswith("equalshares"):
        return "", {}
    rules = {"completion": "add1", "stop": "run-on"} if "add1" in label else {}
    return "equal-shares", rules | ({"compare": "approvals"} if "comparison" in label else {})
