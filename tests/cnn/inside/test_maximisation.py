"""Gradient ascent on networks whose best input is known."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from cnn.inside.maximisation import Coloured, Pixels, Waves, Window, excitation, fast_waves, maximise, variation


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def still(margin: int = 0) -> Window:
    return Window(margin, shift=0, degrees=0, zoom=0, generator=generator())


@pytest.mark.parametrize("kind", [Pixels, Waves])
def test_the_best_input_of_a_linear_unit(kind):
    """White where the weight is positive."""
    weight = torch.randn(2, 1, 8, 8, generator=generator(1))
    found = maximise(lambda x: (x * weight).sum(dim=(1, 2, 3)), kind((2, 1, 8, 8), generator()), still(), 60, 0.5)
    reached, best = (found * weight).sum(dim=(1, 2, 3)), weight.relu().sum(dim=(1, 2, 3))
    assert (reached > 0.9 * best).all() and (reached <= best).all()
    assert found.min() >= 0 and found.max() <= 1


def test_the_same_seed_gives_the_same_picture():
    def run(seed: int) -> torch.Tensor:
        random = generator(seed)
        picture = Coloured(Waves((1, 3, 12, 12), random))
        return maximise(lambda x: x[:, 0, 4, 4], picture, Window(2, 1, 10, 0.1, random), 3, 0.1)

    before = torch.get_rng_state()
    assert torch.equal(run(1), run(1)) and not torch.equal(run(1), run(2))
    assert torch.equal(torch.get_rng_state(), before)


def test_waves_add_up_to_a_real_picture_of_their_size():
    waves = Waves((2, 3, 16, 16), generator(), contrast=1)
    picture = waves()
    assert picture.shape == (2, 3, 16, 16) and not picture.is_complex()
    noise = Pixels((2, 3, 16, 16), generator(), contrast=1)()
    assert (fast_waves(noise, 0.25) > 1.5 * fast_waves(picture, 0.25)).all()


def test_fast_waves_of_a_chessboard_and_of_a_slope():
    chessboard = (torch.arange(16)[:, None] + torch.arange(16)) % 2
    slope = torch.cos(torch.arange(16) * 2 * torch.pi / 16).expand(16, 16)
    pictures = torch.stack([chessboard.float(), slope])[:, None]
    torch.testing.assert_close(fast_waves(pictures, 0.25), torch.tensor([1.0, 0.0]), atol=1e-5, rtol=0)
    assert variation(pictures)[0] == 2


def test_grey_is_the_first_colour():
    picture = Pixels((1, 3, 4, 4), generator())
    picture.values.data = torch.tensor([1.0, 0, 0]).reshape(1, 3, 1, 1).expand(1, 3, 4, 4)
    red, green, blue = Coloured(picture)()[0, :, 0, 0].tolist()
    assert max(red, green, blue) / min(red, green, blue) < 1.1


def test_the_window_cuts_the_margin_off():
    pictures = torch.arange(100.0).reshape(1, 1, 10, 10)
    window = Window(2, shift=1, degrees=0, zoom=0, generator=generator())
    torch.testing.assert_close(window.eval()(pictures), pictures[:, :, 2:8, 2:8])
    window.train()
    for _ in range(5):
        moved = window(pictures)
        shift = moved - pictures[:, :, 2:8, 2:8]
        assert shift.abs().max() <= 11.001 and shift.std() < 1e-4  # one row and one column


def test_a_window_that_turns_keeps_the_middle():
    pictures = torch.zeros(1, 1, 13, 13)
    pictures[0, 0, 6, 6] = 1
    moved = Window(2, shift=0, degrees=45, zoom=0.05, generator=generator()).train()(pictures)
    assert moved.argmax() == 4 * 9 + 4
    assert not torch.equal(moved, pictures[:, :, 2:11, 2:11])


def test_excitation_counts_what_a_rectifier_passes():
    maps = torch.tensor([[-4.0, 2], [1, 0]]).reshape(1, 1, 2, 2).expand(2, 3, 2, 2) * torch.tensor([1, 2]).reshape(
        2, 1, 1, 1
    )
    assert excitation(maps, [0, 2]).tolist() == [0.75, 1.5]


def test_the_mean_of_a_linear_map_knows_only_the_mean_colour():
    """Why negative values are left out."""
    kernel = torch.randn(1, 1, 3, 3, generator=generator())
    image = torch.rand(1, 1, 20, 20, generator=generator())
    maps = F.conv2d(F.pad(image, [1] * 4, mode="circular"), kernel)
    assert maps.mean().item() == pytest.approx((kernel.sum() * image.mean()).item(), abs=1e-5)
    layer = nn.Identity()
    assert excitation(layer(maps), [0]).item() > maps.mean().item()
