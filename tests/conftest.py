"""Fixtures for every test: the one real assistant that they share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.core import without_tensorflow

without_tensorflow.install()

from tests.served import Assistant  # noqa: E402  (nothing may import Rasa before the stubs are there)


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant as `make run` starts it, trained anew if stale; stopped at the end."""
    served = Assistant(tmp_path_factory.mktemp("assistant"))
    yield served
    served.stop()
