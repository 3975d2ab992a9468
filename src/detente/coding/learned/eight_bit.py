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
from numpy.typing import NDArray

from detente.coding.learned.claims import ClaimReader, read_claims
from detente.coding.learned.judge import Judge
from detente.coding.learned.network import Floats, OwnProducts, Weights
from detente.coding.learned.weights import read_judge
from detente.extras import needs

_NARROW = (".attend", ".attention")
"""The ends of the names of a layer's matrices about attention; with the two wide ones they take nine tenths of the time."""
_FORMAT, _OPERATORS = 9, 17
"""Versions of the ONNX format and of its operators that every version of the runtime since 1.16 knows."""
_OURS = "com.microsoft"


class EightBit(OwnProducts):
    """Weights by name, those of layers multiplied in 8 bits; the scores on them stay 32-bit numbers.

    A matrix of a layer that has been asked for is kept in 8 bits, and no more in 32. Raises `DetenteError` 930 without the extra `speed`.
    """

    def __init__(self, weights: Weights) -> None:
        super().__init__(weights)
        needs("onnxruntime")
        self._sessions: dict[str, Any] = {}

    def product(self, x: Floats, name: str) -> Floats | None:
        """The rows of x times the matrix of a layer, and its constants added; None for other matrices."""
        return self._run(x, name, name) if name.endswith(_NARROW) else None

    def wide(self, x: Floats, at: str) -> Floats:
        """The rows of x times the first wide matrix of a layer, through its curve, times the second."""
        return self._run(x, at + "wide", at + "in", at + "out")

    def _run(self, x: Floats, key: str, *names: str) -> Floats:
        if key not in self._sessions:
            self._sessions[key] = _session([(self.pop(name + ".w"), self[name + ".b"]) for name in names])
        found: Floats = self._sessions[key].run(None, {"x": np.ascontiguousarray(x)})[0]
        return found


def _session(matrices: list[tuple[Floats, Floats]]) -> Any:  # noqa: ANN401 - the runtime publishes no types
    """A runtime that multiplies by matrices one after the other, with a curve between (`gelu` in its form), on one thread."""
    onnx, runtime = needs("onnx"), needs("onnxruntime")
    nodes, kept, came = [], [], "x"
    for n, (matrix, constants) in enumerate(matrices):
        if n:
            nodes.append(onnx.helper.make_node("FastGelu", [came], [f"bent{n}"], domain=_OURS))
            came = f"bent{n}"
        given = _in_8_bits(matrix, constants)
        kept += [onnx.numpy_helper.from_array(array, f"{name}{n}") for name, array in given.items()]
        nodes.append(onnx.helper.make_node("DynamicQuantizeMatMul", [came, *(f"{name}{n}" for name in given)], [f"y{n}"], domain=_OURS))
        came = f"y{n}"
    sizes = {"x": len(matrices[0][0]), came: matrices[-1][0].shape[1]}
    ends = [onnx.helper.make_tensor_value_info(end, onnx.TensorProto.FLOAT, ["rows", size]) for end, size in sizes.items()]
    graph = onnx.helper.make_graph(nodes, "products", ends[:1], ends[1:], kept)
    known = [onnx.helper.make_opsetid("", _OPERATORS), onnx.helper.make_opsetid(_OURS, 1)]
    model = onnx.helper.make_model(graph, opset_imports=known, ir_version=_FORMAT)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # each session would keep memory for every number of rows
    return runtime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def _in_8_bits(matrix: Floats, constants: Floats) -> dict[str, NDArray[Any]]:
    """A matrix as whole numbers with a scale and a zero for each column, and its constants."""
    scale = np.abs(matrix).max(axis=0) / np.float32(127)
    scale[scale == 0] = 1.0
    whole = np.round(matrix / scale).astype(np.int8)
    return {"w": whole, "scale": scale, "zero": np.zeros(len(scale), np.int8), "b": np.ascontiguousarray(constants)}


@cache
def eight_bit_judge() -> Judge:
    """The shipped reader with its layers in 8 bits, read once a process."""
    judge = read_judge()
    return replace(judge, network=replace(judge.network, weights=EightBit(judge.network.weights)))


@cache
def eight_bit_claims() -> ClaimReader:
    """The shipped reader of claims with its layer in 8 bits, read once a process."""
    reader = read_claims(eight_bit_judge())
    return replace(reader, weights=EightBit(reader.weights))
