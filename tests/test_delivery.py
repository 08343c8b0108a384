"""What is delivered: the formats that were asked for, whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import brede_welvaart as bw
from brede_welvaart.cli import cli
from brede_welvaart.delivery import EVERYTHING, FORMATS, MEMO_FORMATS, chosen_formats
from brede_welvaart.errors import InputFault, UsageFault


def test_everything_is_every_format_but_the_dossier() -> None:
    assert chosen_formats(("alles",)) == chosen_formats(("all", "pdf")) == EVERYTHING
    assert set(FORMATS) - set(EVERYTHING) == {"dossier"}


@pytest.mark.parametrize("formats", [("docx",), ("pdf", "doc"), ()])
def test_an_unknown_format_is_a_fault_that_names_the_known(formats: tuple[str, ...]) -> None:
    with pytest.raises(UsageFault, match="html, pdf, xlsx"):
        chosen_formats(formats)


def test_a_memo_comes_in_every_format_and_twice_the_same(small_root: Path, tmp_path: Path) -> None:
    tree = bw.load(small_root)
    for folder in ("een", "twee"):
        bw.memo(tree, "muur", bw.Order(tuple(MEMO_FORMATS), tmp_path / folder))
    made = sorted(path.name for path in (tmp_path / "een" / "muur").iterdir())
    assert made == sorted(f"muur-memo.{form}" for form in MEMO_FORMATS)
    for name in made:
        assert (tmp_path / "een" / "muur" / name).read_bytes() == (tmp_path / "twee" / "muur" / name).read_bytes()


def test_a_report_refuses_scores_that_do_not_run_to_100(small_root: Path, tmp_path: Path) -> None:
    method = small_root / "indicators" / "method.yaml"
    text = re.sub(r"normalisation:.*", "normalisation: {method: z_score}", method.read_text("utf-8"), count=1)
    method.write_text(text, "utf-8")
    tree = bw.load(small_root)
    with pytest.raises(InputFault, match=r"method\.yaml: normalisation\.method: gevonden 'z_score'"):
        bw.report(tree, "muur", bw.Order(("html",), tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_project_named_by_its_file_is_written_under_its_id(small_root: Path, tmp_path: Path) -> None:
    tree, file = bw.load(small_root), str(small_root / "reports" / "projects" / "muur.yaml")
    made = (bw.report(tree, file, bw.Order(("html",), tmp_path)), bw.memo(tree, file, bw.Order(("html",), tmp_path)))
    names = [path.relative_to(tmp_path).as_posix() for written in made for path in written.paths]
    assert names == ["muur/muur.html", "muur/muur-memo.html"]


def test_two_projects_of_one_name_are_not_written_over_each_other(small_root: Path, tmp_path: Path) -> None:
    tree, file = bw.load(small_root), str(small_root / "reports" / "projects" / "muur.yaml")
    with pytest.raises(UsageFault, match=r"muur\.yaml' komt over dat van 'muur' heen"):
        list(bw.reports(tree, ["muur", file], bw.Order(("html",), tmp_path / "out")))
    assert not (tmp_path / "out").exists()


def test_a_markdown_memo_brings_its_figure(small_root: Path, tmp_path: Path) -> None:
    written = bw.memo(bw.load(small_root), "muur", bw.Order(("md",), tmp_path))
    assert {path.name for path in written.paths} == {"muur-memo.md", "muur-memo.png"}


def test_a_wrong_template_leaves_nothing_half_written(small_root: Path, tmp_path: Path) -> None:
    (tmp_path / "kapot.docx").write_bytes(b"geen zip")
    order = bw.Order(("png", "md", "docx"), tmp_path / "out")
    with pytest.raises(InputFault, match=r"kapot\.docx"):
        bw.memo(bw.load(small_root), "muur", order, [tmp_path / "kapot.docx"])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "formats", "fault"),
    [("weg.docx", ("docx",), InputFault), ("stijl.odt", ("docx",), UsageFault), ("stijl.txt", ("docx",), UsageFault)],
)
def test_an_unfit_template_is_said_before_anything_is_computed(
    small_root: Path, tmp_path: Path, name: str, formats: tuple[str, ...], fault: type[Exception]
) -> None:
    if name != "weg.docx":
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(fault, match=name):
        bw.memo(bw.load(small_root), "bestaat niet", bw.Order(formats), [tmp_path / name])


def test_the_command_line_writes_a_memo_and_checks_a_dossier(
    small_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--root", str(small_root)]
    cli.main([*place, "memo", "muur", "--formats", "html", "--output", str(tmp_path)], standalone_mode=False)
    cli.main([*place, "report", "muur", "--formats", "dossier", "--output", str(tmp_path)], standalone_mode=False)
    memo, dossier = (tmp_path / "muur" / name for name in ("muur-memo.html", "muur-dossier.zip"))
    assert memo.read_text().startswith('<section lang="nl">')
    assert cli.main([*place, "verify", str(dossier)], standalone_mode=False) is None
    assert "muur: 0 verschillen." in capsys.readouterr().out
