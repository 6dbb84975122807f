"""Asks ONNX's own checker about files: python3 onnx_check.py FILE...; the checks include strict inference of all types and shapes."""
import sys

import onnx
from onnx import shape_inference

for path in sys.argv[1:]:
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    inferred = shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)

    # The declared shapes of the outputs are what inference finds, wherever it finds something.
    for declared, found in zip(model.graph.output, inferred.graph.output):
        assert declared == found, f"{path}: {declared} is inferred as {found}"
    known = {value.name for value in inferred.graph.value_info}
    unknown = [name for node in model.graph.node for name in node.output if name not in known | {output.name for output in model.graph.output}]
    assert not unknown, f"{path}: no shapes for {unknown}"
