"""Rows of vectors in the binary form of COPY, whole arrays at once."""

from __future__ import annotations

import numpy as np

from index.protocols import Floats

# PostgreSQL documentation, COPY, binary format.
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
_COLUMNS = 4
_INTEGER = 4
# A halfvec begins with its dimension and two bytes that are not used.
_BEFORE_VALUES = 4


def vector_rows(plan_id: str, number: int, vectors: Floats) -> bytes:
    """Return the rows of the table `vectors` for passage `number`: rows × dimension."""
    rows, dimension = vectors.shape
    name = plan_id.encode("ascii")
    row = np.dtype(
        [
            ("columns", ">i2"),
            ("plan_length", ">i4"), ("plan", f"S{len(name)}"),
            ("number_length", ">i4"), ("number", ">i4"),
            ("row_length", ">i4"), ("row", ">i4"),
            ("vector_length", ">i4"), ("dimension", ">i2"), ("unused", ">i2"),
            ("values", ">f2", (dimension,)),
        ]
    )  # fmt: skip
    made = np.zeros(rows, dtype=row)
    made["columns"] = _COLUMNS
    made["plan_length"], made["plan"] = len(name), name
    made["number_length"], made["number"] = _INTEGER, number
    made["row_length"], made["row"] = _INTEGER, np.arange(rows)
    made["vector_length"] = _BEFORE_VALUES + 2 * dimension
    made["dimension"] = dimension
    made["values"] = vectors
    return made.tobytes()
