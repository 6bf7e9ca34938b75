"""How does long work show how far it is, and what does it say when it is stopped?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def progress(total: int, keep: Path | None = None) -> Iterator[Callable[[int], None]]:
    """Show a bar for `total` pieces; give the function to be called with the pieces just done.

    Where the work is stopped, say that what is done is kept in `keep`.
    """
    from tqdm import tqdm

    with tqdm(total=total, leave=False, disable=None) as bar:

        def moved(done: int) -> None:
            bar.update(done)

        try:
            yield moved
        except BaseException as error:
            if keep is not None and keep.is_dir():
                error.add_note(f"what is done is kept in {keep}: the same command goes on from there")
            raise
