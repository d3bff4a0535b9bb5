"""One understanding for all tests of this folder: it takes seconds to build."""

import pytest

from bot.nlu.understanding import Understanding, product


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    return product()
