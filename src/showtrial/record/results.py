"""How is a result kept in a file, whichever verb wrote it?

A result file is one JSON object; its key ``kind`` says what it is a result of. It is written by one verb and
read by others, which show it or go on from it and compute nothing anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from showtrial.errors import ReadError

FIT, ENSEMBLE, TRUST = "showtrial fit", "showtrial ensemble", "showtrial trust"
CALIBRATION, COUNTRY = "showtrial calibration", "showtrial country"
VERSIONS = "showtrial versions"
#: Kind -> what writes it, in words.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        FIT: "`showtrial fit -o`",
        ENSEMBLE: "`showtrial simulate SCENARIO -o` (summary.json)",
        TRUST: "`make results` (trust)",
        CALIBRATION: "`showtrial calibrate -o`",
        COUNTRY: "`showtrial simulate` of a country (summary.json)",
        VERSIONS: "`make results` (versions)",
    }
)


def result_bytes(result: Mapping[str, Any]) -> bytes:
    r"""Return the bytes of a result file: the same result, the same bytes.

    Examples
    --------
    >>> result_bytes({"kind": FIT})
    b'{\n "kind": "showtrial fit"\n}\n'
    """
    return (json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def read_result(path: Path, *kinds: str) -> dict[str, Any]:
    """Read a result file.

    Parameters
    ----------
    path : Path
        The file.
    *kinds : str
        Kinds that are wanted, of `KINDS`; every one of them if none is given.

    Raises
    ------
    ReadError
        If there is no such file, or it is something else.
    """
    wanted = f"a file that {' or '.join(KINDS[kind] for kind in kinds or KINDS)} wrote"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ReadError(f"{path}  cannot be read ({reason}); wanted {wanted}") from error
    except ValueError as error:
        raise ReadError(f"{path}  is not JSON; wanted {wanted}") from error
    kind = str(found.get("kind")) if isinstance(found, dict) else ""
    if kind in (kinds or KINDS):
        return dict(found)
    if kind in KINDS:
        raise ReadError(f"{path}  is a result of {KINDS[kind]}; wanted {wanted}")
    raise ReadError(f"{path}  is no result; wanted {wanted}")
