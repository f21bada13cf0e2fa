"""Mathematical libraries that are imported after this module calculate with one thread: they read variables then.

The fork server imports it first. Set around the server's start they would be set for the whole build: programs that
other threads start in that moment would get them too, or no variables that can be read.
"""

import os

from lecture.build.warm import ONE_THREAD

os.environ.update(ONE_THREAD)
