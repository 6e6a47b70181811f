"""How a prediction of the present case and its scores are printed."""

from dataclasses import replace
from datetime import date

from simulator.cli.printing.present import print_present, print_present_scores
from simulator.evidence.present.case import predict_present, present_setting
from simulator.evidence.present.scores import score_present
from simulator.evidence.present.truth import Outcome

AS_OF, TARGET = date(2025, 4, 30), date(2025, 9, 4)


def test_every_country_with_its_chances_and_what_they_rest_on(capsys) -> None:
    rows = predict_present(AS_OF, TARGET, runs=128)
    print_present(present_setting(AS_OF, TARGET), rows, 128, 1)
    out = capsys.readouterr().out
    for row in rows:
        assert f"  {row.iso3} " in out
    for words in ("128 runs, seed 1", "mandate.clarity", "triangular 0, 0, 0.322", "true 75, false 25 of 100",
                  "1 reversal in 43 country-months", "of each stated range is open"):  # fmt: skip
        assert words in out


def test_scores_beside_both_baselines_and_what_is_not_significant(capsys) -> None:
    setting = present_setting(AS_OF, TARGET)
    rows = [replace(row, p_any=0.2, p_inside=0.2, p_ground=0.2) for row in predict_present(AS_OF, TARGET, runs=128)]
    truth = [Outcome(row.iso3, row.iso3 < "F", None, row.iso3 == "FRA") for row in rows]
    print_present_scores(score_present(rows, truth, setting.roster, 200))
    out = capsys.readouterr().out
    assert "not significant" in out
    assert "6 of 30 for everybody" in out
    assert "the stance says so" in out
    assert "ground troops, 1 of 38" in out
    assert "inside Ukraine" not in out
