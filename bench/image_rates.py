"""Images a CPU second of Pillow and libjpeg-turbo on one thread: python3 image_rates.py FOLDER [ROUNDS]

needs Debian's python3-pil, python3-numpy and libturbojpeg0 (libjpeg-turbo-progs brings it); with python3-torchvision the
chain is measured with its transforms too.
"""
import ctypes
import io
import os
import sys
import time

import numpy as np
from PIL import Image, __version__, features

try:
    import torch
    from torchvision import __version__ as torchvision, transforms
    torch.set_num_threads(1)
    TRANSFORMS = transforms.Compose([transforms.Resize((128, 128)), transforms.Grayscale(), transforms.ToTensor()])
except ImportError:
    TRANSFORMS = None

Image.MAX_IMAGE_PIXELS = None
FILTERS = {'bilinear': Image.BILINEAR, 'bicubic': Image.BICUBIC, 'lanczos': Image.LANCZOS}
TJ = ctypes.CDLL('libturbojpeg.so.0')
TJ.tjInitDecompress.restype = ctypes.c_void_p
HANDLE = ctypes.c_void_p(TJ.tjInitDecompress())
BUFFER = ctypes.create_string_buffer(200_000_000)


def libjpeg(data):
    width, height, sub, space = (ctypes.c_int() for _ in range(4))
    size = ctypes.c_ulong(len(data))
    TJ.tjDecompressHeader3(HANDLE, data, size, ctypes.byref(width), ctypes.byref(height), ctypes.byref(sub),
                           ctypes.byref(space))
    assert TJ.tjDecompress2(HANDLE, data, size, BUFFER, width, 0, height, 0, 0) == 0


def decode(data):
    return Image.open(io.BytesIO(data)).convert('RGB')


def chain(data):
    gray = np.array(decode(data).resize((128, 128), Image.BILINEAR).convert('L'))
    return gray[None].astype(np.float32) / np.float32(255)


def measure(who, what, run, inputs, rounds):
    rates = []
    for _ in range(rounds):
        nanos = 0
        for each in inputs:
            made = each() if callable(each) else each
            start = time.process_time_ns()
            run(made)
            nanos += time.process_time_ns() - start
        rates.append(len(inputs) / (nanos / 1e9))
    rates.sort()
    print(f'{who:14} {what:16} {rates[len(rates) // 2]:7.1f}  ({rates[0]:.1f} to {rates[-1]:.1f})')


def main(folder, rounds=5):
    files = [open(os.path.join(folder, name), 'rb').read() for name in sorted(os.listdir(folder))]
    print(f'Pillow {__version__}, libjpeg-turbo {features.version("libjpeg_turbo")}')
    measure('libjpeg-turbo', 'decode', libjpeg, files, rounds)
    measure('Pillow', 'decode', lambda data: np.asarray(decode(data)), files, rounds)
    images = [lambda data=data: decode(data) for data in files]  # decoded one at a time
    for name, value in FILTERS.items():
        measure('Pillow', 'resize ' + name, lambda image: image.resize((128, 128), value), images, rounds)
    measure('Pillow', 'chain', chain, files, rounds)
    if TRANSFORMS:
        print(f'torchvision {torchvision}, PyTorch {torch.__version__}')
        measure('torchvision', 'chain', lambda data: TRANSFORMS(decode(data)), files, rounds)


if __name__ == '__main__':
    main(sys.argv[1], *map(int, sys.argv[2:]))
