"""Lets Rasa run without TensorFlow.

Rasa names TensorFlow in its requirements and imports it in a few utility modules, yet nothing in our pipeline
computes with it. Leaving it out saves 2 GB of disk, 0.9 GB of memory and 15 seconds of every start.

`install()` adds an import hook that answers `import tensorflow...` and `import keras...` with empty modules.
A stub gives whatever name it is asked for as a class, because Rasa's modules use such names as base classes
and in type hints when they are imported. Calling one says plainly what is missing. A process may leave out more
packages that Rasa imports and the process does not use.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from importlib import util
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

LEFT_OUT = frozenset({"tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras"})
"""Top-level packages that are answered with stubs."""

UNUSED_BY_THE_SERVER = """
    aio_pika aiormq apscheduler boto3 botocore cryptography dask engineio fbmessenger google joblib jwt kafka matplotlib
    mattermostwrapper networkx pamqp portalocker prompt_toolkit pymongo questionary rich rocketchat_API safetensors
    sanic_jwt scipy sklearn socketio terminaltables tqdm twilio webexteamssdk
""".split()
"""Packages that Rasa imports and `bot.core.rasa_server` does not use: half of its memory and of its start."""

USED_BY_A_CHANNEL = {"telegram": "aiogram", "slack": "slack_sdk"}
"""Packages that Rasa imports and the server uses only with this channel."""

UNUSED_BY_THE_ACTION_SERVER = ("spacy.cli", "spacy.pipeline")
"""Parts of spaCy that come with its tokenizer, and with half of its time."""

FORCE = "NUTRIGAP_WITHOUT_TENSORFLOW"
"""Environment variable: `1` puts the stubs in place even where TensorFlow is installed."""


class _StubType(type):
    """Makes a stub class answer any attribute with another stub class."""

    package: str

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StubType(name, (), {"__module__": __name__, "package": cls.package})

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls.__bases__ == (object,) and cls.__module__ == __name__:
            raise RuntimeError(f"{cls.__name__} needs {cls.package}, which is left out here.")
        return super().__call__(*args, **kwargs)


class _StubModule(ModuleType):
    """A module that has every name."""

    __version__ = "0.0.0"  # thinc asks

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StubType(name, (), {"__module__": __name__, "package": self.__name__.partition(".")[0]})


class _StubFinder(MetaPathFinder, Loader):
    """Finds a stub for every module of the packages, or parts of them, that are left out."""

    def __init__(self, packages: Iterable[str]) -> None:
        """Takes the packages."""
        self._packages = frozenset(packages)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Answers for the packages that are left out; all others are looked for as usual."""
        if not any(fullname == package or fullname.startswith(f"{package}.") for package in self._packages):
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Makes the stub."""
        return _StubModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Runs nothing: a stub has no code."""


def install(*unused: str) -> bool:
    """Puts stubs in place of `unused` packages, and of TensorFlow unless it is installed and `FORCE` is not set.

    Call it before Rasa is imported. What is stubbed or imported already stays as it is.

    Returns:
        True when TensorFlow is stubbed, False when the real one is used.
    """
    real = os.environ.get(FORCE) != "1" and not _is_stubbed("tensorflow") and util.find_spec("tensorflow") is not None
    packages = {package for package in (*unused, *([] if real else LEFT_OUT)) if not _is_stubbed(package)}
    if packages:
        sys.meta_path.insert(0, _StubFinder(packages))
    return not real


def _is_stubbed(package: str) -> bool:
    return any(isinstance(finder, _StubFinder) and finder.find_spec(package, None) for finder in sys.meta_path)
