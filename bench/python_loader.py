"""The yardstick of `jobs/bench end-to-end`: what one would write in Python for the same work.

    python3 bench/python_loader.py photographs FOLDER OUT WORKERS [LIBDUCKDB]   jobs/tutorial.yaml: decode, resize, gray, tensor, maps, three pools
    python3 bench/python_loader.py maps FOLDER OUT WORKERS [LIBDUCKDB]          npy feature maps: max pool and adaptive average
    python3 bench/python_loader.py parquet FOLDER OUT WORKERS LIBDUCKDB         the same of maps in tarn's Parquet, read by DuckDB

A DataLoader does everything up to the pooled tensors in its workers, one thread each, and hands batches to the main process,
which writes them as Parquet: by pyarrow where it is installed, else by DuckDB's library if one is given, both with their
default codec, snappy; else as npz, which is not compressed and so less work than Parquet. Prints one line of JSON. Needs
torch, numpy and Pillow (Debian: python3-torch, python3-pil).
"""
import ctypes
import json
import os
import resource
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, __version__ as pillow

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:
    pa = None

BATCH = {'photographs': 64, 'maps': 8, 'parquet': 8}


def photograph(path):
    gray = Image.open(path).convert('RGB').resize((128, 128), Image.BILINEAR).convert('L')
    one = torch.from_numpy(np.asarray(gray, dtype=np.float32) / np.float32(255))[None]
    half = torch.roll(one, (3, 3), (1, 2))
    maps = torch.cat([one, torch.roll(one, 5, 1), torch.roll(one, 5, 2), one * 0.5 + half * 0.5])
    return {'max': F.max_pool2d(maps, 2, 2), 'avg': F.avg_pool2d(maps, 3, 2, 1), 'adaptive': F.adaptive_max_pool2d(maps, 32)}


def feature_map(path):
    return pooled(torch.from_numpy(np.load(path)))


def pooled(maps):
    return {'max': F.max_pool2d(maps, 2, 2), 'adaptive': F.adaptive_avg_pool2d(maps, 7)}


def files(folder):
    return sorted(os.path.join(parent, name) for parent, _, names in os.walk(folder) for name in names)


class Files(torch.utils.data.Dataset):
    def __init__(self, folder, work):
        self.work = work
        self.paths = files(folder)

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, i):
        return self.paths[i], self.work(self.paths[i])


class ParquetRows(torch.utils.data.IterableDataset):
    """Feature maps in column maps, file by file, a worker's share of the files each."""

    def __init__(self, folder, library):
        self.paths, self.library = [each for each in files(folder) if each.endswith('.parquet')], library

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        duckdb = DuckDbConnection(self.library)
        for path in self.paths[worker.id::worker.num_workers]:
            for id, maps in duckdb.rows(f"SELECT id, maps.data FROM '{path}'"):
                yield id.tobytes().decode(), pooled(torch.from_numpy(maps.view(np.float32)).reshape(256, 56, 56))


class Parquet:
    def __init__(self, out):
        self.name, self.writer = os.path.join(out, 'data.parquet'), None

    def write(self, ids, tensors):
        columns = {'id': pa.array(ids)}
        for name, tensor in tensors.items():
            columns[name] = pa.array([each.tobytes() for each in tensor.numpy()])
        table = pa.table(columns)
        if self.writer is None:
            self.writer = pq.ParquetWriter(self.name, table.schema)
        self.writer.write_table(table)

    def close(self):
        self.writer.close()


class Npz:
    def __init__(self, out):
        self.out, self.number = out, 0

    def write(self, ids, tensors):
        np.savez(os.path.join(self.out, f'{self.number:06}.npz'), id=np.array(ids), 
                 **{name: tensor.numpy() for name, tensor in tensors.items()})
        self.number += 1

    def close(self):
        pass


class DuckDbConnection:
    """DuckDB's C API on one thread."""

    class Result(ctypes.Structure):
        _fields_ = [('numbers', ctypes.c_uint64 * 3), ('pointers', ctypes.c_void_p * 3)]

    def __init__(self, library):
        self.lib = ctypes.CDLL(library)
        for name in ('duckdb_append_blob', 'duckdb_append_varchar_length'):
            getattr(self.lib, name).argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint64]
        self.lib.duckdb_appender_end_row.argtypes = [ctypes.c_void_p]
        self.lib.duckdb_fetch_chunk.argtypes = [self.Result]
        self.lib.duckdb_data_chunk_get_vector.argtypes = [ctypes.c_void_p, ctypes.c_uint64]
        for name in ('duckdb_fetch_chunk', 'duckdb_data_chunk_get_vector', 'duckdb_vector_get_data'):
            getattr(self.lib, name).restype = ctypes.c_void_p
        for name in ('duckdb_data_chunk_get_size', 'duckdb_vector_get_data'):
            getattr(self.lib, name).argtypes = [ctypes.c_void_p]
        self.connection = ctypes.c_void_p()
        database = ctypes.c_void_p()
        assert self.lib.duckdb_open(None, ctypes.byref(database)) == 0
        assert self.lib.duckdb_connect(database, ctypes.byref(self.connection)) == 0
        self.query('SET threads = 1')

    def query(self, text):
        assert self.lib.duckdb_query(self.connection, text.encode(), None) == 0, text

    def rows(self, text):
        """The rows of two columns of texts or blobs, as bytes that are valid until the next one."""
        result = self.Result()
        assert self.lib.duckdb_query(self.connection, text.encode(), ctypes.byref(result)) == 0, text
        while chunk := self.lib.duckdb_fetch_chunk(result):
            columns = [self.lib.duckdb_vector_get_data(self.lib.duckdb_data_chunk_get_vector(chunk, i)) for i in range(2)]
            for row in range(self.lib.duckdb_data_chunk_get_size(chunk)):
                yield [self.value(column + 16 * row) for column in columns]
            self.lib.duckdb_destroy_data_chunk(ctypes.byref(ctypes.c_void_p(chunk)))
        self.lib.duckdb_destroy_result(ctypes.byref(result))

    @staticmethod
    def value(at):
        """A length and up to twelve bytes, or where more of them are."""
        length = ctypes.c_uint32.from_address(at).value
        start = at + 4 if length <= 12 else ctypes.c_uint64.from_address(at + 8).value
        return np.ctypeslib.as_array((ctypes.c_uint8 * length).from_address(start))


class DuckDb(DuckDbConnection):
    """Appends rows to a table in memory and has it written, file by file."""
    ROWS = 1024

    def __init__(self, out, library):
        super().__init__(library)
        self.out, self.number, self.count, self.appender = out, 0, 0, None

    def write(self, ids, tensors):
        if self.appender is None:
            self.query(f'CREATE TABLE rows (id VARCHAR, {", ".join(name + " BLOB" for name in tensors)})')
            self.appender = ctypes.c_void_p()
            assert self.lib.duckdb_appender_create(self.connection, None, b'rows', ctypes.byref(self.appender)) == 0
        for i, id in enumerate(ids):
            text = id.encode()
            self.lib.duckdb_append_varchar_length(self.appender, text, len(text))
            for tensor in tensors.values():
                data = tensor[i].numpy().tobytes()
                assert self.lib.duckdb_append_blob(self.appender, data, len(data)) == 0
            assert self.lib.duckdb_appender_end_row(self.appender) == 0
        self.count += len(ids)
        if self.count >= self.ROWS:
            self.close()

    def close(self):
        if self.count == 0:
            return
        assert self.lib.duckdb_appender_destroy(ctypes.byref(self.appender)) == 0
        self.query(f"COPY rows TO '{self.out}/{self.number:06}.parquet' (FORMAT parquet)")
        self.query('DROP TABLE rows')
        self.number, self.count, self.appender = self.number + 1, 0, None


def sink(out, library):
    return Parquet(out) if pa else DuckDb(out, library) if library else Npz(out)


def collate(samples):
    ids, tensors = zip(*samples)
    return ids, {name: torch.stack([each[name] for each in tensors]) for name in tensors[0]}


def main(what, folder, out, workers, library=None):
    start = time.time()
    torch.set_num_threads(1)
    os.makedirs(out)
    items = (ParquetRows(folder, library) if what == 'parquet'
             else Files(folder, photograph if what == 'photographs' else feature_map))
    loader = torch.utils.data.DataLoader(items, BATCH[what], num_workers=int(workers), collate_fn=collate)
    writer = sink(out, library)
    images, first = 0, None
    for ids, tensors in loader:
        writer.write(ids, tensors)
        images += len(ids)
        first = first or (time.time(), images)
    writer.close()
    end = time.time()
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({
        'images': images, 'seconds': end - start,
        'steady_rate': (images - first[1]) / (end - first[0]) if images > first[1] else None,
        'cpu_seconds': sum(each.ru_utime + each.ru_stime for each in usage),
        'torch': torch.__version__, 'pillow': pillow, 'writes': type(writer).__name__}))


if __name__ == '__main__':
    main(*sys.argv[1:])
