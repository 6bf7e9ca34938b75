"""Is every shuffle one to one, every pairing a pairing, and do both look like chance?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showtrial.errors import ModelError
from showtrial.model.country.shuffle import MOST, partner, partners, shuffle_of, shuffled, unshuffled
from showtrial.model.country.tiers import begin_of, block_at, size_of, tiers_of

sizes = st.integers(1, 3000)
seeds = st.integers(-(2**70), 2**70)


@given(sizes, seeds)
def test_a_shuffle_is_one_to_one_and_is_undone(n, seed):
    s = shuffle_of(n, seed, "x")
    places = [shuffled(s, x) for x in range(n)]
    assert sorted(places) == list(range(n))
    assert [unshuffled(s, y) for y in places] == list(range(n))


@given(sizes, seeds)
def test_a_pairing_is_an_involution_without_a_fixed_point(half, seed):
    s = shuffle_of(2 * half, seed, "x")
    there = [partner(s, x) for x in range(2 * half)]
    assert sorted(there) == list(range(2 * half))
    assert all(there[y] == x != y for x, y in enumerate(there))
    side_by_side = np.arange(2 * half, dtype=np.uint32)
    partners(s, side_by_side, 2 * half)
    assert side_by_side.tolist() == there


@pytest.mark.parametrize("n", [10**6 + 1, 1_620_000_001, MOST])
def test_large_ones_are_undone_too(n):
    s = shuffle_of(n, 3, "x")
    for x in [0, 1, n // 2, n - 2, n - 1]:
        assert unshuffled(s, shuffled(s, x)) == x
        if n % 2 == 0:
            assert partner(s, partner(s, x)) == x


@pytest.mark.parametrize("n", [0, -1, MOST + 1])
def test_sizes_that_cannot_be_are_refused(n):
    with pytest.raises(ModelError, match=f"x {n}  wanted 1 to"):
        shuffle_of(n, 1, "x")


def far_from_even(values, bins, top):
    """Chi-squared of counts in equal bins, in standard deviations."""
    count = np.bincount(values * bins // top, minlength=bins)
    expected = len(values) / bins
    return (((count - expected) ** 2 / expected).sum() - bins + 1) / np.sqrt(2.0 * (bins - 1))


@pytest.mark.parametrize("seed", range(4))
def test_pairs_look_like_chance(seed):
    """Partners of neighbours, their distance, and the last bits: what a weak hash gets wrong first."""
    n = 10**6
    s = shuffle_of(n, seed, "x")
    there = np.arange(n, dtype=np.uint32)
    partners(s, there, n)
    there = there.astype(np.int64)
    step = (there[1:] - there[:-1]) % n
    jump = (there - np.arange(n)) % n
    path = (there[(there + 1) % n] - np.arange(n)) % n  # along the half-edge beside, and on
    for values in (step, jump, path):
        assert abs(far_from_even(values, 1000, n)) < 5
        assert abs(far_from_even(values % 1024, 1024, 1024)) < 5
    near = (np.abs(there[1:] - there[:-1]) <= 10).sum()  # persons tied twice
    assert abs(near - 20) < 25


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6))
def test_blocks_follow_each_other(rows):
    t = tiers_of([size for size, _ in rows], [many for _, many in rows])
    blocks = [size for size, many in rows for _ in range(many)]
    assert [size_of(t, b) for b in range(len(blocks))] == blocks
    assert [begin_of(t, b) for b in range(len(blocks))] == [sum(blocks[:b]) for b in range(len(blocks))]
    assert [block_at(t, x) for x in range(sum(blocks))] == [
        b for b, size in enumerate(blocks) for _ in range(size)
    ]
