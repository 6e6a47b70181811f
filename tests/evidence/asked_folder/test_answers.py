"""Predictions of a folder: columns, order, what blanks do, and starting from the last board."""

from pathlib import Path

from simulator.evidence.asked_folder.answers import COLUMNS, predict_folder, row_of
from simulator.evidence.asked_folder.folder import read_asked

OPERATIONS = (
    "operation,name,start,theatre,lead,us_role,us_involvement,mandate,mandate_clarity,mission_type,ceasefire_in_place,"
    "intensity,force_requirement,total_troops,candidate_pool,source_id\n"
)
CANDIDATES = "operation,date,iso3,active_personnel,gdp_usd_bn,population_m,defence_spend_pct_gdp,nato,eu\n"
NEW = "made,Made Force,1999-06,Somewhere,GBR,participant,0.8,un_ch7,1.0,peacekeeping,1,0.3,{},,nato+partners,x\n"
ISAF = "isaf,ISAF,2001-12,Afghanistan,USA,lead,1.0,un_ch7,0.5,stabilisation,0,0.7,,,nato+partners,x\n"


def rows(folder: Path, operations: str, candidates: str) -> list[dict]:
    (folder / "operations.csv").write_text(OPERATIONS + operations, encoding="utf-8")
    (folder / "candidates.csv").write_text(CANDIDATES + candidates, encoding="utf-8")
    return [row_of(one) for one in predict_folder(read_asked(folder))]


def test_rows_have_the_columns_and_the_order_of_the_candidates(tmp_path: Path) -> None:
    found = rows(
        tmp_path, NEW.format(50000), "made,1999-12,IRL,11500,90,3.7,0.8,0,1\nmade,1999-12,DEU,330000,2200,82,1.5,1,1\n"
    )
    assert [row["iso3"] for row in found] == ["IRL", "DEU"]
    for row in found:
        assert tuple(row) == COLUMNS
        assert 1.0 >= row["p_join"] >= row["p_50"] >= row["p_250"] >= row["p_1000"] >= 0.0
        assert 1 <= row["size_p10"] <= row["size_median"] <= row["size_p90"]
    assert found[1]["p_join"] > found[0]["p_join"]
    assert found[1]["size_median"] > found[0]["size_median"]


def test_blanks_widen_sizes(tmp_path: Path) -> None:
    line = "made,1999-12,DEU,330000,2200,82,1.5,1,1\n"
    (known,) = rows(tmp_path, NEW.format(50000), line)
    (no_requirement,) = rows(tmp_path, NEW.format(""), line)
    (no_covariates,) = rows(tmp_path, NEW.format(50000), "made,1999-12,DEU,,,,,1,1\n")
    spread = known["size_p90"] / known["size_p10"]
    assert no_requirement["size_p90"] / no_requirement["size_p10"] > spread
    assert no_covariates["size_p90"] / no_covariates["size_p10"] > spread
    assert no_covariates["p_join"] < known["p_join"]


def test_an_operation_of_the_package_starts_from_its_last_board(tmp_path: Path) -> None:
    found = rows(tmp_path, ISAF, "isaf,2010-10,DEU,250000,3400,82,1.4,1,1\nisaf,2010-10,CHE,22000,580,7.8,0.8,0,0\n")
    inside, outside = found
    assert inside["p_join"] > 0.95
    assert 3000 < inside["size_median"] < 6000
    assert outside["p_join"] < 0.5
