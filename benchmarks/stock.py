"""Rasa as its makers ship it, to compare with: its environment, the configuration of `rasa init`, and its training."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

PYTHON = Path(".venv-stock/bin/python").absolute()
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2"}


class StockFailed(Exception):
    """Its environment could not be installed, or it could not be trained; says which."""


def config(with_policies: bool) -> dict[str, Any]:
    """What Rasa uses where a configuration names no pipeline and no policies, with an extractor for lookup tables."""
    default = resources.files("rasa.engine.recipes.config_files").joinpath("default_config.yml").read_text()
    made: dict[str, Any] = YAML(typ="safe").load(default)
    pipeline = made["pipeline"]
    names = [component["name"] for component in pipeline]
    pipeline.insert(names.index("EntitySynonymMapper"), {"name": "RegexEntityExtractor", "use_regexes": False})
    for component in pipeline:
        if component["name"] in {"DIETClassifier", "ResponseSelector"}:
            component["random_seed"] = 1
    return {**made, "assistant_id": "stock", "policies": made["policies"] if with_policies else []}


@dataclass(frozen=True)
class StockModel:
    """A model that is kept in a folder with what it was trained from.

    Attributes:
        folder: where it is kept.
        files: what it is trained from, by name; written as JSON or YAML, as the name says.
        command: what follows `rasa train`.
    """

    folder: Path
    files: Mapping[str, Any]
    command: Sequence[str]

    @property
    def path(self) -> Path:
        """Where the model is."""
        return self.folder / "stock.tar.gz"

    def fingerprint(self) -> str:
        """Sums up what the model is made from: data, pipeline and packages."""
        packages = Path("requirements-stock.txt").read_text()
        return hashlib.sha256(json.dumps([self.files, packages]).encode()).hexdigest()

    def provide(self, kept: bool) -> bool:
        """Installs and trains what is missing or stale; with `kept` a stale model stays, and the answer is True.

        Raises:
            StockFailed: as the class says.
        """
        install()
        if self.path.exists() and (self.folder / "stock.sha256").read_text() == self.fingerprint():
            return False
        if kept and self.path.exists():
            return True
        self._train()
        return False

    def training(self) -> dict[str, float]:
        """How long its training took, in seconds by the clock and in seconds of one core."""
        found: dict[str, float] = json.loads((self.folder / "training.json").read_text())
        return found

    def _train(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name, content in self.files.items():
            with (self.folder / name).open("w", encoding="utf-8") as file:
                json.dump(content, file) if name.endswith(".json") else YAML().dump(content, file)
        print("Training the stock pipeline (many minutes) ...", flush=True)
        started, worked = time.monotonic(), processor_seconds()
        command = [str(PYTHON), "-W", "ignore", "-m", "rasa", "train", *self.command]
        command += ["--config", "config.yml", "--out", ".", "--fixed-model-name", self.path.name]
        log = self.folder / "training.log"
        with log.open("w") as output:
            done = subprocess.run(
                command, cwd=self.folder, env={**os.environ, **QUIET}, stdout=output, stderr=subprocess.STDOUT
            )
        if done.returncode or not self.path.exists():
            raise StockFailed(f"The stock pipeline could not be trained; see {log}.")
        took = {
            "training, s": round(time.monotonic() - started),
            "training, s of one core": round(processor_seconds() - worked),
        }
        (self.folder / "training.json").write_text(json.dumps(took))
        (self.folder / "stock.sha256").write_text(self.fingerprint())
        print(f"Trained in {took['training, s']} s, {took['training, s of one core']} s of one core.", flush=True)


def install() -> None:
    """Makes its environment where it is missing. Raises `StockFailed`."""
    done = subprocess.run(["make", "--no-print-directory", ".venv-stock/installed"], capture_output=True, text=True)
    if done.returncode:
        raise StockFailed(f"The stock pipeline's environment could not be installed:\n{done.stderr[-1000:]}")


def processor_seconds() -> float:
    """Seconds of one core that the processes worked which this one started and which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
