import numpy as np
import pytest
from segmentation import largest_component


def slow_largest_component(mask):
    """Flood fill, one voxel at a time."""
    left = {tuple(voxel) for voxel in np.argwhere(mask)}
    best = set()
    while left:
        start = min(left)
        left.discard(start)
        component, front = {start}, [start]
        while front:
            voxel = front.pop()
            for axis in range(3):
                for step in (-1, 1):
                    neighbour = tuple(value + step * (index == axis) for index, value in enumerate(voxel))
                    if neighbour in left:
                        left.discard(neighbour)
                        component.add(neighbour)
                        front.append(neighbour)
        if len(component) > len(best):
            best = component
    result = np.zeros_like(mask)
    result[tuple(np.array(sorted(best)).T)] = True
    return result


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("density", [0.2, 0.35, 0.6])
def test_like_a_flood_fill(seed, density):
    mask = np.random.default_rng(seed).random((6, 9, 11)) < density
    np.testing.assert_array_equal(largest_component(mask), slow_largest_component(mask))


def test_parts_that_touch_in_a_corner_are_two():
    mask = np.zeros((2, 2, 3), dtype=bool)
    mask[0, 0, :2] = True
    mask[1, 1, 2] = True
    expected = mask.copy()
    expected[1, 1, 2] = False
    np.testing.assert_array_equal(largest_component(mask), expected)


def test_rows_do_not_run_into_each_other():
    mask = np.zeros((1, 2, 3), dtype=bool)
    mask[0, 0, 2] = mask[0, 1, 0] = mask[0, 1, 1] = True
    assert largest_component(mask).sum() == 2
