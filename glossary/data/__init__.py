"""The built-in term base: tab-separated tables, described in README.md."""
