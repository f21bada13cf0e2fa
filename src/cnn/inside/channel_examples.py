"""What excites chosen channels of a pretrained network and one class: a picture made for it, and photographs."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import torch
from skimage import data
from torch import nn
from torch.nn import functional as F

from cnn.inside.excited_channels import LEAK, as_images, cut, excite
from cnn.inside.maximisation import Waves, excitation
from cnn.little_data.surfaces import SURFACES
from cnn.networks.pretrained import class_names, pretrained
from lecture.studies.measured import Measured

BLOCKS = (3, 5, 6, 7)  # from textures to things
SIDE, SMALL = 112, 96  # pixels: of a crop and of a picture, and of a crop on the page, which has to carry many
SHOWN = 3  # crops beside each picture
AT_ONCE = 20  # crops: the widest maps of more are taken from the system anew each time
QUIET = 0.1  # of the block's strongest answer: a channel that answers less isn't chosen
NAME = "daisy"  # the class: a flower is among the photographs
# Waves, uncorrelated colours, and movements twice as wide as elsewhere: deep channels see whole things.
MOVES, MARGIN = {"shift": 16, "degrees": 12, "zoom": 0.25}, 16
CHANNEL, CLASS = (Waves, MOVES, 0, True, 0.02), (Waves, MOVES, 30, True, 0.02)  # a class also pays for motley

READS = {"network": "config pretrained"}


def measure(network: str, *, crops: int, steps: int) -> Measured:
    """Choose the most selective channel of some blocks, and show what excites it; then the same for a class.

    A channel is passed over if its best crop is of a photograph that another row shows.

    Args:
        network: as `cnn.networks.pretrained.pretrained` knows it.
        crops: of each photograph.
        steps: of the optimiser, for each picture.

    Returns:
        Numbers: `crops` of all photographs, how many `photographs`, `seeds` 1, of the random starts; `rows`, for each
        block its number `block`, the `channel`, how `selective` it is, and the `ratio` of the picture's excitation to
        the best crop's; `class`, its `name` in English and the probability that the network gives it for the `picture`
        and for the best `crop`.
        Arrays: `blocks` (N,) int, `pictures` (N, SIDE, SIDE, 3) uint8, `examples` (N, SHOWN, SMALL, SMALL, 3) uint8,
        the best crop first; `name` () str, `class_picture` (SIDE, SIDE, 3) and `class_examples`, likewise.
    """
    used = pretrained(network)
    used.network.requires_grad_(False).to(memory_format=torch.channels_last)
    photos, wanted = photographs(), class_names().index(NAME)
    pieces = cut(photos, SIDE, crops)
    with torch.inference_mode():
        seen, logits = answers(used.blocks, used.network, used.prepare(pieces), AT_ONCE)
    probabilities = logits.softmax(dim=1)[:, wanted]
    of_class = probabilities.topk(SHOWN).indices

    taken = {int(of_class[0]) // crops}
    rows, pictures, examples = [], [], []
    for block in BLOCKS:
        selective, best = selectivity(seen[block])
        ranked = selective.argsort(descending=True, stable=True).tolist()
        channel = next((c for c in ranked if int(best[0, c]) // crops not in taken), ranked[0])
        taken.add(int(best[0, channel]) // crops)
        part = nn.Sequential(*used.blocks[:block])

        def rising(images: torch.Tensor, part=part, channel=channel) -> torch.Tensor:
            return excitation(part(used.prepare(images)), [channel], LEAK)

        picture = excite(rising, 1, SIDE, steps, *CHANNEL, margin=MARGIN)
        with torch.inference_mode():
            excited = excitation(part(used.prepare(as_images(picture))), [channel])[0]
        ratio = float(excited / seen[block][best[0, channel], channel])
        rows.append({"block": block, "channel": channel, "selective": float(selective[channel]), "ratio": ratio})
        pictures.append(picture[0])
        examples.append(as_shown(pieces[best[:, channel]]))

    def score(images: torch.Tensor) -> torch.Tensor:
        return used.network(used.prepare(images))[:, wanted]

    made = excite(score, 1, SIDE, steps, *CLASS, margin=MARGIN)
    with torch.inference_mode():
        sure = used.network(used.prepare(as_images(made))).softmax(dim=1)[0, wanted]
    return Measured(
        {
            "seeds": 1,
            "photographs": len(photos),
            "crops": len(pieces),
            "rows": rows,
            "class": {"name": NAME, "picture": float(sure), "crop": float(probabilities.max())},
        },
        {
            "blocks": np.array(BLOCKS),
            "pictures": np.stack(pictures),
            "examples": np.stack(examples),
            "name": np.array(NAME),
            "class_picture": made[0],
            "class_examples": as_shown(pieces[of_class]),
        },
    )


def photographs() -> list[torch.Tensor]:
    """All photographs of the lecture, (1, 3, H, W) in [0, 1]."""
    loaded = [load() for load in (*(surface.photo for surface in SURFACES), data.rocket)]
    return [as_images(np.array(np.atleast_3d(photo) * np.ones(3, np.uint8))[None]) for photo in loaded]


def answers(
    blocks: Sequence[nn.Module], network: nn.Module, images: torch.Tensor, batch: int
) -> tuple[dict[int, torch.Tensor], torch.Tensor]:
    """How much images (N, 3, H, W) excite each channel behind each of `BLOCKS`, (N, C), and the logits (N, classes)."""
    seen: dict[int, list[torch.Tensor]] = {block: [] for block in BLOCKS}

    def keep(number: int, _block: nn.Module, _maps: tuple, maps: torch.Tensor) -> None:
        seen[number].append(maps.relu().mean(dim=(2, 3)))

    hooks = [blocks[number - 1].register_forward_hook(partial(keep, number)) for number in BLOCKS]
    logits = [network(some) for some in images.split(batch)]
    for hook in hooks:
        hook.remove()
    return {block: torch.cat(means) for block, means in seen.items()}, torch.cat(logits)


def selectivity(seen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """How many times more its best images excite each channel than images do on average.

    Args:
        seen: the excitations (N, C), none negative.

    Returns:
        (C,), 0 for a channel whose strongest answer is below `QUIET` of the strongest of all; and the numbers of the
        best images (SHOWN, C), the best first.
    """
    values, best = seen.topk(SHOWN, dim=0)
    loud = values[0] >= QUIET * seen.max()
    return loud * values.mean(dim=0) / seen.mean(dim=0).clamp(min=1e-12), best


def as_shown(crops: torch.Tensor) -> np.ndarray:
    """Crops as the page shows them: (N, 3, SIDE, SIDE) in [0, 1] → (N, SMALL, SMALL, 3) uint8."""
    shrunk = F.interpolate(crops, size=(SMALL, SMALL), mode="bilinear", antialias=True)
    return (255 * shrunk).round().byte().permute(0, 2, 3, 1).numpy()
