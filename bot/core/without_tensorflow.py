"""Lets Rasa run without TensorFlow.

Rasa names TensorFlow in its requirements and imports it in a few utility modules, yet nothing in our pipeline
computes with it. Leaving it out saves 2 GB of disk, 0.9 GB of memory and 15 seconds of every start.

`install()` adds an import hook that answers `import tensorflow...` and `import keras...` with empty modules.
A stub gives whatever name it is asked for as a class, because Rasa's modules use such names as base classes
and in type hints when they are imported. Calling one says plainly what is missing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import util
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

LEFT_OUT = frozenset({"tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras"})
"""Top-level packages that are answered with stubs."""

FORCE = "NUTRIGAP_WITHOUT_TENSORFLOW"
"""Environment variable: `1` puts the stubs in place even where TensorFlow is installed."""


class _StubType(type):
    """Makes a stub class answer any attribute with another stub class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StubType(name, (), {})

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls.__bases__ == (object,) and cls.__module__ == __name__:
            raise RuntimeError(f"{cls.__name__} needs TensorFlow, which this installation leaves out.")
        return super().__call__(*args, **kwargs)


class _StubModule(ModuleType):
    """A module that has every name."""

    __version__ = "0.0.0"  # thinc asks

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StubType(name, (), {"__module__": __name__})


class _StubFinder(MetaPathFinder, Loader):
    """Finds a stub for every module of the packages that are left out."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Answers for the packages in `LEFT_OUT` alone; all others are looked for as usual."""
        if fullname.partition(".")[0] not in LEFT_OUT:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Makes the stub."""
        return _StubModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Runs nothing: a stub has no code."""


def install() -> bool:
    """Puts the stubs in place unless real TensorFlow is installed and `FORCE` is not set.

    Call it before Rasa is imported. A second call changes nothing.

    Returns:
        True when the stubs are in place, False when the real TensorFlow is used.
    """
    if any(isinstance(finder, _StubFinder) for finder in sys.meta_path):
        return True
    if os.environ.get(FORCE) != "1" and util.find_spec("tensorflow") is not None:
        return False
    sys.meta_path.insert(0, _StubFinder())
    return True
