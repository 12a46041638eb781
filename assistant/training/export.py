"""Write the tuned encoder in 8 bit: `python -m assistant.training.export FOLDER`.

FOLDER has what `assistant.training.tune` wrote. The table of pieces and the weights are rounded to
whole numbers of 8 bits (of 7 where they are multiplied: processors without VNNI would overflow),
and `assistant/understanding/model/` gets `encoder.onnx`, `table.npz` and `tokenizer.json`. The
heads are to be trained after it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from assistant.training.network import Network
from assistant.training.tune import open_network

MODEL = Path(__file__).parent.parent / "understanding" / "model"
_OPSET = 17


class Vectors(torch.nn.Module):
    """The encoder without its table and heads.

    Numbers of pieces, 1 × n, and what these are at first, 1 × n × width → vectors, 1 × n × width.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.bert = network.bert

    def forward(self, ids: torch.Tensor, embedded: torch.Tensor) -> torch.Tensor:
        """Return the vectors of pieces."""
        found = self.bert(inputs_embeds=embedded, attention_mask=torch.ones_like(ids))
        return torch.as_tensor(found.last_hidden_state)


def write_table(network: Network, file: Path) -> None:
    """Write what the pieces and marks are at first, rounded to whole numbers of 8 bits."""
    table = network.bert.embeddings.word_embeddings.weight
    rows = torch.cat([table.detach(), network.marks.detach()]).numpy()
    low, high = float(rows.min()), float(rows.max())
    scale = (high - low) / 255
    zero = round(-low / scale)
    rounded = np.clip(np.rint(rows / scale) + zero, 0, 255).astype(np.uint8)
    np.savez(file, table=rounded, scale=np.float32(scale), zero=np.uint8(zero))


def export(module: torch.nn.Module, width: int, output: str, file: Path) -> None:
    """Write a network over embedded pieces to `file`; `output` is the name of what it gives."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            module.eval(),
            (torch.arange(4, 20)[None], torch.zeros(1, 16, width)),
            str(whole),
            input_names=["ids", "embedded"],
            output_names=[output],
            dynamic_axes={name: {1: "length"} for name in ("ids", "embedded", "vectors")},
            opset_version=_OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            whole,
            file,
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )


def main() -> None:
    """Export what is in the folder that is named."""
    folder = Path(sys.argv[1])
    network, _ = open_network(folder)
    network.load_state_dict(torch.load(folder / "network.pt", weights_only=True))
    MODEL.mkdir(exist_ok=True)
    write_table(network, MODEL / "table.npz")
    export(Vectors(network), network.marks.shape[1], "vectors", MODEL / "encoder.onnx")
    shutil.copyfile(folder / "tokenizer.json", MODEL / "tokenizer.json")


if __name__ == "__main__":
    main()
