from cnn.learning.networks import side_by_side


def test_a_row_for_each_network_in_the_order_of_the_configuration():
    numbers = {name: 1 for name in ("parameters", "multiply_adds", "data", "training_examples", "epochs", "seeds")}
    numbers |= {"test_accuracy": {"mean": 0.5}, "examples_per_second": 1, "layers": []}
    rows = side_by_side(["b", "a"], [numbers, numbers])["rows"]
    assert [row["name"] for row in rows] == ["B", "A"]
    assert rows[0]["test_accuracy"] == {"mean": 0.5} and "layers" not in rows[0]
