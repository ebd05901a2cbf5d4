"""Small animations and multi-page files, and what Pillow makes of each of their frames.

    python3 expect_frames.py frames.json [SEEDS | OTHER.json]   # OTHER: its files, judged again

Every file is in the table itself, in base64. Its frames are those of seek(i).convert('RGB'), up to the first that Pillow
refuses; of a TIFF, whose pages stand for themselves, all.
"""
import base64
import hashlib
import io
import json
import random
import struct
import sys
import warnings
import zlib

import numpy as np
from PIL import Image, __version__

warnings.simplefilter('ignore')
WIDTH, HEIGHT = 13, 11


# GIF

def blocks(data):
    return b''.join(bytes([len(data[i:i + 255])]) + data[i:i + 255] for i in range(0, len(data), 255)) + b'\0'


def lzw(indices, bits):
    """Codes of bits + 1 all through: a clear code comes before they would grow."""
    buffer, filled, out = 0, 0, bytearray()
    clear = 1 << bits
    codes = []
    for i, index in enumerate(indices):
        if i % (clear - 2) == 0:
            codes.append(clear)
        codes.append(index)
    for code in codes + [clear + 1]:
        buffer |= code << filled
        filled += bits + 1
        while filled >= 8:
            out.append(buffer & 255)
            buffer >>= 8
            filled -= 8
    out.append(buffer & 255)
    return bytes([bits]) + blocks(bytes(out))


def gif_palette(r, kind):
    if kind == 'gray':
        return bytes(v for i in range(8) for v in (i, i, i))
    return bytes(r.randrange(256) for _ in range(24))


def gif_frame(r, left, top, width, height, palette, transparent, disposal, interlaced=False):
    control = b'!\xf9\x04' + struct.pack('<BHBB', disposal << 2 | (transparent is not None), 5, transparent or 0, 0)
    flags = (130 if palette else 0) | (64 if interlaced else 0)
    indices = [r.randrange(8) for _ in range(width * height)]
    return (control + b',' + struct.pack('<HHHHB', left, top, width, height, flags) + (palette or b'')
            + lzw(indices, 3))


def gif(r, frames, palette, background=3):
    head = b'GIF89a' + struct.pack('<HHBBB', WIDTH, HEIGHT, 130 if palette else 0, background, 0) + (palette or b'')
    return head + b'!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0' + b''.join(frames) + b';'


def random_gif(seed):
    r = random.Random(f'gif {seed}')
    first_gray = r.random() < 0.25
    keyed = r.random() < 0.7  # Pillow fails where colours follow grays of which one is transparent
    grows = r.random() < 0.15
    frames = []
    for i in range(r.randrange(2, 6)):
        if i == 0 and r.random() < 0.7:
            left, top, width, height = 0, 0, WIDTH, HEIGHT
        else:
            left, top = r.randrange(WIDTH - 1), r.randrange(HEIGHT - 1)
            width = r.randrange(1, WIDTH - left + 1) + (r.randrange(4) if grows else 0)
            height = r.randrange(1, HEIGHT - top + 1) + (r.randrange(4) if grows else 0)
        local = None
        if not (first_gray and (keyed or grows)) and r.random() < 0.4:
            local = gif_palette(r, 'gray' if r.random() < 0.2 else 'colour')
        frames.append(gif_frame(r, left, top, width, height, local,
                                r.randrange(8) if keyed and r.random() < 0.7 else None,
                                r.choice([0, 1, 2, 2, 3, 3]), r.random() < 0.2))
    palette = r.choice([None, gif_palette(r, 'gray')]) if first_gray else gif_palette(r, 'colour')
    return gif(r, frames, palette, r.randrange(8))


# PNG

def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


COLOURS = {'L': (0, 8, 1), 'RGB': (2, 8, 3), 'P': (3, 8, 1), 'LA': (4, 8, 2), 'RGBA': (6, 8, 4), 'RGB16': (2, 16, 6),
           'L1': (0, 1, None), 'P4': (3, 4, None)}


def rows(r, mode, width, height):
    type_, bits, sample_bytes = COLOURS[mode]
    row_bytes = width * sample_bytes if sample_bytes else (width * bits + 7) // 8
    data = bytearray()
    for _ in range(height):
        data.append(r.randrange(3) if mode == 'RGBA' else 0)
        row = bytearray(r.randrange(256) for _ in range(row_bytes))
        if mode == 'P':
            row = bytearray(v % 8 for v in row)
        elif mode == 'P4':
            row = bytearray(v & 0x77 for v in row)
        elif mode in ('RGBA', 'LA') and data[-1] == 0:
            step = COLOURS[mode][2]
            for i in range(step - 1, row_bytes, step):
                row[i] = r.choice([0, 255, row[i]])
        elif mode in ('L', 'RGB'):
            row = bytearray(v & 3 for v in row)
        data += row
    return zlib.compress(bytes(data))


def random_png(seed):
    r = random.Random(f'png {seed}')
    mode = r.choice(list(COLOURS))
    type_, bits, _ = COLOURS[mode]
    out = b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', WIDTH, HEIGHT, bits, type_, 0, 0, 0))
    count = r.randrange(2, 6)
    hidden = r.random() < 0.3
    out += chunk(b'acTL', struct.pack('>II', count, 0))
    if mode in ('P', 'P4'):
        out += chunk(b'PLTE', bytes(r.randrange(256) for _ in range(24)))
        if r.random() < 0.6:
            out += chunk(b'tRNS', bytes(r.choice([0, 255]) for _ in range(r.randrange(1, 8))))
    elif mode in ('L', 'RGB') and r.random() < 0.5:
        out += chunk(b'tRNS', struct.pack('>H', r.randrange(4)) * (1 if mode == 'L' else 3))
    sequence = 0
    if hidden:
        out += chunk(b'IDAT', rows(r, mode, WIDTH, HEIGHT))
    for i in range(count):
        left = top = 0
        width, height = WIDTH, HEIGHT
        if i > 0 or hidden and r.random() < 0.5:
            left, top = r.randrange(WIDTH), r.randrange(HEIGHT)
            width, height = r.randrange(1, WIDTH - left + 1), r.randrange(1, HEIGHT - top + 1)
        out += chunk(b'fcTL', struct.pack('>IIIIIHHBB', sequence, width, height, left, top, 1, 10,
                                          r.randrange(3), r.randrange(2)))
        sequence += 1
        data = rows(r, mode, width, height)
        if i == 0 and not hidden:
            out += chunk(b'IDAT', data)
            continue
        middle = r.randrange(len(data))
        for part in (data[:middle], data[middle:]):
            out += chunk(b'fdAT', struct.pack('>I', sequence) + part)
            sequence += 1
        if r.random() < 0.3:
            out += chunk(b'tEXt', b'Comment\0between')
    return out + chunk(b'IEND', b'')


# what Pillow writes

def saved(format_, images, **options):
    out = io.BytesIO()
    if images[1:]:
        options.update(save_all=True, append_images=images[1:])
    images[0].save(out, format_, **options)
    return out.getvalue()


def pictures(seed, count, mode, sizes=None):
    r = np.random.default_rng(seed)
    made = []
    for i in range(count):
        width, height = sizes[i] if sizes else (WIDTH * 3, HEIGHT * 3)
        y, x = np.mgrid[:height, :width]
        bands = [((x * (3 + i) + y * (5 + c) + 40 * i) % 256) for c in range(4)]
        bands[3] = np.where((x // 6 + y // 5 + i) % 3 == 0, 0, np.where((x + i) % 2 == 0, 128, 255))
        picture = Image.fromarray(np.stack(bands, -1).astype(np.uint8), 'RGBA')
        made.append(picture if mode == 'RGBA' else picture.convert('RGB').convert(mode))
    return made


def named_files():
    yield 'lossy.webp', saved('WEBP', pictures(1, 5, 'RGB'), quality=60)
    yield 'lossy-alpha.webp', saved('WEBP', pictures(2, 4, 'RGBA'), quality=60, allow_mixed=True)
    yield 'lossless.webp', saved('WEBP', pictures(3, 4, 'RGB'), lossless=True)
    yield 'lossless-alpha.webp', saved('WEBP', pictures(4, 4, 'RGBA'), lossless=True, kmin=9, kmax=17)
    sizes = [(20, 15), (7, 31), (1, 1)]
    for mode in ('RGB', 'L', '1', 'P', 'CMYK', 'I;16'):
        images = pictures(5, 3, 'L' if mode == 'I;16' else mode, sizes)
        if mode == 'I;16':
            images = [Image.fromarray(np.asarray(image).astype(np.uint16) * 3) for image in images]
        yield f'pages-{mode.replace(";", "")}.tif', saved('TIFF', images)
    yield 'pages-lzw.tif', saved('TIFF', pictures(6, 3, 'RGB', sizes), compression='tiff_lzw')
    mixed = [pictures(7, 1, mode, [(9 + i, 8)])[0] for i, mode in enumerate(('RGB', 'L', 'P', 'RGBA', '1'))]
    yield 'pages-mixed.tif', saved('TIFF', mixed)
    yield 'pages-circle.tif', circle(saved('TIFF', pictures(8, 3, 'L', sizes)))
    whole = random_gif(1)
    yield 'cut.gif', whole[:-6]
    yield 'broken.gif', broken_gif()
    yield 'still.gif', gif(random.Random(2), [gif_frame(random.Random(3), 0, 0, WIDTH, HEIGHT, None, None, 0)],
                           gif_palette(random.Random(4), 'colour'))
    for name, made in (('cut', lambda png: png[:-60]), ('few', fewer), ('broken', break_last), ('order', misnumbered)):
        yield f'{name}.png', made(random_png(5))
    yield 'still.png', saved('PNG', pictures(9, 1, 'RGB'))
    yield 'still.jpg', saved('JPEG', pictures(10, 1, 'RGB'))
    yield 'still.webp', saved('WEBP', pictures(11, 1, 'RGB'), lossless=True)


def circle(tiff):
    """The last directory's successor is the second."""
    first = struct.unpack_from('<I', tiff, 4)[0]
    tiff = bytearray(tiff)
    places = []
    at = 4
    while struct.unpack_from('<I', tiff, at)[0]:
        directory = struct.unpack_from('<I', tiff, at)[0]
        places.append(directory)
        at = directory + 2 + 12 * struct.unpack_from('<H', tiff, directory)[0]
    struct.pack_into('<I', tiff, at, places[1])
    assert places[0] == first
    return bytes(tiff)


def broken_gif():
    r = random.Random(6)
    frames = [gif_frame(r, 0, 0, WIDTH, HEIGHT, None, None, 1) for _ in range(4)]
    data = 8 + 10 + 2  # behind the control, the descriptor, and the lengths of codes and of the first block
    frames[2] = frames[2][:data] + b'\xff' * 40 + frames[2][data + 40:]
    return gif(r, frames, gif_palette(r, 'colour'))


def fewer(png):
    at = png.index(b'acTL') + 4
    count = struct.unpack_from('>I', png, at)[0] + 2
    return png[:at - 8] + chunk(b'acTL', struct.pack('>II', count, 0)) + png[at + 12:]


def misnumbered(png):
    at = png.rindex(b'fcTL') + 4
    return png[:at] + b'\0\0\1\0' + png[at + 4:]


def break_last(png):
    at = png.rindex(b'fdAT') + 8
    return png[:at] + b'\xff' * 8 + png[at + 8:]


def verdict(data):
    frames = []
    try:
        with Image.open(io.BytesIO(data)) as image:
            format_, count = image.format, getattr(image, 'n_frames', 1)
    except Exception as e:
        return [{'refused': repr(e)[:60]}]
    image = Image.open(io.BytesIO(data))  # anew: asking a TIFF for n_frames spoils it
    for i in range(count):
        try:
            if count > 1:
                image.seek(i)
            pixels = np.asarray(image.convert('RGB'))
        except Exception as e:
            frames.append({'refused': repr(e)[:60]})
            if format_ != 'TIFF':
                break
            continue
        frames.append({'height': pixels.shape[0], 'width': pixels.shape[1],
                       'rgb_sha256': hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()})
    return frames


if __name__ == '__main__':
    more = sys.argv[2] if len(sys.argv) > 2 else '60'
    if more.endswith('.json'):
        made = {name: base64.b64decode(entry['base64']) for name, entry in json.load(open(more))['files'].items()}
    else:
        made = dict(named_files())
        made.update({f'random-{seed}.gif': random_gif(seed) for seed in range(int(more))})
        made.update({f'random-{seed}.png': random_png(seed) for seed in range(int(more))})
    table = {name: {'base64': base64.b64encode(data).decode(), 'frames': verdict(data)} for name, data in made.items()}
    with open(sys.argv[1], 'w') as out:
        json.dump({'pillow': __version__, 'files': table}, out, indent=0)
        out.write('\n')
    print(len(table), 'files,', sum(len(entry['frames']) for entry in table.values()), 'frames')
