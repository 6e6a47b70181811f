"""How different colours look, to eyes of several kinds: CAM02-UCS distances under normal and deficient colour vision.

Appearance follows CIECAM02 (CIE 159:2004) and its uniform space (Luo, Cui and Li 2006) as on a screen in a dim room;
deficient vision follows Machado, Oliveira and Fernandes (2009) where one kind of cone is missing.
"""

from math import pi

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
"""From linear sRGB."""

CAT02 = np.array([[0.7328, 0.4296, -0.1624], [-0.7036, 1.6975, 0.0061], [0.0030, 0.0136, 0.9834]])
CONES = np.array([[0.38971, 0.68898, -0.07868], [-0.22981, 1.18340, 0.04641], [0.0, 0.0, 1.0]])

WHITE = np.array([95.047, 100.0, 108.883])
ADAPTING, BACKGROUND = 64.0 / pi / 5.0, 20.0
"""Luminance of the surroundings in cd/m²; of the background, of 100."""

VISIONS = {
    "normal": np.eye(3),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""What linear sRGB looks like to each kind of eyes, in linear sRGB."""


def distance(one: str, other: str, vision: str = "normal") -> float:
    """How far apart two colours, ``#rrggbb``, look: about 1 can just be told apart."""
    first, second = (appearance(VISIONS[vision] @ linear(colour)) for colour in (one, other))
    return float(np.linalg.norm(first - second))


def linear(colour: str) -> Numbers:
    values = np.array(list(bytes.fromhex(colour[1:]))) / 255.0
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def appearance(rgb: Numbers) -> Numbers:
    """Lightness, redness and yellowness in CAM02-UCS of a colour in linear sRGB."""
    k = 1.0 / (5.0 * ADAPTING + 1.0)
    level = 0.2 * k**4 * 5.0 * ADAPTING + 0.1 * (1.0 - k**4) ** 2 * (5.0 * ADAPTING) ** (1.0 / 3.0)
    n = BACKGROUND / WHITE[1]
    induced = 0.725 * n**-0.2
    white = _responses(WHITE, level)
    r, g, b = found = _responses(100.0 * XYZ @ np.clip(rgb, 0.0, 1.0), level)
    red, yellow = r - 12.0 * g / 11.0 + b / 11.0, (r + g - 2.0 * b) / 9.0
    hue = np.arctan2(yellow, red)
    eccentricity = 0.25 * (np.cos(hue + 2.0) + 3.8)
    lightness = 100.0 * (_achromatic(found, induced) / _achromatic(white, induced)) ** (0.69 * (1.48 + n**0.5))
    t = 50_000.0 / 13.0 * induced * eccentricity * np.hypot(red, yellow) / (r + g + 1.05 * b)
    colourful = t**0.9 * (lightness / 100.0) ** 0.5 * (1.64 - 0.29**n) ** 0.73 * level**0.25
    far = np.log1p(0.0228 * colourful) / 0.0228
    return np.array([1.7 * lightness / (1.0 + 0.007 * lightness), far * np.cos(hue), far * np.sin(hue)])


def _responses(xyz: Numbers, level: float) -> Numbers:
    adapted = 1.0 - np.exp((-ADAPTING - 42.0) / 92.0) / 3.6
    gain = adapted * WHITE[1] / (CAT02 @ WHITE) + 1.0 - adapted
    cones = CONES @ np.linalg.solve(CAT02, gain * (CAT02 @ xyz))
    strength = (level * np.abs(cones) / 100.0) ** 0.42
    return np.sign(cones) * 400.0 * strength / (27.13 + strength) + 0.1


def _achromatic(responses: Numbers, induced: float) -> float:
    return float((responses @ np.array([2.0, 1.0, 0.05]) - 0.305) * induced)
