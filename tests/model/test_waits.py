"""Are waits counted as the definition says, and compared as a textbook does?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from small import frame, small, tables

from showtrial.errors import ModelError
from showtrial.model.survival import logrank, turnbull
from showtrial.model.waits import Waits, waited, waits_of
from showtrial.record.packaged import open_case


def case(waits):
    """One accused a wait: (day of arrest in 1937 as a date, first confession, or None)."""
    persons, events, statements, charges, assertions = [], [], [], [], []
    for k, (arrested, confessed) in enumerate(waits):
        persons.append({"id": f"p{k}", "name": f"P {k}", "died": "1950", "source": "s"})
        if arrested:
            events.append(
                {"id": f"a{k}", "kind": "arrest", "person": f"p{k}", "date": arrested, "source": "s"}
            )
        charges.append({"id": f"ch{k}", "case": "k", "accused": f"p{k}", "verdict": "v", "source": "s"})
        if confessed:
            said = {
                "id": f"s{k}",
                "case": "k",
                "speaker": f"p{k}",
                "date": confessed,
                "setting": "interrogation",
                "source": "s",
            }
            statements.append(said)
            assertions.append(
                {"id": f"x{k}", "statement": f"s{k}", "claim": f"ch{k}", "polarity": "affirms", "source": "s"}
            )
    events.append({"id": "v", "kind": "verdict", "case": "k", "date": "1937-12-31", "source": "s"})
    found = {
        "persons": persons,
        "events": events,
        "statements": statements,
        "charges": charges,
        "assertions": assertions,
    }
    return small(claims=tables()["claims"].clear(), **{name: frame(*rows) for name, rows in found.items()})


SPLIT = Waits(split="1937-04-01")


def kaplan_meier(days):
    """Share still waiting after each day, all waits being exact and ended."""
    return {day: sum(each > day for each in days) / len(days) for day in sorted(set(days))}


def test_exact_waits_give_the_share_still_waiting():
    before = ["1937-01-11", "1937-01-21", "1937-01-21", "1937-02-10"]
    after = ["1937-05-03", "1937-05-06"]
    found = waited(
        case([("1937-01-01", day) for day in before] + [("1937-05-01", day) for day in after]), SPLIT
    )
    for side, days in (("before", [10, 20, 20, 40]), ("after", [2, 5])):
        group = found["confessed"][side]
        assert group["n"] == len(days)
        assert group["median_days"] == [np.median(days)] * 2
        curve = {day: (low, high) for day, low, high in group["curve"]}
        for day, share in kaplan_meier(days).items():
            assert curve[day] == pytest.approx((share, share), abs=1e-6), (side, day)
    assert found["confessed"]["logrank"]["least days"] == found["confessed"]["logrank"]["most days"]


def test_the_curve_is_the_best_of_the_likelihood():
    """No other shares on a fine grid of days are more likely, as far as a general search can tell."""
    rng = np.random.default_rng(4)
    low = rng.integers(0, 9, 12).astype(float)
    high = low + rng.integers(0, 6, 12)
    high[:3] = np.inf
    days = np.append(np.arange(15), 99.0)
    inside = (days >= low[:, None]) & (days <= high[:, None])

    def negative(free):
        share = np.exp(free - np.logaddexp.reduce(free))
        return -np.log(inside @ share).sum()

    best = min(minimize(negative, rng.normal(size=16), method="BFGS").fun for _ in range(3))
    rows = {day: (least, most) for day, least, most in turnbull(low, high)}
    early = dict(zip(rows, [1.0, *(least for least, _ in rows.values())][:-1], strict=True))
    at_end = {
        day: early[day] - rows[day][0] for day in rows
    }  # shares, each put on the first day it can lie on
    found = -sum(
        np.log(
            sum(share for day, share in at_end.items() if a <= day <= b)
            + (rows[max(rows)][0] if b > max(rows) else 0)
        )
        for a, b in zip(low, high, strict=True)
    )
    assert found == pytest.approx(best, abs=1e-4)


def delayed(days, ended, entries):
    """Kaplan and Meier with delayed entry, by hand: share still waiting after each day on which one ended."""
    share, found = 1.0, {}
    for day in sorted({day for day, end in zip(days, ended, strict=True) if end}):
        risk = sum(entry <= day <= wait for wait, entry in zip(days, entries, strict=True))
        share *= 1 - sum(wait == day and end for wait, end in zip(days, ended, strict=True)) / risk
        found[day] = share
    return found


def truncated(seed, n=40):
    """Exact waits in whole days, some not ended, some seen from a later day on; nobody alone at risk."""
    rng = np.random.default_rng(seed)
    days = rng.integers(1, 30, n).astype(float)
    entries = np.where(rng.random(n) < 0.5, np.floor(rng.uniform(0, 1, n) * days), 0.0)
    entries[:10] = 0.0
    return days, rng.random(n) < 0.7, entries


def seen(days, ended):
    """Bounds: exact where the wait ended, else longer than the days seen."""
    return np.where(ended, days, days + 1), np.where(ended, days, np.inf)


@pytest.mark.parametrize("seed", range(4))
def test_waits_seen_late_give_the_estimate_with_delayed_entry(seed):
    days, ended, entries = truncated(seed)
    wanted = delayed(days, ended, entries)
    rows = {day: (low, high) for day, low, high in turnbull(*seen(days, ended), entries)}
    for day, share in wanted.items():
        assert rows[day] == pytest.approx((share, share), abs=1e-5)


@pytest.mark.slow
def test_waits_seen_late_as_lifelines_has_them():
    lifelines = pytest.importorskip("lifelines")
    days, ended, entries = truncated(7)
    # at risk there is who entered before the day, not on it
    fit = lifelines.KaplanMeierFitter().fit(days, ended, entry=np.maximum(entries - 0.5, 0))
    rows = {day: low for day, low, _ in turnbull(*seen(days, ended), entries)}
    for day in rows:
        if day in set(days[ended]):
            assert rows[day] == pytest.approx(float(fit.predict(day)), abs=1e-5)


def test_the_log_rank_test_is_that_of_others():
    from scipy import stats

    rng = np.random.default_rng(2)
    one, two = rng.integers(1, 20, 15), rng.integers(3, 25, 12)
    wanted = stats.logrank(one.tolist(), two.tolist())
    found = logrank(one, two)
    assert (found["statistic"], found["p"]) == pytest.approx((wanted.statistic**2, wanted.pvalue), rel=1e-9)
    assert logrank(one, two, (np.zeros(15), np.zeros(12))) == found
    # by hand: on day 2 two are at risk, one of each; on day 5 two again, as the third has not entered
    late = logrank([2, 9], [5], ([0, 5], [0]))
    above = (1 - 1 / 2) + (0 - 1 / 2) + 0
    assert late["statistic"] == pytest.approx(above**2 / (1 / 4 + 1 / 4))


def test_who_was_arrested_before_confessions_are_told_counts_from_then_on():
    rows = [("1937-01-01", "1937-01-05"), ("1937-01-01", "1937-02-10"), ("1937-02-01", "1937-02-11"),
            ("1937-05-01", "1937-05-03")]  # fmt: skip
    found = waited(case(rows), Waits(split="1937-04-01", seen_from="1937-01-11"))
    before = found["confessed"]["before"]
    assert found["left_out"] == {"a confession before 1937-01-11": 1}
    assert (before["n"], before["entered_late"]) == (2, 1)
    # waits of 40 days, seen from day 10 on, and of 10 days, seen from the arrest
    assert before["curve"] == [[10.0, 0.5, 0.5], [40.0, 0.0, 0.0]]
    assert before["median_days"] == [10.0, 10.0]
    assert found["seen_from"] == "1937-01-11"


def test_groups_that_wait_alike_do_not_differ():
    assert logrank([3, 3], [3]) == {"statistic": 0.0, "p": 1.0}


def test_bounds_of_dates_are_bounds_of_the_median():
    found = waited(case([("1937-01", "1937-02-10"), ("1937-05-01", "1937-05-03")]), SPLIT)
    assert found["confessed"]["before"]["median_days"] == [10, 40]
    assert found["confessed"]["before"]["not_dated_to_the_day"] == 1


def test_who_is_left_out_is_counted():
    rows = [
        ("1937-01-01", "1937-01-11"),
        ("1937-05-01", "1937-05-03"),
        (None, "1937-05-03"),
        ("1937-03/1937-05", "1937-06-01"),
    ]
    found = waited(
        case([*rows, ("1936-05-01", "1937-05-03"), ("1937-06-01", None)]),
        Waits(split="1937-04-01", since="1937-01-01"),
    )
    assert found["left_out"] == {
        "arrest not dated": 1,
        "arrested on either side of the day, as far as the date goes": 1,
        "arrested outside the days asked for": 1,
    }
    assert found["counts"] == {"arrest not dated": 1, "dated": 4, "none on record": 1}
    assert (found["confessed"]["after"]["n"], found["all_charged"]["after"]["n"]) == (1, 2)
    # arrested 1 June, no confession on record by the verdict of 31 December
    assert found["all_charged"]["after"]["median_days"] == [(2 + 213) / 2, None]


def test_of_the_record():
    found = waited(open_case("moscow"), Waits(split="1937-04-01", since="1936-01-01"))
    assert sum(found["counts"].values()) == open_case("moscow")["charges"].height
    assert found["confessed"]["after"]["cases"].keys() == {"military-1937"}


def test_an_empty_side_and_an_unknown_case_are_refused():
    with pytest.raises(ModelError, match="nobody arrested after 1937-04-01"):
        waited(case([("1937-01-01", "1937-01-11")]), SPLIT)
    with pytest.raises(ModelError, match="'military'; wanted an id of cases"):
        waited(open_case("moscow"), Waits(split="1937-04-01", case=("military",)))
    assert waits_of({"split": "1937-04-01", "case": 3}, "m.toml")[0] is None
