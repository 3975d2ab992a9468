"""The reader in 8 bits: near to the one in 32, the same in every run, and named where what it needs is not there."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from coding_documents import document_of
from learned_standins import small_network

from detente.coding.coder import DefaultCoder, EightBitCoder
from detente.coding.learned.eight_bit import EightBit
from detente.coding.learned.network import gelu, linear
from detente.errors import DetenteError
from detente.study import Rooms

pytest.importorskip("onnxruntime")
TEXT = """In February 1950 China and the Soviet Union signed a treaty of alliance in Moscow. The Soviet leaders promised China
a credit of 300 million dollars and sent engineers to its factories. In July 1960 Khrushchev recalled the experts, and Beijing accused
Moscow of betraying the alliance. Nine years later their troops clashed on the Ussuri river, and the Soviet Union threatened China with
war. The two governments opened talks in Beijing in October. In 1972 the American president visited China, and the two countries agreed
that no power should dominate Asia."""


def test_a_product_in_8_bits_is_near_to_the_one_in_32() -> None:
    network = small_network()
    weights = EightBit(dict(network.weights))
    x = np.random.default_rng(3).standard_normal((9, 24)).astype(np.float32)
    for name in ("0.attend", "0.attention"):
        whole, rough = linear(x, network.weights, name), linear(x, weights, name)
        assert rough.shape == whole.shape and np.abs(rough - whole).max() < 0.03 * np.abs(whole).max()
    assert np.array_equal(linear(x, network.weights, "types.0"), linear(x, weights, "types.0")), "scores stay as they are"
    assert "0.attend.w" not in weights and "types.0.w" in weights, "what is kept in 8 bits is not kept twice"


def test_the_wide_matrices_with_the_curve_between_are_near_too() -> None:
    network = small_network()
    x = np.random.default_rng(4).standard_normal((9, 24)).astype(np.float32)
    whole = linear(gelu(linear(x, network.weights, "1.in")), network.weights, "1.out")
    rough = EightBit(network.weights).wide(x, "1.")
    assert rough.shape == whole.shape and np.abs(rough - whole).max() < 0.05 * np.abs(whole).max()


def test_a_column_of_nothing_stays_nothing() -> None:
    weights = EightBit({"0.attend.w": np.zeros((4, 3), np.float32), "0.attend.b": np.array([1.0, 2.0, 3.0], np.float32)})
    assert linear(np.ones((2, 4), np.float32), weights, "0.attend").tolist() == [[1.0, 2.0, 3.0]] * 2


def test_nearly_the_same_events_and_the_same_in_every_run() -> None:
    text = document_of(TEXT)
    whole, rough = DefaultCoder().code(text), EightBitCoder().code(text)
    told = [{(event.source, event.target, event.event_type) for event in coding.events} for coding in (whole, rough)]
    assert told[0] and len(told[0] & told[1]) >= 0.8 * len(told[0] | told[1])
    again = EightBitCoder().code(text)
    assert [replace(event) for event in again.events] == list(rough.events)


def test_it_goes_under_a_name_and_a_version_of_its_own() -> None:
    whole, rough = DefaultCoder(), EightBitCoder()
    assert rough.name == "detente-eight-bit" != whole.name and rough.version != whole.version
    assert Rooms().chosen(eight_bit=True).coder_key() != Rooms().coder_key()


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(DetenteError, match="onnxruntime") as told:
        Rooms().chosen(eight_bit=True)
    assert told.value.number == 930 and "detente[speed]" in told.value.todo


def test_it_is_not_asked_for_beside_the_coder_by_rules_alone() -> None:
    with pytest.raises(DetenteError) as told:
        Rooms().chosen(fast=True, eight_bit=True)
    assert told.value.number == 907
