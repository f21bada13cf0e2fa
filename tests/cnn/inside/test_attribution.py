"""Maps of a class, against captum's and against sums by hand."""

import pytest
import torch
from captum.attr import IntegratedGradients, LayerGradCam, Occlusion, Saliency
from torch import nn

from cnn.inside.attribution import class_activation_map, enlarge, grad_cam, integrated_gradients, occlusion, saliency

CLASSES = torch.tensor([1, 3])
EACH = torch.arange(2)


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 4))


@pytest.fixture(scope="module")
def images():
    return torch.randn(2, 1, 10, 11, generator=torch.Generator().manual_seed(1))


def test_the_mean_of_cam_and_the_bias_are_the_logit(network, images):
    maps = class_activation_map(network, network[1], network[4], images, CLASSES)
    assert maps.shape == (2, 8, 9)
    logits = network(images)[EACH, CLASSES]
    torch.testing.assert_close(maps.mean(dim=(1, 2)) + network[4].bias[CLASSES], logits)


def test_grad_cam_is_that_of_captum_and_cam_where_there_is_one(network, images):
    ours = grad_cam(network, network[1], images, CLASSES)
    theirs = LayerGradCam(network, network[1]).attribute(images, target=CLASSES, relu_attributions=True)
    torch.testing.assert_close(ours, theirs[:, 0])
    cam = class_activation_map(network, network[1], network[4], images, CLASSES)
    torch.testing.assert_close(72 * ours, cam.relu())
    assert not ours.requires_grad and not network[1]._forward_hooks


def test_without_averaging_every_place_keeps_its_gradient(images):
    torch.manual_seed(2)
    flat = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(2 * 72, 4))
    maps = flat[:2](images)
    weights = flat[3].weight[CLASSES].reshape(2, 2, 8, 9)
    torch.testing.assert_close(
        grad_cam(flat, flat[1], images, CLASSES, average=False), (weights * maps).sum(dim=1).relu().detach()
    )
    averaged = (weights.mean(dim=(2, 3), keepdim=True) * maps).sum(dim=1).relu().detach()
    torch.testing.assert_close(grad_cam(flat, flat[1], images, CLASSES), averaged)


@pytest.mark.parametrize(("patch", "stride"), [(3, 2), (4, 3), (4, 4)])
def test_occlusion_is_that_of_captum(network, images, patch, stride):
    ours = occlusion(network, images, patch, stride, fill=0.5)[EACH, CLASSES]
    theirs = Occlusion(network).attribute(
        images, sliding_window_shapes=(1, patch, patch), strides=(1, stride, stride), baselines=0.5, target=CLASSES
    )
    torch.testing.assert_close(ours, theirs[:, 0])


@pytest.mark.parametrize("stride", [0, 4])
def test_a_step_that_leaves_gaps(network, images, stride):
    with pytest.raises(ValueError, match=rf"^steps of {stride} with squares of 3 leave gaps"):
        occlusion(network, images, patch=3, stride=stride)


def test_a_square_larger_than_the_image_hides_all(network, images):
    hidden = occlusion(network, images, patch=20, stride=5)
    fall = (network(images) - network(torch.zeros_like(images))).detach()
    torch.testing.assert_close(hidden, fall[:, :, None, None].expand_as(hidden))


def test_an_enlarged_map():
    large = enlarge(torch.tensor([[[0.0, 1.0]]]), (2, 4))
    torch.testing.assert_close(large, torch.tensor([[[0, 0.25, 0.75, 1]] * 2]))


def test_saliency_is_that_of_captum(network, images):
    ours = saliency(network, images, CLASSES)
    torch.testing.assert_close(ours, Saliency(network).attribute(images, target=CLASSES)[:, 0].detach())


def test_integrated_gradients_are_those_of_captum_and_add_up(network, images):
    ours = integrated_gradients(network, images, CLASSES, background=-0.5, steps=400)
    theirs = IntegratedGradients(network).attribute(
        images, baselines=-0.5, target=CLASSES, n_steps=400, method="riemann_middle"
    )
    torch.testing.assert_close(ours, theirs[:, 0].float(), atol=1e-5, rtol=1e-4)
    rise = (network(images) - network(torch.full_like(images, -0.5)))[EACH, CLASSES]
    torch.testing.assert_close(ours.sum(dim=(1, 2)), rise, atol=1e-3, rtol=1e-3)
