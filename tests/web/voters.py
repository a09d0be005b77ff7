"""Residents at a browser without script, before one contest of the town."""

import base64
import re

from sqlalchemy import text

from tests.web.browser import form_of


class Voter:
    """A resident at a browser, before one contest."""

    def __init__(self, town, view, reference="TS-0001", *, front=""):
        self.town, self.view = town, view
        self.base = f"{front}/p/{view.number}/suara"
        self.client = town.client()
        town.sign_in_slip(self.client, reference)

    def ballot(self):
        """Open the ballot."""
        return self.client.get(self.base)

    def check(self, page=None, **marks):
        """Fill in the ballot (rank_1="2" is number 2 for option 1) and have it read back."""
        form = form_of(page or self.ballot(), "ballot")
        for name, value in marks.items():
            form.set(name.replace("_", "-"), value)
        return form.send(self.client)

    def cast(self, page=None, **marks):
        """Vote; return the answer to the sending, and the form it was sent from."""
        form = form_of(page or self.check(**(marks or {"rank_1": "1"})), "send")
        return form.send(self.client), form


def boxed(town, view):
    """Return how many ballots are in the box and how many electors are marked."""
    with town.database.read() as connection:
        box = "SELECT count(*) FROM box WHERE contest_id = :id"
        roll = "SELECT count(*) FROM elector WHERE contest_id = :id AND voted > 0"
        return tuple(
            connection.execute(text(query), {"id": view.id}).scalar() for query in (box, roll)
        )


def file_of(page):
    """Return the proof file that a receipt page carries."""
    return base64.b64decode(form_of(page, "/bukti").fields["file"][0])


def code_of(page):
    """Return the code in the boxes of a receipt page."""
    return "-".join(re.findall(r"<span>([0-9A-Z]{3})</span>", page.text))
