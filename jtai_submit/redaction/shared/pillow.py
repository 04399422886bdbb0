"""Pillow, with the limit that holds wherever a picture is decoded: import `Image` from here."""

from PIL import Image

# A0 at 200 dpi has 62 million; Pillow warns beyond this number, and refuses beyond twice as many.
MOST_PIXELS = 89_478_485
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

__all__ = ["MOST_PIXELS", "Image"]
