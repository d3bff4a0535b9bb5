"""The base of the records that benchmarks read."""

from pydantic import BaseModel, Extra


class Shape(BaseModel):
    """A misspelt key is an error."""

    class Config:
        extra = Extra.forbid
        allow_population_by_field_name = True
