"""Keeps what takes long to make in a file beside the model, until what it is made from changes.

A file is named after a digest of the inputs and of the code that makes it. Large arrays are not read but mapped: only
what is used of them takes memory, and processes share it. The files are pickles, to be trusted as the model is.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import pickle
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")

FOLDER = Path("models")
_ALIGNED = 64
_IMPORTED = re.compile(r"^from (bot[\w.]*) import|^import (bot[\w.]*)", re.MULTILINE)


def kept(name: str, inputs: str, code: str, make: Callable[[], Made], folder: Path | None = None) -> Made:
    """What `make` gives, or gave before from the same inputs with the same code.

    Args:
        name: what the file's name begins with; what was kept under it from other inputs is removed.
        inputs: sums up what it is made from.
        code: the module that makes it. It counts with all of ours that it imports.
        make: gives something that can be pickled.
        folder: where it is kept, `models` unless given. Without the folder it is made anew.
    """
    folder = FOLDER if folder is None else folder
    digest = hashlib.sha256(f"{sys.version}\0{source_of(code)}\0{inputs}".encode()).hexdigest()[:16]
    path = folder / f"{name}-{digest}.kept"
    if path.exists():
        made: Made = _read(path)
        return made
    made = make()
    if folder.is_dir():
        part = folder / f"part-{os.getpid()}.kept"
        _write(part, made)
        part.replace(path)
        for old in set(folder.glob(f"{name}-*.kept")) - {path}:
            old.unlink(missing_ok=True)
    return made


def source_of(module: str) -> str:
    """The source of an imported module and of all modules of ours that it imports, and these import."""
    found: dict[str, str] = {}
    names = [module]
    while names:
        name = names.pop()
        file = getattr(sys.modules.get(name), "__file__", None)
        if file and name not in found:
            found[name] = Path(file).read_text(encoding="utf-8")
            names += [either for pair in _IMPORTED.findall(found[name]) for either in pair if either]
    return "\0".join(found[name] for name in sorted(found))


def _write(path: Path, made: Any) -> None:
    buffers: list[pickle.PickleBuffer] = []
    body = pickle.dumps(made, protocol=5, buffer_callback=buffers.append)
    pieces = [memoryview(body), *(buffer.raw() for buffer in buffers)]
    with path.open("wb") as file:
        pickle.dump([len(piece) for piece in pieces], file)
        for piece in pieces:
            file.write(bytes(-file.tell() % _ALIGNED))
            file.write(piece)


def _read(path: Path) -> Any:
    with path.open("rb") as file:
        lengths = pickle.load(file)
        place = file.tell()
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    pieces = []
    for length in lengths:
        place += -place % _ALIGNED
        pieces.append(whole[place : place + length])
        place += length
    return pickle.loads(pieces[0], buffers=pieces[1:])
