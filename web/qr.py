"""QR codes as markup inside a page: one path, without style or script, so that the policy holds.

Level M of ISO/IEC 18004 repairs about 15 % of a code: enough for a creased slip or a cracked
screen. The box around it (class ``qr``) is white in dark mode too and leaves the quiet margin.
"""

import segno
from markupsafe import Markup

_INK = "#1c1a15"
_MARGIN = 1


def svg(text: str) -> Markup:
    """Return the code of a text, such as an address, as an SVG that fills its box."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, border=_MARGIN, dark=_INK, svgclass=None, lineclass=None)
    return Markup(drawn)  # noqa: S704 - made of the code's modules only, never of the text
