"""What the web page shows and hands out, as plain functions; ``app.py`` puts widgets around them."""
