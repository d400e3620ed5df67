"""A file of cases names no file that is none of its business."""

from collections.abc import Callable
from pathlib import Path

import pytest

RULES = """\
language: 1
id: toy/wards
version: 1.0.0
subject: {key: ward}
inputs: {seen: {members: sum}}
levels: {overall: {score: {from: seen}}}
"""


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in one folder, beside another that holds what is nobody's business."""
    (tmp_path / "work" / "cases").mkdir(parents=True)
    (tmp_path / "work" / "cases" / "wards.yaml").write_text(RULES, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "work")
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "conf.yaml").write_text("password: hunter2: x", encoding="utf-8")
    (secret / "data.csv").write_text("ward,seen\nA,hunter2\n", encoding="utf-8")
    return secret


SECRETS = {
    "ruleset": "ruleset: {}/conf.yaml\ncases: [{{case: a, inputs: {{}}, expect: {{score: 1}}}}]",
    "data": "cases: [{{case: a, data: '{}/data.csv', expect: {{score: 1}}}}]",
    "members": "cases: [{{case: a, inputs: {{}}, members: '{}/data.csv', expect: {{score: 1}}}}]",
}


@pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("way", ["absolute", "climbing", "linked"])
def test_nothing_is_told_of_a_file_elsewhere(
    secret: Path, text: str, way: str, said: Callable[[str], str]
) -> None:
    """Neither by its full path, nor by climbing to it, nor by a link is anything of it shown."""
    Path("cases/link").symlink_to(secret)
    folder = {"absolute": str(secret), "climbing": "../../secret", "linked": "link"}[way]
    told = said(text.format(folder))
    assert "outside" in told
    assert "hunter2" not in told


def test_files_below_the_folder_of_work_are_read(secret: Path, said: Callable[[str], str]) -> None:
    """Cases may name what lies beside them, or elsewhere in the folder in which one works."""
    del secret
    Path("data.csv").write_text("ward,seen\nA,4\n", encoding="utf-8")
    told = said("cases: [{case: a, data: ../data.csv, expect: {score: 5}}]")
    assert "expected 5, found 4" in told
