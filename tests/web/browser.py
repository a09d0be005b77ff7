"""What a browser without script makes of a page: its forms, and what each button would send."""

from dataclasses import dataclass
from urllib.parse import urljoin

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Form:
    """A form as it stands in the page: where it goes and the fields it would send."""

    action: str
    fields: dict[str, list[str]]

    def set(self, name, *values):
        """Fill in a field by name; no value empties it."""
        self.fields[name] = list(values)
        return self

    def send(self, client, **pressed):
        """Send the form, with the name and value of the button that was pressed."""
        data = {**self.fields, **{name: [value] for name, value in pressed.items()}}
        return client.post(self.action, data=data)


def form_of(page, wanted):
    """Return the form with this id, or else the first that goes to an address ending so."""
    for form in _tree(page).iter(f"{XHTML}form"):
        action = urljoin(str(page.url), form.get("action", ""))
        if form.get("id") == wanted or action.endswith(wanted):
            return Form(action, dict(_fields(form)))
    raise AssertionError(f"the page has no form {wanted}")


def words_of(page):
    """Return everything somebody can read on a page, and what is hidden in its fields."""
    tree = _tree(page)
    values = [node.get("value", "") for node in tree.iter()]
    return " ".join([*tree.itertext(), *values])


def _tree(page):
    return html5lib.parse(page.text)


def _fields(form):
    found = {}
    for node in form.iter():
        name, tag = node.get("name"), node.tag.removeprefix(XHTML)
        if tag == "input" and name:
            kind = node.get("type", "text")
            if kind not in ("checkbox", "radio") or node.get("checked") is not None:
                found.setdefault(name, []).append(node.get("value", "on"))
        elif tag == "textarea" and name:
            found.setdefault(name, []).append(node.text or "")
        elif tag == "select" and name:
            options = list(node.iter(f"{XHTML}option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            found.setdefault(name, []).append(chosen[-1].get("value"))
    return found.items()
