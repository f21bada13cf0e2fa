"""When a test gives up: a machine may be as slow as it likes, so this only ends what hangs."""

HANG_GUARD = 2400  # seconds; below the limit of a CI, which ends all tests without a word on which one hung
LONG_HANG_GUARD = 7200  # of `make stress`, where one build may take an hour
