"""The commands of ``azen``, one module each; heavy libraries are imported inside them, on use."""
