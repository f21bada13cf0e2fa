"""Small made-up data for the figures of the chapter on vision."""

import numpy as np


def arguments() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    random = np.random.default_rng(1)
    arc = np.exp(0.5j * np.pi * np.linspace(-1, 1, 21))
    circles = np.array([[5.0], [20], [90]]) * arc
    rays = np.exp(1j * np.radians([-90, 0, 90]))[:, None] * np.linspace(0, 90, 21)
    outline = np.concatenate([12 * arc, [0]])

    def on_map(place):
        return 10 * np.log(place + 1)

    turns = np.arange(0, 181, 5)
    tuning = np.exp(-(((turns - np.array([[0], [45], [90], [135]])) / 20.0) ** 2))
    shifts = np.linspace(-20, 20, 41)
    return {
        "visual_pathway": {
            "areas": np.array(["сетчатка", "ЛКТ", "V1", "V5", "V4"]),
            "roles": np.array(["свет", "узел", "края\nи полоски", "движение", "формы"]),
            "links": np.array([("сетчатка", "ЛКТ"), ("ЛКТ", "V1"), ("V1", "V5"), ("V4", "V1")]),
            "kinds": np.array(["forward", "forward", "bypass", "feedback"]),
        },
        "log_polar": {
            "photo": random.integers(40, 90, (41, 41, 3), dtype=np.uint8),
            "cells": random.integers(40, 90, (32, 24, 3), dtype=np.uint8),
            "restored": random.integers(0, 256, (41, 41, 3), dtype=np.uint8),
        },
        "cortical_map": {
            "eccentricities": np.array([5, 20, 90]),
            "angles": np.array([-90, 0, 90]),
            "circles": circles,
            "circles_mm": on_map(circles),
            "rays": rays,
            "rays_mm": on_map(rays),
            "centre": outline,
            "centre_mm": on_map(outline),
            "centre_map": np.array(0.5),
        },
        "simple_cells": {
            "fields": random.normal(size=(4, 41, 41)),
            "angles": np.array([0, 45, 90, 135]),
            "bar_angles": turns,
            "responses": tuning,
        },
        "one_kernel": {
            "picture": random.uniform(size=(31, 31)),
            "kernel": random.normal(size=(9, 9)),
            "answers": random.uniform(size=(31, 31)),
            "windows": np.array([(8, 8), (15, 18), (24, 20)]),
        },
        "complex_cell": {
            "outline": np.array([17, 39]),
            "places": np.arange(-8, 9, 2),
            "shifts": shifts,
            "turns": turns,
            "shifted": np.exp(-((shifts / np.array([[3], [9]])) ** 2)),
            "turned": tuning[[2, 2]],
        },
        "timeline": {
            "years": np.array([1959, 1980, 2012]),
            "names": np.array(["Клетки", "Неокогнитрон", "AlexNet"]),
            "people": np.array(["Хьюбел, Визель", "Фукусима", "Крижевский и др."]),
            "steps": np.array(["полоски", "слои", "видеокарты"]),
            "data": np.array(["", "", "ImageNet"]),
            "errors": np.array([np.nan, np.nan, 0.153]),
            "networks": np.array([False, True, True]),
        },
    }
