"""The base of all knowledge records."""

from __future__ import annotations

from pydantic import BaseModel, Extra


class Shape(BaseModel):
    """Base of all records: immutable, no unknown keys."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False
        allow_population_by_field_name = True
