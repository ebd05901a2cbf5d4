"""Makes the small inputs of jobs/webdataset.yaml, jobs/parquet.yaml and jobs/npz.yaml from the tutorial's photographs.

Wants Pillow and numpy, and DuckDB for Parquet. What it makes is committed; run it to make it anew.
"""
import io
import json
import pathlib
import tarfile

import numpy as np
from PIL import Image

here = pathlib.Path(__file__).parent
photos = sorted((here.parent / "tutorial" / "photos").glob("*.jpg"))


def thumbnail(photo):
    image = Image.open(photo).convert("RGB")
    image.thumbnail((96, 96))
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=80)
    return image, jpeg.getvalue()


thumbnails = {photo.stem: thumbnail(photo) for photo in photos}

for number in range(2):
    with tarfile.open(here / f"photos-{number}.tar", "w", format=tarfile.PAX_FORMAT) as tar:
        for name, (image, jpeg) in list(thumbnails.items())[6 * number : 6 * number + 6]:
            members = {
                "jpg": jpeg,
                "cls": str(int(image.width > image.height)).encode(),
                "txt": f"a photograph called {name}".encode(),
                "json": json.dumps({"width": image.width, "height": image.height}).encode(),
            }
            for extension, content in members.items():
                member = tarfile.TarInfo(f"{name}.{extension}")
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))

maps = {name: np.asarray(image, np.float32).transpose(2, 0, 1)[:, ::8, ::8] / 255 for name, (image, _) in thumbnails.items()}
np.savez_compressed(here / "maps.npz", **maps)

try:
    import duckdb
except ImportError:
    print("no DuckDB: photos.parquet stays as it is")
else:
    rows = [(name, jpeg, image.width) for name, (image, jpeg) in thumbnails.items()]
    database = duckdb.connect()
    database.execute("CREATE TABLE photos (name VARCHAR, image STRUCT(bytes BLOB, path VARCHAR), width INTEGER)")
    database.executemany("INSERT INTO photos VALUES (?, {'bytes': ?, 'path': NULL}, ?)", rows)
    database.execute(f"COPY photos TO '{here}/photos.parquet' (FORMAT parquet, ROW_GROUP_SIZE 4)")
