"""Does a calibration say what the targets say, whatever simulator it is given, and the same again?"""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from showtrial.calibration.affair import Affair, figure
from showtrial.calibration.begun import writable
from showtrial.calibration.calibrated import Budget, Run, calibrated, calibration_text, with_posterior
from showtrial.calibration.prior import Free
from showtrial.calibration.targets import Target, Targets, open_targets
from showtrial.cli import main
from showtrial.errors import ModelError, ReadError
from showtrial.model.machine.opening import open_scenario
from showtrial.model.machine.run import run
from showtrial.model.replicates import Where
from showtrial.record.results import CALIBRATION, result_bytes


def target(name: str, value: float, use: str, error: float = 0.1, scale: str = "log") -> Target:
    return Target(
        id=name, title=name, definition="", window=("1936-01-05", "1936-04-01"), unit="persons arrested",
        route="any", value=value, error=error, scale=scale, use=use, reason="", source="made up", facts="none",
        counterpart="" if use in ("input", "excluded") else name,
    )  # fmt: skip


GIVEN = Targets(
    "made", (target("count", 200, "fit"), target("double", 400, "held-out"), target("set", 3, "input")), "0"
)


class Made:
    """Two numbers, of which only the rate matters: Poisson counts."""

    free = (
        Free(name="rate", title="rate", unit="per day", low=1.0, high=100.0),
        Free(name="idle", title="of no effect", unit="probability", low=0.0, high=1.0),
    )
    targets = GIVEN.of_use("fit", "held-out")
    mark = "made"

    def __call__(self, values, seed):
        rng = np.random.default_rng(seed)
        return rng.poisson([10 * values[0], 20 * values[0]]).astype(float)


SMALL = Budget(1500, 100, 100)


def test_what_matters_is_identified_and_what_does_not_is_left_open():
    result = calibrated(Made(), GIVEN, budget=SMALL, seed=1)
    rate, idle = result["parameters"]
    assert rate["identified"]
    assert rate["scale"] == "log"
    assert rate["low"] < 20 < rate["high"]
    assert rate["median"] == pytest.approx(20, rel=0.1)
    assert not idle["identified"]
    assert idle["shrink"] < 0.15
    rows = {row["id"]: row for row in result["targets"]}
    assert rows["count"]["inside"]
    assert rows["double"]["inside"]
    assert rows["set"]["prior"] is rows["set"]["inside"] is None
    assert all(each["p"] > 0.001 for each in result["sbc"])
    assert len(result["posterior"]) == SMALL.again
    assert with_posterior(result)["rate"] == result["posterior"][0][0]
    assert "identified" in calibration_text(result)


def test_same_bytes_on_any_workers_and_after_an_interruption(tmp_path):
    plain = result_bytes(calibrated(Made(), GIVEN, budget=SMALL, seed=2))
    assert result_bytes(calibrated(Made(), GIVEN, budget=SMALL, seed=2, run=Run(Where(workers=2)))) == plain

    class StoppedError(Exception):
        pass

    def stopping(done: int) -> None:
        raise StoppedError

    keep = tmp_path / "keep"
    with pytest.raises(StoppedError):
        calibrated(Made(), GIVEN, budget=SMALL, seed=2, run=Run(keep=keep, step=stopping))
    assert len(list(keep.rglob("part-*.npy"))) == 1
    assert result_bytes(calibrated(Made(), GIVEN, budget=SMALL, seed=2, run=Run(keep=keep))) == plain
    with pytest.raises(ReadError, match="parts of other work"):
        calibrated(Made(), GIVEN, budget=SMALL, seed=3, run=Run(keep=keep))
    assert result_bytes(calibrated(Made(), GIVEN, budget=SMALL, seed=3)) != plain


def test_nothing_to_fit_and_nothing_free_are_refused():
    none = Targets("made", GIVEN.of_use("held-out"), "0")

    class Held(Made):
        targets = none.rows

    class Fixed(Made):
        free = ()

    with pytest.raises(ModelError, match="no targets of use fit"):
        calibrated(Held(), none, budget=SMALL)
    with pytest.raises(ModelError, match="no free numbers"):
        calibrated(Fixed(), GIVEN, budget=SMALL)
    with pytest.raises(ModelError, match="wanted small or full"):
        calibrated(Made(), GIVEN, budget="middling")


@pytest.fixture(scope="module")
def sixteen():
    return Affair(open_scenario("sixteen"), open_targets("sixteen"))


def test_the_affair_gives_the_run_of_the_scenario_at_its_own_values(sixteen):
    """Renewing the rows of an engine is the same as laying the scenario out."""
    scenario = sixteen.scenario
    sweeps = {f"sweep {each.id}": each.rate.value for each in scenario.sweeps}
    values = [
        scenario.values[f.name].value if f.name in scenario.values else sweeps[f.name] for f in sixteen.free
    ]
    from showtrial.model.machine.chance import seed_of_run

    trace = run(scenario, seed=5, number=0)
    wanted = [figure(scenario, trace, each) for each in sixteen.targets]
    assert np.array_equal(sixteen(np.array(values), seed_of_run(5, 0)), wanted, equal_nan=True)


def test_a_larger_rate_of_the_sweep_arrests_more(sixteen):
    place = [each.name for each in sixteen.free].index("sweep directive-9-feb")
    low = np.array([each.low if each.log else (each.low + each.high) / 2 for each in sixteen.free])
    high = low.copy()
    high[place] = sixteen.free[place].high
    assert sixteen(high, 1)[1] > 3 * sixteen(low, 1)[1]


def test_an_unknown_counterpart_is_refused():
    with pytest.raises(ModelError, match="counterpart 'count'; wanted one of arrested"):
        Affair(open_scenario("toy"), GIVEN)


def test_bad_input_is_one_line(tmp_path):
    call = CliRunner().invoke
    for words, status, told in (
        (["calibrate", "toy"], 1, "has no targets"),
        (["calibrate", "nothing"], 1, "no packaged scenario"),
        (["calibrate", "sixteen", "--budget", "huge"], 2, "huge"),
        (["calibrate", "sixteen", "-o", str(tmp_path / "no" / "x.json")], 1, "cannot be written"),
        (["calibrate", "sixteen", "-o", str(tmp_path)], 1, "is a folder"),
    ):
        found = call(main, words)
        assert found.exit_code == status, found.output
        assert told in found.output
        assert "Traceback" not in found.output
    assert writable(tmp_path / "x.json").parent == tmp_path


@pytest.mark.slow
def test_the_verb_writes_a_result(tmp_path):
    path = tmp_path / "sixteen.json"
    found = CliRunner().invoke(main, ["calibrate", "sixteen", "--seed", "1", "-o", str(path), "--json"])
    assert found.exit_code == 0, found.output
    result = json.loads(path.read_text())
    assert result["kind"] == CALIBRATION
    assert json.loads(found.stdout) == result
    assert not list(tmp_path.glob(".*"))


def test_a_cluster_that_is_not_there_is_one_line(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("showtrial.model.replicates.PATIENCE", 0.5)
    found = CliRunner().invoke(main, ["calibrate", "sixteen", "--cluster", "tcp://127.0.0.1:9"])
    assert found.exit_code == 1
    assert "no cluster answers" in found.output
    assert "Traceback" not in found.output


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of the libraries of the cluster
@pytest.mark.parametrize("name", ["sixteen", "union"])
def test_the_verb_writes_the_same_bytes_on_a_cluster(tmp_path, monkeypatch, name):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("showtrial.calibration.calibrated.BUDGETS", {"small": Budget(120, 60, 10)})
    call = CliRunner().invoke
    words = ["calibrate", name, "--seed", "3", "-o"]
    found = call(main, [*words, str(tmp_path / "plain.json"), "--workers", "1"])
    assert found.exit_code == 0, found.output
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    ) as cluster:
        address = cluster.scheduler_address
        found = call(main, [*words, str(tmp_path / "cluster.json"), "--cluster", address])
        assert found.exit_code == 0, found.output
    assert (tmp_path / "cluster.json").read_bytes() == (tmp_path / "plain.json").read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["cluster.json", "plain.json"]


def test_a_country_is_a_simulator_too():
    from showtrial.calibration.country import Country
    from showtrial.model.country.opening import open_country

    country = Country(open_country("union"), open_targets("union"), persons=20_000)
    middle = np.array([np.sqrt(each.low * each.high) if each.log else each.low for each in country.free])
    found = country(middle, 3)
    assert len(found) == len(country.targets)
    assert (found == country(middle, 3)).all()
    persons = found / 8100  # each person of the run stands for 8,100; nobody counts as half of one
    assert np.allclose(persons, np.maximum(np.round(persons), 0.5))
