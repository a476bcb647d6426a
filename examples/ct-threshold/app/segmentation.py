"""Threshold and largest connected component."""

import numpy as np
from errors import ApplicationError
from model import Model
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def segment(volume: NDArray[np.float32], model: Model) -> Mask:
    """The largest connected part of `volume` in the model's range."""
    mask = (volume >= model.minimum) & (volume <= model.maximum)
    if not mask.any():
        raise ApplicationError(f"Nothing in the series lies between {model.minimum:g} and {model.maximum:g} HU")
    return largest_component(mask)


def largest_component(mask: Mask) -> Mask:
    """The voxels of the largest part that is connected over faces; of equal ones, the first."""
    runs, count = _runs(mask)
    roots = _components(count, _touching(runs))
    sizes = np.bincount(roots[runs[mask]], minlength=count)
    keep = np.append(roots == sizes.argmax(), False)
    return np.asarray(keep[runs])


def _runs(mask: Mask) -> tuple[NDArray[np.int64], int]:
    """Numbers the runs of set voxels along the last axis from 0; -1 elsewhere."""
    before = np.zeros_like(mask)
    before[..., 1:] = mask[..., :-1]
    starts = mask & ~before
    numbers = np.cumsum(starts).reshape(mask.shape) - 1
    return np.where(mask, numbers, -1), int(starts.sum())


def _touching(runs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs of runs with a common face, one pair a row."""
    pairs: list[NDArray[np.int64]] = [np.empty((0, 2), dtype=np.int64)]
    for axis in range(runs.ndim - 1):
        here = np.moveaxis(runs, axis, 0)
        one, other = here[:-1], here[1:]
        both = (one >= 0) & (other >= 0)
        pairs.append(np.stack([one[both], other[both]], axis=1))
    return np.unique(np.concatenate(pairs), axis=0)


def _components(count: int, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """The lowest number in each run's component: the lower root is taken over until no pair differs."""
    roots = np.arange(count)
    while True:
        left, right = roots[pairs[:, 0]], roots[pairs[:, 1]]
        if np.array_equal(left, right):
            return roots
        lower = np.minimum(left, right)
        np.minimum.at(roots, left, lower)
        np.minimum.at(roots, right, lower)
        while not np.array_equal(roots, roots[roots]):
            roots = roots[roots]
