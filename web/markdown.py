"""Words of residents as HTML: a little Markdown, read by one library and cleaned by another.

markdown-it-py reads CommonMark with HTML switched off; nh3 then lets only the tags and attributes
of a short list through, whatever the first made of it. No pictures (each becomes its description),
no headings above those of the page, and links that lend nobody our name. Neither does by hand what
libraries do better: see docs/adr/0018.
"""

from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

__all__ = ["render"]

LARGEST_HEADING = 4
_SMALLEST_HEADING = 6
_HEADINGS = {f"h{level}" for level in range(LARGEST_HEADING, _SMALLEST_HEADING + 1)}
_TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_LINK_REL = "nofollow ugc noopener"
_KEPT = 1_024  # texts whose HTML is remembered, each a few kB at most


_MOST_BRACKETS = 100  # looking for links takes time by the square of these


def _reader(*without: str) -> MarkdownIt:
    reader = MarkdownIt("js-default", {"html": False, "breaks": True, "typographer": False})
    reader.disable(["table", "strikethrough", "html_block", "html_inline", "entity", *without])
    return reader


_READER = _reader()
_WITHOUT_LINKS = _reader("link", "image", "reference")


@lru_cache(maxsize=_KEPT)
def render(text: str) -> Markup:
    """Return a text as safe HTML; a single line end is kept as one."""
    tokens = _parsed(text)
    _tame(tokens)
    made = _READER.renderer.render(tokens, _READER.options, {})
    clean = nh3.clean(
        made,
        tags=_TAGS | _HEADINGS,
        clean_content_tags={"script", "style"},
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel=_LINK_REL,
        strip_comments=True,
    )
    return Markup(clean)  # noqa: S704 - cleaned just now, by a list of what may pass


def _parsed(text: str) -> list[Token]:
    """Read a text; one that is all brackets without looking for links in it."""
    reader = _READER if text.count("[") <= _MOST_BRACKETS else _WITHOUT_LINKS
    return reader.parse(text)


def _tame(tokens: Sequence[Token]) -> None:
    """Move headings below those of the page, and make of each picture its description."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1:]) + LARGEST_HEADING - 1
            token.tag = f"h{min(level, _SMALLEST_HEADING)}"
        for child in token.children or ():
            if child.type == "image":
                child.type, child.tag, child.children = "text", "", None
