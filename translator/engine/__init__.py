"""Models and their runtimes: one module per runtime, each the only importer of its heavy library."""
