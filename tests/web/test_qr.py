"""QR codes: readable, inside the policy, and no way in for what they say."""

import re
from xml.etree import ElementTree

import segno

from web import qr

ADDRESS = "https://suara.desa.example/p/P-2026-001/hasil/bukti?code=K7P-4MX-2QD-9TA"
RUN = re.compile(r"M(\d+) (\d+)\.5|m(-?\d+) (-?\d+)|h(\d+)")


def modules_of(drawn):
    """Read the dark modules back from the path: runs of strokes, each one module high."""
    (path,) = ElementTree.fromstring(drawn)
    x, y, dark = 0, 0, set()
    for left, top, dx, dy, run in RUN.findall(path.get("d")):
        if run:
            dark |= {(x + step, y) for step in range(int(run))}
            x += int(run)
        else:
            x, y = (int(left), int(top)) if left else (x + int(dx), y + int(dy))
    return dark


def test_the_drawing_is_the_code_of_the_text():
    expected = {
        (x + 1, y + 1)
        for y, row in enumerate(segno.make(ADDRESS, error="m", micro=False).matrix)
        for x, module in enumerate(row)
        if module
    }
    assert modules_of(qr.svg(ADDRESS)) == expected


def test_it_needs_neither_style_nor_size_and_carries_no_text():
    drawn = qr.svg('<script>alert("x")</script>')
    assert "viewBox" in drawn
    for word in ("style", "width=", "script", "class"):
        assert word not in drawn.replace("stroke-width", "")
