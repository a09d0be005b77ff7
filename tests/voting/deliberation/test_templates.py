"""What templates name exists: their methods with their rules, their presets, their pictures."""

from pathlib import Path

import pytest

from voting.deliberation.presets import preset
from voting.deliberation.templates import TEMPLATES
from voting.deliberation.themes import THEMES
from voting.methods import method
from voting.rules import read


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda one: one.id)
def test_a_template_can_be_used(template):
    if template.method:
        read(method(template.method).rules, template.rules)
    if template.preset:
        preset(template.preset).rules()


def test_every_picture_is_drawn():
    named = {one.picture for one in (*TEMPLATES.values(), *THEMES.values())}
    assert named <= {path.stem for path in Path("templates/pictures").glob("*.svg")}
