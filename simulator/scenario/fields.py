"""The parts that scenario schemas are made of: strict blocks, and fields that the table of parameters fills."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.data.parameters import parameter

Mission = Literal["deterrence", "peacekeeping", "monitoring"]
Owner = Literal["adhoc", "alliance", "eu", "un"]
Coder = Literal["both", "A", "B"]
Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]


def quantity(path: str) -> Any:
    """Return the pydantic field of the parameter at a path: default, range, meaning, symbol and evidence."""
    row = parameter(path)
    return Field(
        default=row.default,
        ge=row.low,
        le=row.high,
        allow_inf_nan=False,
        description=row.meaning,
        json_schema_extra={"unit": row.unit, "symbol": row.symbol, "grade": row.grade, "source": row.source},
    )


def bounds(path: str) -> Any:
    """Return the closed range of the parameter at a path as a pydantic constraint."""
    row = parameter(path)
    return Field(ge=row.low, le=row.high, allow_inf_nan=False)


class Block(BaseModel):
    """A mapping with known keys, read strictly: no unknown key, no silent conversion."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
