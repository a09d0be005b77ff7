"""Themes of problems: the four that community work begins with, then what villages raise most."""

from collections.abc import Mapping
from dataclasses import dataclass

from voting.errors import InvalidError
from voting.words import Phrase


@dataclass(frozen=True)
class Theme:
    """A theme: its id, its name, the picture that stands for it."""

    id: str
    title: Phrase
    picture: str


THEMES: Mapping[str, Theme] = {
    theme.id: theme
    for theme in (
        Theme("poverty", Phrase("Kemiskinan", "Poverty"), "pasar"),
        Theme("schooling", Phrase("Sekolah", "Schooling"), "sekolah"),
        Theme("health", Phrase("Kesehatan", "Health"), "posyandu"),
        Theme("work", Phrase("Pekerjaan", "Work"), "sawah"),
        Theme("water", Phrase("Air bersih", "Clean water"), "air-bersih"),
        Theme("roads", Phrase("Jalan dan jembatan", "Roads and bridges"), "jembatan"),
        Theme("environment", Phrase("Lingkungan dan sampah", "Environment and waste"), "sampah"),
        Theme("safety", Phrase("Keamanan", "Safety"), "pos-ronda"),
        Theme("living-together", Phrase("Hidup bersama", "Living together"), "balai"),
        Theme("other", Phrase("Lainnya", "Something else"), "lapangan"),
    )
}


def theme(name: str) -> Theme:
    """Return a theme by its id; InvalidError for an unknown one."""
    if name not in THEMES:
        raise InvalidError("matter.no-theme")
    return THEMES[name]
