"""How long does it take to read, check, write and hash a case file, by its size?

What limits it: building Python strings for cells and dates (reading CSV), and one JSON line a row
(hash). pandas is not installed here; the peer is polars' own CSV reader on the same tables, which
reads without judging anything.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.draft import draft_of_frames
from showtrial.record.meta import Meta
from showtrial.record.storage import read_case, write_case


def invented(n: int) -> CaseFile:
    """Return a case file of `n` namings by n / 10 persons, one statement and one claim each."""
    people = max(n // 10, 2)
    at = pl.Series(range(n))
    persons = [f"p{each}" for each in range(people)]
    tables = {
        "sources": pl.DataFrame({"id": ["s"], "title": ["Invented"]}),
        "persons": pl.DataFrame({"id": persons, "name": [f"Person {each}" for each in persons]}),
        "statements": pl.DataFrame(
            {
                "id": [f"st{each}" for each in at],
                "speaker": [persons[each % people] for each in at],
                "date": [f"1837-{each % 12 + 1:02d}-{each % 28 + 1:02d}" for each in at],
                "setting": ["interrogation"] * n,
                "source": ["s"] * n,
            }
        ),
        "claims": pl.DataFrame(
            {
                "id": [f"c{each}" for each in at],
                "kind": ["accusation"] * n,
                "person": [persons[each * 7 % people] for each in at],
            }
        ),
        "assertions": pl.DataFrame(
            {
                "id": [f"a{each}" for each in at],
                "statement": [f"st{each}" for each in at],
                "claim": [f"c{each}" for each in at],
                "polarity": ["affirms"] * n,
                "source": ["s"] * n,
            }
        ),
    }
    return CaseFile(draft_of_frames(Meta(title="Invented", origin="simulated"), tables))


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    print(f"{'namings':>9}{'write':>8}{'read':>8}{'hash':>8}{'parquet':>9}{'polars csv':>12}   seconds")
    for n in (1_000, 10_000, 100_000):
        case = invented(n)
        with tempfile.TemporaryDirectory() as held:
            folder, packed = Path(held) / "case", Path(held) / "packed"
            write = seconds(lambda: write_case(case, folder))  # noqa: B023
            read = seconds(lambda: read_case(folder))  # noqa: B023
            digest = seconds(lambda: case.sha256)  # noqa: B023
            write_case(case, packed, tables="parquet")
            parquet = seconds(lambda: read_case(packed))  # noqa: B023
            peer = seconds(lambda: [pl.read_csv(each) for each in folder.glob("*.csv")])  # noqa: B023
        print(f"{n:>9}{write:>8.2f}{read:>8.2f}{digest:>8.2f}{parquet:>9.2f}{peer:>12.2f}")


if __name__ == "__main__":
    main()
