"""Secrets are made once, kept privately, and may be given instead."""

import stat

from siwhapik.data_dir import BASE_DIR, data_dir, stored_secret


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path, monkeypatch):
    monkeypatch.delenv("CONTOH_TOKEN", raising=False)
    made = stored_secret("CONTOH_TOKEN", tmp_path)
    assert len(made) >= 48
    assert stored_secret("CONTOH_TOKEN", tmp_path) == made
    assert [path.name for path in tmp_path.iterdir()] == ["contoh_token.key"]
    assert stat.S_IMODE((tmp_path / "contoh_token.key").stat().st_mode) == 0o600


def test_a_secret_that_is_given_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("CONTOH_TOKEN", "diberikan")
    assert stored_secret("CONTOH_TOKEN", tmp_path) == "diberikan"
    assert not list(tmp_path.iterdir())


def test_an_empty_data_dir_means_the_one_beside_the_code(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "baru"))
    assert data_dir() == tmp_path / "baru"
    assert stat.S_IMODE((tmp_path / "baru").stat().st_mode) == 0o700
    monkeypatch.setenv("DATA_DIR", "")
    assert data_dir() == BASE_DIR / "var"
