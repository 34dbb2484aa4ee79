from __future__ import annotations

import gzip
import time
from pathlib import Path

import brotli

from macros.release import compress

TEXT = "Het netwerk maakt de inwoners van Oost-Nederland veiliger. " * 40


def test_text_gets_both_neighbours(tmp_path: Path) -> None:
    path = tmp_path / "themas/index.html"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    tally = compress.compress(tmp_path)
    gz, br = (compress.neighbour(path, kind).read_bytes() for kind in ("gz", "br"))
    assert gzip.decompress(gz).decode() == TEXT
    assert brotli.decompress(br).decode() == TEXT
    assert tally == compress.CompressionTally(1, len(TEXT), len(gz), len(br), 1)
    assert tally.brotli < tally.gzip < tally.bytes


def test_pictures_and_small_files_get_none(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x" * 1000)
    (tmp_path / "b.txt").write_bytes(b"x" * (compress.SMALLEST - 1))
    assert compress.compress(tmp_path).files == 0
    assert len(list(tmp_path.iterdir())) == 2


def test_the_same_bytes_at_another_time() -> None:
    first = compress.packed_gzip(TEXT.encode()), compress.packed_brotli(TEXT.encode())
    time.sleep(1.1)  # gzip writes whole seconds
    assert (compress.packed_gzip(TEXT.encode()), compress.packed_brotli(TEXT.encode())) == first
    assert first[0][4:10] == b"\0\0\0\0\2\xff"  # no time, slowest compression, no operating system


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(TEXT, encoding="utf-8")
    assert compress.compress(tmp_path).new == 1
    assert compress.compress(tmp_path).new == 0


def test_a_compressed_file_of_the_build_itself_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "sitemap.xml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "sitemap.xml.gz").write_bytes(b"van de bouw")
    compress.compress(tmp_path)
    assert (tmp_path / "sitemap.xml.gz").read_bytes() == b"van de bouw"
    assert (tmp_path / "sitemap.xml.br").is_file()
