"""Mathematical libraries that are imported after this module calculate with one thread: they read variables then.

The fork server imports it first. Set around the server's start they would be set for the whole build: programs that
other threads start in that moment would get them too, or no variables that can be read.
"""

import os
import warnings

from lecture.build.warm import ONE_THREAD

os.environ.update(ONE_THREAD)

# Where Jupyter is imported as well, tqdm misses a widget for its bars, on the terminal of whoever builds.
warnings.filterwarnings("ignore", "IProgress not found")
