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
LOG = "training.log"


def stock(part: Part, texts: Iterable[str]) -> Run:
    """The stock pipeline trained on the development part; trains it first, in minutes, unless that was done before.

    Raises:
        RunFailed: its environment could not be installed, or it could not be trained.
    """
    _install()
    return run_of("stock", parse_with(str(PYTHON), _trained(training_data(part)), texts), findings_of)


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


def _trained(data: dict[str, Any]) -> Path:
    """The model for this data: the kept one where data, pipeline and packages are those it was trained from."""
    texts = {"nlu.json": json.dumps(data), "config.yml": json.dumps(config())}
    packages = Path("requirements-stock.txt").read_text()
    key = hashlib.sha256("\0".join([*texts.values(), packages]).encode()).hexdigest()[:16]
    model = CACHE / f"{key}.tar.gz"
    if model.exists():
        return model
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    for name, text in texts.items():
        (CACHE / name).write_text(text, encoding="utf-8")
    print("Training the stock pipeline (some minutes) ...", flush=True)
    started, worked = time.monotonic(), _processor_seconds()
    command = [str(PYTHON.absolute()), "-W", "ignore", "-m", "rasa", "train", "nlu", "--nlu", "nlu.json"]
    command += ["--config", "config.yml", "--out", ".", "--fixed-model-name", model.name]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2"}
    with (CACHE / LOG).open("w") as log:
        done = subprocess.run(command, cwd=CACHE, env=environment, stdout=log, stderr=subprocess.STDOUT)
    if done.returncode or not model.exists():
        raise RunFailed(f"The stock pipeline could not be trained; see {CACHE / LOG}.")
    took, worked = time.monotonic() - started, _processor_seconds() - worked
    print(f"Trained in {took:.0f} s, {worked:.0f} s of one core.", flush=True)
    return model


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
