"""`kennisbank schoon`: what the check refuses is accepted after it, and what is clean is left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from macros.cli import main
from macros.commands import clean
from macros.review import bounds, pictures
from tests.helpers import attachments as a

FILES = {
    "foto.jpg": a.written("jpg", exif=a.exif(a.ON_ITS_SIDE, place=True)) + a.MOVIE,
    "FOTO.JPG": a.written("jpg", comment=a.PERSON),
    "plaat.png": a.written("png", exif=a.exif((a.ARTIST, a.PERSON))),
    "plaat.webp": a.written("webp", exif=a.exif((a.ARTIST, a.PERSON))),
    "verslag.pdf": a.document(a.property_("Author", a.PERSON)),
    "VERSLAG.PDF": a.document(a.xmp("dc:creator", [a.PERSON])),
}


@pytest.mark.parametrize("name", FILES)
def test_it_makes_clean_once(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    assert [b.warning for b in bounds.check_file(name, path.read_bytes())] == [False]
    assert main(["schoon", str(path)]) == 0
    assert f"{path}: schoongemaakt; weg is: " in capsys.readouterr().out
    once = path.read_bytes()
    assert list(bounds.check_file(name, once)) == []
    assert a.PERSON.encode() not in once
    assert main(["schoon", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: was al schoon\n"
    assert path.read_bytes() == once
    assert [one.name for one in tmp_path.iterdir()] == [name], "nothing is left beside it"


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
def test_a_picture_that_is_held_on_its_side_stands_upright_by_itself(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"staand.{kind}"
    path.write_bytes(a.written(kind, exif=a.exif(a.ON_ITS_SIDE)))
    assert list(bounds.check_file(path.name, path.read_bytes())) == [], "the check has nothing against it"
    assert main(["schoon", str(path)]) == 0
    with Image.open(path) as image:
        assert (image.size, dict(image.getexif())) == ((30, 40), {})


def test_all_of_them_or_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "foto.jpg", tmp_path / "half.png"
    good.write_bytes(FILES["foto.jpg"])
    bad.write_bytes(FILES["plaat.png"][:-20])
    assert main(["schoon", str(good), str(bad)]) == 1
    assert good.read_bytes() == FILES["foto.jpg"]
    assert capsys.readouterr().err == f"{bad}: dit plaatje houdt te vroeg op; sla het opnieuw op\n"


def test_a_file_larger_than_a_camera_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clean, "MAX_BYTES", 100)
    path = tmp_path / "foto.jpg"
    path.write_bytes(FILES["foto.jpg"])
    assert main(["schoon", str(path)]) == 1
    assert "dit bestand is te groot" in capsys.readouterr().err


def test_what_cannot_be_taken_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pictures, "cleaned", lambda contents, _: contents)
    path = tmp_path / "foto.jpg"
    path.write_bytes(FILES["FOTO.JPG"])
    assert main(["schoon", str(path)]) == 1
    assert "dit kan er niet uit: een opmerking (COM)" in capsys.readouterr().err
