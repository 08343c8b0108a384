"""A house style is one CSS file: its colours, font and logo reach page, paper and figures, or it is refused."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import page as validation
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from brede_welvaart.errors import InputFault
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.house_style import read_style
from brede_welvaart.reporting.html import render_html
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.palette import check_contrast
from brede_welvaart.reporting.pdf import write_pdf
from brede_welvaart.reporting.tokens import read_sheet, resolve
from brede_welvaart.reporting.typefaces import web_font

HOUSE_STYLES = Path(__file__).parent / "house_styles"
WRONG = sorted((HOUSE_STYLES / "wrong").iterdir())
VIOLET = "#5115ef"
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 30 10" width="30" height="10">
<script>alert(1)</script><metadata>x</metadata><inkscape:note/><!-- note -->
<style>.a{fill:#5115ef}</style><style>@import url(https://example.org/x.css);</style>
<defs><linearGradient id="g"><stop stop-color="#5115ef"/></linearGradient></defs>
<a xlink:href="https://example.org"><path d="M0 0"/></a>
<rect class="a" width="30" height="10" onclick="alert(1)" style="fill:url(https://example.org/x)"/>
<use xlink:href="#g"/><use xlink:href="https://example.org/x.svg#y"/><circle r="4" fill="url(#g)"/></svg>"""


def rename(font: TTFont, family: str, whole: str) -> None:
    """Give a font another family and name for printers."""
    for record in font["name"].names:
        if record.nameID in (1, 6, 16):
            record.string = whole if record.nameID == 6 else family


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, templates: Path) -> Path:
    """The theme of NL Design System with a logo and a font of one's own."""
    folder = tmp_path_factory.mktemp("house")
    with TTFont(templates / "fonts" / "SourceSans3-Regular.ttf") as font:
        rename(font, "Gemeente Sans", "GemeenteSans")
        font.save(folder / "sans.ttf")
    (folder / "logo.svg").write_text(LOGO)
    own = """@font-face { font-family: "Gemeente Sans"; src: url(sans.ttf) }
    :root { --bw-font: "Gemeente Sans", sans-serif; --bw-logo: url(logo.svg); --bw-band-line: var(--none, #557799) }
    """
    theme = folder / "huisstijl.css"
    theme.write_text((HOUSE_STYLES / "voorbeeld.css").read_text("utf-8") + own, "utf-8")
    return theme


@pytest.fixture(scope="module")
def dressed(small_material: Material, house: Path) -> Page:
    return make_page(replace(small_material, theme=house))


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.name)
def test_message(case: Path, templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    with pytest.raises(InputFault) as fault:
        read_style(templates, Path("huisstijl.css"))
    assert str(fault.value) == (case / "message.txt").read_text("utf-8").rstrip("\n")


def test_a_theme_that_is_not_there_is_a_fault(templates: Path, tmp_path: Path) -> None:
    with pytest.raises(InputFault, match=r"gevonden geen bestand"):
        read_style(templates, tmp_path / "huisstijl.css")


def test_tokens_of_nl_design_system_lead_to_our_own(templates: Path) -> None:
    style, shipped = read_style(templates, HOUSE_STYLES / "voorbeeld.css"), read_style(templates)
    assert (style.light["accent"], style.light["ink"], style.light["font"]) == (VIOLET, "#001a40", "Source Sans 3")
    assert style.light["better"] == shipped.light["better"]
    assert (style.dark["accent"], style.dark["paper"]) == (shipped.dark["accent"], shipped.dark["paper"])
    assert [*check_contrast(style.light, ""), *check_contrast(style.dark, "")] == []


def test_what_a_theme_sets_itself_goes_before_what_follows(templates: Path, tmp_path: Path) -> None:
    theme = tmp_path / "huisstijl.css"
    own = """:root { --bw-accent: var(--voorbeeld-kleuren-violet-700) }
    @media (prefers-color-scheme: dark) { :root { --bw-accent: #ffd0d0 } }"""
    theme.write_text((HOUSE_STYLES / "voorbeeld.css").read_text("utf-8") + own, "utf-8")
    style = read_style(templates, theme)
    assert style.light["accent"] not in (VIOLET, read_style(templates).light["accent"])
    assert style.dark["accent"] == "#ffd0d0"


def test_colours_reach_page_and_figures(dressed: Page, templates: Path) -> None:
    html = render_html(dressed, templates)
    assert f"--bw-accent: {VIOLET};" in html
    assert '--bw-font: "Gemeente Sans";' in html
    assert any(VIOLET in picture.svg for picture in dressed.pictures)
    shipped = read_style(templates).light["accent"]
    assert not [picture.name for picture in dressed.pictures if shipped in picture.svg]


@pytest.mark.slow
def test_the_font_reaches_page_figures_and_paper(dressed: Page, templates: Path) -> None:
    html, pdf = render_html(dressed, templates), write_pdf(dressed, templates, date(2026, 11, 23))
    (data,) = re.findall(r'@font-face\{font-family:"Gemeente Sans"[^}]*base64,([^)]*)\)', html)
    assert len(data) < 60_000
    assert all("'Gemeente Sans', 'Source Sans 3', sans-serif" in picture.svg for picture in dressed.pictures)
    assert embedded_fonts(pdf) >= {"GemeenteSans"}


def test_paper_goes_by_what_the_style_sheet_says_of_fonts(
    small_material: Material, templates: Path, tmp_path: Path
) -> None:
    """A family whose name ends in a word for a width, of two files that say that they are equally heavy; and a PNG."""
    for cut, name in (("Regular", "Gewoon"), ("Semibold", "Vet")):
        with TTFont(templates / "fonts" / f"SourceSans3-{cut}.ttf") as font:
            font["OS/2"].usWeightClass, font["OS/2"].usWidthClass = 400, 3
            rename(font, "Gemeente Narrow", f"Gemeente{name}")
            font.save(tmp_path / f"{name}.ttf")
    Image.new("RGBA", (300, 40), VIOLET).save(tmp_path / "logo.png")
    theme = tmp_path / "huisstijl.css"
    theme.write_text("""@font-face { font-family: "Gemeente Narrow"; font-weight: 400; src: url(Gewoon.ttf) }
    @font-face { font-family: "Gemeente Narrow"; font-weight: 600; src: url(Vet.ttf) }
    :root { --bw-font: "Gemeente Narrow"; --bw-logo: url(logo.png) }""")
    pdf = write_pdf(make_page(replace(small_material, theme=theme)), templates, date(2026, 11, 23))
    assert embedded_fonts(pdf) >= {"GemeenteGewoon", "GemeenteVet"}
    opening = PdfReader(io.BytesIO(pdf)).pages[0]
    assert [image.image.size for image in opening.images] == [(300, 40)]
    letters: Counter[str] = Counter()

    def count(text: str, _cm: object, _tm: object, font: Any, _size: float) -> None:
        letters[font["/BaseFont"].split("+")[1] if font else ""] += len(text)

    opening.extract_text(visitor_text=count)
    assert letters["GemeenteGewoon"] > letters["GemeenteVet"] > 0
    for profile in ("PDF_UA_1", "PDF_A_3A"):
        report = validation.validate_pdf_bytes(pdf, profile=validation.ValidationProfile[profile])
        assert report.is_compliant, report


def embedded_fonts(pdf: bytes) -> set[str]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    names = (font.get_object()["/BaseFont"] for page in pages for font in page["/Resources"].get("/Font", {}).values())
    return {re.split(r"[-+]", str(name))[1] for name in names}


def test_the_logo_is_inside_the_page_with_words(dressed: Page, templates: Path) -> None:
    html = render_html(dressed, templates)
    (image,) = re.findall(r"<img[^>]*>", html)
    assert 'src="data:image/svg+xml;base64,' in image
    assert f'alt="{dressed.opening.region}"' in image


def test_only_the_drawing_of_a_logo_is_kept(dressed: Page) -> None:
    assert dressed.style.logo
    drawing = dressed.style.logo.content.decode()
    for word in ("script", "example.org", "onclick", "metadata", "inkscape", "import", "xlink", "<a"):
        assert word not in drawing, word
    for word in ("linearGradient", 'fill="url(#g)"', 'href="#g"', ".a{fill:#5115ef}"):
        assert word in drawing, word


def test_nothing_of_a_theme_but_values_reaches_the_page(templates: Path, tmp_path: Path, small_page: Page) -> None:
    theme = tmp_path / "huisstijl.css"
    theme.write_text(":root { --bw-accent: #154274; --other: url(https://example.org/x) } body { background: url(x) }")
    html = render_html(replace(small_page, style=read_style(templates, theme)), templates)
    assert "#154274" in html
    assert "example.org" not in html.partition("<body>")[0]
    assert "url(x)" not in html


def test_a_png_is_a_logo_too(templates: Path, tmp_path: Path) -> None:
    Image.new("RGB", (30, 10), VIOLET).save(tmp_path / "logo.png")
    (tmp_path / "huisstijl.css").write_text(":root { --bw-logo: url('logo.png') }")
    logo = read_style(templates, tmp_path / "huisstijl.css").logo
    assert logo
    assert logo.media == "image/png"


def test_a_font_that_may_not_be_embedded_is_refused(house: Path, templates: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(house.parent, tmp_path / "house"))
    with TTFont(folder / "sans.ttf") as font:
        font["OS/2"].fsType = 2
        font.save(folder / "forbidden.ttf")
    (folder / "forbidden.ttf").replace(folder / "sans.ttf")
    with pytest.raises(InputFault, match="niet mag worden ingesloten"):
        read_style(templates, folder / "huisstijl.css")


def test_a_font_that_is_replaced_is_read_anew(templates: Path, tmp_path: Path) -> None:
    font, made = tmp_path / "sans.ttf", []
    for name in ("Regular", "It"):
        font.write_bytes((templates / "fonts" / f"SourceSans3-{name}.ttf").read_bytes())
        made.append(web_font(font))
    assert made[0] != made[1]


names = st.sampled_from("abcdef")
chains = st.dictionaries(
    names, st.one_of(st.just("#123456"), names.map("var(--{})".format), names.map("var(--{}, red)".format))
)


@given(chains)
def test_resolving_ends_and_leaves_no_reference(chain: dict[str, str]) -> None:
    css = ":root {" + "".join(f"--{name}: {value};" for name, value in chain.items()) + "}"
    found = resolve("abcdef", read_sheet(css).light)
    assert set(found.values()) <= {None, "#123456", "red"}
    assert all(found[name] == "#123456" for name, value in chain.items() if value == "#123456")


def test_a_token_that_grows_without_end_is_nothing() -> None:
    doubling = "".join(f"--a{n}: var(--a{n + 1}) var(--a{n + 1});" for n in range(40))
    assert resolve(["a0"], read_sheet(f":root {{ {doubling} --a40: x }}").light) == {"a0": None}
