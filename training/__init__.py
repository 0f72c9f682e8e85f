"""What makes the bundled model: corpus, tokenizer, training, export; ``python -m training --help``."""
