"""Writes a tar by Python's tarfile: tar_oracle.py FILE ustar|pax|gnu"""
import io
import sys
import tarfile

path, kind = sys.argv[1:]
formats = {"ustar": tarfile.USTAR_FORMAT, "pax": tarfile.PAX_FORMAT, "gnu": tarfile.GNU_FORMAT}
with tarfile.open(path, "w", format=formats[kind]) as tar:
    def add(name, content=b"", **fields):
        info = tarfile.TarInfo(name)
        info.size = len(content)
        for field, value in fields.items():
            setattr(info, field, value)
        tar.addfile(info, io.BytesIO(content))

    add("./folder", type=tarfile.DIRTYPE)
    add("./one.jpg", b"first", mtime=1.25 if kind == "pax" else 1)
    add("hard.jpg", type=tarfile.LNKTYPE, linkname="./one.jpg")
    add("soft.jpg", type=tarfile.SYMTYPE, linkname="one.jpg")
    add("deep/a.jpg" if kind == "ustar" else "/".join(["folder of a long name"] * 9) + "/Blüte.jpg", b"second")
