"""The methods, one file each: a file in this folder with a ``METHOD`` is its registration.

A module is loaded when its method is first asked for, so that a count waits for one method only.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from voting.errors import MissingError
from voting.method import Method


class _Methods(Mapping[str, Method[Any]]):
    """Methods by id, which is the name of the module with ``-`` for ``_``."""

    def __init__(self) -> None:
        names = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
        self._modules = {name.replace("_", "-"): f"{__name__}.{name}" for name in names}

    def __getitem__(self, method_id: str) -> Method[Any]:
        found: Method[Any] = import_module(self._modules[method_id]).METHOD
        return found

    def __contains__(self, method_id: object) -> bool:
        return method_id in self._modules

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


METHODS: Mapping[str, Method[Any]] = _Methods()


def method(method_id: str) -> Method[Any]:
    """Return a method by id; MissingError, naming the known ones, if there is none."""
    if method_id not in METHODS:
        raise MissingError("method.unknown", method=method_id, known=tuple(METHODS))
    return METHODS[method_id]
