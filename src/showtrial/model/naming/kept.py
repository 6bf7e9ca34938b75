"""How is a result kept in a file, and what in it keeps it from being used?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from showtrial.errors import ReadError
from showtrial.model.naming.asked import SUBMODELS

#: What a result file says of itself.
KIND = "showtrial fit"
CONVERGED = "converged"


def wrong(result: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what keeps the estimates from being used, one line each, with its place in the model file.

    Examples
    --------
    >>> wrong({"model": "m", "choice": {"status": "separation", "problems": ["separation: ..."]}})
    ('m.toml:choice.effects  separation: ...',)
    """
    return tuple(
        f"{result['model']}.toml:{submodel}.effects  {problem}"
        for submodel in SUBMODELS
        if result.get(submodel, {}).get("status", CONVERGED) != CONVERGED
        for problem in result[submodel]["problems"]
    )


def result_bytes(result: Mapping[str, Any]) -> bytes:
    """Return the bytes of a result file: the same result, the same bytes."""
    return (json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def read_result(path: Path) -> dict[str, Any]:
    """Read a result file.

    Raises
    ------
    ReadError
        If there is none, or it is something else.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ReadError(f"{path}  cannot be read ({reason}); wanted a result of `showtrial fit`") from error
    except ValueError as error:
        raise ReadError(f"{path}  is not JSON; wanted a result of `showtrial fit -o`") from error
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise ReadError(f"{path}  is no result; wanted a file that `showtrial fit -o` wrote")
    return found
