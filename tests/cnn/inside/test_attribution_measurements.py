"""What is asked of the maps and of the points, on small arrays."""

import numpy as np
import pytest
import torch
from sklearn.decomposition import PCA
from sklearn.neighbors import KNeighborsClassifier

from cnn.data.mnist import Digits
from cnn.inside import broken_explanation, class_activation, embeddings, pointing
from cnn.networks.digits import network_a, network_modern


@pytest.fixture(scope="module")
def digits() -> Digits:
    random = np.random.default_rng(0)
    images = np.zeros((40, 28, 28), np.uint8)
    images[:, 8:20, 10:18] = random.integers(1, 256, (40, 12, 8))
    labels = (np.arange(40) % 10).astype(np.uint8)
    return Digits(images, labels, images, labels)


def arrays_of(network) -> dict[str, np.ndarray]:
    return {name: value.numpy() for name, value in network.state_dict().items()}


def test_the_digits_that_are_shown():
    labels = np.array([0, 0, 1, 2, 3, 4, 5, 5])
    probabilities = np.full((8, 10), 0.001)
    probabilities[np.arange(8), labels] = [0.5, 0.995, 0.995, 0.41, 0.42, 0.01, 0.2, 0.01]
    for image, (rival, value) in enumerate(
        [(1, 0.3), (2, 1e-3), (3, 1e-3), (7, 0.4), (8, 0.4), (9, 0.9), (6, 0.6), (8, 0.95)]
    ):
        probabilities[image, rival] = value
    chosen, rivals = class_activation.choose(np.log(probabilities), labels)
    assert chosen.tolist() == [1, 3, 4, 7, 5]
    assert rivals.tolist()[1:] == [7, 8, 8, 9]


def test_correlations():
    maps = torch.rand(3, 5, 5, generator=torch.Generator().manual_seed(0))
    others = torch.rand(3, 5, 5, generator=torch.Generator().manual_seed(1))
    wanted = [np.corrcoef(a.flatten(), b.flatten())[0, 1] for a, b in zip(maps.numpy(), others.numpy(), strict=True)]
    np.testing.assert_allclose(class_activation.correlations(maps, others), wanted, rtol=1e-5)
    assert class_activation.correlations(torch.zeros(1, 5, 5), others[:1]) == [0]


def test_maps_on_digits(digits):
    torch.manual_seed(3)
    answers = np.log(np.random.default_rng(1).dirichlet(np.ones(10), size=40))
    numbers, arrays = class_activation.on_digits(
        digits, {"mean": 0.1, "std": 0.3}, answers, arrays_of(network_a()), arrays_of(network_modern()), count=3
    )
    assert numbers["digits"] == 3 and numbers["difference"] < 1e-5
    assert all(-1 <= each["mean"] <= 1 for each in numbers["agreement"].values())
    shown = len(arrays["class_activation.labels"])
    assert arrays["class_activation.maps"].shape == (shown, 6, 28, 28)
    assert all(arrays["class_activation.labels"] != arrays["class_activation.rivals"])


def test_the_collage_has_the_cat_on_the_left():
    photos = class_activation.photographs()
    assert photos.shape == (2, 3, 224, 320) and photos.min() >= 0 and photos.max() <= 1
    jump = (photos[0, :, :, 160] - photos[0, :, :, 159]).abs().mean()
    assert jump > 3 * (photos[0, :, :, 159] - photos[0, :, :, 158]).abs().mean()


def test_the_rectangle_of_the_ink():
    image = np.zeros((1, 10, 12), np.uint8)
    image[0, 2, 3], image[0, 6, 9] = 1, 255
    assert pointing.boxes(image).tolist() == [[2, 3, 5, 7]]


def test_scattered_digits_are_whole_and_apart(digits):
    pairs = np.stack([digits.test_images[:20], digits.test_images[20:]], axis=1)
    canvases, boxes = pointing.scatter(pairs, seed=0)
    assert canvases.shape == (20, 84, 84)
    for canvas, both, two in zip(canvases, pairs, boxes, strict=True):
        assert canvas.astype(int).sum() == both.astype(int).sum()
        for image, (top, left, height, width) in zip(both, two, strict=True):
            ink = canvas[top : top + height, left : left + width]
            assert (ink == image[8:20, 10:18]).all()
    again, _ = pointing.scatter(pairs, seed=0)
    assert (again == canvases).all()


def test_inside():
    points, rectangle = np.array([[2, 3], [6, 9], [7, 9], [1, 3]]), np.array([[2, 3, 5, 7]] * 4)
    assert pointing.inside(points, rectangle).tolist() == [True, True, False, False]


def test_a_network_that_points_at_ink_hits(digits, monkeypatch):
    monkeypatch.setattr(pointing, "RANDOM_SEEDS", (1,))
    monkeypatch.setattr(pointing, "peaks", lambda network, canvases, classes: (
        np.stack(np.divmod(canvases.reshape(len(canvases), -1).argmax(axis=1), 84), axis=1), canvases.astype(float)
    ))  # fmt: skip
    found = pointing.measure(digits, arrays_of(network_modern()), count=10)
    numbers, arrays = found.numbers, found.arrays
    assert numbers["one"]["trained"]["share"] == 1
    assert numbers["one"]["chance"] == pytest.approx(12 * 8 / 84**2)
    two = numbers["two"]["random"]
    assert two["any"] == 1 and two["which"] == two["share"] <= 1
    assert arrays["pointing_shares.hits"].shape == (2, 2) and arrays["pointing.maps"].shape == (3, 2, 84, 84)


def test_the_peak_of_a_map(digits):
    torch.manual_seed(0)
    canvases, _ = pointing.scatter(digits.test_images[:2, None], seed=0)
    points, maps = pointing.peaks(network_modern()[:-1].eval(), canvases, np.array([1, 2]))
    for (row, column), values in zip(points, maps, strict=True):
        assert values[row, column] == values.max()


def test_principal_components_are_those_of_scikit_learn():
    points = np.random.default_rng(0).normal(size=(60, 5)) * [5, 3, 1, 1, 1]
    flat, shares = embeddings.principal_components(points)
    theirs = PCA(2).fit(points)
    np.testing.assert_allclose(shares, theirs.explained_variance_ratio_)
    np.testing.assert_allclose(np.abs(flat), np.abs(theirs.transform(points)))


def test_nearest_neighbours_without_the_point_itself():
    random = np.random.default_rng(0)
    labels = np.repeat(np.arange(3), 20)
    points = random.normal(size=(60, 2)) + 2.0 * labels[:, None]
    right = 0
    for i in range(60):
        others = np.delete(np.arange(60), i)
        model = KNeighborsClassifier(10, algorithm="brute").fit(points[others], labels[others])
        right += model.predict(points[i : i + 1])[0] == labels[i]
    votes = embeddings.nearest_classes(points, labels)
    assert (votes.sum(axis=1) == 10).all()
    assert (votes.argmax(axis=1) == labels).sum() == right


def test_distances_agree_with_themselves_at_any_scale():
    points = np.random.default_rng(0).normal(size=(50, 4))
    assert embeddings.distances_agree(3 * points, points) == pytest.approx(1)
    assert embeddings.distances_agree(np.random.default_rng(1).normal(size=(50, 4)), points) < 0.3


def test_embeddings_of_a_small_set(digits, monkeypatch):
    monkeypatch.setattr(embeddings, "PERPLEXITY", 5)
    torch.manual_seed(1)
    found = embeddings.measure(digits, {"mean": 0.1, "std": 0.3}, arrays_of(network_a()), every=1)
    assert found.numbers["images"] == 40 and found.numbers["dimensions"] == 50
    assert found.numbers["wrong"] == (found.arrays["labels"] != found.arrays["answers"]).sum()
    assert set(found.numbers["nearest"]) == {"pixels", "layer", "pca", "tsne"}
    assert found.arrays["pca"].shape == found.arrays["tsne"].shape == (40, 2)


def test_a_network_breaks_from_its_answer_down(digits):
    torch.manual_seed(3)
    found = broken_explanation.measure(digits, arrays_of(network_modern()), count=5, steps=4)
    numbers, arrays = found.numbers, found.arrays
    assert [row["broken"] for row in numbers["rows"]] == list(range(7))
    assert all(numbers["rows"][0][method] == pytest.approx(1) for method in broken_explanation.METHODS)
    assert all(numbers["last"][method] < 0.999 for method in ("saliency", "cam"))
    assert numbers["last"]["integrated_on_ink"] < 0.999
    assert arrays["maps"].shape == (3, 4, 28, 28) and arrays["similarity"].shape == (3, 7)


def test_a_stage_is_a_convolution_with_its_normalisation():
    network, fresh, before = network_modern(), network_modern(), network_modern()
    before.load_state_dict(network.state_dict())
    broken_explanation.shuffle_stage(network, fresh, "4")
    changed = {
        name for name, value in network.state_dict().items() if not torch.equal(value, before.state_dict()[name])
    }
    assert changed == {"conv4.weight"}  # a new normalisation is as any other
    before.norm4.weight.data += 1
    broken_explanation.shuffle_stage(before, fresh, "4")
    assert torch.equal(before.norm4.weight, fresh.norm4.weight)
