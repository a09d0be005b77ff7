"""The methods, one file each: a file in this folder with a ``METHOD`` is its registration."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from voting.errors import MissingError
from voting.method import Method


def _find() -> dict[str, Method[Any]]:
    names = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    found = [import_module(f"{__name__}.{name}").METHOD for name in names]
    return {method.id: method for method in found}


METHODS: Mapping[str, Method[Any]] = _find()


def method(method_id: str) -> Method[Any]:
    """Return a method by id; MissingError, naming the known ones, if there is none."""
    if method_id not in METHODS:
        raise MissingError("method.unknown", method=method_id, known=tuple(METHODS))
    return METHODS[method_id]
