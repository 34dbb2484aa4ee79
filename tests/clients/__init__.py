"""What readers use, against the built site: real programs from Debian, PyPI and npm. Not part of `make test`."""
