"""Notices in words, and the page each leads to."""

from dataclasses import dataclass

from voting.services.notices import Notice
from voting.words import say
from web.cldr import date
from web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """A notice for its reader: a sentence, the matter's number and title, and where it leads."""

    notice: Notice
    sentence: str
    url: str


def read(visit: Visit, notice: Notice) -> NoticeView:
    """Return a notice in the reader's language."""
    detail = dict(notice.detail)
    for key in ("phase", "ending"):
        if key in detail:
            detail[key] = say(f"{key}.{detail[key]}", {}, visit.language)
    if "until" in detail:
        zone = visit.site.settings.timezone
        detail["until"] = date(int(detail["until"]), visit.language, zone)
    sentence = say(f"notice.{notice.kind}", detail, visit.language)
    return NoticeView(notice=notice, sentence=sentence, url=_url(visit, notice))


def _url(visit: Visit, notice: Notice) -> str:
    """Return the page nearest to what is told: a case, a sitting, a solution, else the matter."""
    detail = notice.detail
    if isinstance(detail.get("case"), int):
        return visit.url("moderation/case", case=detail["case"])
    if isinstance(detail.get("sitting"), str):
        return visit.url("sittings/show", sitting=detail["sitting"])
    if isinstance(detail.get("n"), int) and notice.matter and not notice.hidden:
        return visit.url("solutions/show", matter=notice.matter, solution=detail["n"])
    if isinstance(detail.get("position"), int) and notice.matter:
        return visit.url("talk/show", matter=notice.matter, position=detail["position"])
    if notice.kind == "summary-published" and notice.matter:
        return visit.url("summaries/show", matter=notice.matter)
    if notice.kind in ("merged", "merger-proposed"):
        return visit.url("problems/consent", matter=notice.matter)
    return visit.url("matters/show", matter=notice.matter) if notice.matter else ""
