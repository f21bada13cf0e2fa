"""When a test gives up: a machine may be as slow as it likes, so this only ends what hangs."""

HANG_GUARD = 7200  # seconds; the one limit of time in the tests
