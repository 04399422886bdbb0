"""jtai-submit: from an inspection folder to packs that arrived, opened and are proven."""

__version__ = "0.1.0"
