"""The stock Rasa pipeline: what `rasa init` makes, trained on the same knowledge, intents and gold messages.

Rasa's own default pipeline, with a `RegexEntityExtractor` in front of its `EntitySynonymMapper`. Entities are the kinds
of findings, their values ids, and their roles assertions. It lives in an environment of its own, with TensorFlow.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from benchmarks.nlu.gold import Part, kind_of_id
from benchmarks.nlu.stock_data import training_data
from benchmarks.nlu.systems import Run, RunFailed, parse_with, run_of
from bot.findings import Finding

PYTHON = Path(".venv-stock/bin/python")
CACHE = Path(".cache/nlu-stock")
MODEL = CACHE / "stock.tar.gz"
STAMP = CACHE / "stock.sha256"
LOG = CACHE / "training.log"


def stock(part: Part, texts: Iterable[str], kept: bool = False) -> Run:
    """The stock pipeline trained on the development part; trains it, in minutes, when what it learns from has changed.

    With `kept` a model from before is used all the same, and its name says so.

    Raises:
        RunFailed: its environment could not be installed, or it could not be trained.
    """
    _install()
    data = training_data(part)
    fresh = MODEL.exists() and STAMP.read_text() == fingerprint(data)
    old = kept and MODEL.exists() and not fresh
    if not (fresh or old):
        _train(data)
    return run_of("stock (kept)" if old else "stock", parse_with(str(PYTHON), MODEL, texts), findings_of)


def _install() -> None:
    done = subprocess.run(["make", "--no-print-directory", ".venv-stock/installed"], capture_output=True, text=True)
    if done.returncode:
        raise RunFailed(f"The stock pipeline's environment could not be installed:\n{done.stderr[-1000:]}")


def config() -> dict[str, Any]:
    """Rasa's default pipeline with an extractor for lookup tables."""
    default = resources.files("rasa.engine.recipes.config_files").joinpath("default_config.yml").read_text()
    made: dict[str, Any] = YAML(typ="safe").load(default)
    pipeline = made["pipeline"]
    names = [component["name"] for component in pipeline]
    pipeline.insert(names.index("EntitySynonymMapper"), {"name": "RegexEntityExtractor", "use_regexes": False})
    for component in pipeline:
        if component["name"] in {"DIETClassifier", "ResponseSelector"}:
            component["random_seed"] = 1
    return {"recipe": made["recipe"], "assistant_id": "stock", "language": "en", "pipeline": pipeline, "policies": []}


def fingerprint(data: dict[str, Any]) -> str:
    """Sums up what the model is made from: data, pipeline and packages."""
    packages = Path("requirements-stock.txt").read_text()
    return hashlib.sha256(json.dumps([data, config(), packages]).encode()).hexdigest()


def _train(data: dict[str, Any]) -> None:
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    for name, content in {"nlu.json": data, "config.yml": config()}.items():
        (CACHE / name).write_text(json.dumps(content), encoding="utf-8")
    print("Training the stock pipeline (some minutes) ...", flush=True)
    started, worked = time.monotonic(), _processor_seconds()
    command = [str(PYTHON.absolute()), "-W", "ignore", "-m", "rasa", "train", "nlu", "--nlu", "nlu.json"]
    command += ["--config", "config.yml", "--out", ".", "--fixed-model-name", MODEL.name]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2"}
    with LOG.open("w") as log:
        done = subprocess.run(command, cwd=CACHE, env=environment, stdout=log, stderr=subprocess.STDOUT)
    if done.returncode or not MODEL.exists():
        raise RunFailed(f"The stock pipeline could not be trained; see {LOG}.")
    STAMP.write_text(fingerprint(data))
    took, worked = time.monotonic() - started, _processor_seconds() - worked
    print(f"Trained in {took:.0f} s, {worked:.0f} s of one core.", flush=True)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def findings_of(entities: list[dict[str, Any]]) -> list[Finding]:
    """Its entities as findings, read in its favour.

    An entity whose words are no synonym of an id is dropped. Of entities that overlap the longer one counts, and of
    equally long ones that of DIET, which alone knows assertions. Each id and assertion counts once.
    """
    kept: list[dict[str, Any]] = []
    known = [entity for entity in entities if entity["value"] in kind_of_id()]
    for entity in sorted(known, key=lambda e: (e["start"] - e["end"], e["extractor"] != "DIETClassifier")):
        if all(entity["end"] <= other["start"] or other["end"] <= entity["start"] for other in kept):
            kept.append(entity)
    found = {}
    for entity in kept:
        finding = Finding(
            kind_of_id()[entity["value"]],
            entity["value"],
            entity.get("role", "present"),
            start=entity["start"],
            end=entity["end"],
            confidence=entity.get("confidence_entity", 1.0),
        )
        found.setdefault((finding.id, finding.assertion), finding)
    return list(found.values())
