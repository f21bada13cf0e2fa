"""The attack: against captum's, against a linear model by hand, and within its bounds."""

import torch
from captum.robust import FGSM
from torch import nn
from torch.nn import functional as F

from cnn.inside.adversarial import fast_gradient_sign, pixel_gradient, step


def random(*shape: int) -> torch.Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(len(shape)))


def network() -> nn.Module:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return nn.Sequential(
            nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 3), nn.LogSoftmax(1)
        ).eval()


def test_as_captum_does_it():
    victim, images, labels = network(), random(5, 1, 8, 8), torch.tensor([0, 1, 2, 0, 1])
    theirs = FGSM(victim, nn.NLLLoss(reduction="none"), lower_bound=0, upper_bound=1).perturb(
        images.requires_grad_(), epsilon=0.1, target=labels
    )
    torch.testing.assert_close(fast_gradient_sign(victim, images, labels, 0.1), theirs)


def test_a_linear_model_loses_the_sum_of_its_weights():
    """A logit falls by ε|w|₁, as the exercise says, where no pixel leaves [0, 1]."""
    weight, images = random(1, 16) - 0.5, 0.4 + 0.2 * random(1, 1, 4, 4)
    logit = nn.Sequential(nn.Flatten(), nn.Linear(16, 1, bias=False))
    logit[1].weight.data = weight

    def model(x: torch.Tensor) -> torch.Tensor:
        return F.log_softmax(torch.cat([logit(x), torch.zeros(len(x), 1)], dim=1), dim=1)

    changed = fast_gradient_sign(model, images, torch.tensor([0]), 0.1)
    torch.testing.assert_close(logit(images) - logit(changed), 0.1 * weight.abs().sum().reshape(1, 1))


def test_pixels_stay_pixels_and_images_apart():
    victim, images, labels = network(), random(3, 1, 8, 8).round(), torch.tensor([0, 1, 2])
    changed = fast_gradient_sign(victim, images, labels, 0.3)
    assert changed.min() >= 0 and changed.max() <= 1 and not changed.requires_grad
    assert (changed - images).abs().max() <= 0.3 + 1e-6
    torch.testing.assert_close(changed[1:2], fast_gradient_sign(victim, images[1:2], labels[1:2], 0.3))
    assert F.nll_loss(victim(changed), labels) > F.nll_loss(victim(images), labels)


def test_no_step_changes_nothing():
    victim, images, labels = network(), random(2, 1, 8, 8), torch.tensor([0, 1])
    assert torch.equal(step(images, pixel_gradient(victim, images, labels).sign(), 0), images)
    assert all(p.grad is None for p in victim.parameters())
