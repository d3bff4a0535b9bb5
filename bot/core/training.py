"""Trains the model when what it was trained from has changed: `python -m bot.core.training`."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MODELS = Path("models")
MODEL = MODELS / "nutrigap.tar.gz"
STAMP = MODELS / "nutrigap.sha256"
LOG = MODELS / "training.log"
TRAINED_FROM = ("config.yml", "domain.yml", "requirements.txt", "data/**/*.yml", "bot/nlu/**/*.py")


def fingerprint(root: Path = Path()) -> str:
    """Sums up all files that a model is trained from, by name and content.

    Knowledge files are left out on purpose: they are read when the model is loaded, so a change of knowledge
    needs a restart and no training.
    """
    digest = hashlib.sha256()
    for path in sorted(path for pattern in TRAINED_FROM for path in root.glob(pattern)):
        digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_stale() -> bool:
    """Says whether there is no model, or one trained from other files than today's."""
    return not (MODEL.exists() and STAMP.exists() and STAMP.read_text() == fingerprint())


def train() -> None:
    """Trains, and puts the model in place once it is whole.

    Raises:
        SystemExit: training failed; says where its output is and shows the end of it.
    """
    started, now = time.monotonic(), fingerprint()
    MODELS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=MODELS) as folder, LOG.open("w") as log:
        command = [sys.executable, "-W", "ignore", "-m", "bot.core.rasa_cli", "train"]
        command += ["--fixed-model-name", MODEL.name, "--out", folder]
        environment = os.environ.copy()
        done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
        made = Path(folder) / MODEL.name
        if done.returncode or not made.exists():
            tail = "\n".join(LOG.read_text().splitlines()[-25:])
            raise SystemExit(f"{tail}\nTraining failed; the whole output is in {LOG}.")
        shutil.move(made, MODEL)
    STAMP.write_text(now)
    print(f"Trained in {time.monotonic() - started:.0f} s.", flush=True)


def train_if_stale() -> None:
    """Trains when the model is stale, saying so; otherwise does nothing."""
    if is_stale():
        print("Training the model (about half a minute) ...", flush=True)
        train()


if __name__ == "__main__":
    train_if_stale()
