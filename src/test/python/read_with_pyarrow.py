"""Reads data/ of a run with layout: tensor in pyarrow: python3 read_with_pyarrow.py OUT/data COLUMN...

Prints for each column its type and shape, and fails where it is not a fixed_shape_tensor.
"""
import sys

import pyarrow.parquet as pq

table = pq.read_table(sys.argv[1])
for name in sys.argv[2:]:
    column = table.column(name).combine_chunks()
    kind = str(column.type)
    if not kind.startswith("extension<arrow.fixed_shape_tensor"):
        sys.exit(f"{name} is {kind}")
    values = column.to_numpy_ndarray()
    print(name, values.dtype, list(values.shape), repr(float(values.astype("float64").sum())))
