"""The surface of a mask as a binary STL file."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# A face of a voxel, by the axis it is across: its corners on the upper side, seen from outside against the clock.
FACES = {
    0: [(1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 0, 1)],
    1: [(0, 1, 0), (0, 1, 1), (1, 1, 1), (1, 1, 0)],
    2: [(0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)],
}
TRIANGLE = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


def write_stl(file: Path, mask: NDArray[np.bool_], affine: NDArray[np.float64]) -> int:
    """Writes the outer faces of the voxels in patient coordinates (mm); the number of triangles."""
    corners = _triangles(mask)
    # The centre of voxel (0, 0, 0) is at the origin, its corners are half a voxel away.
    points = (corners - 0.5) @ affine[:3, :3].T + affine[:3, 3]
    if np.linalg.det(affine[:3, :3]) < 0:
        points = points[:, ::-1]
    normals = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
    records = np.zeros(len(points), dtype=TRIANGLE)
    records["normal"] = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    records["corners"] = points
    with file.open("wb") as stl:
        stl.write(b"Surface in DICOM patient coordinates, mm".ljust(80))
        stl.write(np.array(len(records), dtype="<u4").tobytes())
        stl.write(records.tobytes())
    return len(records)


def _triangles(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Two triangles for each face between a voxel inside and one outside, as indices (slice, row, column)."""
    padded = np.pad(mask, 1)
    triangles = []
    for axis, corners in FACES.items():
        for side in (1, 0):
            neighbour = np.roll(padded, -1 if side else 1, axis=axis)
            voxels = np.argwhere(padded & ~neighbour) - 1
            face = np.array(corners)
            if not side:
                face = face[::-1].copy()
                face[:, axis] = 0
            quads = voxels[:, None, :] + face[None]
            triangles += [quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]
    return np.asarray(np.concatenate(triangles), dtype=float)
