"""What Pillow and numpy make of the files of ../odd under tarn's options.

    python3 expect_options.py ../odd options.json
"""
import hashlib
import json
import os
import sys

import numpy as np
from PIL import Image, ImageOps, __version__

BACKGROUND = (10, 200, 90)
FILTERS = {'bilinear': Image.BILINEAR, 'bicubic': Image.BICUBIC, 'lanczos': Image.LANCZOS, 'box': Image.BOX,
           'hamming': Image.HAMMING, 'nearest': Image.NEAREST}


def digest(pixels):
    array = np.ascontiguousarray(np.asarray(pixels))
    return {'shape': list(array.shape), 'sha256': hashlib.sha256(array.tobytes()).hexdigest()}


def modes(folder):
    for name in sorted(os.listdir(folder)):
        try:
            with Image.open(os.path.join(folder, name)) as image:
                image.load()
        except Exception:
            continue
        for mode in ('RGBA', 'L', 'I'):
            try:
                yield f'{name}/{mode}', image.convert(mode)
            except ValueError:  # a conversion that Pillow lacks
                pass


def steps(folder):
    def open_(name, mode='RGB'):
        return Image.open(os.path.join(folder, name)).convert(mode)

    for orientation in range(1, 9):
        name = f'jpeg_exif_{orientation}.jpg'
        yield f'{name}/exif_transpose', ImageOps.exif_transpose(Image.open(os.path.join(folder, name))).convert('RGB')
    for name in ('png_rgba8.png', 'png_la8.png', 'png_palette8_trns.png', 'webp_lossy_alpha.webp'):
        rgba = open_(name, 'RGBA')
        under = Image.new('RGBA', rgba.size, BACKGROUND + (255,))
        yield f'{name}/alpha_composite', Image.alpha_composite(under, rgba).convert('RGB')
        for filter_, value in FILTERS.items():
            yield f'{name}/resize-{filter_}', rgba.resize((70, 50), value)
    for filter_, value in FILTERS.items():
        yield f'png_gray16.png/resize-{filter_}', open_('png_gray16.png', 'I').resize((70, 150), value)
        yield f'png_gray8.png/resize-{filter_}', open_('png_gray8.png', 'L').resize((70, 150), value)
    rgb = open_('jpeg_420.jpg')  # 160 x 107
    yield 'jpeg_420.jpg/shorter-64', rgb.resize((int(64 * 160 / 107), 64), Image.BILINEAR)
    yield 'jpeg_420.jpg/crop', rgb.crop((150, -5, 150 + 30, -5 + 40))
    yield 'jpeg_420.jpg/center_crop', rgb.crop((30, 4, 30 + 100, 4 + 100))  # round(3.5) is 4
    yield 'jpeg_420.jpg/horizontal_flip', rgb.transpose(Image.FLIP_LEFT_RIGHT)
    yield 'jpeg_420.jpg/vertical_flip', rgb.transpose(Image.FLIP_TOP_BOTTOM)
    pixels, sides = np.asarray(rgb), ((3, 1), (2, 5), (0, 0))  # top, bottom; left, right
    for mode in ('edge', 'reflect', 'symmetric'):
        yield f'jpeg_420.jpg/pad-{mode}', np.pad(pixels, sides, mode)
    filled = np.empty((107 + 4, 160 + 7, 3), np.uint8)
    filled[:] = (1, 2, 3)
    filled[3:-1, 2:-5] = pixels
    yield 'jpeg_420.jpg/pad-constant', filled
    small = np.zeros((200, 301, 3), np.uint8)
    small[46:46 + 107, 70:70 + 160] = pixels
    yield 'jpeg_420.jpg/center_crop-larger', small


if __name__ == '__main__':
    source, out = sys.argv[1:]
    table = {name: digest(pixels) for made in (modes, steps) for name, pixels in made(source)}
    json.dump({'pillow': __version__, 'arrays': table}, open(out, 'w'), indent=1)
    print(len(table), 'arrays')
