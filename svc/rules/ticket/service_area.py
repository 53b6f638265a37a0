"""Service area (服务区域): inside it, outside but near, far; one rule for every way it is told."""

from __future__ import annotations

from svc.errors import ZoneDisagrees
from svc.model.settings import Settings
from svc.model.tickets import Zone


def zone_of(zone: Zone | str, distance_km: int | None, settings: Settings) -> Zone:
    """The zone as told, else as the distance has it; without either inside.

    The area is no circle, so within reach the word counts before the distance. Raises
    ZoneDisagrees where both can't be right.
    """
    by_distance = _by_distance(distance_km, settings)
    if zone and distance_km is not None and not is_possible(zone, distance_km, settings):
        raise ZoneDisagrees(zone=zone, distance=distance_km, fits=by_distance)
    return zone or by_distance  # type: ignore[return-value]


def is_possible(zone: str, distance_km: int, settings: Settings) -> bool:
    """Whether a customer so far away can be in this zone: within reach inside or near, farther only
    far; what lies within the usual radius is never far.
    """
    if distance_km > settings.near_km:
        return zone == "far"
    return zone != "far" or distance_km > settings.inside_km


def _by_distance(distance_km: int | None, settings: Settings) -> Zone:
    if distance_km is None or distance_km <= settings.inside_km:
        return "inside"
    return "near" if distance_km <= settings.near_km else "far"
