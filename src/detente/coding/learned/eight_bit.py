"""The reader's large products in 8-bit numbers, by ONNX Runtime: two to three times as fast, and not quite the same.

The weights are stored as 8-bit numbers with a scale a column; here they are multiplied as such, with what they are multiplied by
rounded to 8 bits too, by one scale for all of it. So a score changes in its third digit, and now and then an event with it. The same
document gives the same events in every run, on one kind of processor.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from detente.coding.learned.claims import ClaimReader, shipped_claims
from detente.coding.learned.judge import Judge
from detente.coding.learned.network import Floats, OwnProducts
from detente.coding.learned.weights import shipped_judge
from detente.extras import needs

_LARGE = (".attend", ".attention", ".in", ".out")
"""The ends of the names of a layer's four matrices, which take nine tenths of the time; the scores on them stay 32-bit numbers."""
_FORMAT, _OPERATORS = 9, 17
"""Versions of the ONNX format and of its operators that every version of the runtime since 1.16 knows."""


class EightBit(OwnProducts):
    """Weights by name, those of layers multiplied in 8 bits. Raises `DetenteError` 930 without the extra `speed`."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        super().__init__(weights)
        needs("onnxruntime")
        self._sessions: dict[str, Any] = {}

    def product(self, x: Floats, name: str) -> Floats | None:
        """The rows of x times the matrix of a layer, and its constants added; None for other matrices."""
        if not name.endswith(_LARGE):
            return None
        if name not in self._sessions:
            self._sessions[name] = _session(self[name + ".w"], self[name + ".b"])
        found: Floats = self._sessions[name].run(None, {"x": np.ascontiguousarray(x)})[0]
        return found


def _session(matrix: Floats, constants: Floats) -> Any:  # noqa: ANN401 - the runtime publishes no types
    """A runtime that multiplies by one matrix, on one thread."""
    onnx, runtime = needs("onnx"), needs("onnxruntime")
    scale = np.abs(matrix).max(axis=0) / np.float32(127)
    scale[scale == 0] = 1.0
    whole = np.round(matrix / scale).astype(np.int8)
    given = {"w": whole, "scale": scale, "zero": np.zeros(len(scale), np.int8), "b": np.ascontiguousarray(constants)}
    ends = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["rows", size])
        for name, size in zip("xy", matrix.shape, strict=True)
    ]
    node = onnx.helper.make_node("DynamicQuantizeMatMul", ["x", *given], ["y"], domain="com.microsoft")
    graph = onnx.helper.make_graph([node], "product", ends[:1], ends[1:], [onnx.numpy_helper.from_array(a, n) for n, a in given.items()])
    known = [onnx.helper.make_opsetid("", _OPERATORS), onnx.helper.make_opsetid("com.microsoft", 1)]
    model = onnx.helper.make_model(graph, opset_imports=known, ir_version=_FORMAT)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return runtime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


@cache
def eight_bit_judge() -> Judge:
    """The shipped reader with its layers in 8 bits."""
    judge = shipped_judge()
    return replace(judge, network=replace(judge.network, weights=EightBit(dict(judge.network.weights))))


@cache
def eight_bit_claims() -> ClaimReader:
    """The shipped reader of claims with its layer in 8 bits."""
    reader = shipped_claims()
    return replace(reader, weights=EightBit(dict(reader.weights)))
