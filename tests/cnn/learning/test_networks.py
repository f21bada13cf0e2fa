from cnn.learning.networks import COLUMNS, side_by_side


def test_a_row_for_each_network_in_the_order_of_the_configuration():
    numbers = {column: 1 for column in COLUMNS} | {"layers": []}
    rows = side_by_side({"b": numbers, "a": numbers})["rows"]
    assert [row["name"] for row in rows] == ["B", "A"]
    assert set(rows[0]) == {"name", *COLUMNS}
