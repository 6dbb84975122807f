"""Writes pictures with Pillow, and beside each NAME the bytes of its first frame as RGB in NAME.rgb.

pillow_pictures.py FOLDER
"""
import os
import sys

import numpy as np
from PIL import Image


def main(folder):
    grid = np.mgrid[0:61, 0:83]
    smooth = np.stack([grid[0] * 4 % 256, grid[1] * 3 % 256, (grid[0] + grid[1]) * 2 % 256], -1).astype(np.uint8)
    noise = np.random.default_rng(1).integers(0, 256, smooth.shape, np.uint8)
    picture = Image.fromarray((smooth // 2 + noise // 2).astype(np.uint8))
    alpha = picture.copy()
    alpha.putalpha(Image.fromarray(np.where(grid[1] < 40, 0, 200).astype(np.uint8)))
    palette = picture.quantize(64)

    def save(name, image, **options):
        path = os.path.join(folder, name)
        image.save(path, **options)
        with open(path + ".rgb", "wb") as file:
            file.write(Image.open(path).convert("RGB").tobytes())

    save("lossy.webp", picture, quality=80)
    save("smooth.webp", Image.fromarray(smooth), quality=40)
    save("lossless.webp", picture, lossless=True)
    save("alpha.webp", alpha, lossless=True, exact=True)
    save("lossy-alpha.webp", alpha, quality=80)
    save("palette.gif", palette)
    save("interlaced.gif", palette, interlace=True)
    save("grey.gif", picture.convert("L"))
    save("film.gif", palette, save_all=True, append_images=[Image.fromarray(noise).quantize(32)] * 3)
    for compression in (None, "tiff_lzw", "tiff_deflate", "packbits"):
        save(f"{compression}.tif", picture, compression=compression)
    save("grey.tif", picture.convert("L"), compression="tiff_lzw")
    save("alpha.tif", alpha)
    save("palette.tif", palette)
    save("pages.tif", picture, save_all=True, append_images=[Image.fromarray(noise)])
    save("one-bit.tif", picture.convert("1"))
    save("plain.tga", picture)
    save("packed.tga", picture, compression="tga_rle")
    save("alpha.tga", alpha)
    save("grey.tga", picture.convert("L"))
    save("colour.ppm", picture)
    save("grey.pgm", picture.convert("L"))


if __name__ == "__main__":
    main(sys.argv[1])
