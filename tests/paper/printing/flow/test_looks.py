"""What a reader sees at once: long names stay on the page, headings stand by what they head, lines are not squeezed."""

from __future__ import annotations

import io
import re

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from tests.paper.sample_pages import FONT

from fieldteacher.paper.printing.documents import PrintOptions
from fieldteacher.paper.printing.flow import blocks as b
from fieldteacher.paper.printing.flow.printing import compose
from fieldteacher.paper.printing.fonts import FontStack

LONG = "Suzhou Industrial Park International Precision Machinery Manufacturing and Automation Systems Integration (Holding) "
MM = 72 / 25.4


@pytest.fixture(scope="module")
def fonts() -> FontStack:
    return FontStack(FONT, folders=())


def opened(fonts: FontStack, *blocks: b.Block, **more: object) -> pypdfium2.PdfDocument:
    values = {"code": "试印表", "title": "试印", "college": "学院", "name": "甲厂", **more}
    made = b.FlowForm(blocks=blocks, **values)  # type: ignore[arg-type]
    return pypdfium2.PdfDocument(compose([lambda: made], fonts, PrintOptions()).pdf)


def text_of(page: pypdfium2.PdfPage) -> str:
    return re.sub(r"\s", "", page.get_textpage().get_text_range())


def boxes(page: pypdfium2.PdfPage, words: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom in mm of the first place where ``words`` stand, by character; top counts downwards."""
    text = page.get_textpage()
    found = text.search(words).get_next()
    assert found is not None, words
    start, count = found
    height = page.get_height()
    every = (text.get_charbox(n) for n in range(start, start + count))
    return [(x / MM, (height - high) / MM, right / MM, (height - low) / MM) for x, low, right, high in every]


@pytest.mark.parametrize(
    "name", [LONG + "Company Limited", LONG * 3, "苏州精密机械制造与系统集成（集团）股份有限公司" * 4]
)
def test_a_long_name_at_the_edge_of_a_page_stays_on_it(fonts: FontStack, name: str) -> None:
    second = opened(fonts, b.Passage("段落。\n" * 60), name=name)[1]
    shown = text_of(second)
    assert re.sub(r"\s", "", name) in shown
    text = second.get_textpage()
    every = [text.get_charbox(n) for n in range(text.count_chars())]
    assert max(right for _, _, right, _ in every) <= second.get_width() - 17.9 * MM
    assert max(top for _, _, _, top in every) <= second.get_height() - 3 * MM
    body = boxes(second, "段落。")[0][1]
    assert boxes(second, "（续）")[0][3] < body


def test_a_long_name_of_a_form_leaves_room_for_the_page_number(fonts: FontStack) -> None:
    page = opened(fonts, b.Passage("段落。"), code="一张名字特别长的表" * 9)[0]
    assert "第1页共1页" in text_of(page)
    end = boxes(page, "第 1 页")[0][0]
    first = [box for box in boxes(page, "一张名字") if box[1] > 250]
    assert first
    text = page.get_textpage()
    low = [text.get_charbox(n) for n in range(text.count_chars())]
    left = [right / MM for _, bottom, right, _ in low if bottom < 18 * MM and right / MM < end]
    assert max(left) <= end - 5


def test_what_stands_under_the_title_is_not_broken_while_there_is_room(fonts: FontStack) -> None:
    page = opened(fonts, b.Passage("段落。"), left=f"{LONG[:50]}　核对日期：2026年12月20日", right="共 1 人")[
        0
    ]
    ends = [box[3] for box in boxes(page, "2026年12月20日")]
    assert max(ends) - min(ends) < 1.5
    assert max(ends) == pytest.approx(boxes(page, "共 1 人")[0][3], abs=1.5)


def test_a_heading_stands_nearer_to_what_it_heads(fonts: FontStack) -> None:
    grid = b.Grid((b.Prose("内容", "甲乙丙"),))
    page = opened(fonts, grid, b.Heading("第二节", 2), grid)[0]
    picture = np.asarray(page.render(scale=8).to_pil().convert("L"))
    middle = boxes(page, "第二节")[0]
    column = picture[:, int(120 * MM * 8)] < 128
    rules = np.flatnonzero(column) / MM / 8
    above, below = rules[rules < middle[1]].max(), rules[rules > middle[3]].min()
    assert below - middle[3] < middle[1] - above


def test_lines_to_write_on_begin_on_a_page_with_their_heading(fonts: FontStack) -> None:
    for count in range(30, 46):
        document = opened(fonts, b.Passage("段。\n" * count), b.Heading("记录", 2), b.Lines(4, fill=True))
        pages = [text_of(page) for page in document]
        with_lines = [
            number
            for number, page in enumerate(document)
            if sum(1 for each in page.get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH)
        ]
        assert with_lines == [number for number, shown in enumerate(pages) if "记录" in shown], count


def test_labels_of_a_cover_have_one_size_and_stand_off_their_lines(fonts: FontStack) -> None:
    page = opened(fonts, b.Cover("档案", (("单位", "甲"), ("实习单位", "乙"))))[0]
    short, long = boxes(page, "单位")[-1], boxes(page, "实习单位")[-1]
    assert short[2] - short[0] == pytest.approx(long[2] - long[0], rel=0.01)
    grey = np.asarray(page.render(scale=8).to_pil().convert("L"))
    below = grey[int((long[3] + 0.3) * MM * 8) : int((long[3] + 2) * MM * 8)] < 128
    rule = np.flatnonzero(below.any(axis=0)) / MM / 8
    assert rule.min() > long[2] + 1


def test_no_row_of_details_stands_alone(fonts: FontStack) -> None:
    grid = b.Grid(tuple(b.Prose("内容", f"记录{n}") for n in range(12)))
    for height in range(150, 230, 3):
        pages = [text_of(page) for page in opened(fonts, b.Space(height), grid)]
        assert len(pages) > 1
        assert all(page.count("记录") != 1 for page in pages), height


def test_photos_carry_their_title_to_every_page_and_one_alone_has_no_empty_neighbour(
    fonts: FontStack,
) -> None:
    kept = io.BytesIO()
    Image.new("RGB", (1600, 1200), "white").save(kept, "JPEG")
    pictures = tuple(b.Picture(kept.getvalue, "图") for _ in range(7))
    first, last = opened(fonts, b.Pictures(pictures, title="现场照片"))
    assert "现场照片" in text_of(first)
    assert "现场照片" in text_of(last)
    upright = []
    for page in (first, last):
        caption = boxes(page, "图")[0]
        row = np.asarray(page.render(scale=4).to_pil().convert("L"))[int((caption[1] - 2) * MM * 4)] < 200
        upright.append({round(x) for x in np.flatnonzero(row) / MM / 4})
    middle = 22 + 170 // 2
    assert middle in upright[0]
    assert not upright[1] & {middle - 1, middle, middle + 1}
    assert {22, 192} <= upright[1]


def test_heads_of_columns_have_one_size(fonts: FontStack) -> None:
    columns = (
        b.Column("Application for a self-chosen unit", 26),
        b.Column("Lodging consent", 27),
        b.Column("Rest", 117),
    )
    page = opened(fonts, b.Table(columns, [("甲", "乙", "丙")]))[0]
    heights = [boxes(page, word)[0][3] - boxes(page, word)[0][1] for word in ("Lodging", "Rest")]
    assert heights[0] == pytest.approx(heights[1], rel=0.02)


def test_paragraphs_of_a_cell_become_smaller_rather_than_leave_a_word_over(fonts: FontStack) -> None:
    columns = (b.Column("收获", 46), b.Column("其他", 124))
    text = "熟悉了企业最新工艺与设备。\n教学案例一份"
    page = opened(fonts, b.Table(columns, [(text, "")]))[0]
    assert "熟悉了企业最新工艺与设备。" in page.get_textpage().get_text_range().replace("\r", "").split("\n")
