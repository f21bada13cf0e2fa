"""The convolution by hand, as a reader uses it, and against PyTorch."""

import re

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnn.convolution.convolution import IMAGE, KERNEL


def view(page):
    convolution = page.locator("figure .convolution")
    convolution.scroll_into_view_if_needed()
    return convolution


def output(convolution) -> np.ndarray:
    cells = convolution.locator("button.convolution-cell").all_text_contents()
    return np.array([float(cell.replace("−", "-")) for cell in cells])


@pytest.mark.parametrize(("padding", "stride", "dilation"), [(0, 1, 1), (1, 1, 1), (2, 3, 1), (1, 2, 2), (0, 2, 2)])
def test_the_output_is_pytorchs(open_page, padding, stride, dilation):
    convolution = view(open_page())
    for name, value in [("дополнение", padding), ("шаг", stride), ("разрежение", dilation)]:
        convolution.get_by_role("group", name=name).get_by_role("button", name=str(value), exact=True).click()
    tables = [torch.tensor(table, dtype=torch.float64)[None, None] for table in (IMAGE, KERNEL)]
    expected = F.conv2d(*tables, padding=padding, stride=stride, dilation=dilation)
    assert output(convolution).tolist() == expected.flatten().tolist()


def test_numbers_are_edited_and_the_sum_is_written_out(open_page):
    convolution = view(open_page())
    said = convolution.locator(".convolution-sum")
    before = said.text_content()
    convolution.get_by_label("вход x, строка 2, столбец 2").fill("-10")
    assert said.text_content() != before
    left, right = said.text_content().split(" = ")[1:]
    terms = [product.split("·") for product in left.split(" + ")]
    numbers = [[float(re.sub(r"[()]", "", factor).replace("−", "-")) for factor in term] for term in terms]
    assert sum(a * b for a, b in numbers) == float(right.replace("−", "-")) == output(convolution)[0]
    convolution.get_by_label("ядро W, строка 1, столбец 1").fill("x")
    assert convolution.get_by_label("ядро W, строка 1, столбец 1").get_attribute("aria-invalid") == "true"
    convolution.get_by_role("button", name="Сначала").click()
    assert said.text_content() == before


def test_the_window_follows_the_keyboard(open_page):
    convolution = view(open_page())
    convolution.get_by_role("button", name="выход y, строка 2, столбец 3").focus()
    assert convolution.locator(".convolution-sum").text_content().startswith("y(1, 2) = ")
    window = convolution.locator("input.convolution-window")
    assert window.count() == 9
    assert window.first.get_attribute("aria-label") == "вход x, строка 2, столбец 3"
