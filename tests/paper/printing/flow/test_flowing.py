"""Flowing forms: everything typed stands on a page once, nothing overlaps, pages break where they may."""

from __future__ import annotations

import io
import re
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.paper.sample_pages import FONT
from tests.paper.sample_pages import page as evaluation_page

from fieldteacher.domain.errors import Cancelled, UserError
from fieldteacher.paper.layout.geometry import Rect
from fieldteacher.paper.printing.documents import PrintOptions
from fieldteacher.paper.printing.flow import blocks as b
from fieldteacher.paper.printing.flow.laying import Layout
from fieldteacher.paper.printing.flow.paging import paginate
from fieldteacher.paper.printing.flow.pictures import fitting
from fieldteacher.paper.printing.flow.plots import Bars, Histogram, Stacked, TimeLine
from fieldteacher.paper.printing.flow.printing import compose, missing_glyphs, print_forms
from fieldteacher.paper.printing.flow.strips import Setter
from fieldteacher.paper.printing.fonts import FontStack

RARE = "\U0002a6a5"
ALPHABET = "学生在车间工作认真，安全第一。𬭎㛃ab 12\n（《》）"


@pytest.fixture(scope="module")
def fonts() -> FontStack:
    return FontStack(FONT, folders=())


def form(*blocks: b.Block, **more: object) -> b.FlowForm:
    values = {"code": "试印表", "title": "试印", "college": "江南职业技术学院", "name": "甲厂", **more}
    return b.FlowForm(blocks=blocks, **values)  # type: ignore[arg-type]


def made(fonts: FontStack, *forms: b.FlowForm, **options: bool) -> bytes:
    return compose([lambda each=each: each for each in forms], fonts, PrintOptions(**options)).pdf


def pages_of(pdf: bytes) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def photo(colour: str = "red") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (1600, 1200), colour).save(kept, "JPEG")
    return kept.getvalue()


@given(
    texts=st.lists(st.text(ALPHABET, max_size=2500), min_size=1, max_size=5),
    rows=st.lists(st.tuples(st.text(ALPHABET, max_size=900), st.text(ALPHABET, max_size=40)), max_size=25),
)
@settings(max_examples=40)
def test_every_character_typed_is_printed(
    fonts: FontStack, texts: list[str], rows: list[tuple[str, str]]
) -> None:
    prose = tuple(b.Prose(f"〔{n}〕", f"{text}\n完{n}。") for n, text in enumerate(texts))
    table = b.Table((b.Column("左", 3), b.Column("右", 1)), rows)
    pdf = made(fonts, form(b.Grid(prose), table, b.Passage("\n".join(texts))))
    shown = "".join(sorted("".join(pages_of(pdf))))
    wanted = re.sub(r"\s", "", "".join([*texts, *texts, *(cell for row in rows for cell in row)]))
    for character in set(wanted):
        fixed = "".join(label for n, _ in enumerate(texts) for label in (f"〔{n}〕", f"完{n}。"))
        assert shown.count(character) >= wanted.count(character) + fixed.count(character), character


@given(st.lists(st.tuples(st.integers(1, 1200), st.booleans()), min_size=1, max_size=12))
@settings(max_examples=60)
def test_nothing_overlaps_and_nothing_leaves_the_page(
    fonts: FontStack, sizes: list[tuple[int, bool]]
) -> None:
    layout = Layout(Setter(fonts), 22, 170)
    built: list[b.Block] = []
    for count, as_table in sizes:
        if as_table:
            built.append(
                b.Table((b.Column("甲", 1), b.Column("乙", 2)), [("字" * count, "句" * (count // 2))] * 3)
            )
        else:
            built += [b.Heading("标题"), b.Grid((b.Prose("内容", "字" * count),)), b.Passage("段" * count)]
    built.append(b.Signatures((b.Signature("企业", "签字", "日期"),)))
    paged = paginate([layout.group(block) for block in built], 17, 279)
    for page in paged.pages:
        assert page.strips
        tops = [placed.top for placed in page.strips]
        ends = [placed.top + placed.strip.height for placed in page.strips]
        assert all(end <= top + 0.01 for end, top in zip(ends, tops[1:], strict=False))
        assert tops[0] >= 17 - 0.01
        assert ends[-1] <= 279 + 0.02


def test_a_text_keeps_its_order_over_pages(fonts: FontStack) -> None:
    text = "".join(f"第{n}句话。" for n in range(700))
    shown = pages_of(made(fonts, form(b.Grid((b.Prose("经过", text),)))))
    assert len(shown) > 1
    body = "".join(re.sub(r"试印甲厂（续）|试印表|第\d+页共\d+页", "", page) for page in shown)
    assert text in body.replace("经过", "")


def test_heads_come_again_and_pages_are_counted_form_by_form(fonts: FontStack) -> None:
    table = b.Table(
        (b.Column("姓名栏", 1), b.Column("情况栏", 3)), [("周小满", "良好")] * 90, title="学生名册"
    )
    shown = pages_of(made(fonts, form(table), form(b.Passage("短。"), name="乙厂")))
    assert [page.count("姓名栏") for page in shown] == [1] * (len(shown) - 1) + [0]
    assert [page.count("学生名册") for page in shown[:-1]] == [1] * (len(shown) - 1)
    of = len(shown) - 1
    assert all(f"第{n}页共{of}页" in page for n, page in enumerate(shown[:-1], 1))
    assert "第1页共1页" in shown[-1]
    assert "甲厂（续）" in shown[1]


def test_a_heading_stays_with_what_follows_and_signatures_stay_whole(fonts: FontStack) -> None:
    sign = b.Signatures((b.Signature("企业意见栏", "企业签字处", "日期处", seal="盖章处"),), height=60)
    for count in range(26, 36):
        shown = pages_of(made(fonts, form(*[b.Passage("段落文字")] * count, b.Heading("末节标题"), sign)))
        place = [n for n, page in enumerate(shown) if "末节标题" in page]
        assert place == [n for n, page in enumerate(shown) if "企业签字处" in page and "企业意见栏" in page]


def test_no_row_stands_alone_and_what_is_short_stays_whole(fonts: FontStack) -> None:
    columns = (b.Column("序号", 10), b.Column("姓名", 30))
    for count in range(28, 40):
        rows = [(f"行{n}", "某") for n in range(count)]
        pages = pages_of(made(fonts, form(b.Table(columns, rows))))
        assert all(page.count("行") != 1 for page in pages), count
        talk = b.Grid(tuple(b.Prose("内容", f"谈话{n}") for n in range(6)))
        pages = pages_of(made(fonts, form(b.Lines(count - 10), talk)))
        assert sorted(page.count("谈话") for page in pages) in ([6], [0, 6]), count


def test_rare_characters_are_read_back(fonts: FontStack) -> None:
    names = "𬭎㛃䶮㙓𠅤"
    grid = b.Grid((b.Fields((b.Field("姓名", names), b.Field("类型", b.Boxes(("日常", "安全"), (1,))))),))
    (shown,) = pages_of(made(fonts, form(grid)))
    assert names in shown
    assert "√" in shown
    assert shown.index("日常") < shown.index("安全")


def test_a_character_without_a_font_is_named_with_record_and_field(fonts: FontStack, tmp_path: Path) -> None:
    bad = form(b.Grid((b.Fields((b.Field("接待人", f"王{RARE}"),)),)), name="甲厂 2026-03-17")
    found = missing_glyphs([bad], fonts)
    assert [(m.code, m.where.zh) for m in found] == [("U+2A6A5", "甲厂 2026-03-17 · 接待人")]
    with pytest.raises(UserError) as refused:
        print_forms([lambda: bad], fonts, file=tmp_path / "out.pdf")
    assert refused.value.code == "print.missing_glyphs"
    assert "接待人" in refused.value.text.zh
    assert list(tmp_path.iterdir()) == []
    printed = print_forms(
        [lambda: bad], fonts, file=tmp_path / "out.pdf", options=PrintOptions(placeholders=True)
    )
    assert printed.missing_glyphs == tuple(found)
    assert "王□" in pages_of((tmp_path / "out.pdf").read_bytes())[0]


@pytest.mark.parametrize(
    "block",
    [
        b.Table((b.Column("学生", 1),), [(RARE,)]),
        b.Passage(RARE, label="学生"),
        b.Prose("学生", RARE),
        b.Signatures((b.Signature("学生", "", "", opinion=RARE),)),
        b.Pictures((b.Picture(lambda: None, RARE),), title="学生"),
        b.Cover("学生", (("学生", RARE),)),
        b.Figure(Bars(((RARE, 1),)), "学生"),
        b.Figure(Histogram(((RARE, 1),)), "学生"),
        b.Figure(Stacked((RARE,), (("a", (1,)),)), "学生"),
        b.Figure(TimeLine((RARE,), (("a", (1,)),)), "学生"),
        b.Heading(RARE),
        b.Mark("m", RARE),
    ],
)
def test_the_look_before_printing_misses_no_kind_of_block(fonts: FontStack, block: b.Block | b.Prose) -> None:
    whole = b.Grid((block,)) if isinstance(block, b.Prose) else block
    assert {found.character for found in missing_glyphs([form(whole)], fonts)} == {RARE}


def test_photos_and_plots_are_drawn(fonts: FontStack) -> None:
    pictures = b.Pictures(
        tuple(b.Picture(load, f"照片{n}") for n, load in enumerate([photo, lambda: None, lambda: b"no picture"])),
        title="现场照片", absent="照片不在本机",
    )  # fmt: skip
    plots: list[b.Plot] = [
        Bars((("企业甲", 12), ("企业乙", 0)), unit="次"),
        Histogram((("60以下", 3), ("60—69", 9)), axis="分数", counts="人"),
        Stacked(("拟录用", "待考察"), (("企业甲", (3, 1)), ("企业乙", (0, 0)))),
        TimeLine(("3月", "4月", "5月"), (("走访", (1, None, 4)), ("谈话", (2.5, 3, 1))), unit="次"),
    ]
    pdf = made(fonts, form(pictures, *(b.Figure(plot, f"图{n}") for n, plot in enumerate(plots))))
    text = "".join(pages_of(pdf))
    assert text.count("照片不在本机") == 2
    assert all(word in text for plot in plots for word in plot.words() if word)
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")
    pixels = np.asarray(page)
    assert ((pixels[..., 0] > 200) & (pixels[..., 1] < 60) & (pixels[..., 2] < 60)).sum() > 10_000
    assert len(pdf) < 400_000


def test_a_page_on_its_side_and_an_evaluation_form_inside(fonts: FontStack) -> None:
    wide = b.Table(tuple(b.Column(f"栏{n}", 1) for n in range(12)), [tuple("一二三四五六七八九十甲乙")])
    rated = evaluation_page()
    pdf = made(
        fonts,
        form(wide, landscape=True),
        form(b.Passage("前言。"), b.Mark("rated", "考核结果"), b.Rated(rated), b.Table((b.Column("页", 1),), [(b.PageOf("tail"),)]), b.Mark("tail", "尾"), b.Passage("后记")),
    )  # fmt: skip
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages]
    assert sizes == [(842, 595), (595, 842), (595, 842), (595, 842)]
    shown = pages_of(pdf)
    assert "栏11" in shown[0]
    assert rated.student.number in shown[2]
    assert "第2页共3页" in shown[2]
    assert "页3" in shown[3]
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles == ["甲厂", "甲厂"]


def test_a_draft_says_so(fonts: FontStack) -> None:
    plain, draft = (pages_of(made(fonts, form(b.Passage("内容")), draft=flag))[0] for flag in (False, True))
    assert "草稿" not in plain
    assert "草稿" in draft


def test_one_file_each_progress_and_stopping(fonts: FontStack, tmp_path: Path) -> None:
    makers: list[Callable[[], b.FlowForm]] = [lambda n=n: form(b.Passage(f"第{n}份")) for n in range(3)]  # type: ignore[misc]
    steps: list[tuple[int, int]] = []
    printed = print_forms(makers, fonts, folder=tmp_path / "out", progress=lambda *step: steps.append(step))
    assert [file.name for file in printed.files] == ["0001.pdf", "0002.pdf", "0003.pdf"]
    assert steps == [(n, 6) for n in range(1, 7)]
    asked = iter(range(100))
    with pytest.raises(Cancelled):
        print_forms(makers, fonts, folder=tmp_path / "none", cancelled=lambda: next(asked) > 4)
    assert not (tmp_path / "none").exists()


def test_a_form_is_held_only_while_it_is_its_turn(fonts: FontStack, tmp_path: Path) -> None:
    alive: list[weakref.ref[object]] = []
    most = 0

    def make(number: int) -> b.FlowForm:
        nonlocal most
        most = max(most, sum(each() is not None for each in alive))
        load = partial(lambda _: None, number)
        alive.append(weakref.ref(load))
        return form(b.Pictures((b.Picture(load),), title="照片"), b.Passage(f"第{number}份"))

    print_forms([partial(make, number) for number in range(60)], fonts, file=tmp_path / "out.pdf")
    assert len(alive) == 120  # looked through, then drawn
    assert most <= 3


def test_an_opinion_longer_than_a_page_runs_over_pages(fonts: FontStack) -> None:
    opinion = "".join(f"意见{n}。" for n in range(600))
    sign = b.Signatures(
        (b.Signature("企业意见栏", "企业签字处", "日期处", opinion=opinion), b.Signature("", "", ""))
    )
    shown = pages_of(made(fonts, form(b.Passage("前文。"), sign)))
    assert len(shown) > 1
    whole = re.sub(r"试印甲厂（续）|试印表|第\d+页共\d+页", "", "".join(shown))
    assert all(f"意见{n}。" in whole for n in range(600))
    assert "企业签字处" in shown[-1]
    assert "意见599。" in shown[-1]


def test_an_evaluation_form_whose_text_does_not_fit_is_refused_by_name(fonts: FontStack) -> None:
    long = evaluation_page(enterprise="很长的企业名称" * 60)
    with pytest.raises(UserError) as refused:
        made(fonts, form(b.Rated(long)))
    assert refused.value.code == "print.too_long"
    assert long.student.name in refused.value.text.zh


def test_a_photo_is_turned_and_leaves_what_the_camera_wrote_behind() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "GPS 31.3 120.6"
    kept = io.BytesIO()
    Image.new("RGB", (800, 400), "blue").save(kept, "JPEG", exif=exif)
    found = fitting(kept.getvalue(), Rect(10, 20, 80, 58))
    assert found is not None
    data, rect = found
    assert b"GPS" in kept.getvalue()
    assert b"GPS" not in data
    assert (round(rect.width), round(rect.height)) == (29, 58)
    assert Image.open(io.BytesIO(data)).size[0] < Image.open(io.BytesIO(data)).size[1]
