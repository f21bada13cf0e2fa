"""Images and convolution."""
