"""What the browser gets: third-party files, weight, colours, icons, pictures, no inline code."""

import gzip
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "web" / "static"
TEMPLATES = ROOT / "templates"
MANIFEST = json.loads((STATIC / "vendor" / "MANIFEST.json").read_text())
PICTURES = sorted((TEMPLATES / "pictures").glob("*.svg"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
CSS = (STATIC / "app.css").read_text()
LIGHT, DARK_BY_SYSTEM, DARK_BY_CHOICE = re.findall(r":root[^{]*\{([^}]+)\}", CSS)[:3]

# Ink on ground pairs of the look, each at least WCAG AA: 4.5 for text, 3 for shapes with meaning.
TEXT = [
    ("ink", "paper"), ("ink-2", "paper"), ("ink-2", "surface"), ("ink-2", "sunken"),
    ("leaf-ink", "paper"), ("leaf-ink", "leaf-tint"), ("on-leaf", "leaf"), ("on-leaf", "leaf-deep"),
    ("kunyit-ink", "kunyit-tint"), ("ink", "kunyit-tint"), ("bata-ink", "bata-tint"),
    ("bata-ink", "surface"), ("nila", "nila-tint"), ("on-band", "band"), ("on-band-2", "band"),
]  # fmt: skip
SHAPES = [("edge", "paper"), ("edge", "surface"), ("leaf", "paper"), ("bata", "surface"),
          ("focus", "paper"), ("kunyit", "band")]  # fmt: skip


def _packed(path):
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def _colours(block):
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})\b", block))


def _luminance(colour):
    digits = colour.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["name"])
def test_third_party_files_are_the_ones_we_named(entry):
    assert sha256((ROOT / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    licence = (ROOT / entry["licence_file"]).read_bytes()
    assert sha256(licence).hexdigest() == entry["licence_sha256"]
    assert entry["version"]
    assert entry["licence"]


def test_every_foreign_file_is_in_the_manifest():
    named = {entry[key] for entry in MANIFEST for key in ("file", "licence_file")}
    kept = {
        path.relative_to(ROOT).as_posix()
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).iterdir()
    }
    assert kept - named == {"web/static/vendor/MANIFEST.json"}


def test_weight_of_the_first_view():
    styles, script = _packed(STATIC / "app.css"), _packed(STATIC / "app.js")
    face = (STATIC / "fonts" / "plus-jakarta-sans-5.3.0.woff2").stat().st_size
    assert styles <= 10_000
    assert script <= 2_500
    assert face <= 17_000
    assert _packed(STATIC / "methods.css") <= 4_000
    assert _packed(STATIC / "matters.css") <= 6_000
    assert styles + script + face + _packed(STATIC / "vendor" / "htmx-4.0.1.min.js") <= 45 * 1024


def test_every_custom_property_is_defined():
    sheets = "".join((STATIC / f"{name}.css").read_text() for name in ("methods", "matters"))
    known = re.findall(r"--([a-z0-9-]+):", LIGHT + sheets)
    assert set(re.findall(r"var\(--([a-z0-9-]+)", CSS + sheets)) <= set(known)


def test_both_ways_into_the_dark_show_the_same_colours():
    assert _colours(DARK_BY_SYSTEM) == _colours(DARK_BY_CHOICE)
    assert _colours(LIGHT).keys() == _colours(DARK_BY_SYSTEM).keys()


@pytest.mark.parametrize("block", [LIGHT, DARK_BY_SYSTEM], ids=["light", "dark"])
def test_contrast(block):
    colours = _colours(block)
    low = [pair for pair in TEXT if _contrast(*(colours[name] for name in pair)) < 4.5]
    low += [pair for pair in SHAPES if _contrast(*(colours[name] for name in pair)) < 3]
    assert not low
    assert _contrast(colours["kunyit"], "#25221b") >= 4.5  # words on turmeric


def test_styles_fetch_only_files_that_lie_beside_them():
    for address in re.findall(r"url\(([^)]+)\)", CSS):
        assert (STATIC / address).is_file(), address


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_picture(path):
    drawing = path.read_text()
    assert drawing.startswith('<svg viewBox="0 0 320 160"')
    assert not re.search(r'style=|<style|fill=|stroke="|<script|href|\sid=', drawing)
    classes = set(re.findall(r'class="([^"]+)"', drawing))
    assert classes
    assert all(f".{name} " in CSS and name.startswith("p-") for name in classes)
    assert path.stat().st_size <= 1_500


def test_pictures_can_all_be_chosen_and_named():
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    environment.globals["_"] = str
    module = environment.get_template("components/picture.html").module
    assert sorted(module.PICTURES) == [path.stem for path in PICTURES]
    assert all(str(module.picture_name(name)).strip() for name in module.PICTURES)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_icons_named_in_templates_exist(path):
    known = set(
        re.findall(
            r"^  '([a-z0-9-]+)': '<",
            (TEMPLATES / "components/icons.html").read_text(),
            re.MULTILINE,
        )
    )
    text = path.read_text()
    named = {*re.findall(r"\bicon\('([^']+)'", text)}
    named |= {*re.findall(r"\bicon_(?:before|after)\s*=\s*'([^']+)'", text)}
    assert named <= known


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_inline_style_or_script(path):
    text = re.sub(r"{#.*?#}|{%.*?%}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(
        r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)", text
    )
