"""As in the tests of portals, lines are closed when a test ends."""

from tests.delivery.conftest import lines as lines
