from __future__ import annotations

import subprocess
import sys

import pytest


def in_fresh_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


INSTALL = "from bot.core import without_tensorflow as w; w.install(); "


def test_rasa_imports_and_no_tensorflow_is_loaded() -> None:
    says = in_fresh_python(
        INSTALL + "import sys, rasa.core.agent, rasa.engine.recipes.default_recipe, tensorflow; "
        "print(type(tensorflow).__name__, hasattr(tensorflow, '__file__'))"
    )
    assert says == "_StubModule False"


def test_stub_serves_as_base_class_and_type_hint() -> None:
    says = in_fresh_python(
        INSTALL + "import tensorflow as tf\n"
        "from keras.layers import Dense\n"
        "class Layer(tf.keras.layers.Layer): pass\n"
        "print(Layer.__mro__[1].__name__, Dense.__name__)"
    )
    assert says == "Layer Dense"


@pytest.mark.parametrize("call", ["tensorflow.constant(1)", "tensorflow.keras.Model()"])
def test_calling_a_stub_says_what_is_missing(call: str) -> None:
    says = in_fresh_python(INSTALL + f"import tensorflow\ntry: {call}\nexcept RuntimeError as error: print(error)")
    assert says.endswith("needs tensorflow, which is left out here.")


def test_more_packages_may_be_left_out_and_a_second_call_adds_no_others() -> None:
    says = in_fresh_python(
        INSTALL + "w.install('csv'); w.install('csv'); import csv, json, sys\n"
        "try: csv.reader([])\nexcept RuntimeError as error: print(error, json.dumps(1))\n"
        "print(sum(type(finder).__name__ == '_StubFinder' for finder in sys.meta_path))"
    )
    assert says.splitlines() == ["reader needs csv, which is left out here. 1", "2"]


def test_other_packages_are_imported_as_usual() -> None:
    assert in_fresh_python(INSTALL + "import json; print(json.dumps(1))") == "1"


def test_real_tensorflow_is_used_where_installed_unless_forced(tmp_path) -> None:
    (tmp_path / "tensorflow.py").write_text("real = True")
    code = (
        f"import os, sys; sys.path.insert(0, {str(tmp_path)!r}); "
        "from bot.core import without_tensorflow as w; "
        "print(w.install()); os.environ[w.FORCE] = '1'; print(w.install())"
    )
    assert in_fresh_python(code).split() == ["False", "True"]
