"""Of many the few that come first: those that lead on, and in the order in which they were."""

from __future__ import annotations

from macros.records.foremost import foremost
from tests.helpers.small_catalog import activiteit, praktijk


def test_few_are_shown_as_they_are() -> None:
    four = [activiteit(str(n)) for n in range(4)]
    assert foremost(four, "vnet") == (four, ())


def test_of_activities_those_with_a_practice_and_then_those_that_deliver_something() -> None:
    all_ = [
        activiteit("a"), activiteit("b", oplevering="een rapport"), activiteit("c", praktijken=["hackshield"]),
        activiteit("d"), activiteit("e", praktijken=["hackshield"]),
    ]  # fmt: skip
    first, rest = foremost(all_, "vnet")
    assert ([a.id for a in first], [a.id for a in rest]) == (["b", "c", "e"], ["a", "d"])


def test_of_practices_our_own_that_are_in_use_and_were_described_last() -> None:
    all_ = [
        praktijk("a", netwerk="buren"), praktijk("b", status="pilot"), praktijk("c", stand_van="2018"),
        praktijk("d", stand_van="2023"), praktijk("e", stand_van="2019"), praktijk("f", stand_van="2022"),
    ]  # fmt: skip
    first, rest = foremost(all_, "vnet")
    assert ([p.id for p in first], [p.id for p in rest]) == (["d", "e", "f"], ["a", "b", "c"])
