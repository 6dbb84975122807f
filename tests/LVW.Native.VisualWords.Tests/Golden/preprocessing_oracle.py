"""What torchvision makes of picture files before a network sees them: the independent side of PreprocessingParityTests.

preprocessing_oracle.py FOLDER SIDE:RESIZED,... PICTURE...

Writes pictures of odd sizes and of every colour mode into FOLDER, made of the given ones, and FOLDER/answers.json: for each of them and of the given ones
SHA-256 hashes of the view's bytes, and of its normalised float32 values, channels last. RESIZED 0 stretches the picture to the side.
"""
import hashlib
import json
import os
import sys

import numpy as np
from PIL import Image
from torchvision import transforms

# Odd and even, wide and tall, smaller than every crop, as large as a resized side, strips of one pixel, and as elongated as 64 to 1.
SIZES = [(101, 173), (255, 90), (64, 64), (257, 256), (31, 400), (1, 1), (1, 50), (50, 1), (1, 64), (64, 1), (3, 190), (5, 7), (224, 223), (110, 97)]
MODES = ["L", "RGBA", "P", "LA", "1", "I;16"]
CAFFE_MEAN = (123.68, 116.779, 103.939)
NORMALIZE = {
    "imagenet": transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    "half": transforms.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),
}


def write(folder, pictures):
    paths = []

    def save(image, name, **options):
        paths.append(os.path.join(folder, name))
        image.save(paths[-1], **options)

    for width, height in SIZES:
        whole = Image.open(pictures[len(paths) % len(pictures)]).convert("RGB")
        scaled = whole.resize((max(width, whole.width), max(height, whole.height)), Image.NEAREST)
        save(scaled.crop((0, 0, width, height)), f"{width}x{height}.png")
    for number, mode in enumerate(MODES):
        part = Image.open(pictures[0]).convert("RGB").crop((3, 5, 140 + number, 120))
        if mode == "I;16":
            save(Image.fromarray(np.asarray(part.convert("L"), np.uint16) * 2), "I16.png")
            continue
        image = part.convert(mode)
        if mode in ("RGBA", "LA"):
            image.putalpha(part.convert("L").rotate(90).resize(part.size))
        save(image, f"{mode}.png", **({"transparency": 7} if mode == "P" else {}))
    part = Image.open(pictures[1]).convert("RGB").crop((1, 2, 150, 131))
    save(part.convert("L"), "grey.jpg")
    save(part.convert("CMYK"), "cmyk.jpg")
    save(part, "progressive.jpg", progressive=True, subsampling=2, quality=80)
    save(part, "unreduced.jpg", subsampling=0, quality=95)
    return paths


def digest(array, kind):
    return hashlib.sha256(np.ascontiguousarray(array, kind).tobytes()).hexdigest().upper()


def answers(picture, side, resized):
    steps = [transforms.Resize(resized), transforms.CenterCrop(side)] if resized else [transforms.Resize((side, side))]
    view = transforms.Compose(steps)(picture)
    found = {"bytes": digest(view, np.uint8), "caffe": digest(np.asarray(view, np.float32) - np.float32(CAFFE_MEAN), "<f4")}
    for name, normalize in NORMALIZE.items():
        found[name] = digest(normalize(transforms.ToTensor()(view)).permute(1, 2, 0).numpy(), "<f4")
    return found


def main(folder, sides, *pictures):
    sides = [tuple(int(side) for side in pair.split(":")) for pair in sides.split(",")]
    result = {}
    for path in [*write(folder, pictures), *pictures]:
        picture = Image.open(path).convert("RGB")
        result[path] = {f"{side}:{resized}": answers(picture, side, resized) for side, resized in sides}
    with open(os.path.join(folder, "answers.json"), "w", encoding="utf-8") as file:
        json.dump(result, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
