from collections import Counter

import numpy as np
import pytest
from surface import TRIANGLE, write_stl


def read_stl(file):
    content = file.read_bytes()
    count = int.from_bytes(content[80:84], "little")
    assert len(content) == 84 + 50 * count
    return np.frombuffer(content[84:], dtype=TRIANGLE)


def affine(*diagonal, origin=(0.0, 0.0, 0.0)):
    matrix = np.diag([*diagonal, 1.0])
    matrix[:3, 3] = origin
    return matrix


@pytest.mark.parametrize("matrix", [affine(5, 0.5, 0.5), affine(-5, 0.5, 0.5), affine(2, 1, -1, origin=(7, 8, 9))])
@pytest.mark.parametrize("seed", range(5))
def test_closed_and_of_the_right_volume(tmp_path, matrix, seed):
    mask = np.random.default_rng(seed).random((4, 5, 6)) < 0.4
    file = tmp_path / "surface.stl"
    count = write_stl(file, mask, matrix)
    triangles = read_stl(file)
    assert len(triangles) == count

    edges = Counter()
    for corners in np.round(triangles["corners"] * 4).astype(int).tolist():
        points = [tuple(point) for point in corners]
        for start, end in zip(points, points[1:] + points[:1], strict=True):
            edges[start, end] += 1
    assert all(edges[end, start] == number for (start, end), number in edges.items()), "an edge has one side only"

    corners = triangles["corners"].astype(float)
    volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6
    voxel = abs(np.linalg.det(matrix[:3, :3]))
    assert volume == pytest.approx(mask.sum() * voxel, rel=1e-4), "positive: the normals point outwards"


def test_one_voxel_is_a_box_around_its_centre(tmp_path):
    file = tmp_path / "surface.stl"
    assert write_stl(file, np.ones((1, 1, 1), dtype=bool), affine(3, 2, 1, origin=(10, 20, 30))) == 12
    corners = read_stl(file)["corners"].reshape(-1, 3)
    np.testing.assert_allclose(corners.min(axis=0), [8.5, 19, 29.5])
    np.testing.assert_allclose(corners.max(axis=0), [11.5, 21, 30.5])
