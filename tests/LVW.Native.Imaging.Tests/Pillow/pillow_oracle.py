"""What Pillow makes of pictures: the reference that LVW.Native.Imaging is compared with.

    pillow_oracle.py hash             paths on stdin, one line of hashes each on stdout
    pillow_oracle.py generate FOLDER  writes pictures of every kind that Pillow can write
    pillow_oracle.py maps             float maps resized in mode F, as hexadecimal floats
"""
import hashlib
import os
import sys
import warnings

from PIL import Image, ImageOps

warnings.simplefilter("ignore")


def sha(image):
    return hashlib.sha256(image.tobytes()).hexdigest()[:16]


def describe(path):
    with Image.open(path) as opened:
        image = opened.convert("RGB")
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    w, h = image.size
    box = (w * 0.1, h * 0.13, w * 0.83, h * 0.77)
    results = (
        image,
        image.resize((224, 224), Image.BILINEAR),
        image.resize((224, 224), Image.BICUBIC),
        image.resize((101, 67), Image.LANCZOS),
        image.resize((96, 80), Image.BILINEAR, box=box),
        upright,
    )
    return "\t".join([f"{w}x{h}"] + [sha(r) for r in results])


def hash_files():
    for line in sys.stdin:
        path = line.rstrip("\n")
        try:
            print(path, describe(path), sep="\t", flush=True)
        except Exception as error:
            print(path, "unreadable", type(error).__name__, sep="\t", flush=True)


def scene(width, height, mode="RGB"):
    """Gradients, edges and noise, the same every time."""
    noise = Image.frombytes("L", (width, height), bytes((i * 7919 + (i * i) // 13) % 251 for i in range(width * height)))
    ramp = Image.linear_gradient("L").resize((width, height), Image.BICUBIC)
    disc = Image.radial_gradient("L").resize((width, height), Image.BICUBIC)
    if mode == "CMYK":
        return Image.merge("CMYK", (ramp, disc, noise, ramp.transpose(Image.ROTATE_180)))
    if mode == "L":
        return Image.blend(disc, noise, 0.3)
    return Image.merge("RGB", (Image.blend(ramp, noise, 0.2), disc, Image.blend(noise, disc, 0.6)))


def generate(folder):
    def save(image, name, **options):
        image.save(os.path.join(folder, name), **options)

    sizes = [(64, 48), (67, 45), (1, 1), (2, 3), (3, 2), (5, 40), (8, 8), (17, 16), (33, 31), (129, 7)]
    for w, h in sizes:
        for subsampling in (0, 1, 2):
            for progressive in (False, True):
                name = f"{w}x{h}_s{subsampling}_{'prog' if progressive else 'base'}"
                save(scene(w, h), f"{name}.jpg", quality=83, subsampling=subsampling, progressive=progressive)
        save(scene(w, h, "L"), f"{w}x{h}_grey.jpg", quality=75)
        save(scene(w, h, "L"), f"{w}x{h}_grey_prog.jpg", quality=75, progressive=True)
        save(scene(w, h, "CMYK"), f"{w}x{h}_cmyk.jpg", quality=90)
        save(scene(w, h), f"{w}x{h}_q100.jpg", quality=100, subsampling=0, optimize=True)
        save(scene(w, h), f"{w}x{h}_q5.jpg", quality=5)

    picture = scene(67, 45)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        save(picture, f"exif_{orientation}.jpg", exif=exif.tobytes())

    # Without the Adobe and JFIF segments the component identifiers decide.
    for name in ("67x45_cmyk", "67x45_s0_base"):
        with open(os.path.join(folder, name + ".jpg"), "rb") as file:
            data = file.read()
        for marker in (b"\xff\xee", b"\xff\xe0"):
            at = data.find(marker)
            if at >= 0:
                data = data[:at] + data[at + 2 + int.from_bytes(data[at + 2:at + 4], "big"):]
        with open(os.path.join(folder, name + "_bare.jpg"), "wb") as file:
            file.write(data)

    alpha = scene(67, 45, "L")
    for w, h in sizes:
        image = scene(w, h)
        save(image, f"{w}x{h}.png")
        save(image.quantize(200), f"{w}x{h}_p8.png")
        save(image.quantize(13), f"{w}x{h}_p4.png", bits=4)
        save(image.quantize(4), f"{w}x{h}_p2.png", bits=2)
        save(image.convert("1"), f"{w}x{h}_1.png")
        save(scene(w, h, "L"), f"{w}x{h}_l.png")
        save(image, f"{w}x{h}.bmp")
        save(image.quantize(200), f"{w}x{h}_p.bmp")
        save(scene(w, h, "L"), f"{w}x{h}_l.bmp")
        save(image.convert("1"), f"{w}x{h}_1.bmp")
    rgba = picture.copy()
    rgba.putalpha(alpha)
    save(rgba, "rgba.png")
    save(rgba, "rgba.bmp")
    save(Image.merge("LA", (alpha, alpha)), "la.png")
    save(alpha.point(lambda v: v * 3, "I"), "grey16.png")
    save(picture, "trns.png", transparency=(1, 2, 3))
    save(picture.quantize(50), "trns_p.png", transparency=7)


def maps():
    values = [((i * 37) % 101) / 100.0 for i in range(7 * 5)]
    source = Image.new("F", (7, 5))
    source.putdata(values)
    for size in ((224, 224), (14, 3), (3, 2), (7, 11)):
        for name in ("BOX", "BILINEAR", "BICUBIC", "LANCZOS"):
            result = source.resize(size, getattr(Image, name))
            print(size[0], size[1], name, hashlib.sha256(result.tobytes()).hexdigest()[:16])


if __name__ == "__main__":
    {"hash": hash_files, "generate": lambda: generate(sys.argv[2]), "maps": maps}[sys.argv[1]]()
