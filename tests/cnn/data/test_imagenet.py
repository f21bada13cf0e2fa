"""The names of ImageNet's classes in Russian."""

from cnn.data.imagenet import RUSSIAN, in_russian
from cnn.networks.pretrained import class_names


def test_every_name_is_one_of_imagenets():
    assert RUSSIAN.keys() <= set(class_names())


def test_a_class_without_a_russian_name_keeps_its_own():
    assert in_russian("daisy") == "маргаритка"
    assert in_russian("bow tie") == "bow tie"
