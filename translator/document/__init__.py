"""One module a file format, each with one ``read`` and one ``write``."""
